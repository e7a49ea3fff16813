"""The documents of a meeting: what each is called, and what makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from etl.live import Signature
from pages.briefing.gather import Briefing
from pages.components import downloads

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Document:
    """One kind of file, made from what a meeting hears."""

    key: str
    """On the command line."""
    stem: str
    """Start of the name of the file."""
    ending: str
    title: str
    about: str
    make: Callable[[Briefing], bytes]


def _deck(briefing: Briefing) -> bytes:
    from pages.exports.deck.deck import (
        deck,  # half a second that only this file waits for
    )

    return deck(briefing)


def _note(briefing: Briefing) -> bytes:
    from pages.exports.note import note

    return note(briefing)


def fiche(build: Signature, nis: str, region: str, today: date) -> bytes:
    """Two pages about one municipality (PDF)."""
    from pages.exports.fiche import fiche

    return fiche(build, nis, region, today)


def fiches(build: Signature, region: str, today: date, tell: Tell) -> bytes:
    """A ZIP with the fiche of every municipality of a region.

    Args:
        build: From `live_build()`.
        region: Area id.
        today: Date on the fiches.
        tell: Hears how many are done, of how many, and the municipality at hand.
    """
    from pages.exports.fiche import fiches

    return fiches(build, region, today, tell)


def _book(briefing: Briefing) -> bytes:
    from pages.exports.meeting_book import meeting_book

    return meeting_book(briefing)


DOCUMENTS = {
    each.key: each
    for each in (
        Document(
            "deck",
            "presentatie",
            "pptx",
            "Presentatie (PowerPoint)",
            "Dezelfde dia’s, met grafieken en tabellen die u kunt aanpassen, en per dia "
            "sprekersnotities met bron, methode en dekking.",
            _deck,
        ),
        Document(
            "note",
            "nota",
            "pdf",
            "Nota voor het verslag (PDF)",
            "Op A4: per actielijn de cijfers en signalen, wat veranderde, de acties, methode en "
            "bronnen.",
            _note,
        ),
        Document(
            "workbook",
            "cijfers",
            "xlsx",
            "Werkmap met de cijfers (Excel)",
            "Alle cijfers op de dia’s, met hun verloop, de gemeenten, de acties en de bronnen.",
            _book,
        ),
    )
}

FICHE, FICHES = "gemeentefiche", "gemeentefiches"
"""Start of the names of their files."""


def file_name(stem: str, place: str, day: date, ending: str) -> str:
    """'nota_Oost-Brabant_2026-12-03.pdf'."""
    return f"{downloads.file_name(stem, place, day.isoformat())}.{ending}"


def name(document: Document, briefing: Briefing, today: date) -> str:
    """Of the file: with the day of the meeting, or today when there is none on the calendar."""
    day = briefing.meeting["date"] if briefing.meeting else today
    return file_name(document.stem, briefing.region_name, day, document.ending)
