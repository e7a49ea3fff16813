"""What figures are and where they come from, in plain text: for inside files."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from etl.live import Signature
from pages import sentences, text
from pages.components.filters import Choice
from pages.components.frame import NAME
from pages.exports.picture import Caption
from pages.exports.workbook import Facts
from pages.queries import areas, details
from pages.queries.database import Row

BELGIUM = ZoneInfo("Europe/Brussels")
COLUMNS = {
    "Waarde": "het cijfer, in de eenheid; leeg is geen cijfer, en geen nul",
    "Teller": "bovenste deel van de breuk waaruit het cijfer komt",
    "Noemer": "onderste deel van die breuk",
    "Ondergrens": "bij een schatting: de laagste waarde die mogelijk is",
    "Bovengrens": "bij een schatting: de hoogste waarde die mogelijk is",
    "Methode": "; ".join(f"{key} is {words}" for key, words in text.METHODS.items()),
    "Dekking": "deel van de noemer (anders van de inwoners) waarvoor er cijfers zijn",
    "Ontbreekt": "waarom een gemeente geen cijfer heeft",
}
"""What the columns of the figures hold, where their title does not say it."""


def of_indicator(figure: Row, choice: Choice, address: str | None) -> Facts:
    """Everything that a reader of the figures must know.

    Args:
        figure: Row of `figures.figure`.
        choice: Region and build.
        address: Of the page with this choice; None when it is not known.
    """
    indicator = figure["indicator_id"]
    described = details.description(choice.build, indicator)
    method = text.weight_words(
        figure["method"] or figure["aggregation"], described["weight_title"]
    )
    facts = [
        ("Definitie", described["definition"]),
        ("Eenheid", described["unit"]),
        ("Teller", described["numerator_label"]),
        ("Noemer", described["denominator_label"]),
        ("Let op", described["note"]),
        ("Zekerheid", SURVEY if figure["is_survey"] else ""),
        ("Gebied", area(choice)),
        ("Hoe gemaakt", f"{method}. {figure['aggregation_reason']}"),
        *((f"Stand {figure['year']}", remark) for remark in remarks(figure)),
        ("Code", described["code"]),
        *origin(choice.build, [indicator]),
        *made(choice.build, address),
        *((f"Kolom {name}", meaning) for name, meaning in COLUMNS.items()),
    ]
    return [(term, words) for term, words in facts if words]


def remarks(figure: Row) -> list[str]:
    """What must be said with the regional figure: estimate, incomplete, not the newest file."""
    said = (sentences.bounds, sentences.coverage, sentences.held_back)
    return [words for say in said if (words := say(figure))]


SURVEY = "Bevraging zonder gekende foutenmarge: een klein verschil zegt weinig."


class Perimeter(Protocol):
    """What has a region: a visitor's choice, or a meeting's briefing."""

    @property
    def region_name(self) -> str:
        """As people call it."""

    @property
    def region_type(self) -> str:
        """Kind of area."""

    @property
    def region_size(self) -> int:
        """Number of municipalities."""


def area(choice: Perimeter) -> str:
    """The region with its kind and size: 'Oost-Brabant (referentieregio, 32 gemeenten)'."""
    kind = text.AREA_TYPES.get(choice.region_type, choice.region_type)
    return f"{choice.region_name} ({kind}, {text.municipalities(choice.region_size)})"


def origin(build: Signature, indicators: Sequence[str]) -> Facts:
    """Sources, publishers, licences and files of a few indicators; empty ones left out."""
    described = [details.description(build, indicator) for indicator in indicators]
    found = [file for each in indicators for file in details.files(build, each)]
    files = {file["file_id"]: file for file in found}.values()
    days = sorted(filter(None, (file["retrieved_at"] for file in files)))
    facts = [
        ("Bron", _distinct(row["source_name"] for row in described)),
        ("Leverancier", _distinct(row["producer"] for row in described)),
        ("Uitgever", _distinct(map(_publisher, files))),
        ("Opgehaald op", _distinct(map(text.long_date, days))),
        *((FILE, _file(file)) for file in files),
    ]
    return [(term, words) for term, words in facts if words]


FILE = "Bestand"


def made(build: Signature, address: str | None = None) -> Facts:
    """Which build, when the file was made, and the page it came from."""
    live = areas.newest_build(build)
    facts = [
        ("Gegevens van", text.long_date(live["built_at"].date())),
        ("Build", live["build_id"]),
        ("Gemaakt op", text.long_date(datetime.now(BELGIUM).date())),
        ("Adres van de pagina", address or ""),
    ]
    return [(term, words) for term, words in facts if words]


def caption(figure: Row, choice: Choice) -> Caption:
    """Title, unit, source and build that stand in every picture of an indicator."""
    where = f"{choice.region_name}, {figure['year']}"
    source = origin(choice.build, [figure["indicator_id"]])
    return Caption(
        title=sentences.name(figure),
        unit=figure["unit"],
        notes=[f"{where}: {remark}." for remark in remarks(figure)]
        + [SURVEY] * figure["is_survey"],
        source=_line((term, words) for term, words in source if term != FILE),
        made=f"{NAME}. {_line(made(choice.build))}",
    )


def _line(facts: Iterable[tuple[str, str]]) -> str:
    return " ".join(f"{term}: {words}." for term, words in facts)


def _distinct(words: Iterable[str | None]) -> str:
    return "; ".join(dict.fromkeys(filter(None, words)))


def _publisher(file: Row) -> str:
    return f"{file['publisher']} (licentie: {file['licence']})"


def _file(file: Row) -> str:
    parts = [
        file["name"],
        f"opgehaald op {text.long_date(file['retrieved_at'])}",
        "meegeleverd met de monitor" if file["embedded"] else "",
        file["url"],
    ]
    return ", ".join(filter(None, parts))
