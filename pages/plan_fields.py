"""What the form of the action plan asks, in Dutch. No Streamlit here.

The names of fields and their values are those of an edit line, see `etl/plan/edits.py`; a test
holds both against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "text", "long", "items", "partial", "day", "number", "whole", "flag", "choice",
    "lines", "line", "indicator", "indicators", "breakdown", "area", "action", "body",
]  # fmt: skip
LISTS = ("items", "lines", "indicators")
"""Kinds whose value is a list of texts."""
LIMITS: Mapping[str, int] = {"text": 300, "long": 5000, "items": 5000}
"""Characters that the form takes."""


@dataclass(frozen=True)
class Field:
    """One question of the form."""

    name: str
    label: str
    kind: Kind
    help: str = ""
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    """Value to label, for a choice."""


@dataclass(frozen=True)
class Kindred:
    """One kind of thing that can be edited."""

    entity: str
    title: str
    """Plural, with a capital."""
    one: str
    new: str
    """What making one is called."""
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """A field by its name."""
        return next((one for one in self.fields if one.name == name), None)


def _same(*values: str) -> dict[str, str]:
    return {value: value for value in values}


DATE = "Een dag, een maand of een jaar: 25/11/2026, 11/2026 of 2026. Wat niet gekend is, blijft leeg."
SOURCE = Field("source", "Bron", "text", "Waar het staat.", required=True)
SOURCE_IF_ANY = Field("source", "Bron", "text", "Waar het staat.")
ACTION = Field("action", "Actie", "action", "Waar het bij hoort.", required=True)
TITLE = Field("title", "Titel", "text", required=True)

ACTIONS = Kindred(
    "action",
    "Acties",
    "actie",
    "Nieuwe actie",
    (
        TITLE,
        Field("action_line", "Actielijn", "line", required=True),
        Field("owner", "Trekker", "text", "Wie de actie trekt."),
        Field("partners", "Partners", "text", "Wie meewerkt."),
        Field("start", "Begin", "partial", DATE),
        Field("end", "Termijn", "partial", f"Wanneer het klaar moet zijn. {DATE}"),
        Field(
            "execution",
            "Uitvoering",
            "choice",
            "Leeg: niet bekend.",
            choices=_same("niet gestart", "lopend", "afgerond", "doorlopend"),
        ),
        Field("finished", "Afgerond op", "partial", f"Alleen bij ‘afgerond’. {DATE}"),
        Field(
            "timing",
            "Timing",
            "choice",
            "Alleen als iemand het zo zegt. Leeg: volgt uit termijn en afronding.",
            choices=_same("op tijd", "te laat", "geen termijn"),
        ),
        Field(
            "indicators",
            "Indicatoren",
            "indicators",
            "Die de actie wil doen bewegen: een verband, geen score.",
        ),
        SOURCE,
    ),
)
MILESTONES = Kindred(
    "milestone",
    "Mijlpalen",
    "mijlpaal",
    "Nieuwe mijlpaal",
    (
        ACTION,
        TITLE,
        Field("due", "Tegen", "partial", f"Wanneer de stap klaar moet zijn. {DATE}"),
        Field("reached", "Bereikt op", "partial", f"Leeg: nog niet bereikt. {DATE}"),
        SOURCE_IF_ANY,
    ),
)
NOTES = Kindred(
    "note",
    "Notities",
    "notitie",
    "Nieuwe notitie",
    (
        ACTION,
        Field("date", "Datum", "partial", DATE, required=True),
        Field("text", "Tekst", "long", required=True),
        SOURCE_IF_ANY,
    ),
)
TARGETS = Kindred(
    "target",
    "Doelen",
    "doel",
    "Nieuw doel",
    (
        TITLE,
        Field("owner", "Eigenaar", "text", "Wiens doel het is.", required=True),
        Field("action_lines", "Actielijnen", "lines", required=True),
        Field("area", "Gebied", "area", "Leeg: geen vaste lijst van gemeenten gekend."),
        Field(
            "measure",
            "Meet",
            "choice",
            "Hoe goed de indicator het doel meet. ‘geen’: niets hier meet het.",
            required=True,
            choices=_same("hetzelfde", "benadering", "geen"),
        ),
        Field("indicator", "Indicator", "indicator", "Die het doel meet."),
        Field(
            "breakdown",
            "Opsplitsing",
            "breakdown",
            "Van dezelfde indicator. Leeg: de gewone.",
        ),
        Field(
            "direction",
            "Richting",
            "choice",
            "Wat beter is voor de indicator.",
            choices={"up": "omhoog", "down": "omlaag"},
        ),
        Field("value", "Waarde", "number", "Zoals de eigenaar ze noemt."),
        Field("unit", "Eenheid", "text", "Zoals % of per 100 inwoners."),
        Field(
            "relative",
            "De waarde is een verandering in % sinds het basisjaar",
            "flag",
        ),
        Field(
            "here_value",
            "Waarde hier",
            "number",
            "Op de schaal van de indicator, als die anders is.",
        ),
        Field("base_year", "Basisjaar", "whole", "Waarvan het vertrekt."),
        Field("target_year", "Doeljaar", "whole", "Wanneer het bereikt moet zijn."),
        Field("horizon", "Termijn in woorden", "text", "Als er geen jaar is."),
        Field(
            "status",
            "Status",
            "choice",
            "Gevonden in een openbare bron, niet gezien, of bronnen die verschillen.",
            required=True,
            choices=_same("bevestigd", "onbevestigd", "uiteenlopend"),
        ),
        Field("note", "Opmerking", "long"),
        SOURCE,
    ),
)
MEETINGS = Kindred(
    "meeting",
    "Vergaderingen",
    "vergadering",
    "Nieuwe vergadering",
    (
        Field("date", "Datum", "day", "Een dag, zoals 25/11/2026.", required=True),
        Field("body", "Overleg", "body", required=True),
        Field("topics", "Agenda", "items", "Eén punt per regel."),
        Field(
            "spotlights",
            "In de kijker",
            "indicators",
            "Indicatoren die het vergaderscherm uitvoerig toont.",
        ),
        Field(
            "slides",
            "Dia’s",
            "items",
            "De volgorde op het scherm, één per regel: titel, nieuw, het nummer van een actielijn, het id "
            "van een indicator, acties, bronnen. Leeg: zoals gewoonlijk.",
        ),
        Field(
            "seconds",
            "Seconden per dia",
            "whole",
            "Van 5 tot 600. Leeg: zoals gewoonlijk.",
        ),
    ),
)
KINDS: Mapping[str, Kindred] = {
    kind.entity: kind for kind in (ACTIONS, MILESTONES, NOTES, TARGETS, MEETINGS)
}
"""By entity; what others refer to comes first."""
NEW_ID: Mapping[str, tuple[str, ...]] = {
    "action": ("title",),
    "milestone": ("action", "title"),
    "note": ("action", "date"),
    "target": ("title",),
    "meeting": ("date", "body"),
}
"""Fields that a new id is made of."""
