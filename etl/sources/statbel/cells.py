"""From text cells to numbers and readings, as the layouts of Statbel share it."""

import re
from collections.abc import Sequence

import polars as pl

from etl.catalogue import Indicator
from etl.observations import (
    OBSERVATION,
    OFFICIAL,
    Reading,
    conform,
    parse_numbers,
)
from etl.refusal import Refusal
from etl.sheets import Sheet


def named(sheet: Sheet, names: Sequence[str]) -> pl.DataFrame:
    """Columns of a sheet under the names in its header, beside `row`."""
    found = {f"c{sheet.header.index(name)}": name for name in names}
    return sheet.cells.select("row", *found).rename(found)


def with_year(sheet: Sheet, cells: pl.DataFrame, column: str) -> pl.DataFrame:
    """Add `year`, an integer.

    Raises:
        Refusal: A cell that is no year of four digits.
    """
    refuse(sheet, cells, column, r"^\d{4}$", "een jaar van vier cijfers")
    return cells.with_columns(year=pl.col(column).cast(pl.Int32))


def year_in_name(sheet: Sheet) -> int:
    """The year in the name of a file that does not say it inside.

    Raises:
        Refusal: No year of four digits, or more than one.
    """
    found = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", sheet.file))
    if len(found) != 1:
        raise Refusal(
            sheet.place(),
            f"gevonden {', '.join(sorted(found)) or 'geen jaar'} in de naam van het bestand, "
            "verwacht één jaar: in het bestand zelf staat het niet",
            "geef het bestand de naam waaronder het gepubliceerd is",
        )
    return int(found.pop())


def counts(
    sheet: Sheet, cells: pl.DataFrame, columns: Sequence[str], thousands: str = ""
) -> pl.DataFrame:
    """Turn columns of whole numbers in one declared format into numbers.

    Args:
        sheet: For the message.
        cells: Text columns.
        columns: Which of them hold the numbers.
        thousands: The mark that the layout declares; "" for none.

    Raises:
        Refusal: A cell in any other format, or an empty one.
    """
    mark = re.escape(thousands)
    pattern = rf"^\d{{1,3}}({mark}\d{{3}})*$" if thousands else r"^\d+$"
    for column in columns:
        expected = f"een geheel getal, geschreven als '14{thousands}304'"
        refuse(sheet, cells, column, pattern, expected)
    texts = pl.col(list(columns))
    plain = texts.str.replace_all(thousands, "", literal=True) if thousands else texts
    return cells.with_columns(plain.cast(pl.Float64))


def refuse(
    sheet: Sheet, cells: pl.DataFrame, column: str, pattern: str, expected: str
) -> None:
    """Refuse the first cell of a column that does not match."""
    fits = pl.col(column).fill_null("").str.contains(pattern)
    wrong = cells.filter(fits.not_())
    if wrong.height:
        row, text = wrong.select("row", column).row(0)
        raise Refusal(
            sheet.place(row, column), f"gevonden '{text or ''}', verwacht {expected}"
        )


def amounts(sheet: Sheet, cells: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Turn columns with amounts into numbers, with `<column>_missing` as `parse_numbers`.

    Here `*` is a withheld amount.

    Raises:
        Refusal: A cell that is neither a number nor a known marker.
    """
    marked = cells.with_columns(pl.col(columns).replace("*", "x"))
    numbers = parse_numbers(marked, columns, sheet.decimal)
    for column in columns:
        none = pl.col(column).is_null() & pl.col(f"{column}_missing").is_null()
        refuse(
            sheet,
            cells.filter(numbers.select(none).to_series()),
            column,
            "^$",
            "een getal, of '*' waar het verborgen is",
        )
    return numbers


def ratio(
    rows: pl.DataFrame, indicator: Indicator, numerator: str, denominator: str
) -> Reading:
    """Make a reading of two columns of numbers.

    Args:
        rows: With `nis`, `vintage`, `year`, `row`, both columns, and for either
            a column `<column>_missing` where it may be missing.
        indicator: Its factor is applied.
        numerator: Column.
        denominator: Column.
    """
    above, below = pl.col(numerator), pl.col(denominator)
    reasons = [
        f"{c}_missing"
        for c in (numerator, denominator)
        if f"{c}_missing" in rows.columns
    ]
    reason = pl.coalesce(*reasons, pl.lit(None, pl.String))
    observations = rows.select(
        pl.lit(indicator.indicator_id).alias("indicator_id"),
        pl.lit("").alias("breakdown"),
        "nis",
        "vintage",
        "year",
        pl.when(below > 0).then(above / below * indicator.factor).alias("value"),
        above.alias("numerator"),
        below.alias("denominator"),
        pl.when(below == 0).then(pl.lit("nvt")).otherwise(reason).alias("missing"),
        "row",
    )
    return Reading(
        indicator.indicator_id,
        conform(observations, OBSERVATION),
        pl.DataFrame(schema=OFFICIAL),
    )


def block(catalogue: Sequence[Indicator], indicator_id: str) -> Indicator:
    """The catalogue block of an indicator of this source."""
    return next(i for i in catalogue if i.indicator_id == indicator_id)
