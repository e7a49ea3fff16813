"""Progress verdicts: a signal, no judgement. One row per indicator, area and target.

Notation: y0 the value in the base year t0, y the newest one (year t), T the target for year tT,
d = +1 where higher is better and -1 where lower is.

With a target: R = d·[(y - y0)/(t - t0)] / |(T - y0)/(tT - t0)|; for a level the same with
compound yearly growth. *doel bereikt* at or past T, whatever else holds; *op schema* from 0,95,
*vertraagd* from 0,60, *ver achter* from 0, else *verkeerde richting*. The absolute value keeps a
figure beyond a ceiling from ever being on track. A target equal to its base is *behouden* or lost.
In the target year itself who is not there is late, whatever the pace was.

Without a target, and for every target that an indicator only comes near: the direction, on the
yearly change over the last five years. Under `stable_change` it is *stabiel*, from ten times that
*gunstig* or *ongunstig*, between the two *licht*.

Guards: fewer than three figures from t0 to t, a break between them, a change within the interval
of the figures. Robust: the same class from the measurements beside t0 and, for a target, over the
last five years. Which figures go in stands in progress.sql.
"""

from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from etl.load import append
from etl.progress_text import reasons

SQL = Path(__file__).parent / "progress.sql"
SPAN = 5
"""Years that a direction looks back."""
ANSWERS = 135
"""The fewest answers that a municipality is known to have had in the citizen survey. The survey
publishes no number of answers, so a difference that chance explains with this many is no verdict."""
ON_TRACK, DELAYED = 0.95, 0.60
FEWEST = 3
UNDECIDED = ("geen oordeel", "te weinig metingen", "onzeker")
KEY = ("indicator_id", "breakdown", "area_id", "target_id")
STORED = (
    *KEY,
    "kind",
    "class",
    "ratio",
    "robust",
    "reason",
    "base_year",
    "base_value",
    "last_year",
    "last_value",
    "points",
    "yearly_change",
    "change_unit",
    "required_change",
    "target_year",
    "target_value",
    "projected_value",
    "stable_change",
)
EXACT = 9
"""Decimals to which a ratio or change counts: beyond them is the noise of floating point."""


def record(connection: duckdb.DuckDBPyConnection, today: date) -> None:
    """Fill `progress`.

    Args:
        connection: The draft as `monitor`, with `area_value` and `target`.
        today: Figures of later years are projections.
    """
    parameters = {"this_year": today.year, "span": SPAN, "answers": ANSWERS}
    cases = connection.sql(SQL.read_text(encoding="utf-8"), params=parameters).pl()
    verdicts = tested(judge(cases))
    explained = verdicts.with_columns(reason=reasons(verdicts, today.year))
    append(connection, "progress", explained.select(STORED))


def judge(cases: pl.DataFrame) -> pl.DataFrame:
    """Add the verdict to each case.

    Args:
        cases: As progress.sql gives them.

    Returns:
        The same with `yearly_change`, `required_change` (in `change_unit`), `ratio`,
        `projected_value` and `class`.
    """
    return (
        cases.with_columns(_methods())
        .with_columns(_changes())
        .with_columns(_ratio(), _projected())
        .with_columns(
            pl.when(pl.col("kind") == "doel")
            .then(_goal())
            .otherwise(_direction())
            .alias("class")
        )
        .with_columns(
            # A ratio without a verdict says more than is known.
            pl.when(~pl.col("class").is_in(UNDECIDED)).then("ratio").alias("ratio")
        )
    )


def _methods() -> list[pl.Expr]:
    """Which way is better, over how many years, by growth or in a straight line."""
    goal = pl.col("kind") == "doel"
    base, target = pl.col("base_value"), pl.col("target_value")
    # From or to zero there is no compound growth: a straight line then.
    growing = (base > 0) & pl.when(goal).then(
        (pl.col("measure") == "level") & (target > 0)
    ).otherwise(pl.col("measure") != "share")
    years = pl.col("last_year") - pl.col("base_year")
    return [
        pl.col("direction")
        .replace_strict({"up": 1, "down": -1}, default=None, return_dtype=pl.Int8)
        .alias("sign"),
        pl.when(years > 0).then(years).alias("elapsed"),
        (pl.col("target_year") - pl.col("base_year")).alias("term"),
        growing.fill_null(False).alias("compound"),
    ]


def _changes() -> list[pl.Expr]:
    """Observed and required yearly change, in one unit."""
    compound = pl.col("compound")
    observed = _pace(pl.col("last_value"), pl.col("elapsed"))
    needed = _pace(pl.col("target_value"), pl.col("term"))
    is_share = pl.col("measure") == "share"
    return [
        observed.alias("yearly_change"),
        # A mere line asks for no pace.
        pl.when(pl.col("term") > 0, pl.col("kind") == "doel")
        .then(needed)
        .alias("required_change"),
        pl.when(compound)
        .then(pl.lit("%"))
        .when(is_share)
        .then(pl.lit("procentpunt"))
        .otherwise("unit")
        .alias("change_unit"),
    ]


def _pace(value: pl.Expr, years: pl.Expr) -> pl.Expr:
    """From the base value to `value` in so many years: % a year, or units a year."""
    base = pl.col("base_value")
    growth = ((value / base) ** (1.0 / years) - 1) * 100
    return pl.when(pl.col("compound")).then(growth).otherwise((value - base) / years)


def _ratio() -> pl.Expr:
    needed = pl.col("required_change").abs()
    ratio = pl.col("sign") * pl.col("yearly_change") / needed
    return pl.when(needed > 0).then(ratio.round(EXACT)).alias("ratio")


def _projected() -> pl.Expr:
    """Where the observed pace leads in the target year."""
    base, term = pl.col("base_value"), pl.col("term")
    change = pl.col("yearly_change")
    grown = base * (1 + change / 100) ** term
    straight = base + change * term
    ahead = pl.col("target_year") > pl.col("last_year")
    return (
        pl.when(ahead & (pl.col("kind") == "doel"))
        .then(pl.when(pl.col("compound")).then(grown).otherwise(straight))
        .alias("projected_value")
    )


def _is_kept() -> pl.Expr:
    """Whether the target is to stay at the base."""
    return _same(pl.col("target_value"), pl.col("base_value"))


def _same(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    larger = pl.max_horizontal(one.abs(), other.abs())
    return (one - other).abs() <= 10.0**-EXACT * larger


def _reached() -> pl.Expr:
    value, target = pl.col("last_value"), pl.col("target_value")
    return (pl.col("sign") * (value - target) >= 0) | _same(target, value)


def _goal() -> pl.Expr:
    """The verdict on a target; one that is reached overrides every guard."""
    ratio = pl.col("ratio")
    over = pl.col("last_year") >= pl.col("target_year")
    reached = (
        pl.when(_reached() & _is_kept())
        .then(pl.lit("behouden"))
        .when(_reached())
        .then(pl.lit("doel bereikt"))
    )
    pace = (
        pl.when(_is_kept() | (pl.col("sign") * pl.col("yearly_change") < 0))
        .then(pl.lit("verkeerde richting"))
        .when((ratio >= ON_TRACK) & ~over)
        .then(pl.lit("op schema"))
        .when(ratio >= DELAYED)
        .then(pl.lit("vertraagd"))
        .otherwise(pl.lit("ver achter"))
    )
    return pl.coalesce(reached, _guard(pl.col("target_value").is_not_null()), pace)


def _direction() -> pl.Expr:
    """The verdict on the direction alone."""
    size = (pl.col("sign") * pl.col("yearly_change")).round(EXACT)
    step = pl.col("stable_change")
    # Growth from zero is no percentage.
    measured = (pl.col("measure") == "share") | pl.col("compound")
    trend = (
        pl.when(size.abs() < step)
        .then(pl.lit("stabiel"))
        .when(size >= 10 * step)
        .then(pl.lit("gunstig"))
        .when(size > 0)
        .then(pl.lit("licht gunstig"))
        .when(size > -10 * step)
        .then(pl.lit("licht ongunstig"))
        .otherwise(pl.lit("ongunstig"))
    )
    return pl.coalesce(_guard(measured & pl.col("no_trend_verdict").is_null()), trend)


def _guard(measured: pl.Expr) -> pl.Expr:
    """What keeps a verdict from being given, in this order; null: nothing does."""
    figures = pl.col("base_value").is_not_null() & pl.col("last_value").is_not_null()
    return (
        pl.when(~(measured & figures & pl.col("sign").is_not_null()))
        .then(pl.lit("geen oordeel"))
        .when(pl.col("points") < FEWEST)
        .then(pl.lit("te weinig metingen"))
        .when(pl.col("break_year").is_not_null())
        .then(pl.lit("geen oordeel"))
        .when(is_uncertain())
        .then(pl.lit("onzeker"))
    )


def is_uncertain() -> pl.Expr:
    """Whether the change lies within the interval of the two figures."""
    change = (pl.col("last_value") - pl.col("base_value")).abs()
    return (change <= pl.col("margin")).fill_null(False) | pl.col("overlaps").fill_null(
        False
    )


def tested(verdicts: pl.DataFrame) -> pl.DataFrame:
    """The case of the base year itself, held against the cases from other base years.

    Returns:
        One row per key, with `robust` and `others`: the other base years with their class.
    """
    decided = pl.col("class") != "geen oordeel"
    others = (
        verdicts.filter(~pl.col("is_main"), decided)
        .group_by(KEY)
        .agg(
            pl.struct("base_year", "class").sort_by("base_year").alias("others"),
            pl.col("class").unique().alias("classes"),
        )
    )
    main = verdicts.filter("is_main").join(others, on=KEY, how="left", nulls_equal=True)
    same = (pl.col("classes").list.len() == 1) & (
        pl.col("classes").list.first() == pl.col("class")
    )
    return main.with_columns(
        pl.when(~pl.col("class").is_in(UNDECIDED)).then(same).alias("robust")
    ).sort(KEY, nulls_last=False)
