"""Workbooks in which Provincies in Cijfers gathers what it loads: accidents and bicycle theft.

The layout is `period, geolevel, geoitem` (NIS code), in any order and in upper or lower case,
and one column per indicator code. Three sheets are read: bicycle thefts
(`v2801_vh_ds_fiets`), injury accidents (`v2802_vh_ver_ongeval_lets`), and injury accidents
by their most serious outcome. The columns of accidents with a car, a bicycle or a bus
overlap and are left alone. A negative code of five digits says why a figure is absent.
"""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from etl.areas import Areas
from etl.blocks import slug
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.sheets import Sheet
from etl.sources import tables

NAME = "pinc_uploads"
PLACE = ("period", "geolevel", "geoitem")
FIGURES: Mapping[str, Mapping[str, str]] = {
    "pinc_uploads:bicycle_thefts": {"v2801_vh_ds_fiets": ""},
    "pinc_uploads:accidents": {"v2802_vh_ver_ongeval_lets": ""},
    "pinc_uploads:accidents_by_severity": {
        "v2802_vh_ver_do_aant": "Dodelijk ongeval",
        "v2802_vh_ver_zgw_aant": "Ongeval met zwaargewonden",
        "v2802_vh_ver_lgw_aant": "Ongeval met alleen lichtgewonden",
    },
}
"""Per indicator: its columns, each with its category of `ernst` (none: the total)."""
MISSING_CODES = {
    "-99996": "leeg",
    "-99997": "gecensureerd",
    "-99998": "nvt",
    "-99999": "onbekend",
}
MUNICIPAL = "gemeente"
LARGER = ("provincie", "gewest")


def recognise(sheet: Sheet) -> bool:
    """Whether the sheet places figures of ours as such an upload does."""
    return set(PLACE) <= set(_names(sheet)) and bool(codes_of(sheet, []))


def is_index(sheet: Sheet) -> bool:
    """No sheet of this source comes without figures."""
    return False


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """The indicators of which all columns are there."""
    found = set(_names(sheet))
    return [key for key, columns in FIGURES.items() if set(columns) <= found]


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the Flemish municipalities.

    Brussels and unlocated cases (99991 and further) belong to no municipality of
    Flanders. A sheet with provinces only gives nothing: its figures hold unlocated
    cases, and a province is made from its municipalities here.

    Raises:
        Refusal: An unknown level, code or year, a double row, or no number.
    """
    lowered = Sheet(sheet.file, sheet.name, _names(sheet), sheet.cells, sheet.decimal)
    ids = codes_of(sheet, catalogue)
    columns = [column for key in ids for column in FIGURES[key]]
    cells = tables.pick(lowered, [*PLACE, *columns])
    level = pl.col("geolevel").str.to_lowercase()
    known = level.is_in([MUNICIPAL, *LARGER]).fill_null(False)
    tables.refuse(sheet, cells.filter(~known), "geolevel", f"'{MUNICIPAL}'")
    elsewhere = pl.col("geoitem").str.contains(tables.OTHER_REGIONS).fill_null(False)
    rows = cells.filter(level == MUNICIPAL, ~elsewhere)
    if rows.is_empty():
        return
    vintage = tables.vintage(sheet, areas, rows, "geoitem")
    rows = tables.with_years(sheet, rows, "period")
    tables.refuse_twice(sheet, rows, ["period", "geoitem"])
    placed = rows.with_columns(nis=pl.col("geoitem"), vintage=pl.lit(vintage))
    for key in ids:
        parts = [_figures(lowered, placed, *item) for item in FIGURES[key].items()]
        yield tables.reading(sheet, key, pl.concat(parts))


def _names(sheet: Sheet) -> tuple[str, ...]:
    return tuple(name.lower() for name in sheet.header)


def _figures(
    sheet: Sheet, rows: pl.DataFrame, column: str, category: str
) -> pl.DataFrame:
    """Counts of one column, with the reason where there is none."""
    coded = pl.col(column).replace_strict(MISSING_CODES, default=None)
    texts = rows.with_columns(
        pl.when(coded.is_null()).then(pl.col(column)).alias(column),
        coded.alias("coded"),
    )
    figures = tables.numbers(sheet, texts, [column])
    wrong = rows.join(figures.filter(pl.col(column) < 0), on="row", how="semi")
    tables.refuse(sheet, wrong, column, "een aantal of een code voor ontbreken")
    return figures.select(
        "row",
        "nis",
        "vintage",
        "year",
        pl.col(column).alias("value"),
        pl.col(column).alias("numerator"),
        pl.coalesce("coded", f"{column}_missing").alias("missing"),
        pl.lit(f"ernst={slug(category)}" if category else "").alias("breakdown"),
    )
