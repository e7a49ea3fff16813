"""The sources: one module each, which recognises a sheet by its header and reads it.

A module offers `NAME`, `recognise(sheet)`, `is_index(sheet)` (recognised, but
without figures), `codes_of(sheet, catalogue)` and `read(sheet, catalogue, areas)`,
which yields a `Reading` per indicator or raises `Refusal`.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.sheets import Sheet
from etl.sources import (
    census,
    embuild,
    gsm,
    irail,
    pinc,
    pinc_odata,
    pinc_uploads,
    statbel,
    survey2023,
)


class Source(Protocol):
    """What a source module offers."""

    NAME: str

    def recognise(self, sheet: Sheet) -> bool:
        """Whether the header is that of a sheet with figures of this source."""

    def is_index(self, sheet: Sheet) -> bool:
        """Whether the sheet belongs to this source but holds no figures."""

    def codes_of(self, sheet: Sheet, catalogue: Sequence[Indicator]) -> Sequence[str]:
        """Ids of the indicators that a sheet seems to be about, for one that was refused."""

    def read(
        self, sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
    ) -> Iterator[Reading]:
        """Read the indicators on a sheet."""


SOURCES: Sequence[Source] = (
    census,
    embuild,
    gsm,
    irail,
    pinc,
    pinc_odata,
    pinc_uploads,
    statbel,
    survey2023,
)
