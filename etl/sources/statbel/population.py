"""Population on 1 January by municipality, on the codes of each year.

The layout read here is the table per municipality and year with `CD_REFNIS`,
`year` and `total`: all of Belgium, 589, 581 or 565 units.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import VINTAGES, Areas
from etl.catalogue import POPULATION, Indicator
from etl.observations import (
    OBSERVATION,
    OFFICIAL,
    Finding,
    Reading,
    conform,
    parse_numbers,
)
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources.statbel.territory import (
    check_every_municipality,
    check_names,
    with_native_vintage,
)

REQUIRED = ("year", "CD_REFNIS", "TX_DESCR_NL", "TX_RGN_DESCR_NL", "total")


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the population table."""
    return set(REQUIRED) <= set(sheet.header)


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """The one indicator of this table."""
    return [POPULATION]


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the population of the Flemish municipalities.

    Raises:
        Refusal: A row that is no number, an unknown Flemish code, a name of
            another code, or a year without exactly its municipalities.
    """
    names = {f"c{sheet.header.index(name)}": name for name in REQUIRED}
    cells = sheet.cells.select("row", *names).rename(names)
    cells = cells.filter(pl.col("TX_RGN_DESCR_NL") == "Vlaams Gewest")
    numbers = parse_numbers(cells, ["total"], ".").with_columns(
        year=pl.col("year").cast(pl.Int32, strict=False),
        nis=pl.col("CD_REFNIS").str.zfill(5),
    )
    wrong = numbers.filter(pl.any_horizontal(pl.col("total", "year").is_null()))
    if wrong.height:
        row = wrong["row"][0]
        found = cells.filter(row=row).select("year", "total").row(0)
        raise Refusal(
            sheet.place(row), f"gevonden {found}, verwacht een jaar en een aantal"
        )
    yield reading(sheet, areas, numbers, "TX_DESCR_NL")


def reading(
    sheet: Sheet, areas: Areas, numbers: pl.DataFrame, name: str | None
) -> Reading:
    """Make the reading of a table of inhabitants.

    Args:
        sheet: For messages.
        areas: The territory.
        numbers: `nis`, `year`, `total`, `row`: the Flemish municipalities.
        name: Column with their names, where the layout has one.

    Raises:
        Refusal: A year without exactly its municipalities, a name of another code.
    """
    check_every_municipality(sheet, areas, numbers)
    if name is not None:
        check_names(sheet, areas, numbers, name)
    rows = with_native_vintage(numbers).select(
        pl.lit(POPULATION).alias("indicator_id"),
        pl.lit("").alias("breakdown"),
        "nis",
        "vintage",
        "year",
        pl.col("total").alias("value"),
        "row",
    )
    years = numbers["year"].n_unique()
    complete = Finding(
        gate="volledig",
        year=None,
        passed=True,
        found=f"{years} jaren, telkens alle gemeenten",
        threshold=" / ".join(str(len(areas.codes(v))) for v in VINTAGES) + " gemeenten",
        place=sheet.place(),
    )
    empty = pl.DataFrame(schema=OFFICIAL)
    return Reading(
        POPULATION, conform(rows, OBSERVATION), empty, [complete], yearly=years == 1
    )
