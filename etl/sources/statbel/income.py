"""Fiscal income by municipality: `TF_PSNL_INC_TAX_MUNTY` (.xlsx, or `|` text).

One row per municipality and income year, all years on one set of codes; amounts in euro;
`*` is withheld. `MS_TOT_RESIDENTS` counts the residents of the 1 January after the income year.
"""

from collections.abc import Iterator, Sequence

from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.sheets import Sheet
from etl.sources.statbel.cells import amounts, block, named, ratio, with_year
from etl.sources.statbel.territory import check_names, flemish, with_vintage

INCOME, RETURNS, RESIDENTS = (
    "MS_TOT_NET_TAXABLE_INC",
    "MS_NBR_NON_ZERO_INC",
    "MS_TOT_RESIDENTS",
)
REQUIRED = (
    "CD_YEAR",
    "CD_MUNTY_REFNIS",
    "TX_MUNTY_DESCR_NL",
    INCOME,
    RETURNS,
    RESIDENTS,
)
DENOMINATORS = {
    "statbel:income_per_return": RETURNS,
    "statbel:income_per_inhabitant": RESIDENTS,
}


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the fiscal income."""
    return set(REQUIRED) <= set(sheet.header)


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """Income per return and per inhabitant."""
    return list(DENOMINATORS)


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read both averages with their parts.

    Raises:
        Refusal: A cell that is no number, no year or no code; a name of another code;
            municipalities that never existed together.
    """
    cells = flemish(sheet, named(sheet, REQUIRED), "CD_MUNTY_REFNIS")
    cells = with_year(sheet, cells, "CD_YEAR")
    check_names(sheet, areas, cells, "TX_MUNTY_DESCR_NL")
    numbers = amounts(sheet, cells, [INCOME, RETURNS, RESIDENTS])
    rows = with_vintage(sheet, areas, numbers)
    for indicator_id, denominator in DENOMINATORS.items():
        yield ratio(rows, block(catalogue, indicator_id), INCOME, denominator)
