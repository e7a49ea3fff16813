"""The parts of a catalogue block: breakdowns, exceptions, releases, links, formulas, waves."""

import re
import unicodedata
from typing import Literal, Self

from pydantic import Field, model_validator

from etl.strict import Strict


class Dimension(Strict):
    """One breakdown column of a source, with the categories it may hold."""

    column: str
    """Header as the source prints it."""
    values: list[str] = Field(min_length=1)
    """Categories in the order of the screen."""
    total: str | None = None
    """The category that stands for everything, stored without breakdown."""
    partition: list[str] = []
    """Categories that together are the total and do not overlap."""

    @model_validator(mode="after")
    def _known_values(self) -> Self:
        named = set(self.partition) | ({self.total} if self.total else set())
        if unknown := named - set(self.values):
            raise ValueError(f"niet bij 'values': {', '.join(sorted(unknown))}")
        return self


class KnownException(Strict):
    """A check that a source is known to fail, and why that is accepted."""

    gate: str
    """A key of `gates` in `data/refresh.yaml`."""
    years: list[int] = []
    """Empty: all years."""
    within: float | None = None
    """Largest relative deviation that the reason explains; beyond it the check fails."""
    reason: str


class Release(Strict):
    """When a new year usually comes out: figures of year Y in `month` of year Y + `lag`."""

    month: int = Field(ge=1, le=12)
    lag: int = Field(ge=0, le=5)


class Predecessor(Strict):
    """The indicator that this one took over from, under another definition."""

    code: str
    source: str | None = None
    """Its source, where that is another one."""
    year: int
    """First year under the new definition: the break between the two series."""
    reason: str


class Break(Strict):
    """A year from which the same indicator is measured or registered otherwise."""

    year: int
    """First year of the new way."""
    reason: str = Field(min_length=20)


class Term(Strict):
    """Part of a formula: a count of another indicator."""

    indicator: str
    """Id, such as `statbel:population`."""
    breakdowns: list[str] = [""]
    """Which breakdowns, added up."""
    years: int = Field(default=1, ge=1, le=10)
    """The sum of this many years, the last one included."""
    lag: int = Field(default=0, ge=0, le=5)
    """The value of so many years earlier."""
    sign: Literal[1, -1] = 1


class Formula(Strict):
    """An indicator that is made from others: terms added, then divided."""

    numerator: list[Term] = Field(min_length=1)
    denominator: list[Term] = Field(min_length=1)


class Wave(Strict):
    """What the derived table of the survey of 2023 holds of a question: one answer."""

    answer: str
    """The answer that was kept, as in `answers`."""
    title: str | None = None
    """Its column in the table."""
    items: dict[str, str] = {}
    """Instead of `title`: categories of dimension `item`, each with its column."""
    reason: str
    """How we know which answer it is, and that it may stand beside the earlier waves."""

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.title is None) == (not self.items):
            raise ValueError("een wave heeft 'title' of 'items'")
        return self

    def columns(self) -> dict[str, str]:
        """The column of each breakdown key."""
        key = f"antwoord={slug(self.answer)}"
        if self.title is not None:
            return {key: self.title}
        return {f"{key};item={slug(name)}": c for name, c in self.items.items()}


def slug(text: str) -> str:
    """ASCII key of a label: 'West- en Noord-EU15' becomes 'west-en-noord-eu15'."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
