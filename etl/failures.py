"""How a source fails: one exception, and for each kind of failure its own Dutch sentence."""

from pathlib import Path
from urllib.parse import urlsplit

import requests

from etl import archive
from etl.refusal import Refusal

SENTENCES = {
    401: "vraagt een sleutel; de cijfers kunnen ook via data/inbox komen",
    403: "weigert de toegang (403): download met de browser en leg het bestand in data/inbox",
    404: "bestand bestaat niet (meer) op dit adres (404)",
    410: "bestand bestaat niet meer op dit adres (410)",
    429: "vraagt om later terug te komen (429); de volgende vernieuwing probeert opnieuw",
}


class Failed(Exception):  # noqa: N818  (a source that fails is no defect of ours)
    """A request that brought nothing usable.

    Args:
        status: HTTP status; 0 when there was no answer.
        sentence: What happened and what to do, in Dutch.
        host_down: Whether other addresses on this host need not be tried.
        nothing: Whether the source answered well that it has no figures: no outage.
    """

    def __init__(
        self,
        status: int,
        sentence: str,
        host_down: bool = False,
        nothing: bool = False,
    ) -> None:
        """Keep the parts for the manifest and for the decision to go on."""
        self.status = status
        self.sentence = sentence
        self.host_down = host_down
        self.nothing = nothing
        super().__init__(sentence)


def verify(path: Path, url: str) -> None:
    """Whether a file is what its address promises: a whole workbook, ZIP or CSV.

    Raises:
        Failed: It is empty, a web page, or damaged.
    """
    with path.open("rb") as file:
        start = file.read(512)
    if not start.strip():
        raise Failed(200, "stuurt een leeg bestand")
    if b"ExceptionReport" in start:
        raise Failed(200, "meldt een fout (ExceptionReport) in plaats van gegevens")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(b"<"):
        raise Failed(
            200,
            "stuurt een webpagina in plaats van een bestand: "
            "download met de browser en leg het bestand in data/inbox",
        )
    suffix = Path(urlsplit(url).path).suffix.lower()
    if suffix in (".xlsx", ".zip"):
        if not start.startswith(archive.SIGNATURE):
            raise Failed(200, f"stuurt iets anders dan een bestand van soort {suffix}")
        try:
            archive.check_whole(path, Path(urlsplit(url).path).name)
        except Refusal as refusal:
            raise Failed(200, refusal.reason) from refusal
    elif start.startswith(archive.SIGNATURE):
        raise Failed(200, f"stuurt een werkmap of ZIP in plaats van {suffix}")


def no_answer(error: requests.RequestException) -> Failed:
    """Each kind of silence its own sentence."""
    text = str(error)
    if isinstance(error, requests.exceptions.SSLError):
        return Failed(
            0, "geeft geen geldige beveiligde verbinding (certificaat)", host_down=True
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return Failed(0, "geeft geen verbinding binnen de tijd", host_down=True)
    if isinstance(error, requests.exceptions.Timeout) or "timed out" in text:
        return Failed(0, "antwoordt niet binnen de tijd")
    if "NameResolution" in text or "getaddrinfo" in text:
        return Failed(
            0, "is niet te vinden: is er internet, en bestaat dit adres nog?", True
        )
    if "refused" in text:
        return Failed(0, "weigert de verbinding", host_down=True)
    return Failed(0, "verbrak de verbinding")


def cut_off(error: Exception, received: int, total: int | None) -> Failed:
    """A body that did not come whole."""
    text = str(error)
    if "decod" in text:
        return Failed(200, "stuurt een bestand dat anders ingepakt is dan gemeld")
    if "timed out" in text:
        return Failed(408, f"zweeg te lang na {received} bytes")
    of = f" van {total}" if total is not None else ""
    return Failed(200, f"brak af na {received}{of} bytes")
