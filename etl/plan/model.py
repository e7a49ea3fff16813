"""What the action plan holds: lines, bodies, actions with milestones and notes, targets, meetings."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from etl.plan.dates import PartialDate, first_day, last_day
from etl.strict import Strict


def _one_item(text: str) -> str:
    if ";" in text or "\n" in text:
        raise ValueError("verwacht tekst op één regel, zonder ';'")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Item = Annotated[Text, AfterValidator(_one_item)]
"""A text in a list, which the form writes in one cell."""
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
Line = Literal["1", "2", "3", "4"]
FIXED_SLIDES = ("titel", "nieuw", "acties", "bronnen")
"""Slides of a meeting beside those of the lines and of indicators."""
Year = Annotated[int, Field(ge=1900, le=2100)]
DAY = "verwacht een dag zoals 2026-11-25"


def _day(value: object) -> date:
    """A whole day, as YAML or JSON gives it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ValueError(DAY) from error


Day = Annotated[date, BeforeValidator(_day)]


class ActionLine(Strict):
    """One of the four lines, with its official name."""

    action_line: Line
    title: Text
    short_title: Text
    goal: Text


class Body(Strict):
    """Who meets, and how often."""

    body: Text
    """Its name, as meetings write it."""
    cadence: Text
    """How often it meets, in words: no date follows from it."""
    per_year: int | None = Field(default=None, ge=1, le=60)
    source: Text


class Entity(Strict):
    """Something that people may edit, under an id of its own."""

    id: Id

    def _check(self) -> str | None:
        """What does not fit together, in Dutch."""
        return None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if mistake := self._check():
            raise ValueError(mistake)
        return self


class Action(Entity):
    """What somebody does for an action line."""

    action_line: Literal["1", "2", "3", "4", "context"]
    """'context': across the lines."""
    title: Text
    owner: Text | None = None
    partners: Text | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    """The term agreed on; none was published for most."""
    finished: PartialDate | None = None
    """When it was done."""
    execution: Literal["niet gestart", "lopend", "afgerond", "doorlopend"] | None = None
    timing: Literal["op tijd", "te laat", "geen termijn"] | None = None
    """Only where somebody says so; else it follows from `end` and `finished`."""
    indicators: list[Item] = []
    """Ids of the indicators that it is meant to move: a link, never a score."""
    source: Text

    def _check(self) -> str | None:
        for earlier, later, words in (
            (self.start, self.end, "het einde ligt voor het begin"),
            (self.start, self.finished, "de afronding ligt voor het begin"),
        ):
            if earlier and later and last_day(later) < first_day(earlier):
                return f"{words} ({earlier}, {later})"
        if self.finished and self.execution != "afgerond":
            return "een datum van afronding vraagt uitvoering 'afgerond'"
        return None


class Milestone(Entity):
    """A step of an action."""

    action: Id
    title: Text
    due: PartialDate | None = None
    reached: PartialDate | None = None
    source: Text | None = None


class Note(Entity):
    """What somebody wrote about an action, on a day."""

    action: Id
    date: PartialDate
    text: Text
    source: Text | None = None


class Target(Entity):
    """A figure that somebody wants to reach, and how far an indicator here measures it."""

    title: Text
    owner: Text
    """Whose target it is: stands beside it wherever it is shown."""
    action_lines: list[Line] = Field(min_length=1)
    area: Text | None = None
    """Id of the area it holds for; None: no fixed list of municipalities is known."""
    indicator: Text | None = None
    breakdown: str | None = None
    """None: the main breakdown of the indicator."""
    base_year: Year | None = None
    target_year: Year | None = None
    horizon: Text | None = None
    """The year in words, where the sources give more or less than one."""
    value: float | None = None
    """In `unit`, as the owner says it."""
    unit: Text | None = None
    relative: bool = False
    """Whether `value` is a change in % against the base year."""
    here_value: float | None = None
    """The same on the scale of the indicator here, where that is another one."""
    direction: Literal["up", "down"] | None = None
    """What is better on the scale of the indicator."""
    measure: Literal["hetzelfde", "benadering", "geen"]
    """How far the indicator measures the target."""
    status: Literal["bevestigd", "onbevestigd", "uiteenlopend"]
    """Found in a public source; known but not seen; sources differ."""
    note: Text | None = None
    source: Text

    def _check(self) -> str | None:
        if self.base_year and self.target_year and self.base_year >= self.target_year:
            return f"het doeljaar {self.target_year} komt niet na het basisjaar {self.base_year}"
        if self.measure != "geen" and not (self.indicator and self.direction):
            return "een doel dat hier gemeten of benaderd wordt, vraagt een indicator en een richting"
        if self.value is not None and self.unit is None:
            return "een waarde vraagt een eenheid"
        if self.value is not None and self.relative and self.value < -100:
            return f"een daling met {-self.value:g} % bestaat niet"
        shares = [self.value] if self.unit == "%" and not self.relative else []
        if any(value is not None and not 0 <= value <= 100 for value in shares):
            return f"verwacht een percentage van 0 tot 100, gevonden {self.value:g}"
        return None


class Meeting(Entity):
    """A meeting on the calendar."""

    date: Day
    body: Text
    topics: list[Item] = []
    """The agenda, in words."""
    spotlights: list[Item] = []
    """Ids of the indicators that the meeting screen shows at length."""
    slides: list[Item] = []
    """What the screen shows, in order: FIXED_SLIDES, numbers of lines, ids; empty: the usual order."""
    seconds: int | None = Field(default=None, ge=5, le=600)
    """How long each slide stands; None: the default of the screen."""


ENTITIES: dict[str, type[Entity]] = {
    "action": Action,
    "milestone": Milestone,
    "note": Note,
    "target": Target,
    "meeting": Meeting,
}
"""What can be edited, by its name in an edit line; children after their parents."""
DUTCH = {
    "action": "actie",
    "milestone": "mijlpaal",
    "note": "notitie",
    "target": "doel",
    "meeting": "vergadering",
}
