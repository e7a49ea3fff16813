"""Statbel: one module per layout of its open data, each recognised by its header.

`population` (table per municipality and year), `structure` (population by age and sex,
one file a year), `editions` (population in three number formats), `income`, `cars`,
`establishments`, `accidents` (accidents, and victims), `refnis` (list of codes, which
brings no figures but must agree with our municipalities).
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.sheets import Sheet
from etl.sources.statbel import (
    accidents,
    cars,
    editions,
    establishments,
    income,
    population,
    refnis,
    structure,
)

NAME = "statbel"


class Layout(Protocol):
    """What the module of a layout offers."""

    def recognise(self, sheet: Sheet) -> bool:
        """Whether the header is that of this layout."""

    def codes_of(self, sheet: Sheet, catalogue: Sequence[Indicator]) -> Sequence[str]:
        """Ids of the indicators that a sheet of this layout holds."""

    def read(
        self, sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
    ) -> Iterator[Reading]:
        """Read them."""


LAYOUTS: Sequence[Layout] = (
    population,
    structure,
    editions,
    income,
    cars,
    establishments,
    accidents,
    refnis,
)


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of one of the layouts."""
    return any(layout.recognise(sheet) for layout in LAYOUTS)


def is_index(sheet: Sheet) -> bool:
    """Whether the sheet is a list of codes."""
    return refnis.recognise(sheet)


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> Sequence[str]:
    """Ids of the indicators that the layout of a sheet holds."""
    return _layout(sheet).codes_of(sheet, catalogue)


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read a sheet of any of the layouts.

    Raises:
        Refusal: What the module of the layout refuses.
    """
    return _layout(sheet).read(sheet, catalogue, areas)


def _layout(sheet: Sheet) -> Layout:
    return next(layout for layout in LAYOUTS if layout.recognise(sheet))
