"""Households, sales of houses and municipal investment, as three tables.

- `huishoudens.csv`: `jaar, niscode, aantal_huishoudleden` (1, 2, 3, 4+), `aantal`; counted
  years and projected years in one series. Where they part is an assumption.
- `vastgoed_yearly.csv`: `y, lvl` (1 country, 2 region, 3 province, 5 municipality), `nis, type,
  n` (sales), `p50` (median price, empty where sales are few), `name`; all of Belgium.
- `investments_bv.parquet`: `NIS_code, Rapportjaar` (planning cycle), `Boekjaar, BV_domein,
  BV_subdomein, Beleidsveld, Totaal` (euro), `Per_inwoner`; a policy field without amount has no
  row. Accounts and plans in one series: where they part is an assumption. One amount in twelve
  contradicts the amount per inhabitant beside it (`_contradictions`).
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl import settings
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Finding, Reading
from etl.refusal import Refusal
from etl.settings import threshold
from etl.sheets import Sheet
from etl.sources import tables

NAME = "embuild"
HOUSEHOLDS = ("jaar", "niscode", "aantal_huishoudleden", "aantal")
SALES = ("y", "lvl", "nis", "type", "n", "p50", "name")
INVESTMENTS = (
    "NIS_code",
    "Rapportjaar",
    "Boekjaar",
    "BV_domein",
    "Beleidsveld",
    "Totaal",
    "Per_inwoner",
)
SIZES = ("1", "2", "3", "4+")
HOUSES = "alle_huizen"
KINDS_OF_HOUSE = ("huizen_23", "huizen_4plus")
TYPES_OF_SALE = (HOUSES, *KINDS_OF_HOUSE, "appartementen")
LEVELS = ("1", "2", "3", "5")
MOBILITY = ("2 Zich verplaatsen en mobiliteit",)
ECONOMY = ("3 Natuur en milieubeheer", "5 Ondernemen en werken")
IDS = {
    HOUSEHOLDS: ["embuild:households", "embuild:households_projected"],
    SALES: ["embuild:house_sales", "embuild:house_price"],
    INVESTMENTS: [
        "embuild:investment_mobility",
        "embuild:investment_economy",
        "embuild:investment_mobility_planned",
    ],
}


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of one of the three tables."""
    return _table(sheet) is not None


def is_index(sheet: Sheet) -> bool:
    """No sheet of this source comes without figures."""
    return False


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """The indicators of the table."""
    table = _table(sheet)
    return IDS[table] if table else []


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the figures of the Flemish municipalities.

    Raises:
        Refusal: An unknown code, a name of another code, no number, a double or
            incomplete row, or a policy domain that goes by another name.
    """
    readers = {HOUSEHOLDS: _households, SALES: _sales, INVESTMENTS: _investments}
    if table := _table(sheet):
        yield from readers[table](sheet, tables.pick(sheet, table), areas)


def _table(sheet: Sheet) -> tuple[str, ...] | None:
    return next((names for names in IDS if set(names) <= set(sheet.header)), None)


def _households(sheet: Sheet, cells: pl.DataFrame, areas: Areas) -> Iterator[Reading]:
    """All sizes together, counted and projected years apart."""
    vintage = tables.vintage(sheet, areas, cells, "niscode")
    rows = tables.with_years(sheet, cells, "jaar")
    size = "aantal_huishoudleden"
    known = pl.col(size).is_in(SIZES).fill_null(False)
    tables.refuse(sheet, rows.filter(~known), size, f"een van {', '.join(SIZES)}")
    tables.refuse_twice(sheet, rows, ["jaar", "niscode", size])
    totals = (
        tables.counts(sheet, rows, ["aantal"])
        .group_by("year", pl.col("niscode").alias("nis"))
        .agg(pl.col("aantal").sum().alias("value"), pl.len(), pl.col("row").min())
        .with_columns(numerator=pl.col("value"), vintage=pl.lit(vintage))
        .sort("year", "nis")
    )
    short = totals.filter(pl.col("len") < len(SIZES))
    if short.height:
        year, nis, found, row = short.select("year", "nis", "len", "row").row(0)
        raise Refusal(
            sheet.place(row),
            f"{nis} in {year}: {found} groottes, verwacht {', '.join(SIZES)}",
        )
    counted, projected = _apart(totals, "households_projected_from")
    for indicator_id, part in zip(IDS[HOUSEHOLDS], (counted, projected), strict=True):
        if part.height:
            yield tables.reading(sheet, indicator_id, part)


def _apart(rows: pl.DataFrame, assumption: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One series in two: the years before an assumed year, and the rest."""
    is_after = pl.col("year") >= settings.assumed(assumption)
    return rows.filter(~is_after), rows.filter(is_after)


def _sales(sheet: Sheet, cells: pl.DataFrame, areas: Areas) -> Iterator[Reading]:
    """Number and median price of all houses; apartments are not among them."""
    rows = _flemish_sales(sheet, tables.with_years(sheet, cells, "y"), areas)
    parsed = tables.numbers(sheet, tables.counts(sheet, rows, ["n"]), ["p50"])
    houses = parsed.filter(pl.col("type") == HOUSES)
    # Without a sale there is no median; with few sales the publisher leaves the cell empty.
    why = pl.when(pl.col("n") == 0).then(pl.lit("nvt")).otherwise(pl.col("p50_missing"))
    number = houses.with_columns(value=pl.col("n"), numerator=pl.col("n"))
    price = houses.with_columns(
        value=pl.col("p50"), missing=pl.when(pl.col("p50").is_null()).then(why)
    )
    for indicator_id, figures, findings in (
        ("embuild:house_sales", number, [_kinds_add_up(sheet, parsed)]),
        ("embuild:house_price", price, []),
    ):
        yield tables.reading(
            sheet,
            indicator_id,
            figures.filter(lvl="5"),
            figures.filter(pl.col("lvl") != "5", pl.col("value").is_not_null()),
            findings,
        )


def _flemish_sales(sheet: Sheet, rows: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """Rows of the municipalities, the provinces and the whole of the Vlaams Gewest."""
    for column, known in (("lvl", LEVELS), ("type", TYPES_OF_SALE)):
        odd = rows.filter(~pl.col(column).is_in(known).fill_null(False))
        tables.refuse(sheet, odd, column, f"een van {', '.join(known)}")
    elsewhere = pl.col("nis").str.contains(tables.OTHER_REGIONS).fill_null(False)
    municipal = rows.filter(pl.col("lvl") == "5", ~elsewhere)
    vintage = tables.vintage(sheet, areas, municipal, "nis")
    tables.check_names(sheet, areas, municipal, "nis", "name")
    known_area = pl.col("nis").is_in(areas.areas["area_id"].implode())
    larger = rows.filter(pl.col("lvl").is_in(["2", "3"]), known_area)
    flemish = pl.concat([municipal, larger])
    tables.refuse_twice(sheet, flemish, ["y", "nis", "type"])
    return flemish.with_columns(area_id=pl.col("nis"), vintage=pl.lit(vintage))


def _kinds_add_up(sheet: Sheet, rows: pl.DataFrame) -> Finding:
    """All houses = houses with two or three facades + houses with four or more."""
    wide = rows.group_by("year", "nis").agg(
        pl.col("n").filter(pl.col("type") == HOUSES).sum().alias("all"),
        pl.col("n").filter(pl.col("type").is_in(KINDS_OF_HOUSE)).sum().alias("parts"),
        pl.col("row").min(),
    )
    wrong = wide.filter(pl.col("all") != pl.col("parts")).sort("row")
    found = f"{wide.height} vergelijkingen"
    if wrong.height:
        year, nis, total, parts = wrong.select("year", "nis", "all", "parts").row(0)
        found = f"{nis} in {year}: delen {parts:.0f}, totaal {total:.0f}"
    return Finding(
        gate="deel",
        year=wrong["year"][0] if wrong.height else None,
        passed=not wrong.height,
        found=found,
        threshold="gelijk",
        place=sheet.place(wrong["row"][0] if wrong.height else None),
    )


def _investments(sheet: Sheet, cells: pl.DataFrame, areas: Areas) -> Iterator[Reading]:
    """Accounts of two groups of policy domains, and the plans for mobility apart."""
    accounts, plans = _apart(
        _policy_rows(sheet, cells, areas), "investment_planned_from"
    )
    for indicator_id, rows, domains in (
        ("embuild:investment_mobility", accounts, MOBILITY),
        ("embuild:investment_economy", accounts, ECONOMY),
        ("embuild:investment_mobility_planned", plans, MOBILITY),
    ):
        if rows.height:
            yield tables.reading(
                sheet,
                indicator_id,
                _amounts(rows, domains),
                findings=_contradictions(sheet, rows, domains),
            )


def _policy_rows(sheet: Sheet, cells: pl.DataFrame, areas: Areas) -> pl.DataFrame:
    """One row per municipality, year and policy field, from one planning cycle a year."""
    vintage = tables.vintage(sheet, areas, cells, "NIS_code")
    for domain in (*MOBILITY, *ECONOMY):
        if domain not in cells["BV_domein"]:
            raise Refusal(
                sheet.place(column="BV_domein"), f"beleidsdomein '{domain}' ontbreekt"
            )
    tables.refuse_twice(sheet, cells, ["NIS_code", "Boekjaar", "Beleidsveld"])
    rows = tables.with_years(sheet, cells, "Boekjaar")
    cycles = pl.col("Rapportjaar").n_unique().over("year")
    tables.refuse(
        sheet,
        rows.filter(cycles > 1),
        "Rapportjaar",
        "één planningscyclus per boekjaar",
    )
    amounts = tables.numbers(sheet, rows, ["Totaal", "Per_inwoner"])
    absent = cells.join(
        amounts.filter(pl.col("Totaal").is_null()), on="row", how="semi"
    )
    tables.refuse(sheet, absent, "Totaal", "een bedrag")
    return amounts.with_columns(nis=pl.col("NIS_code"), vintage=pl.lit(vintage))


def _amounts(rows: pl.DataFrame, domains: Sequence[str]) -> pl.DataFrame:
    """Euro per municipality and year.

    No row is an amount of zero if the municipality reported anything that year,
    and no figure if it reported nothing.
    """
    inside = pl.col("BV_domein").is_in(domains)
    return (
        rows.group_by("nis", "year", "vintage")
        .agg(
            pl.col("Totaal").filter(inside).sum().alias("value"),
            pl.col("row").filter(inside).min(),
        )
        .with_columns(numerator=pl.col("value"))
        .sort("year", "nis")
    )


def _contradictions(
    sheet: Sheet, rows: pl.DataFrame, domains: Sequence[str]
) -> list[Finding]:
    """Amounts that are five times too small or large for the amount per inhabitant beside them.

    The whole file tells how many inhabitants a municipality has: the median of amount over
    amount per inhabitant. Which of the two columns is wrong is not decided here.
    """
    people = (pl.col("Totaal") / pl.col("Per_inwoner")).median().over("nis")
    expected = pl.col("Per_inwoner") * people
    odd = ~(expected / pl.col("Totaal")).is_between(0.2, 5)
    years = (
        rows.with_columns(gap=pl.when(odd).then(expected - pl.col("Totaal")))
        .filter(pl.col("BV_domein").is_in(domains), pl.col("Per_inwoner") > 0)
        .group_by("year")
        .agg(
            pl.len().alias("all"),
            pl.col("gap").count().alias("odd"),
            (pl.col("gap").sum() / pl.col("Totaal").sum() * 100).alias("share"),
            pl.col("row").filter(pl.col("gap").is_not_null()).min(),
        )
        .sort("year")
    )
    return [
        Finding(
            gate="quotient",
            year=year,
            passed=odd_rows <= threshold("quotient"),
            found=f"{odd_rows} van {all_rows} bedragen, samen goed voor "
            f"{share:.1f} % van het totaal".replace(".", ","),
            threshold="elk bedrag past bij het bedrag per inwoner ernaast",
            place=sheet.place(row),
        )
        for year, all_rows, odd_rows, share, row in years.iter_rows()
    ]
