"""How much each municipality moved a regional figure between two years.

For a ratio R = sum(a) / sum(b), with x = a / b of a municipality and w = b / sum(b):

    contribution = mean(w) * change(x)  +  change(w) * (mean(x) - mean(R))

The first term is its own change, the second its change of weight, measured against the
level of the region: who grows while lying above the region lifts it. Means are of the two
years. As the weights add up to 1 in both years, the contributions add up to R1 - R0
exactly, without a rest. This is the symmetric decomposition of Griliches and Regev,
"Firm productivity in Israeli industry 1979-1988", Journal of Econometrics 65 (1995);
a weighted mean works the same with its weights as w; a sum has its own change only.
It is arithmetic on what was counted, and says nothing of causes.
"""

import polars as pl

from etl.live import Signature
from pages.queries.database import ask
from pages.queries.parts import PART, shown

Key = tuple[Signature, str, str, str, int, int]
"""Build, indicator, breakdown, region, first and last year."""
REST = "niet toe te wijzen"
"""Name of the row for the part of the change that no municipality has: who was observed in
one of the two years only, or a regional figure that the source rounded itself."""
DECOMPOSED = {
    "nis": pl.String,
    "name": pl.String,
    "own_change": pl.Float64,
    "weight_change": pl.Float64,
    "total": pl.Float64,
}
TWO_YEARS = f"""
    WITH {PART},
    -- On the later boundaries of the two years: what merged is taken together.
    target AS (SELECT max(vintage) AS to_vintage FROM series),
    lineage AS (
        SELECT vintage, nis, to_nis,
            count(*) OVER (PARTITION BY vintage, to_nis) AS n_parts
        FROM monitor.lineage INNER JOIN target USING (to_vintage)
    ),
    territory AS (
        SELECT p.year, l.to_nis AS nis, count(*) AS n, count(*) FILTER (p.observed) AS n_observed,
            any_value(l.n_parts) AS n_parts,
            sum(CASE p.aggregation WHEN 'ratio' THEN p.factor * p.numerator
                WHEN 'weighted' THEN p.weight * p.value ELSE p.value END) AS amount,
            sum(CASE p.aggregation WHEN 'ratio' THEN p.denominator
                WHEN 'weighted' THEN p.weight END) AS base
        FROM part AS p INNER JOIN lineage AS l USING (vintage, nis)
        GROUP BY p.year, l.to_nis
    )
    SELECT t.nis, g.name,
        count(*) = 2 AND bool_and(n = n_parts) AS stays,
        count(*) = 2 AND bool_and(n = n_observed) AS in_both,
        sum(amount) FILTER (year = $first) AS first_amount,
        sum(base) FILTER (year = $first) AS first_base,
        sum(amount) FILTER (year = $last) AS last_amount,
        sum(base) FILTER (year = $last) AS last_base
    FROM territory AS t INNER JOIN monitor.area AS g ON g.area_id = t.nis
    GROUP BY t.nis, g.name ORDER BY g.name
"""  # noqa: S608


def years(build: Signature, indicator: str, breakdown: str, region: str) -> list[int]:
    """Years with a figure for the region, newest first."""
    sql = """
        SELECT year FROM monitor.area_value
        WHERE indicator_id = $indicator AND breakdown = $breakdown AND area_id = $region
            AND value IS NOT NULL ORDER BY year DESC
    """
    params = {"indicator": indicator, "breakdown": breakdown, "region": region}
    return ask(build, sql, params)["year"].to_list()


def refusal(
    build: Signature,
    indicator: str,
    breakdown: str,
    region: str,
    first_year: int,
    last_year: int,
) -> str | None:
    """Why there is no decomposition; None: there is one.

    Returns:
        'none', 'pairs' or 'implied' (how the figure is made does not allow it), 'geen cijfer'
        (no regional figure in one of the years), 'een gemeente' (the region is one
        municipality) or 'afbakening' (other territory in the two years).
    """
    ends = [
        shown(build, indicator, breakdown, region, year)
        for year in (first_year, last_year)
    ]
    known = [end for end in ends if end is not None]
    for end in known:
        if end["aggregation"] in ("none", "pairs", "implied"):
            return str(end["aggregation"])
        if end["n_members"] == 1:
            return "een gemeente"
    if len(known) < 2 or any(end["value"] is None for end in known):
        return "geen cijfer"
    parts = _parts(build, indicator, breakdown, region, first_year, last_year)
    return None if parts["stays"].all() else "afbakening"


def contribution(
    build: Signature,
    indicator: str,
    breakdown: str,
    region: str,
    first_year: int,
    last_year: int,
) -> pl.DataFrame:
    """What each municipality contributed to the change of the regional figure.

    Municipalities are those of the later boundaries; one that was not observed in both
    years has no row, and the last row, `REST` without a code, holds what is left then.

    Args:
        build: From `live_build()`, read once per run.
        indicator: Its id.
        breakdown: '' for the total.
        region: Area id.
        first_year: The year to start from.
        last_year: A later one.

    Returns:
        `nis, name, own_change, weight_change, total` in the unit of the indicator
        (percentage points for a percentage), most positive total first. `weight_change`
        is null where nothing weighs (sums). Totals, the rest included, add up to the
        change of the figure as shown. No rows when `refusal` has a reason.
    """
    key = (build, indicator, breakdown, region, first_year, last_year)
    if refusal(*key) is not None:
        return pl.DataFrame(schema=DECOMPOSED)
    rows = decompose(_parts(*key).filter("in_both"))
    start, end = (
        shown(build, indicator, breakdown, region, year)
        for year in (first_year, last_year)
    )
    if start is None or end is None:  # `refusal` looked already
        return rows
    rest = end["value"] - start["value"] - float(rows["total"].sum())
    if abs(rest) <= 1e-9 * max(abs(start["value"]), abs(end["value"])):
        return rows
    left = {"nis": None, "name": REST, "total": rest}
    return pl.concat([rows, pl.DataFrame([left], schema=DECOMPOSED)])


def left_out(
    build: Signature,
    indicator: str,
    breakdown: str,
    region: str,
    first_year: int,
    last_year: int,
) -> list[str]:
    """Names of the municipalities that were not observed in both years."""
    rows = _parts(build, indicator, breakdown, region, first_year, last_year)
    return rows.filter(~pl.col("in_both"))["name"].to_list()


def decompose(parts: pl.DataFrame) -> pl.DataFrame:
    """Split the change of a ratio or a sum over its parts.

    Args:
        parts: One row per municipality: `nis, name, first_amount, first_base,
            last_amount, last_base`. The figure of a year is the sum of the amounts over
            the sum of the bases; bases are null for a plain sum.

    Returns:
        As `contribution`, without a rest.
    """
    if parts["first_base"].null_count() == parts.height:
        change = pl.col("last_amount") - pl.col("first_amount")
        split = parts.with_columns(
            own_change=change, weight_change=pl.lit(None, pl.Float64)
        )
    else:
        split = _shares(parts)
    total = pl.col("own_change") + pl.col("weight_change").fill_null(0)
    return (
        split.with_columns(total=total)
        .select(list(DECOMPOSED))
        .sort("total", "name", descending=[True, False])
    )


def _shares(parts: pl.DataFrame) -> pl.DataFrame:
    """The two terms of the formula above.

    A municipality without a base in one of the years (no vacancies, so no ratio) has no
    level to change: all it contributes is then change(a / sum(b)) - change(w) * mean(R),
    which is what the two terms are together.
    """
    amounts, bases = (
        (pl.col(f"first_{part}"), pl.col(f"last_{part}")) for part in ("amount", "base")
    )
    pairs = list(zip(amounts, bases, strict=True))
    weight = [base / base.sum() for base in bases]
    share = [amount / base.sum() for amount, base in pairs]
    own = [amount / base for amount, base in pairs]
    region = sum((amount.sum() / base.sum() for amount, base in pairs), pl.lit(0)) / 2
    gain = weight[1] - weight[0]
    has_level = (bases[0] != 0) & (bases[1] != 0)
    return parts.with_columns(
        own_change=pl.when(has_level)
        .then((weight[0] + weight[1]) / 2 * (own[1] - own[0]))
        .otherwise(0.0),
        weight_change=pl.when(has_level)
        .then(gain * ((own[0] + own[1]) / 2 - region))
        .otherwise(share[1] - share[0] - gain * region),
    )


def _parts(
    build: Signature,
    indicator: str,
    breakdown: str,
    region: str,
    first_year: int,
    last_year: int,
) -> pl.DataFrame:
    params = {
        "indicator": indicator,
        "breakdown": breakdown,
        "area": region,
        "years": [first_year, last_year],
        "first": first_year,
        "last": last_year,
    }
    return ask(build, TWO_YEARS, params)
