"""The list of REFNIS codes with their validity: `TU_COM_REFNIS.txt`.

`|`, UTF-8 with byte-order mark; level 4 is a municipality, the open end is 31/12/9999. It
brings no figures: it must agree with our municipalities, so a merger that we do not know is
noticed here.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import VINTAGES, Areas
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources.statbel.cells import named
from etl.sources.statbel.territory import check_names, flemish

REQUIRED = ("LVL_REFNIS", "CD_REFNIS", "TX_REFNIS_NL", "DT_VLDT_END")
MUNICIPALITY, OPEN_END = "4", "31/12/9999"


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the list of codes."""
    return set(REQUIRED) <= set(sheet.header)


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """None: there are no figures in it."""
    return []


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Hold the open Flemish codes against our municipalities; there is nothing to read.

    Raises:
        Refusal: They are those of none of our vintages, or a name is another.
    """
    listed = named(sheet, REQUIRED).filter(
        pl.col("LVL_REFNIS") == MUNICIPALITY, pl.col("DT_VLDT_END") == OPEN_END
    )
    current = flemish(sheet, listed, "CD_REFNIS")
    check_names(sheet, areas, current, "TX_REFNIS_NL")
    codes = set(current["nis"])
    differences = [codes ^ areas.codes(vintage) for vintage in VINTAGES]
    if all(differences):
        nearest = min(differences, key=len)
        raise Refusal(
            sheet.place(),
            f"de {len(codes)} Vlaamse gemeenten van deze lijst zijn die van geen enkele "
            f"kaart; verschil: {', '.join(sorted(nearest)[:5])}",
            "is er een fusie, vul dan data/areas aan",
        )
    yield from ()
