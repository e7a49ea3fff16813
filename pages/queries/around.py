"""What stands beside an indicator and a region: comparators, the other regions, the next indicator."""

import polars as pl

from etl.live import Signature
from pages.queries import ranks
from pages.queries.areas import FLANDERS
from pages.queries.database import Row, ask
from pages.queries.figures import MEMBER

NEIGHBOUR, NEIGHBOUR_DISTRICT = "REFREG04", "23000"
"""Halle-Vilvoorde, as region and as arrondissement: the other half of the province."""


def comparators(build: Signature, region: str) -> pl.DataFrame:
    """Areas to set beside the region: the neighbour, the other regions, municipalities.

    Returns:
        `area_id, name, area_type`, in the order of the list.
    """
    sql = f"""
        SELECT area_id, name, area_type FROM monitor.area
        WHERE area_id <> $region AND valid_to IS NULL AND (
            area_type IN ('referentieregio', 'gemeente') OR area_id = '{NEIGHBOUR_DISTRICT}')
        ORDER BY
            list_position(['{NEIGHBOUR}', '{NEIGHBOUR_DISTRICT}'], area_id) NULLS LAST,
            area_type = 'gemeente', area_type = 'gemeente' AND area_id NOT IN ({MEMBER}),
            CASE WHEN area_type <> 'gemeente' THEN position END, name
    """  # noqa: S608
    return ask(build, sql, {"region": region})


def regions(
    build: Signature, indicator: str, breakdown: str, year: int
) -> pl.DataFrame:
    """The fifteen referentieregio's in one year, highest first.

    Returns:
        `area_id, name, value, lower, upper, coverage, n_observed, n_members`, `place`
        (shared by `n_alike` others that cannot be told apart), none for surveys without
        an interval.
    """
    sql = f"""
        WITH value AS (
            SELECT a.area_id, a.name, a.position, v.value, v.lower, v.upper, v.coverage,
                v.n_observed, v.n_members, i.is_survey, i.indicator_id
            FROM monitor.area AS a
            INNER JOIN monitor.indicator AS i ON i.indicator_id = $indicator
            LEFT JOIN monitor.area_value AS v ON v.area_id = a.area_id AND v.year = $year
                AND v.indicator_id = i.indicator_id AND v.breakdown = $breakdown
            WHERE a.area_type = 'referentieregio'
        ),
        ranked AS ({ranks.with_places("value", "indicator_id")})
        SELECT area_id, name, value, lower, upper, coverage, n_observed, n_members, place, n_alike
        FROM ranked ORDER BY value DESC NULLS LAST, position
    """  # noqa: S608
    params = {"indicator": indicator, "breakdown": breakdown, "year": year}
    return ask(build, sql, params)


def to_region(rows: pl.DataFrame, region: float | None, grows: bool) -> pl.DataFrame:
    """Add `to_region`: what `value` differs from that of the region.

    Args:
        rows: Areas with a `value` of the same year.
        region: Value of the region; None: there is none.
        grows: A larger area counts more, so that the difference says nothing.
    """
    amount = pl.lit(None, pl.Float64)
    if region is not None and not grows:
        amount = pl.col("value") - region
    return rows.with_columns(amount.alias("to_region"))


def neighbours(build: Signature, indicator: str) -> Row:
    """The indicators with figures before and after this one in its action line.

    Returns:
        `line` (title of the action line, None: context), `action_line`, `place` (None
        without figures), `n`, `previous_id, previous_title, next_id, next_title`.
    """
    sql = """
        WITH own AS (SELECT * FROM monitor.indicator WHERE indicator_id = $indicator),
        line AS (
            SELECT i.indicator_id, i.title, i.position - o.position AS distance
            FROM monitor.indicator AS i
            INNER JOIN monitor.indicator_state AS t USING (indicator_id)
            INNER JOIN own AS o USING (action_line)
            WHERE t.state <> 'geen'
        )
        SELECT any_value(l.short_title) AS line, any_value(o.action_line) AS action_line,
            CASE WHEN count(*) FILTER (distance = 0) > 0
                THEN count(*) FILTER (distance <= 0) END AS place,
            count(*) AS n,
            max_by(n.indicator_id, distance) FILTER (distance < 0) AS previous_id,
            max_by(n.title, distance) FILTER (distance < 0) AS previous_title,
            min_by(n.indicator_id, distance) FILTER (distance > 0) AS next_id,
            min_by(n.title, distance) FILTER (distance > 0) AS next_title
        FROM own AS o
        LEFT JOIN monitor.action_line AS l USING (action_line)
        LEFT JOIN line AS n ON true
    """
    return ask(build, sql, {"indicator": indicator}).row(0, named=True)


def every_year(
    build: Signature, indicator: str, breakdown: str, region: str, beside: list[str]
) -> pl.DataFrame:
    """Region, Flanders, `beside` and the region's municipalities: a row an area, a column a year.

    Returns:
        `area_id, name`, then the years as text.
    """
    sql = f"""
        SELECT v.area_id, a.name, v.year, v.value
        FROM monitor.area_value AS v INNER JOIN monitor.area AS a USING (area_id)
        WHERE v.indicator_id = $indicator AND v.breakdown = $breakdown AND (
            list_contains($shown, v.area_id) OR v.area_id IN ({MEMBER}))
        ORDER BY list_position($shown, v.area_id) NULLS LAST, a.name, v.year
    """  # noqa: S608
    params = {
        "indicator": indicator,
        "breakdown": breakdown,
        "region": region,
        "shown": [region, FLANDERS, *beside],
    }
    found = ask(build, sql, params)
    years = [str(year) for year in sorted(found["year"].unique())]
    wide = found.with_columns(pl.col("year").cast(pl.String)).pivot(
        "year", index=["area_id", "name"], values="value", maintain_order=True
    )
    return wide.select("area_id", "name", *years)
