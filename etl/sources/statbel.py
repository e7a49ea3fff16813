"""Statbel: population on 1 January by municipality, on the codes of each year.

The layout read here is the table per municipality and year with `CD_REFNIS`,
`year` and `total`: all of Belgium, 589, 581 or 565 units.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import VINTAGES, Areas, plain_name, vintage_of_year
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

NAME = "statbel"
REQUIRED = ("year", "CD_REFNIS", "TX_DESCR_NL", "TX_RGN_DESCR_NL", "total")


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the population table."""
    return set(REQUIRED) <= set(sheet.header)


def is_index(sheet: Sheet) -> bool:
    """No sheet of this source comes without figures."""
    return False


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
    _check_territory(sheet, areas, numbers)
    vintage = pl.col("year").replace_strict(
        {year: vintage_of_year(year) for year in numbers["year"].unique()},
        return_dtype=pl.String,
    )
    rows = numbers.select(
        pl.lit(POPULATION).alias("indicator_id"),
        pl.lit("").alias("breakdown"),
        "nis",
        vintage.alias("vintage"),
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
    yield Reading(POPULATION, conform(rows, OBSERVATION), empty, [complete])


def _check_territory(sheet: Sheet, areas: Areas, numbers: pl.DataFrame) -> None:
    """Every year holds exactly the municipalities of its time, under their own names."""
    names = dict(areas.municipalities.select("nis", "name").iter_rows())
    for year, codes in numbers.group_by("year").agg("nis").sort("year").iter_rows():
        if difference := set(codes) ^ areas.codes(vintage_of_year(year)):
            listed = ", ".join(
                f"{n} {names.get(n, '?')}" for n in sorted(difference)[:5]
            )
            raise Refusal(
                sheet.place(),
                f"{year}: niet precies de gemeenten van dat jaar; verschil: {listed}",
            )
    for nis, found in (
        numbers.select("nis", "TX_DESCR_NL").unique().sort("nis").iter_rows()
    ):
        if plain_name(found) != plain_name(names[nis]):
            raise Refusal(
                sheet.place(column="TX_DESCR_NL"),
                f"gevonden '{found}' bij code {nis}, verwacht '{names[nis]}'",
            )
