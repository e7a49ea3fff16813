"""The documents of a meeting: what each is called, and what makes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pages import text
from pages.briefing.gather import Briefing
from pages.exports import names
from pages.exports.deck.deck import deck
from pages.exports.meeting_book import meeting_book
from pages.exports.paper.note import note


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
            deck,
        ),
        Document(
            "note",
            "nota",
            "pdf",
            "Nota voor het verslag (PDF)",
            "Op A4: per actielijn de cijfers en signalen, wat veranderde, de acties, methode en "
            "bronnen.",
            note,
        ),
        Document(
            "workbook",
            "cijfers",
            "xlsx",
            "Werkmap met de cijfers (Excel)",
            "Alle cijfers op de dia’s, met hun verloop, de gemeenten, de acties en de bronnen.",
            meeting_book,
        ),
    )
}

FICHES = "gemeentefiches"
"""Start of the name of the ZIP."""


def file_name(stem: str, place: str, day: date, ending: str) -> str:
    """'nota_Oost-Brabant_2026-12-03.pdf'; the place in full, where several share a name."""
    return f"{names.file_name(stem, place, day.isoformat())}.{ending}"


def name(document: Document, briefing: Briefing, today: date) -> str:
    """Of the file: with the day of the meeting, or today when there is none on the calendar."""
    day = briefing.meeting["date"] if briefing.meeting else today
    place = text.full_name(briefing.region_name, briefing.region_type)
    return file_name(document.stem, place, day, document.ending)
