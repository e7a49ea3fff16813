"""Cars by household type and number of cars: `TF_CAR_HHTYPE_MUNTY` (.txt, or .xlsx).

`;`, UTF-8 with byte-order mark, spaces around the names in the header. One row per
municipality, type of household (1 to 8) and class of cars (0, 1, 2, 3+); a combination that
does not occur has no row. In the text a dot marks thousands, numbers are padded and `-` is
zero, not missing; in the workbook numbers are numbers.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources.statbel.cells import block, counts, named, ratio, refuse, with_year
from etl.sources.statbel.territory import check_names, flemish, with_vintage

KEY = ["cd_gemeente", "CD_YEAR", "HH_TYPE_LIPRO", "AantalWagens"]
CARS, HOUSEHOLDS = "aant_TotaalWagens", "aant_HuisH"
REQUIRED = (*KEY, "gemeente_nl", CARS, HOUSEHOLDS)
NO_CAR = "0"
NUMERATORS = {
    "statbel:cars_per_household": CARS,
    "statbel:households_without_car": "without",
}


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the cars by household type."""
    return set(REQUIRED) <= set(sheet.header)


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """Cars per household and households without a car."""
    return list(NUMERATORS)


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Add up the types of household and read both figures with their parts.

    Raises:
        Refusal: A number in another format, an unknown type or class, a combination that
            occurs twice, a name of another code.
    """
    cells = flemish(sheet, named(sheet, REQUIRED), "cd_gemeente")
    cells = with_year(sheet, cells, "CD_YEAR")
    check_names(sheet, areas, cells, "gemeente_nl")
    refuse(sheet, cells, "HH_TYPE_LIPRO", "^[1-8]$", "een type van 1 tot en met 8")
    refuse(sheet, cells, "AantalWagens", r"^([0-2]|3\+)$", "0, 1, 2 of 3+")
    _refuse_doubled(sheet, cells)
    zero = cells.with_columns(pl.col(CARS, HOUSEHOLDS).replace("-", "0"))
    thousands = "." if sheet.decimal == "," else ""
    numbers = counts(sheet, zero, [CARS, HOUSEHOLDS], thousands)
    without = pl.col(HOUSEHOLDS).filter(pl.col("AantalWagens") == NO_CAR)
    added = numbers.group_by("nis", "year", maintain_order=True).agg(
        pl.col(CARS, HOUSEHOLDS).sum(),
        without.sum().alias("without"),
        pl.col("row").first(),
    )
    rows = with_vintage(sheet, areas, added)
    for indicator_id, numerator in NUMERATORS.items():
        yield ratio(rows, block(catalogue, indicator_id), numerator, HOUSEHOLDS)


def _refuse_doubled(sheet: Sheet, cells: pl.DataFrame) -> None:
    twice = cells.filter(pl.struct(KEY).is_duplicated())
    if twice.height:
        row, *key = twice.select("row", *KEY).row(0)
        raise Refusal(
            sheet.place(row),
            f"combinatie komt meer dan één keer voor: {', '.join(key)}",
        )
