"""The form for staff: which sheets and columns it has, in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text", "list", "choice", "choices", "date", "day", "number", "whole", "flag",
    "indicator", "indicators", "area", "action", "body",
]  # fmt: skip
"""How the text of a cell is read and which list it offers, see `values.py`."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet."""

    name: str
    """Of the field in the model."""
    title: str
    kind: Kind
    help: str
    """Stands below the title."""
    width: int = 16
    labels: Mapping[str, object] = field(default_factory=dict)
    """For a choice: what the form shows, and the value it stands for."""


@dataclass(frozen=True)
class Sheet:
    """A sheet, for one kind of record."""

    title: str
    entity: str
    columns: tuple[Column, ...]

    def column(self, title: str) -> int | None:
        """Place of a column by its title, from 0."""
        titles = [column.title for column in self.columns]
        return titles.index(title) if title in titles else None


REMOVE = "remove"
"""The column that says that a record may go; no field of a model."""


def _same(*values: str) -> dict[str, object]:
    return {value: value for value in values}


ID = Column("id", "Id", "text", "Laat leeg bij een nieuwe rij.", 30)
SOURCE = Column("source", "Bron", "text", "Waar het staat.", 40)
ACTION = Column(
    "action", "Actie", "action", "Verplicht. Het id of de titel van de actie.", 30
)
GONE = Column(
    REMOVE,
    "Verwijderen",
    "flag",
    "'ja': deze rij verdwijnt. Een rij wissen doet niets.",
    14,
    {"ja": True, "nee": False},
)
LINES = _same("1", "2", "3", "4")
DIRECTIONS: Mapping[str, object] = {"omhoog": "up", "omlaag": "down"}

ACTIONS = Sheet(
    "Acties",
    "action",
    (
        ID,
        Column(
            "action_line",
            "Actielijn",
            "choice",
            "Verplicht. 1 tot 4, of 'overkoepelend'.",
            16,
            {**LINES, "overkoepelend": "context"},
        ),
        Column("title", "Titel", "text", "Verplicht.", 44),
        Column("owner", "Trekker", "text", "Wie de actie trekt.", 26),
        Column("partners", "Partners", "text", "Wie meewerkt.", 30),
        Column("start", "Begin", "date", "Een dag, of een maand of jaar als tekst."),
        Column("end", "Termijn", "date", "Wanneer het klaar moet zijn."),
        Column("finished", "Afgerond op", "date", "Alleen bij 'afgerond'."),
        Column(
            "execution",
            "Uitvoering",
            "choice",
            "Leeg: niet bekend.",
            16,
            _same("niet gestart", "lopend", "afgerond", "doorlopend"),
        ),
        Column(
            "timing",
            "Timing",
            "choice",
            "Leeg: volgt uit termijn en afronding.",
            16,
            _same("op tijd", "te laat", "geen termijn"),
        ),
        Column(
            "indicators",
            "Indicatoren",
            "indicators",
            "Die de actie wil doen bewegen: id's, gescheiden door ;",
            40,
        ),
        Column("source", "Bron", "text", "Verplicht. Waar het staat.", 40),
        GONE,
    ),
)
MILESTONES = Sheet(
    "Mijlpalen",
    "milestone",
    (
        ID,
        ACTION,
        Column("title", "Titel", "text", "Verplicht.", 44),
        Column("due", "Tegen", "date", "Wanneer de stap klaar moet zijn."),
        Column("reached", "Bereikt op", "date", "Leeg: nog niet bereikt."),
        SOURCE,
        GONE,
    ),
)
NOTES = Sheet(
    "Notities",
    "note",
    (
        ID,
        ACTION,
        Column("date", "Datum", "date", "Verplicht."),
        Column("text", "Tekst", "text", "Verplicht.", 70),
        SOURCE,
        GONE,
    ),
)
TARGETS = Sheet(
    "Doelen",
    "target",
    (
        ID,
        Column("title", "Titel", "text", "Verplicht.", 44),
        Column("owner", "Eigenaar", "text", "Verplicht. Wiens doel het is.", 30),
        Column(
            "action_lines",
            "Actielijnen",
            "choices",
            "Verplicht. Eén of meer, gescheiden door ;",
            14,
            LINES,
        ),
        Column("area", "Gebied", "area", "Waarvoor het doel geldt.", 34),
        Column("indicator", "Indicator", "indicator", "Die het meet.", 44),
        Column(
            "breakdown",
            "Opsplitsing",
            "text",
            "Zoals antwoord=auto. Leeg: de gewone van de indicator.",
            20,
        ),
        Column("base_year", "Basisjaar", "whole", "Waarvan het vertrekt."),
        Column("target_year", "Doeljaar", "whole", "Wanneer het bereikt moet zijn."),
        Column("horizon", "Termijn in woorden", "text", "Als er geen jaar is.", 24),
        Column("value", "Waarde", "number", "In de eenheid hiernaast."),
        Column("unit", "Eenheid", "text", "Zoals % of per 100 inwoners.", 20),
        Column(
            "relative",
            "Verandering",
            "flag",
            "'ja': de waarde is een verandering in % sinds het basisjaar.",
            14,
            {"ja": True, "nee": False},
        ),
        Column(
            "here_value",
            "Waarde hier",
            "number",
            "Op de schaal van de indicator, als die anders is.",
        ),
        Column(
            "direction",
            "Richting",
            "choice",
            "Wat beter is voor de indicator.",
            14,
            DIRECTIONS,
        ),
        Column(
            "measure",
            "Meet",
            "choice",
            "Verplicht. Hoe goed de indicator het doel meet.",
            16,
            _same("hetzelfde", "benadering", "geen"),
        ),
        Column(
            "status",
            "Status",
            "choice",
            "Verplicht. Of de bron gezien is.",
            16,
            _same("bevestigd", "onbevestigd", "uiteenlopend"),
        ),
        Column("note", "Opmerking", "text", "", 50),
        Column("source", "Bron", "text", "Verplicht. Waar het staat.", 40),
        GONE,
    ),
)
MEETINGS = Sheet(
    "Vergaderingen",
    "meeting",
    (
        ID,
        Column("date", "Datum", "day", "Verplicht. Een dag."),
        Column("body", "Overleg", "body", "Verplicht.", 34),
        Column("topics", "Agenda", "list", "Punten, gescheiden door ;", 60),
        Column(
            "spotlights",
            "In de kijker",
            "indicators",
            "Indicatoren op het scherm: id's, gescheiden door ;",
            40,
        ),
        Column(
            "slides",
            "Dia’s",
            "list",
            "Volgorde op het scherm: titel, nieuw, 1 tot 4, id's, acties, bronnen; leeg: zoals gewoonlijk.",
            40,
        ),
        Column("seconds", "Seconden per dia", "whole", "Leeg: zoals gewoonlijk."),
        GONE,
    ),
)
SHEETS = (ACTIONS, MILESTONES, NOTES, TARGETS, MEETINGS)
"""In the order of the form: what others refer to comes first."""
GUIDE, LISTS, BASE = "Toelichting", "Lijsten", "_basis"
"""Sheets beside those: how to use the form, what its lists offer, and what it held when written."""
FIRST_ROW = 3
"""The first row with a record: titles and help stand above it."""
SEPARATOR = " – "
"""Between an id and its name, in lists to choose from."""
