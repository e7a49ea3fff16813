"""The slides of a meeting as data: what stands on each, whatever draws it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pages import sentences, text
from pages.briefing.gather import Briefing, Line
from pages.queries.database import Row

MOST_FIGURES = 4
"""On one slide: what a room takes in."""
MOST_CHANGES = 6
FIXED = ("titel", "nieuw", "acties", "bronnen")


@dataclass(frozen=True)
class Number:
    """A headline figure, in words and numbers ready to be shown."""

    indicator: str
    name: str
    value: str
    unit: str
    about: str
    """Year and difference from Flanders."""
    verdict: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Chart:
    """What a slide draws: the trend of an indicator, or its map with the ranking."""

    kind: str
    """'trend' or 'map'."""
    figure: Row


@dataclass(frozen=True)
class Slide:
    """One slide."""

    key: str
    title: str
    lead: str = ""
    numbers: Sequence[Number] = ()
    chart: Chart | None = None
    items: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    """Rows of text; the first holds the heads."""
    notes: Sequence[str] = field(default_factory=list)
    """For the speaker: source, method, coverage."""


def slides(briefing: Briefing) -> list[Slide]:
    """The slides in the order of the agenda."""
    made = [_slide(briefing, topic) for topic in briefing.topics]
    return [slide for slide in made if slide is not None]


def _slide(briefing: Briefing, topic: str) -> Slide | None:
    if topic == "titel":
        return _title(briefing)
    if topic == "nieuw":
        return _changes(briefing)
    if topic == "acties":
        return _actions(briefing)
    if topic == "bronnen":
        return _sources(briefing)
    if topic in briefing.lines:
        return _line(briefing, briefing.lines[topic])
    if topic in briefing.figures:
        return _spotlight(briefing, briefing.figures[topic])
    return None


def _title(briefing: Briefing) -> Slide:
    kind = text.AREA_TYPES.get(briefing.region_type, briefing.region_type)
    items = [
        f"{kind.capitalize()}, {text.municipalities(briefing.region_size)}",
        f"Gegevens van {text.long_date(briefing.built_on)}",
    ]
    if briefing.meeting:
        meeting = briefing.meeting
        items.insert(0, f"{meeting['body']}, {text.long_date(meeting['date'])}")
    return Slide("titel", f"Hoe staat {briefing.region_name} ervoor?", items=items)
