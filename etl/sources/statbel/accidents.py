"""Road accidents and their victims: `TF_ACCIDENTS_<year>` and `TF_ACCIDENTS_VICTIMS_<year>`.

Accidents are workbooks, victims `|` text in a ZIP; one file a year. Rows are combinations of
day, hour, road and municipality (`CD_MUNTY_REFNIS`, codes of the year itself) with counts.
Accidents: `MS_ACCT` and `MS_ACCT_WITH_…`; victims: `MS_VCT`, in 2018 and 2019 `MS_VICT`, and
`MS_…_INJ`, `MS_DEAD_30_DAYS`. The files list everything that happened, so a municipality
without a row had none; that only holds if no month is absent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from etl.areas import Areas, vintage_of_year
from etl.catalogue import Indicator
from etl.observations import OBSERVATION, OFFICIAL, Reading, conform
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources.statbel.cells import counts, named, refuse
from etl.sources.statbel.territory import check_names, flemish, with_native_vintage

REQUIRED = ("DT_DAY", "CD_MUNTY_REFNIS", "TX_MUNTY_DESCR_NL")
DAY = r"^\d{4}-\d{2}-\d{2}( 00:00:00(\.0+)?)?$"


@dataclass(frozen=True)
class Table:
    """One of the two tables: its indicator, its total and the parts by severity."""

    indicator_id: str
    totals: tuple[str, ...]
    """Names that the column with the total had, in any year."""
    parts: Mapping[str, str]
    """Breakdown by column; a table without all of them is read without breakdown."""


TABLES = (
    Table(
        "statbel:accidents",
        ("MS_ACCT",),
        {
            "MS_ACCT_WITH_DEAD_30_DAYS": "ernst=met-doden",
            "MS_ACCT_WITH_SERLY_INJ": "ernst=met-zwaargewonden",
            "MS_ACCT_WITH_SLY_INJ": "ernst=met-lichtgewonden",
        },
    ),
    Table(
        "statbel:road_victims",
        ("MS_VCT", "MS_VICT"),
        {
            "MS_DEAD_30_DAYS": "ernst=doden",
            "MS_SERLY_INJ": "ernst=zwaargewonden",
            "MS_SLY_INJ": "ernst=lichtgewonden",
        },
    ),
)


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of accidents or victims."""
    return set(REQUIRED) <= set(sheet.header) and any(
        set(table.totals) & set(sheet.header) for table in TABLES
    )


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """Accidents or victims, by the column that the sheet has."""
    return [_table(sheet).indicator_id]


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Add up the accidents or victims of each municipality.

    Raises:
        Refusal: A day, code or count in another format, a month without any row, a
            municipality of another year.
    """
    table = _table(sheet)
    total, *more = [name for name in table.totals if name in sheet.header]
    if more:
        raise Refusal(
            sheet.place(),
            f"gevonden {total} en {', '.join(more)}, verwacht één van beide",
        )
    parts = dict(table.parts) if set(table.parts) <= set(sheet.header) else {}
    numbers = _numbers(sheet, areas, [total, *parts])
    _refuse_absent_months(sheet, numbers)
    added = numbers.group_by("year", "nis").agg(
        pl.col(total, *parts).sum(), pl.col("row").first()
    )
    rows = _with_none(sheet, areas, added, [total, *parts])
    long = rows.rename({total: "", **parts}).unpivot(
        ["", *parts.values()],
        index=["year", "nis", "row"],
        variable_name="breakdown",
        value_name="value",
    )
    observations = with_native_vintage(long).with_columns(
        indicator_id=pl.lit(table.indicator_id), numerator=pl.col("value")
    )
    yield Reading(
        table.indicator_id,
        conform(observations.sort("year", "breakdown", "nis"), OBSERVATION),
        pl.DataFrame(schema=OFFICIAL),
        yearly=True,
    )


def _numbers(sheet: Sheet, areas: Areas, columns: Sequence[str]) -> pl.DataFrame:
    """The Flemish rows with their counts, year and month."""
    cells = named(sheet, [*REQUIRED, *columns])
    cells = flemish(sheet, cells, "CD_MUNTY_REFNIS")
    refuse(sheet, cells, "DT_DAY", DAY, "een dag zoals 2021-12-31")
    check_names(sheet, areas, cells, "TX_MUNTY_DESCR_NL")
    return counts(sheet, cells, columns).with_columns(
        year=pl.col("DT_DAY").str.head(4).cast(pl.Int32),
        month=pl.col("DT_DAY").str.slice(5, 2),
    )


def _table(sheet: Sheet) -> Table:
    return next(table for table in TABLES if set(table.totals) & set(sheet.header))


def _refuse_absent_months(sheet: Sheet, numbers: pl.DataFrame) -> None:
    """Half a file looks like a safe year."""
    for year, months in numbers.group_by("year").agg("month").sort("year").iter_rows():
        expected = {f"{month:02d}" for month in range(1, 13)}
        if absent := expected - set(months):
            raise Refusal(
                sheet.place(column="DT_DAY"),
                f"{year}: geen enkele rij in maand {', '.join(sorted(absent))}; "
                "verwacht een volledig jaar",
                "download het bestand opnieuw, of wacht tot het jaar af is",
            )


def _with_none(
    sheet: Sheet, areas: Areas, added: pl.DataFrame, columns: Sequence[str]
) -> pl.DataFrame:
    """Add the municipalities where nothing happened; refuse those of another year."""
    years = added["year"].unique().sort().to_list()
    for year in years:
        codes, vintage = set(added.filter(year=year)["nis"]), vintage_of_year(year)
        if not codes <= areas.codes(vintage):
            raise Refusal(
                sheet.place(column="CD_MUNTY_REFNIS"),
                f"{year}: {areas.misfits(codes, vintage)}",
            )
    everyone = pl.concat(
        areas.vintages.filter(vintage=vintage_of_year(year)).select(
            "nis", pl.lit(year, pl.Int32).alias("year")
        )
        for year in years
    )
    return everyone.join(
        added, on=["year", "nis"], how="left", validate="1:1"
    ).with_columns(pl.col(list(columns)).fill_null(0.0))
