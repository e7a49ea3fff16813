"""Population by municipality, one file a year, each with another number format.

`belgian_municipalities_<year>.csv`: comma, quoted, `NIS_code, municipality_NL, …,
inhabitants, zip`. The column `inhabitants` reads 14,304 in one edition, 14 293 in the next,
14427 in the third; the year stands only in the name. So the format of an edition is declared
here, and an edition that is not declared is refused.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources.statbel import population
from etl.sources.statbel.cells import counts, named, year_in_name
from etl.sources.statbel.territory import flemish

REQUIRED = ("NIS_code", "municipality_NL", "region_NL", "inhabitants")
THOUSANDS = {2018: ",", 2019: " ", 2020: ""}
"""The thousands mark of each edition that somebody looked at."""
codes_of = population.codes_of


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of these editions."""
    return set(REQUIRED) <= set(sheet.header)


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the inhabitants of the Flemish municipalities.

    Raises:
        Refusal: An edition that is not declared, a number in another format than the declared
            one, not exactly the municipalities of that year, a name of another code.
    """
    year = year_in_name(sheet)
    cells = flemish(sheet, named(sheet, REQUIRED), "NIS_code")
    if year not in THOUSANDS:
        example = cells["inhabitants"].drop_nulls().head(1).to_list()
        raise Refusal(
            sheet.place(column="inhabitants"),
            f"gevonden '{''.join(example)}' in een uitgave van {year}; hoe getallen geschreven "
            f"zijn, is alleen vastgelegd voor {', '.join(map(str, THOUSANDS))}",
            "gebruik de tabel van Statbel zelf",
        )
    numbers = counts(sheet, cells, ["inhabitants"], THOUSANDS[year])
    numbers = numbers.rename({"inhabitants": "total"}).with_columns(
        year=pl.lit(year, pl.Int32)
    )
    yield population.reading(sheet, areas, numbers, "municipality_NL")
