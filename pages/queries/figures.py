"""Figures: what a card, a chart, a map or a ranking shows. All arithmetic is here, in SQL."""

import polars as pl

from etl.live import Signature
from pages.queries import ranks
from pages.queries.database import Row, ask
from pages.queries.fragments import FLANDERS
from pages.queries.fragments import MEMBER as MEMBER

Sparklines = dict[str, dict[str, list[tuple[int, float | None]]]]
"""Years with their values, by indicator and area."""
SNAPSHOT = f"""
    WITH asked AS (
        SELECT i.*, coalesce($breakdown, i.main_breakdown) AS breakdown
        FROM monitor.indicator AS i
        WHERE $indicator IS NULL OR i.indicator_id = $indicator
    ),
    figure AS (
        SELECT v.*, a.area_type, i.is_survey
        FROM monitor.area_value AS v
        INNER JOIN asked AS i USING (indicator_id, breakdown)
        INNER JOIN monitor.area AS a USING (area_id)
    ),
    region AS (SELECT * FROM figure WHERE area_id = $region),
    -- The newest measurement in which anybody of the region took part.
    chosen AS (
        SELECT indicator_id, max(year) AS year FROM region
        WHERE n_observed > 0 AND year <= coalesce($year, 9999) GROUP BY indicator_id
    ),
    previous AS (
        SELECT r.indicator_id, max(r.year) AS year, max_by(r.value, r.year) AS value
        FROM region AS r INNER JOIN chosen AS c USING (indicator_id)
        WHERE r.year < c.year AND r.value IS NOT NULL GROUP BY r.indicator_id
    ),
    regions AS (
        SELECT f.indicator_id, f.area_id, f.value, f.lower, f.upper, f.is_survey
        FROM figure AS f INNER JOIN chosen AS c USING (indicator_id, year)
        WHERE f.area_type = 'referentieregio'
    ),
    ranked AS ({ranks.with_places("regions", "indicator_id")}),
    spread AS (
        SELECT f.indicator_id, min(f.value) AS low, quantile_cont(f.value, 0.25) AS q1,
            quantile_cont(f.value, 0.5) AS median, quantile_cont(f.value, 0.75) AS q3,
            max(f.value) AS high, count(f.value) AS n_values, count(*) AS n_municipalities
        FROM figure AS f INNER JOIN chosen AS c USING (indicator_id, year)
        WHERE f.area_id IN ({MEMBER}) GROUP BY f.indicator_id
    )
    SELECT
        i.indicator_id, i.title, i.page, t.state <> 'geen' AS has_figures,
        t.reason AS state_reason, i.group_title, i.action_line, i.also_lines, i.headline,
        i.unit, i.decimals, CASE WHEN i.is_survey THEN 0 ELSE i.decimals END AS published_decimals,
        i.aggregation, i.aggregation_reason, i.is_survey, i.direction, i.note, i.source,
        s.name AS source_name, i.denominator_label, i.breakdown, i.main_breakdown, b.label AS breakdown_label,
        c.year, r.value, r.numerator, r.denominator, r.lower, r.upper, r.method, r.coverage,
        r.n_observed, r.n_members, f.value AS flanders,
        -- A total is not higher or lower than Flanders: it is a part of it. Nor is what
        -- stays inside: the larger the area, the more.
        CASE WHEN i.aggregation NOT IN ('sum', 'pairs') THEN r.value - f.value END AS difference,
        CASE WHEN i.aggregation = 'sum' THEN 100 * r.value / f.value END AS share_of_flanders,
        p.year AS previous_year, p.value AS previous, r.value - p.value AS change,
        k.place, k.n_alike, k.n_ranked, d.low, d.q1, d.median, d.q3, d.high, d.n_values, d.n_municipalities
    FROM asked AS i
    INNER JOIN monitor.source AS s USING (source)
    INNER JOIN monitor.indicator_state AS t USING (indicator_id)
    LEFT JOIN monitor.breakdown AS b USING (indicator_id, breakdown)
    LEFT JOIN chosen AS c USING (indicator_id)
    LEFT JOIN region AS r ON r.indicator_id = i.indicator_id AND r.year = c.year
    LEFT JOIN figure AS f
        ON f.indicator_id = i.indicator_id AND f.year = c.year AND f.area_id = '{FLANDERS}'
    LEFT JOIN previous AS p ON p.indicator_id = i.indicator_id
    LEFT JOIN ranked AS k ON k.indicator_id = i.indicator_id AND k.area_id = $region
    LEFT JOIN spread AS d ON d.indicator_id = i.indicator_id
    ORDER BY i.position
"""  # noqa: S608


_LOWER, _UPPER = ranks.survey_bounds("v.value", "o.n", "w.value")
MUNICIPAL = f"""
    WITH value AS (
        SELECT g.area_id, g.name, g.area_id IN ({MEMBER}) AS in_region, v.value, v.numerator,
            v.denominator, v.missing, v.method, i.is_survey, coalesce(v.n_members, 1) AS n_members,
            coalesce(v.lower, o.lower, {_LOWER}) AS lower,
            coalesce(v.upper, o.upper, {_UPPER}) AS upper,
            -- A total is no yardstick for its parts: they have a share in it.
            CASE WHEN i.aggregation NOT IN ('sum', 'pairs') THEN v.value - r.value END AS to_region,
            CASE WHEN i.aggregation = 'sum' THEN 100 * v.value / nullif(r.value, 0) END AS share
        FROM monitor.area AS g
        INNER JOIN monitor.indicator AS i ON i.indicator_id = $indicator
        LEFT JOIN monitor.area_value AS v ON v.area_id = g.area_id AND v.year = $year
            AND v.indicator_id = i.indicator_id AND v.breakdown = $breakdown
        LEFT JOIN monitor.area_value AS r ON r.area_id = $region AND r.year = $year
            AND r.indicator_id = i.indicator_id AND r.breakdown = $breakdown
        -- Of a merged municipality the answers of its parts are no sample.
        LEFT JOIN monitor.observation AS o ON o.indicator_id = $indicator AND o.year = $year
            AND o.breakdown = $breakdown AND o.nis = g.area_id AND v.n_members = 1 AND i.is_survey
        LEFT JOIN monitor.weight AS w ON w.indicator_id = coalesce(i.weight, 'statbel:population')
            AND w.nis = o.nis AND w.vintage = o.vintage AND w.year = o.year
        WHERE g.area_type = 'gemeente' AND g.valid_to IS NULL
    ),
    border AS (SELECT quantile_cont(value, [0.2, 0.4, 0.6, 0.8]) AS borders FROM value),
    ranked AS ({ranks.with_places("value", "in_region")})
    SELECT area_id AS nis, name, in_region, value, lower, upper, numerator, denominator, place,
        n_alike, to_region, CASE WHEN in_region THEN share END AS share,
        CASE WHEN value IS NOT NULL
            THEN 1 + len(list_filter(borders, lambda b: b < value)) END AS class,
        CASE
            WHEN value IS NOT NULL THEN NULL
            WHEN method = 'none' AND n_members > 1 THEN 'niet herberekend na fusie'
            WHEN missing = 'gecensureerd' THEN 'niet vrijgegeven'
            WHEN missing = 'nvt' THEN 'niet van toepassing'
            WHEN missing = 'onbekend' THEN 'onbekend'
            ELSE 'geen gegevens'
        END AS reason,
        row_number() OVER (ORDER BY value DESC NULLS LAST, name) AS position
    FROM ranked CROSS JOIN border ORDER BY position
"""  # noqa: S608


def snapshot(build: Signature, region: str, year: int | None) -> list[Row]:
    """One row per indicator: the region's newest figure up to `year`, beside what it compares with.

    Args:
        build: From `live_build()`, read once per run.
        region: Area id.
        year: Not newer than this; None for the newest.
    """
    params = {"region": region, "year": year, "indicator": None, "breakdown": None}
    return ask(build, SNAPSHOT, params).to_dicts()


def figure(
    build: Signature, region: str, year: int | None, indicator: str, breakdown: str
) -> Row:
    """The same row for one indicator and one breakdown."""
    params = {
        "region": region,
        "year": year,
        "indicator": indicator,
        "breakdown": breakdown,
    }
    return ask(build, SNAPSHOT, params).row(0, named=True)


def sparklines(
    build: Signature, areas: list[str], until: int | None = None
) -> Sparklines:
    """Every year of every main breakdown in a few areas.

    Args:
        build: From `live_build()`.
        areas: Their ids.
        until: The last year; None: the newest.
    """
    sql = """
        SELECT v.indicator_id, v.area_id, v.year, v.value
        FROM monitor.area_value AS v INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE v.breakdown = i.main_breakdown AND list_contains($areas, v.area_id)
            AND ($until IS NULL OR v.year <= $until)
        ORDER BY v.indicator_id, v.area_id, v.year
    """
    found: Sparklines = {}
    rows = ask(build, sql, {"areas": areas, "until": until})
    for indicator, area, year, value in rows.iter_rows():
        found.setdefault(indicator, {}).setdefault(area, []).append((year, value))
    return found


def trend(
    build: Signature, indicator: str, breakdown: str, areas: list[str]
) -> pl.DataFrame:
    """Series of a few areas.

    Returns:
        `area_id, name, area_type, year, value, numerator, denominator, lower, upper, method,
        coverage, n_observed, n_members, missing`, and `is_last`: the newest year with a value.
    """
    sql = """
        SELECT v.area_id, a.name, a.area_type, v.year, v.value, v.numerator, v.denominator,
            v.lower, v.upper, v.method,
            v.coverage, v.n_observed, v.n_members, v.missing,
            v.value IS NOT NULL AND v.year = max(v.year) FILTER (v.value IS NOT NULL)
                OVER (PARTITION BY v.area_id) AS is_last
        FROM monitor.area_value AS v INNER JOIN monitor.area AS a USING (area_id)
        WHERE v.indicator_id = $indicator AND v.breakdown = $breakdown
            AND list_contains($areas, v.area_id)
        ORDER BY list_position($areas, v.area_id), v.year
    """
    params = {"indicator": indicator, "breakdown": breakdown, "areas": areas}
    return ask(build, sql, params)


def band(build: Signature, indicator: str, breakdown: str, region: str) -> pl.DataFrame:
    """Middle half of the region's municipalities per year: `year, q1, median, q3, n`.

    Years in which less than half of them has a value are left out.
    """
    sql = f"""
        SELECT v.year, quantile_cont(v.value, 0.25) AS q1, quantile_cont(v.value, 0.5) AS median,
            quantile_cont(v.value, 0.75) AS q3, count(v.value) AS n
        FROM monitor.area_value AS v
        WHERE v.indicator_id = $indicator AND v.breakdown = $breakdown
            AND v.area_id IN ({MEMBER})
        GROUP BY v.year HAVING count(v.value) >= greatest(4, 0.5 * count(*)) ORDER BY v.year
    """  # noqa: S608
    params = {"indicator": indicator, "breakdown": breakdown, "region": region}
    return ask(build, sql, params)


def municipal(
    build: Signature, indicator: str, breakdown: str, region: str, year: int
) -> pl.DataFrame:
    """Every current municipality of Flanders for one year, highest first.

    Returns:
        `nis, name, in_region, value, lower, upper, numerator, denominator`, `place` (rank
        within the region; shared by `n_alike` others that cannot be told apart; none for
        surveys without an interval), `class` (1..5, fifths of all municipalities), `reason`
        (why there is no value), `to_region` and `share` (of the region's total, percent),
        `position` (order for charts).
    """
    params = {
        "indicator": indicator,
        "breakdown": breakdown,
        "region": region,
        "year": year,
    }
    return ask(build, MUNICIPAL, params)
