"""Provincies in Cijfers as an analyst asks it: the key, pages, silence, and what is kept."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from etl import catalogue, settings, sheets, snapshot
from etl.__main__ import main
from etl.catalogue import Indicator
from etl.collect import Collection
from etl.download import Session
from etl.publish import attached
from etl.pullers import odata
from etl.pullers.odata import ODataPuller
from etl.settings import Refresh, Series
from etl.store import Store
from tests.faults.fake_gsm import FakeGsm, redirect, serving, status
from tests.faults.fake_pinc import (
    KEY,
    FakePinc,
    answer,
    items,
    page,
    values,
    variable,
)

NAME = "v9999_wzw"
MUNICIPAL = values(NAME, "gemeente")
REGIONAL = values(NAME, "refreg")
FILE = "pinc_odata_wzw.csv"
ROWS = [
    ("24062", "2023", "100"),
    ("24062", "2024", "110"),
    ("23033", "2023", "-99997"),
    ("23033", "2024", "0"),
    ("24133", "2023", "-99996"),
    ("24133", "2024", "-99999"),
    ("21004", "2024", "5000"),
    ("99991", "2024", "12"),
]
REGIONS = [("REFREG05", "2024", "2345"), ("REFREG91", "2024", "12")]
Run = Callable[..., int]


def block(code: str = "wzw") -> Indicator:
    return Indicator(
        source="pinc",
        code=code,
        title="Werkzoekenden",
        theme="Werk",
        definition="Werkzoekenden zonder werk.",
        unit="werkzoekenden",
        group="Werk",
        aggregation="sum",
        aggregation_reason="Personen tellen op.",
        decimals=0,
    )


@pytest.fixture
def pinc() -> Iterator[FakePinc]:
    """The service with one variable, in pages of three."""
    with serving(FakePinc) as server:
        server.variable(NAME, Name="Werkzoekenden", Unit="aantal", Source="VDAB")
        server.values(NAME, "gemeente", ROWS, 3)
        server.values(NAME, "refreg", REGIONS)
        yield server


@pytest.fixture
def run(
    home: Path, pinc: FakePinc, quick: Refresh, monkeypatch: pytest.MonkeyPatch
) -> Run:
    """`pull pinc` with a key and one series."""
    monkeypatch.setenv("MONITOR_PINC_KEY", KEY)
    ask_for(monkeypatch, Series(code="wzw", value=NAME))

    def call(*arguments: str) -> int:
        return main(["pull", "pinc", "--base-url", pinc.url, *arguments])

    return call


def ask_for(monkeypatch: pytest.MonkeyPatch, *series: Series) -> None:
    """These series in `data/sources.yaml`, and blocks for them in the catalogue."""
    real = settings.sources()["pinc"]
    assert real.pull
    (way,) = real.pull.ways
    assert way.odata
    service = way.odata.model_copy(update={"series": list(series)})
    ways = [way.model_copy(update={"odata": service})]
    pull = real.pull.model_copy(update={"ways": ways})
    changed = {"pinc": real.model_copy(update={"pull": pull})}
    sources = {**settings.sources(), **changed}
    monkeypatch.setattr(settings, "sources", lambda: sources)
    blocks = [block(code) for code in sorted({one.code for one in series})]
    everything = [i for i in catalogue.load() if i.source != "pinc"] + blocks
    monkeypatch.setattr(catalogue, "load", lambda: everything)


def kept(home: Path) -> pl.DataFrame:
    good = Store(home / "raw").latest()[("pinc", FILE)]
    return pl.read_csv(home / "raw" / str(good.path), infer_schema=False)


# The good way -----------------------------------------------------------------


def test_every_page_is_read_and_kept_as_the_service_wrote_it(
    run: Run, pinc: FakePinc, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run() == 0
    assert "pinc: 1 nieuw, 0 ongewijzigd, 0 mislukt" in capsys.readouterr().out
    rows = kept(home).filter(geolevel="gemeente").select("code", "period", "value")
    assert sorted(rows.rows()) == sorted((f"gemeente_{c}", p, v) for c, p, v in ROWS)
    assert set(kept(home)["unit"]) == {"aantal"}
    assert [path for path, _headers in pinc.asked] == [
        variable(NAME),
        MUNICIPAL,
        f"{MUNICIPAL}?$skip=3",
        f"{MUNICIPAL}?$skip=6",
        REGIONAL,
    ]
    (good,) = Store(home / "raw").retrievals()
    assert good.publisher == "VDAB, via Provincies in Cijfers"
    assert good.licence == "niet vermeld"


def test_the_same_figures_in_another_order_are_the_same_file(
    run: Run, pinc: FakePinc, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    pinc.values(NAME, "gemeente", ROWS[::-1], 2)
    capsys.readouterr()
    assert run() == 0
    assert "0 nieuw, 1 ongewijzigd" in capsys.readouterr().out
    pinc.values(NAME, "gemeente", [*ROWS[1:], ("24062", "2023", "101")], 2)
    run()
    assert "1 nieuw, 0 ongewijzigd" in capsys.readouterr().out


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_pages_of_any_size(run: Run, pinc: FakePinc, home: Path, size: int) -> None:
    pinc.values(NAME, "gemeente", ROWS, size)
    assert run() == 0
    assert kept(home).filter(geolevel="gemeente").height == len(ROWS)


def test_an_empty_page_with_a_next_link_is_no_end(
    run: Run, pinc: FakePinc, home: Path
) -> None:
    pinc.offer(MUNICIPAL, page([], f"{MUNICIPAL}?$skip=0"))
    pinc.offer(f"{MUNICIPAL}?$skip=0", page(items("gemeente", ROWS)))
    assert run() == 0
    assert kept(home).filter(geolevel="gemeente").height == len(ROWS)


def test_a_repeated_page_counts_once(run: Run, pinc: FakePinc, home: Path) -> None:
    again = items("gemeente", ROWS[:3])
    pinc.offer(MUNICIPAL, page(again, f"{MUNICIPAL}?$skip=1"))
    pinc.offer(f"{MUNICIPAL}?$skip=1", page(again, f"{MUNICIPAL}?$skip=2"))
    pinc.offer(f"{MUNICIPAL}?$skip=2", page(items("gemeente", ROWS[3:])))
    assert run() == 0
    assert kept(home).filter(geolevel="gemeente").height == len(ROWS)


def test_breakdowns_and_parts_of_one_indicator_come_in_one_file(
    run: Run, pinc: FakePinc, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = Series(code="wzw", numerator=NAME, denominator="v9999'_n")
    women = Series(code="wzw", value="v9999_v", breakdown="geslacht=vrouwen")
    ask_for(monkeypatch, series, women)
    pinc.values("v9999''_n", "gemeente", ROWS)
    pinc.values("v9999_v", "gemeente", ROWS)
    run()
    rows = (
        kept(home)
        .filter(geolevel="gemeente")
        .with_columns(pl.col("breakdown").fill_null(""))
    )
    assert sorted(rows.group_by("breakdown", "role").len().rows()) == [
        ("", "denominator", 8),
        ("", "numerator", 8),
        ("geslacht=vrouwen", "value", 8),
    ]


def test_a_build_shows_what_the_publisher_says_of_the_region(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"statbel:population": snapshot.load().readings["statbel:population"]}
    monkeypatch.setattr(snapshot, "load", lambda: Collection(readings=few))
    run()
    database = home / "monitor.duckdb"
    assert main(["build", "--database", str(database)]) == 0
    with attached(database, "READ_ONLY") as connection:
        rows = connection.execute("""
            SELECT area_id, year, value, method, missing FROM monitor.area_value
            WHERE indicator_id = 'pinc:wzw' AND year = 2024
                AND area_id IN ('REFREG05', '24062', '23033', '24133') ORDER BY area_id
        """).fetchall()
        ((publisher,),) = connection.execute(
            f"SELECT publisher FROM monitor.source_file WHERE name = '{FILE}'"
        ).fetchall()
    assert rows == [
        ("23033", 2024, 0.0, "official", None),
        ("24062", 2024, 110.0, "official", None),
        ("24133", 2024, None, "official", "onbekend"),
        ("REFREG05", 2024, 2345.0, "official", None),
    ]
    assert publisher == "VDAB, via Provincies in Cijfers"


# The key ------------------------------------------------------------------------


@pytest.mark.parametrize("key", [None, "", "  ", "twee woorden", "é", "a\nb"])
def test_without_a_key_nothing_is_asked_and_nothing_is_wrong(
    run: Run,
    pinc: FakePinc,
    key: str | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("MONITOR_PINC_KEY")
    if key is not None:
        monkeypatch.setenv("MONITOR_PINC_KEY", key)
    assert run() == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == [
        "  OData-dienst overgeslagen: geen (geldige) sleutel in MONITOR_PINC_KEY; "
        "de cijfers kunnen ook via data/inbox komen"
    ]
    assert not pinc.asked


def test_a_refused_key_is_said_once_and_never_shown(
    run: Run,
    pinc: FakePinc,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MONITOR_PINC_KEY", "verkeerd-987654")
    assert run() == 1
    said = capsys.readouterr()
    assert "aanvaardt de sleutel in MONITOR_PINC_KEY niet (401)" in said.out
    assert len(pinc.asked) == 1
    manifest = Store(home / "raw").manifest.read_text("utf-8")
    assert "verkeerd-987654" not in said.out + said.err + manifest
    assert KEY not in manifest


def test_the_key_stays_with_the_host_it_is_for(pinc: FakePinc, quick: Refresh) -> None:
    with serving(FakeGsm) as other:
        other.offer("/verder", b"{}")
        pinc.fail("/weg", redirect(f"{other.url}/verder"))
        hosts = [f"127.0.0.1:{one.server_port}" for one in (pinc, other)]
        with Session(quick.download, hosts, threading.Event(), plain=True) as session:
            assert session.json(f"{pinc.url}/weg", {"apikey": KEY}) == {}
        assert "apikey" in pinc.asked[0][1]
        assert "apikey" not in other.asked[0][1]


@pytest.mark.parametrize(
    ("base_url", "elsewhere"),
    [
        ("http://127.0.0.1:9", False),
        ("http://localhost:9", False),
        ("https://spiegel.example", True),
        ("https://127.0.0.1.example", True),
    ],
)
def test_the_key_does_not_go_to_a_mirror(
    base_url: str, elsewhere: bool, monkeypatch: pytest.MonkeyPatch, quick: Refresh
) -> None:
    monkeypatch.setenv("MONITOR_PINC_KEY", KEY)
    real = settings.sources()["pinc"].pull
    assert real
    (way,) = real.on(base_url).ways
    assert way.odata
    assert way.odata.service.startswith(base_url + "/jiveservices/odata")
    assert way.odata.elsewhere is elsewhere
    with Session(quick.download, [], threading.Event()) as session:
        asked = ODataPuller(way.odata).offer(frozenset(), [], session)
    assert not asked.files
    assert ("gaat niet naar een ander adres" in asked.remarks[0]) is elsewhere


# Nothing to be had ----------------------------------------------------------------


def test_what_is_not_published_on_a_level_is_said(
    run: Run, pinc: FakePinc, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del pinc.bodies[REGIONAL]
    assert run() == 0
    assert f"{FILE}: geen gegevens voor {NAME} (refreg)" in capsys.readouterr().out
    assert set(kept(home)["geolevel"]) == {"gemeente"}


def test_what_is_not_published_at_all_is_no_outage_and_keeps_what_there_was(
    run: Run, pinc: FakePinc, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    before = kept(home)
    pinc.bodies.clear()
    capsys.readouterr()
    assert run() == 0
    said = capsys.readouterr().out
    assert "pinc: 0 nieuw, 0 ongewijzigd, 0 mislukt" in said
    assert (
        f"geen gegevens: niet gepubliceerd zijn {NAME} (gemeente), {NAME} (refreg)"
        in said
    )
    assert kept(home).equals(before)


def test_a_series_without_a_block_is_not_asked(
    run: Run,
    pinc: FakePinc,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(catalogue, "load", list)
    assert run() == 0
    assert "reeks wzw in data/sources.yaml: staat niet in de catalogus" in (
        capsys.readouterr().out
    )
    assert not pinc.asked


def test_without_series_there_is_nothing_to_ask(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask_for(monkeypatch)
    assert run() == 0
    assert "geen 'series' in data/sources.yaml" in capsys.readouterr().out


# Faults: keep the last good file ----------------------------------------------------


def test_throttling_is_waited_for(run: Run, pinc: FakePinc, home: Path) -> None:
    pinc.fail(f"{MUNICIPAL}?$skip=3", status(429, Retry_After="1"), times=1)
    assert run() == 0
    assert kept(home).filter(geolevel="gemeente").height == len(ROWS)


LEUVEN = items("gemeente", ROWS[:1])


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (status(429, Retry_After="86400"), "vraagt om later terug te komen (429)"),
        (status(500), "antwoordt met fout 500"),
        (status(403), "weigert de toegang (403)"),
        (answer(page(LEUVEN, MUNICIPAL)), "verwijst naar een pagina die al gelezen is"),
        (answer(page(LEUVEN, "https://elders.example/Values?$skip=1")), "andere site (elders.example): niet gevolgd"),
        (answer(page(LEUVEN, "//elders.example/Values")), "andere site (elders.example): niet gevolgd"),
        (answer(page([{"Period": "2024", "ValueString": "1"}])), "op pagina 1 een rij zonder ExternalCode"),
        (answer(page([*LEUVEN, "iets"])), "op pagina 1 een rij zonder ExternalCode"),
        (answer(page([*LEUVEN, *items("gemeente", [("24062", "2023", "7")])])), "spreekt zichzelf tegen bij gemeente_24062, 2023"),
        (answer(page(items("provincie", [("20001", "2024", "7")]))), "geeft niveau provincie, gevraagd was gemeente"),
        (answer(b'{"value": 3}'), "JSON zonder 'value'"),
        (answer(b'[]'), "JSON zonder 'value'"),
        (answer(b"<html>Even geduld</html>"), "iets anders dan JSON"),
        (answer(b""), "iets anders dan JSON"),
        (redirect("https://elders.example/"), "verwijst naar een andere site (elders.example)"),
    ],
)  # fmt: skip
def test_a_service_that_misbehaves_keeps_the_last_good_file(
    run: Run,
    pinc: FakePinc,
    home: Path,
    fault: Callable[..., None],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run()
    before = kept(home)
    pinc.fail(MUNICIPAL, fault)
    capsys.readouterr()
    assert run() == 1
    said = capsys.readouterr()
    assert sentence in said.out
    assert "zet het in data/inbox" in said.out
    assert KEY not in said.out + said.err
    assert kept(home).equals(before)
    assert not list((home / "raw" / ".part").glob("*"))


def test_pages_without_end_are_left(
    run: Run, pinc: FakePinc, capsys: pytest.CaptureFixture[str]
) -> None:
    for skip in range(50):
        there = f"{MUNICIPAL}?$skip={skip}" if skip else MUNICIPAL
        pinc.offer(there, page(LEUVEN, f"{MUNICIPAL}?$skip={skip + 1}"))
    assert run() == 1
    assert "herhaalt zichzelf: 3 pagina's zonder iets nieuws" in capsys.readouterr().out
    assert len(pinc.asked) == 5


def test_more_pages_than_there_can_be_are_left(
    run: Run,
    pinc: FakePinc,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(odata, "MAX_PAGES", 4)
    pinc.values(NAME, "gemeente", ROWS, 1)
    assert run() == 1
    assert "geeft meer dan 4 pagina's" in capsys.readouterr().out


def test_a_dry_run_asks_the_service_nothing(
    run: Run, pinc: FakePinc, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del run
    database = str(home / "monitor.duckdb")
    main(["refresh", "--dry-run", "--base-url", pinc.url, "--database", database])
    assert f"{pinc.url}{variable(NAME)}" in capsys.readouterr().out
    assert not [path for path, _headers in pinc.asked if "odata" in path]


def test_the_file_is_recognised(run: Run, home: Path) -> None:
    run()
    good = Store(home / "raw").latest()[("pinc", FILE)]
    (sheet,) = sheets.read(home / "raw" / str(good.path))
    assert sheet.header[0] == "pinc_odata"
    assert sheet.decimal == "."
