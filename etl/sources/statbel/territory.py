"""Which rows are Flemish municipalities, and on which boundaries their codes lie."""

import polars as pl

from etl.areas import Areas, plain_name, vintage_of_year
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources.statbel.cells import refuse

FLEMISH = r"^(1|3|4|7|23|24)\d+$"
"""Codes of Flemish municipalities, ever: provinces 1, 3, 4, 7 and two arrondissements of 2.

The code decides and not the name of the region, which some tables misprint.
"""


def flemish(sheet: Sheet, cells: pl.DataFrame, column: str) -> pl.DataFrame:
    """The rows of Flemish municipalities, with `nis`.

    Raises:
        Refusal: A cell that is no code of four or five digits, or no such row at all.
    """
    refuse(sheet, cells, column, r"^\d{4,5}$", "een NIS-code van vijf cijfers")
    coded = cells.with_columns(nis=pl.col(column).str.zfill(5))
    found = coded.filter(pl.col("nis").str.contains(FLEMISH))
    if found.is_empty():
        raise Refusal(sheet.place(column=column), "geen enkele Vlaamse gemeente")
    return found


def with_vintage(sheet: Sheet, areas: Areas, rows: pl.DataFrame) -> pl.DataFrame:
    """Add `vintage` to a table that has one set of codes for all its years.

    Raises:
        Refusal: Municipalities that never existed together.
    """
    codes, newest = set(rows["nis"]), int(rows["year"].sort().item(-1))
    vintage = areas.fitting(codes, newest)
    if vintage is None:
        odd = areas.misfits(codes, vintage_of_year(newest))
        raise Refusal(sheet.place(), f"deze gemeenten bestonden nooit samen: {odd}")
    return rows.with_columns(vintage=pl.lit(vintage))


def check_names(sheet: Sheet, areas: Areas, rows: pl.DataFrame, column: str) -> None:
    """A name and a code that do not belong together: one of them is wrong.

    Raises:
        Refusal: Says the code, the name found and the one expected.
    """
    names = dict(areas.municipalities.select("nis", "name").iter_rows())
    for nis, found in rows.select("nis", column).unique().sort("nis").iter_rows():
        if plain_name(found or "") != plain_name(names.get(nis, "")):
            raise Refusal(
                sheet.place(column=column),
                f"gevonden '{found or ''}' bij code {nis}, "
                f"verwacht '{names.get(nis, 'geen gemeente')}'",
            )


def check_every_municipality(sheet: Sheet, areas: Areas, rows: pl.DataFrame) -> None:
    """Every year holds exactly the municipalities of its time.

    Raises:
        Refusal: Says the year and the codes that differ.
    """
    names = dict(areas.municipalities.select("nis", "name").iter_rows())
    for year, codes in rows.group_by("year").agg("nis").sort("year").iter_rows():
        if difference := set(codes) ^ areas.codes(vintage_of_year(year)):
            listed = ", ".join(
                f"{n} {names.get(n, '?')}" for n in sorted(difference)[:5]
            )
            raise Refusal(
                sheet.place(),
                f"{year}: niet precies de gemeenten van dat jaar; verschil: {listed}",
            )


def with_native_vintage(rows: pl.DataFrame) -> pl.DataFrame:
    """Add `vintage` to rows on the codes of their own year."""
    vintages = {year: vintage_of_year(year) for year in rows["year"].unique()}
    return rows.with_columns(
        vintage=pl.col("year").replace_strict(vintages, return_dtype=pl.String)
    )
