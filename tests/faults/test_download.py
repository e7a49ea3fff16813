"""One file from a source that misbehaves: what is said, what is kept."""

import gzip
import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from time import monotonic, time

import pytest

from etl.download import Session, Validators
from etl.failures import Failed
from etl.settings import Refresh
from tests.faults import fake_gsm
from tests.faults.fake_gsm import FakeGsm, Fault, instead, redirect, status

FILE = fake_gsm.REGISTER.format("Armoede")
HTML = b"<!DOCTYPE html><html><body>Even geduld</body></html>"


def silent(_received: int, _total: int | None) -> None:
    """Progress nobody reads."""


class Client:
    """A session on the fake source, and one call to fetch the file."""

    def __init__(self, server: FakeGsm, settings: Refresh, folder: Path) -> None:
        self.server = server
        self.stop = threading.Event()
        host = f"127.0.0.1:{server.server_port}"
        self.session = Session(settings.download, [host], self.stop, plain=True)
        self.target = folder / "part"

    def fetch(self, known: Validators | None = None) -> bytes | None:
        answer = self.session.file(self.server.url + FILE, self.target, known, silent)
        return answer.path.read_bytes() if answer.path else None


@pytest.fixture
def client(published: FakeGsm, quick: Refresh, tmp_path: Path) -> Iterator[Client]:
    client = Client(published, quick, tmp_path)
    yield client
    client.session.requests.close()


def zipped(**members: bytes) -> bytes:
    """A ZIP file; the underscores of a name stand for its path."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("__", "../"), body)
    return target.getvalue()


BOMB = zipped(workbook=b"\0" * 50_000_000)
OUTSIDE = zipped(__etc=b"x")
MANY = zipped(**{f"blad{n}": b"" for n in range(10_000)})


@pytest.mark.parametrize(
    ("fault", "sentence", "tries"),
    [
        (status(404, HTML), "bestand bestaat niet (meer)", 1),
        (status(404, b"<Error><Code>BlobNotFound</Code></Error>"), "bestand bestaat niet (meer)", 1),
        (status(410), "bestand bestaat niet meer", 1),
        (status(401, b'{"error": "apikey"}'), "vraagt een sleutel", 1),
        (status(403, HTML), "download met de browser en leg het bestand in data/inbox", 2),
        (status(429, Retry_After="86400"), "vraagt om later terug te komen", 1),
        (status(429), "vraagt om later terug te komen", 4),
        (status(500), "antwoordt met fout 500", 4),
        (status(503, Retry_After="0"), "antwoordt met fout 503", 4),
        (status(504), "antwoordt met fout 504", 4),
        (instead(HTML, "text/html"), "stuurt een webpagina in plaats van een bestand", 2),
        (instead(b"\xef\xbb\xbf\n" + HTML), "stuurt een webpagina in plaats van een bestand", 2),
        (instead(b"Gemeente;NIS-code\n"), "iets anders dan een bestand van soort .xlsx", 2),
        (instead(b""), "stuurt een leeg bestand", 2),
        (fake_gsm.cut, "brak af na", 2),
        (fake_gsm.chunked_without_end, "brak af na", 2),
        (fake_gsm.too_short_length, "is afgebroken of beschadigd", 2),
        (fake_gsm.without_directory, "is afgebroken of beschadigd", 2),
        (fake_gsm.reset, "brak af na", 2),
        (fake_gsm.drip, "te traag", 1),
        (fake_gsm.silence, "zweeg te lang", 1),
        (fake_gsm.no_answer, "antwoordt niet binnen de tijd", 4),
        (redirect("https://elders.example/x.xlsx"), "verwijst naar een andere site (elders.example)", 1),
        (redirect("ftp://127.0.0.1/x.xlsx"), "onveilig adres", 1),
        (redirect(FILE), "verwijst meer dan 5 keer door", 6),
        (status(304), "'ongewijzigd' zonder dat het gevraagd was", 1),
        (instead(b"no gzip at all", Content_Encoding="gzip"), "anders ingepakt is dan gemeld", 2),
        (instead(gzip.compress(b"\0" * 20_000_000), Content_Encoding="gzip"), "meer dan de grens", 1),
        (instead(b"x", Content_Length="900000000"), "meldt 900000000 bytes", 1),
        (instead(b"PK" + b"\0" * 4_000_000), "meldt 4000002 bytes", 1),
        (instead(BOMB), "pakt uit tot 50000000 bytes", 2),
        (instead(OUTSIDE), "bevat een pad buiten het bestand", 2),
        (instead(MANY), "bevat 10000 bestanden", 2),
    ],
)  # fmt: skip
def test_a_fault_that_stays_has_its_own_sentence(
    client: Client, fault: Fault, sentence: str, tries: int
) -> None:
    client.server.fail(FILE, fault)
    with pytest.raises(Failed) as failed:
        client.fetch()
    assert sentence in failed.value.sentence
    assert client.server.count(FILE) == tries
    assert not client.target.exists(), "een half bestand blijft nergens liggen"


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        (status(500), 2),
        (status(502), 3),
        (status(503, Retry_After="1"), 1),
        (status(429, Retry_After="1"), 1),
        (status(403), 1),
        (fake_gsm.cut, 1),
        (fake_gsm.reset, 1),
        (instead(b""), 1),
        (fake_gsm.no_length, 1),
        (fake_gsm.gzipped, 1),
        (redirect(FILE, 301), 1),
        (redirect(FILE, 308), 2),
    ],
)
def test_a_fault_that_passes_is_overcome(
    client: Client, armoede: bytes, fault: Fault, times: int
) -> None:
    client.server.fail(FILE, fault, times)
    assert client.fetch() == armoede


def test_a_date_in_retry_after_is_honoured(client: Client, armoede: bytes) -> None:
    when = formatdate(time() + 2, usegmt=True)
    client.server.fail(FILE, status(429, Retry_After=when), 1)
    started = monotonic()
    assert client.fetch() == armoede
    assert 0.5 < monotonic() - started < 5


def test_conditional_requests(client: Client, armoede: bytes) -> None:
    tag = client.server.etags[FILE]
    assert client.fetch(Validators(etag=tag)) is None
    assert client.server.asked[-1][1]["If-None-Match"] == tag
    assert client.fetch(Validators(etag='W/"anders"')) == armoede


def test_a_refused_connection(quick: Refresh, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host = f"127.0.0.1:{port}"
    with Session(quick.download, [host], threading.Event(), plain=True) as session:
        with pytest.raises(Failed, match="weigert de verbinding") as failed:
            session.file(f"http://{host}/x.xlsx", tmp_path / "x", None, silent)
        assert failed.value.host_down
        with pytest.raises(Failed, match="certificaat|verbrak de verbinding|weigert"):
            session.file(f"https://{host}/x.xlsx", tmp_path / "x", None, silent)


def test_an_unknown_host(
    quick: Refresh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with (
        Session(quick.download, ["nergens.invalid"], threading.Event()) as session,
        pytest.raises(Failed, match="is niet te vinden") as failed,
    ):
        session.file("https://nergens.invalid/x.xlsx", tmp_path / "x", None, silent)
    assert failed.value.host_down


def test_a_certificate_that_does_not_hold(client: Client, tmp_path: Path) -> None:
    url = client.server.url.replace("http:", "https:") + FILE
    with pytest.raises(Failed, match="certificaat"):
        client.session.file(url, tmp_path / "x", None, silent)


def test_http_is_refused_for_a_real_source(quick: Refresh, tmp_path: Path) -> None:
    with (
        Session(quick.download, ["bron.example"], threading.Event()) as session,
        pytest.raises(Failed, match="onveilig adres"),
    ):
        session.file("http://bron.example/x.xlsx", tmp_path / "x", None, silent)


def test_a_wait_is_ended_by_a_stop(client: Client) -> None:
    client.server.fail(FILE, status(503, Retry_After="3"))
    threading.Timer(0.3, client.stop.set).start()
    started = monotonic()
    with pytest.raises(KeyboardInterrupt):
        client.fetch()
    assert monotonic() - started < 2
