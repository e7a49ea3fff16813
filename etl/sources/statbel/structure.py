"""Population on 1 January by place of residence, nationality, marital status, age and sex.

`TF_SOC_POP_STRUCT_<year>.txt`, published in a ZIP: `|`, UTF-8 with byte-order mark, one row
per combination, some 480.000 of them, with `CD_REFNIS` and `MS_POPULATION` on the codes of
the year itself. The year stands only in the name of the file.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.sheets import Sheet
from etl.sources.statbel import population
from etl.sources.statbel.cells import counts, named, with_year, year_in_name
from etl.sources.statbel.territory import flemish

REQUIRED = ("CD_REFNIS", "TX_DESCR_NL", "CD_AGE", "MS_POPULATION")
codes_of = population.codes_of


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the population by age and sex."""
    return set(REQUIRED) <= set(sheet.header)


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the inhabitants of the Flemish municipalities, all combinations together.

    Raises:
        Refusal: A number in another format, a file name without its year, not exactly the
            municipalities of that year, a name of another code.
    """
    inside = [name for name in ("CD_YEAR",) if name in sheet.header]
    cells = flemish(sheet, named(sheet, [*REQUIRED, *inside]), "CD_REFNIS")
    if inside:
        cells = with_year(sheet, cells, "CD_YEAR")
    else:
        cells = cells.with_columns(year=pl.lit(year_in_name(sheet), pl.Int32))
    numbers = counts(sheet, cells, ["MS_POPULATION"])
    added = numbers.group_by("nis", "TX_DESCR_NL", "year", maintain_order=True).agg(
        pl.col("MS_POPULATION").sum().alias("total"), pl.col("row").first()
    )
    yield population.reading(sheet, areas, added, "TX_DESCR_NL")
