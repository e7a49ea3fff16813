"""What sources with one row per municipality and year share: columns, numbers, codes.

Everything is refused by its place in the file, never guessed.
"""

from collections.abc import Callable, Sequence

import polars as pl

from etl.areas import VINTAGES, Areas, plain_name
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

OTHER_REGIONS = r"^(?:21|25|5|6|8|9)\d"
"""Codes outside the Vlaams Gewest: Brussels, Wallonia, and 99991 to 99999 for unlocated cases."""


def pick(sheet: Sheet, names: Sequence[str]) -> pl.DataFrame:
    """The row number and some columns, named as the header prints them."""
    columns = {f"c{sheet.header.index(name)}": name for name in names}
    return sheet.cells.select("row", *columns).rename(columns)


def refuse(sheet: Sheet, rows: pl.DataFrame, column: str, expected: str) -> None:
    """Refuse the first of the rows, if there is one; `column` holds the text of the cell."""
    if rows.height:
        row, found = rows.sort("row").select("row", column).row(0)
        raise Refusal(
            sheet.place(row, column),
            f"gevonden '{'' if found is None else found}', verwacht {expected}",
        )


def numbers(
    sheet: Sheet,
    cells: pl.DataFrame,
    columns: list[str],
    printed: Callable[[str], str] = str,
) -> pl.DataFrame:
    """As `parse_numbers`, and a text that is neither number nor marker is refused.

    Args:
        sheet: For the decimal mark and the place.
        cells: Text columns beside `row`.
        columns: Which columns hold numbers.
        printed: Turns the name of a column into what the header prints.
    """
    parsed = parse_numbers(cells, columns, sheet.decimal)
    for column in columns:
        wrong = parsed.filter(
            pl.col(column).is_null() & pl.col(f"{column}_missing").is_null()
        )
        if wrong.height:
            row = wrong["row"][0]
            found = cells.filter(pl.col("row") == row)[column][0]
            raise Refusal(
                sheet.place(row, printed(column)),
                f"gevonden '{found}', verwacht een getal met decimaalteken "
                f"'{sheet.decimal}' zonder duizendtallen",
            )
    return parsed


def counts(sheet: Sheet, cells: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Numbers of which none may be absent or below zero."""
    parsed = numbers(sheet, cells, columns)
    for column in columns:
        bad = parsed.filter(pl.col(column).is_null() | (pl.col(column) < 0))
        rows = cells.filter(pl.col("row").is_in(bad["row"].implode()))
        refuse(sheet, rows, column, "een aantal van 0 of meer")
    return parsed


def with_years(sheet: Sheet, cells: pl.DataFrame, column: str) -> pl.DataFrame:
    """Add `year`; what is no year of four digits is refused."""
    is_year = pl.col(column).str.contains(r"^(19|20)\d\d$").fill_null(False)
    refuse(sheet, cells.filter(~is_year), column, "een jaar van vier cijfers")
    return cells.with_columns(year=pl.col(column).cast(pl.Int32))


def refuse_twice(sheet: Sheet, cells: pl.DataFrame, key: list[str]) -> None:
    """Refuse a key that occurs on two rows."""
    twice = cells.filter(cells.select(key).is_duplicated())
    if twice.height:
        row = twice["row"][0]
        found = ", ".join(map(str, twice.select(key).row(0)))
        raise Refusal(sheet.place(row), f"komt meer dan één keer voor: {found}")


def vintage(sheet: Sheet, areas: Areas, cells: pl.DataFrame, column: str) -> str:
    """The newest boundaries that hold all municipalities of a column.

    A whole file fits only one: every merger brought codes of its own.

    Raises:
        Refusal: No boundaries hold them all: the first unknown code is named.
    """
    codes = set(cells[column])
    newest_first = list(reversed(VINTAGES))
    best = min(newest_first, key=lambda name: len(codes - areas.codes(name)))
    known = pl.col(column).is_in(sorted(areas.codes(best))).fill_null(False)
    odd = cells.filter(~known)
    refuse(sheet, odd, column, f"een gemeente op de kaart van {best}")
    return best


def check_names(
    sheet: Sheet, areas: Areas, cells: pl.DataFrame, code: str, name: str
) -> None:
    """Refuse a name and a code that do not belong together: one of them is wrong."""
    official = areas.municipalities.select(
        pl.col("nis").alias(code), pl.col("name").alias("official")
    )
    pairs = cells.group_by(code, name).agg(pl.col("row").min()).sort("row")
    for nis, found, row, expected in pairs.join(official, on=code).iter_rows():
        if plain_name(found or "") != plain_name(expected):
            raise Refusal(
                sheet.place(row, name),
                f"gevonden '{found or ''}' bij code {nis}, verwacht '{expected}'",
                "een andere spelling hoort in data/areas/name_variants.csv",
            )


def reading(
    sheet: Sheet,
    indicator_id: str,
    rows: pl.DataFrame,
    official: pl.DataFrame | None = None,
    findings: Sequence[Finding] = (),
) -> Reading:
    """What the sheet says of one indicator.

    Args:
        sheet: Where it stands.
        indicator_id: Of the catalogue.
        rows: Columns of an observation: at least `nis, vintage, year, value`.
        official: `area_id, year, value` of larger areas; None: the sheet has none.
        findings: What was found on the way.
    """
    told = {
        "indicator_id": pl.lit(indicator_id),
        "sheet": pl.lit(sheet.name or None, pl.String),
    }
    if "breakdown" not in rows.columns:
        told["breakdown"] = pl.lit("")
    larger = pl.DataFrame(schema=OFFICIAL)
    if official is not None:
        larger = conform(
            official.with_columns(
                indicator_id=told["indicator_id"], breakdown=pl.lit("")
            ),
            OFFICIAL,
        )
    observations = conform(rows.with_columns(**told), OBSERVATION)
    return Reading(indicator_id, observations, larger, list(findings))
