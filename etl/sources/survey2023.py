"""Survey wave of 2023 as a third party derived it: one answer per question, titles for codes.

The layout read here is wide: `province`, `gemeente`, `nis_code` (a float, `11001.0`)
and a column per title, whole percents from 0 to 100. Which answer was kept is not in
the table; the block `wave_2023` of the catalogue says it for the columns of which we know.
The other columns are left alone.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import Areas, vintage_of_year
from etl.blocks import Wave
from etl.catalogue import Indicator
from etl.observations import OBSERVATION, OFFICIAL, Reading, conform, parse_numbers
from etl.refusal import Refusal
from etl.sheets import Sheet

NAME = "gsm2023"
YEAR = 2023
REQUIRED = ("province", "gemeente", "nis_code")


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the derived table."""
    return sheet.header[: len(REQUIRED)] == REQUIRED


def is_index(sheet: Sheet) -> bool:
    """No sheet of this source comes without figures."""
    return False


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """Every indicator that takes its figure of 2023 from here."""
    return [indicator.indicator_id for indicator, _wave in _waves(catalogue)]


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the answers that the catalogue knows, one year each.

    Raises:
        Refusal: A municipality that is unknown or has another code, a column that
            is absent or twice there, a figure that is no whole percent.
    """
    waves = _waves(catalogue)
    columns = _columns(sheet, waves)
    cells = _percents(sheet, _located(sheet, areas), columns)
    official = pl.DataFrame(schema=OFFICIAL)
    for indicator, wave in waves:
        rows = pl.concat(
            cells.select(
                pl.lit(indicator.indicator_id).alias("indicator_id"),
                pl.lit(breakdown).alias("breakdown"),
                "nis",
                pl.lit(vintage_of_year(YEAR)).alias("vintage"),
                pl.lit(YEAR).alias("year"),
                pl.col(columns[title]).alias("value"),
                pl.col(f"{columns[title]}_missing").alias("missing"),
                "row",
            )
            for breakdown, title in wave.columns().items()
        )
        yield Reading(indicator.indicator_id, conform(rows, OBSERVATION), official)


def _waves(catalogue: Sequence[Indicator]) -> list[tuple[Indicator, Wave]]:
    return [(i, i.wave_2023) for i in catalogue if i.wave_2023 is not None]


def _columns(sheet: Sheet, waves: Sequence[tuple[Indicator, Wave]]) -> dict[str, str]:
    """Title to column, for the titles that the catalogue names."""
    wanted = {title for _, wave in waves for title in wave.columns().values()}
    for title in sorted(wanted):
        count = sheet.header.count(title)
        if count != 1:
            found = "ontbreekt" if count == 0 else f"komt {count} keer voor"
            raise Refusal(
                sheet.place(column=title),
                f"deze kolom {found}, verwacht één keer",
                "zet de titel juist bij 'wave_2023' in de catalogus",
            )
    return {title: f"c{sheet.header.index(title)}" for title in wanted}


def _located(sheet: Sheet, areas: Areas) -> pl.DataFrame:
    """The cells with `nis`, where name and code say the same."""
    name, code = (f"c{REQUIRED.index(key)}" for key in ("gemeente", "nis_code"))
    named = sheet.cells.with_columns(pl.col(name).fill_null(""))
    place = sheet.place(column="gemeente")
    codes = areas.match(named[name].unique(), vintage_of_year(YEAR), place)
    cells = named.with_columns(
        nis=pl.col(name).replace_strict(codes, return_dtype=pl.String)
    )
    printed = pl.col(code).str.replace(r"\.0$", "")
    wrong = cells.filter(printed.ne_missing(pl.col("nis")))
    if wrong.height:
        row, found, nis, municipality = wrong.select("row", code, "nis", name).row(0)
        raise Refusal(
            sheet.place(row, "nis_code"),
            f"gevonden '{found or ''}' bij {municipality}, verwacht {nis}",
        )
    return cells


def _percents(
    sheet: Sheet, cells: pl.DataFrame, columns: dict[str, str]
) -> pl.DataFrame:
    """Parse the columns; the table holds whole percents, so fractions are another scale."""
    numbers = parse_numbers(cells, sorted(columns.values()), sheet.decimal)
    for title, column in sorted(columns.items()):
        value = pl.col(column)
        whole = value.is_between(0, 100) & (value == value.floor())
        fine = whole.fill_null(False) | pl.col(f"{column}_missing").is_not_null()
        wrong = numbers.filter(fine.not_())
        if wrong.height:
            row = wrong["row"][0]
            found = cells.filter(pl.col("row") == row)[column][0]
            raise Refusal(
                sheet.place(row, title),
                f"gevonden '{found}', verwacht een heel percentage van 0 tot 100",
            )
    return numbers
