"""Areas side by side: headline figures, two indicators, two years. All arithmetic is in SQL."""

from dataclasses import dataclass

import polars as pl

from etl.live import Signature
from pages.queries import ranks
from pages.queries.areas import FLANDERS
from pages.queries.database import Row, ask
from pages.queries.figures import MEMBER

AREA = f"""
    SELECT a.area_id, a.name, a.area_type, a.position,
        CASE WHEN a.area_id = '{FLANDERS}' THEN 'vlaanderen'
            WHEN a.area_id = $region THEN 'regio'
            WHEN a.area_id = $municipality THEN 'gekozen'
            WHEN $rows = 'vlaanderen' AND a.area_id IN ({MEMBER}) THEN 'lid' ELSE '' END AS kind,
        -- Only like with like is ranked, and counted in a correlation.
        CASE WHEN $rows = 'regios' THEN a.area_type = 'referentieregio'
            ELSE a.area_type = 'gemeente' END AS peer
    FROM monitor.area AS a
    WHERE a.area_id IN ($region, '{FLANDERS}') OR CASE $rows
        WHEN 'regios' THEN a.area_type = 'referentieregio'
        WHEN 'gemeenten' THEN a.area_id IN ({MEMBER})
        ELSE a.area_type = 'gemeente' AND a.valid_to IS NULL END
"""  # noqa: S608
"""The areas side by side, with the chosen region and Flanders among them."""

FIGURE = """
    SELECT v.indicator_id, v.area_id, v.year, v.value, v.lower, v.upper, v.coverage,
        v.n_observed, v.n_members, v.method, v.missing, i.aggregation, i.is_survey
    FROM monitor.area_value AS v
    INNER JOIN monitor.indicator AS i
        ON i.indicator_id = v.indicator_id AND i.main_breakdown = v.breakdown
    INNER JOIN area AS a ON a.area_id = v.area_id
    WHERE list_contains($indicators, v.indicator_id) AND v.year <= coalesce($year, 9999)
"""
"""Their figures in the main breakdown; needs `area`."""

REASON = """
    CASE
        WHEN value IS NOT NULL THEN NULL
        WHEN n_observed IS NULL THEN 'geen gegevens'
        WHEN missing = 'gecensureerd' THEN 'niet vrijgegeven'
        WHEN missing = 'nvt' THEN 'niet van toepassing'
        WHEN area_type = 'gemeente' AND method = 'none' AND n_members > 1
            THEN 'niet herberekend na fusie'
        WHEN aggregation = 'none' AND area_type <> 'gemeente' THEN 'geen regionaal cijfer'
        WHEN n_members > 1 THEN n_observed || ' van ' || n_members || ' gemeenten'
        ELSE 'geen gegevens'
    END
"""
"""Why there is no value, in the few words that a cell has room for."""


@dataclass(frozen=True)
class Side:
    """Whom a question sets side by side.

    Attributes:
        build: From `live_build()`, read once per run.
        rows: 'regios' (the 15), 'gemeenten' (of the region) or 'vlaanderen' (all municipalities).
        region: The chosen region.
        municipality: The chosen municipality, if any.
        year: No measurement newer than this; None for the newest.
    """

    build: Signature
    rows: str
    region: str
    municipality: str | None
    year: int | None

    def ask(self, sql: str, indicators: list[str], **params: object) -> pl.DataFrame:
        """Ask about these areas and some indicators."""
        mine = {
            "rows": self.rows,
            "region": self.region,
            "municipality": self.municipality,
            "year": self.year,
            "indicators": indicators,
        }
        # DuckDB refuses a parameter that a statement does not name.
        named = {key: value for key, value in mine.items() if f"${key}" in sql}
        return ask(self.build, sql, named | params)


def indicators(build: Signature) -> list[Row]:
    """Indicators with figures, headlines first.

    Returns:
        `indicator_id, title, label` (the answer of the main breakdown), `unit, decimals,
        published_decimals, aggregation, aggregation_reason, is_survey, action_line,
        headline, main_breakdown, denominator_label`.
    """
    sql = """
        SELECT i.indicator_id, i.title, coalesce(b.label, '') AS label, i.unit, i.decimals,
            CASE WHEN i.is_survey THEN 0 ELSE i.decimals END AS published_decimals,
            i.aggregation, i.aggregation_reason, i.is_survey, i.action_line, i.headline,
            i.main_breakdown, i.denominator_label
        FROM monitor.indicator AS i
        INNER JOIN monitor.indicator_state AS t USING (indicator_id)
        LEFT JOIN monitor.breakdown AS b
            ON b.indicator_id = i.indicator_id AND b.breakdown = i.main_breakdown
        WHERE t.state <> 'geen'
        ORDER BY i.headline IS NULL, CASE WHEN i.headline IS NOT NULL THEN i.action_line END,
            i.headline, i.position
    """
    return ask(build, sql, {}).to_dicts()


def cells(side: Side, shown: list[str], sort: str | None) -> pl.DataFrame:
    """The areas × some indicators, each indicator in one year for all areas.

    That year is the newest in which the chosen region has a figure, else anybody.

    Args:
        side: Whom.
        shown: Indicator ids.
        sort: Indicator that orders the areas, high to low; None: by their usual order.

    Returns:
        One row per area and indicator: `area_id, name, kind, peer, indicator_id, year,
        value, reason, coverage, n_observed, n_members, flanders`, `difference` (value less
        Flanders; none for what grows with the area), `step` (-3..3: how far from Flanders
        against the median distance of all), `place` and `n_ranked` (none for surveys).
    """
    sql = f"""
        WITH area AS ({AREA}),
        figure AS ({FIGURE}),
        chosen AS (
            SELECT indicator_id, coalesce(
                max(year) FILTER (area_id = $region AND value IS NOT NULL),
                max(year) FILTER (value IS NOT NULL)) AS year
            FROM figure GROUP BY indicator_id
        ),
        cell AS (
            SELECT a.*, i.indicator_id, i.is_survey, i.aggregation, c.year,
                CASE WHEN i.is_survey THEN 0 ELSE i.decimals END AS rounding,
                v.value, v.lower, v.upper, v.coverage, v.n_observed, v.n_members, v.method,
                v.missing, f.value AS flanders,
                CASE WHEN i.aggregation NOT IN ('sum', 'pairs') AND a.kind <> 'vlaanderen'
                    THEN v.value - f.value END AS difference
            FROM monitor.indicator AS i CROSS JOIN area AS a
            LEFT JOIN chosen AS c ON c.indicator_id = i.indicator_id
            LEFT JOIN figure AS v
                ON v.indicator_id = i.indicator_id AND v.area_id = a.area_id AND v.year = c.year
            LEFT JOIN figure AS f
                ON f.indicator_id = i.indicator_id AND f.area_id = '{FLANDERS}' AND f.year = c.year
            WHERE list_contains($indicators, i.indicator_id)
        ),
        peers AS (
            SELECT indicator_id, area_id, value, lower, upper, is_survey FROM cell WHERE peer
        ),
        ranked AS (
            SELECT indicator_id, area_id, place FROM ({ranks.with_places("peers", "indicator_id")})
        ),
        distant AS (
            SELECT *, median(abs(difference)) FILTER (peer) OVER (PARTITION BY indicator_id) AS usual
            FROM cell
        )
        SELECT area_id, name, area_type, kind, peer, indicator_id, year, value, {REASON} AS reason,
            coverage, n_observed, n_members, flanders, difference,
            CASE WHEN round(abs(difference), rounding) = 0 THEN 0
                ELSE sign(difference) * (1 + CASE WHEN abs(difference) > usual THEN 1 ELSE 0 END
                    + CASE WHEN abs(difference) > 2 * usual THEN 1 ELSE 0 END) END AS step,
            place,
            CASE WHEN NOT is_survey
                THEN count(value) FILTER (peer) OVER (PARTITION BY indicator_id) END AS n_ranked
        FROM distant LEFT JOIN ranked USING (indicator_id, area_id)
        ORDER BY kind <> 'vlaanderen', peer,
            max(CASE WHEN indicator_id = $sort THEN value END) OVER (PARTITION BY area_id)
                DESC NULLS LAST,
            position, name, area_id, list_position($indicators, indicator_id)
    """  # noqa: S608
    return side.ask(sql, shown, sort=sort)


def pair(side: Side, x: str, y: str) -> pl.DataFrame:
    """Two indicators, in the newest year that both have, else in the two years nearest.

    Returns:
        One row per area with both values: `area_id, name, kind, peer, x_year, x, y_year, y`.
    """
    sql = f"""
        WITH area AS ({AREA}),
        figure AS ({FIGURE}),
        measured AS (
            SELECT indicator_id, year FROM figure INNER JOIN area USING (area_id)
            WHERE peer GROUP BY indicator_id, year HAVING count(value) >= 3
        ),
        years AS (
            SELECT a.year AS x_year, b.year AS y_year
            FROM measured AS a INNER JOIN measured AS b
                ON a.indicator_id = $indicators[1] AND b.indicator_id = $indicators[2]
            ORDER BY abs(a.year - b.year), least(a.year, b.year) DESC, a.year DESC LIMIT 1
        )
        SELECT area_id, name, area.kind, area.peer, x_year, a.value AS x, y_year, b.value AS y
        FROM years
        INNER JOIN figure AS a ON a.indicator_id = $indicators[1] AND a.year = x_year
        INNER JOIN figure AS b USING (area_id)
        INNER JOIN area USING (area_id)
        WHERE b.indicator_id = $indicators[2] AND b.year = y_year
            AND a.value IS NOT NULL AND b.value IS NOT NULL
        ORDER BY area.position, name
    """  # noqa: S608
    return side.ask(sql, [x, y])


def correlation(side: Side, x: str, y: str, years: tuple[int, int]) -> Row:
    """How two indicators go together over the areas, each counted once.

    Args:
        side: Whom.
        x: Indicator id.
        y: Indicator id.
        years: Of x and of y, as `pair` gave them.

    Returns:
        `n`, `pearson` and `spearman` (-1..1, None where one of them does not vary),
        `without` (the area that weighs most) and `pearson_without` (without it).
    """
    sql = f"""
        WITH area AS ({AREA}),
        figure AS ({FIGURE}),
        point AS (
            SELECT area_id, area.name, a.value AS x, b.value AS y
            FROM figure AS a INNER JOIN figure AS b USING (area_id) INNER JOIN area USING (area_id)
            WHERE a.indicator_id = $x AND a.year = $x_year AND a.value IS NOT NULL
                AND b.indicator_id = $y AND b.year = $y_year AND b.value IS NOT NULL AND peer
        ),
        -- Equal values share the middle of their ranks.
        ranked AS (
            SELECT x, y, rank() OVER (ORDER BY x) + (count(*) OVER (PARTITION BY x) - 1) / 2 AS rx,
                rank() OVER (ORDER BY y) + (count(*) OVER (PARTITION BY y) - 1) / 2 AS ry
            FROM point
        ),
        whole AS (
            SELECT count(*) AS n, corr(x, y) AS pearson, corr(rx, ry) AS spearman FROM ranked
        ),
        less AS (
            SELECT p.name, corr(o.x, o.y) AS pearson
            FROM point AS p INNER JOIN point AS o ON o.area_id <> p.area_id GROUP BY p.area_id, p.name
        )
        SELECT n, CASE WHEN NOT isnan(w.pearson) THEN w.pearson END AS pearson,
            CASE WHEN NOT isnan(spearman) THEN spearman END AS spearman,
            arg_max(l.name, abs(l.pearson - w.pearson)) FILTER (NOT isnan(l.pearson)) AS without,
            arg_max(l.pearson, abs(l.pearson - w.pearson)) FILTER (NOT isnan(l.pearson))
                AS pearson_without
        FROM whole AS w LEFT JOIN less AS l ON true GROUP BY n, w.pearson, spearman
    """  # noqa: S608
    params = {"x": x, "y": y, "x_year": years[0], "y_year": years[1]}
    return side.ask(sql, [x, y], **params).row(0, named=True)


def years(side: Side, indicator: str) -> list[int]:
    """Years in which at least two of the areas have a figure, oldest first."""
    sql = f"""
        WITH area AS ({AREA}), figure AS ({FIGURE})
        SELECT year FROM figure INNER JOIN area USING (area_id)
        WHERE peer GROUP BY year HAVING count(value) >= 2 ORDER BY year
    """  # noqa: S608
    return side.ask(sql, [indicator])["year"].to_list()


def between(side: Side, indicator: str, first: int, last: int) -> pl.DataFrame:
    """One indicator in two years.

    Returns:
        One row per area, the largest value of the last year first: `area_id, name,
        area_type, kind, peer, start, end` (values), `start_reason, end_reason,
        start_coverage, end_coverage, change, change_percent, start_place, end_place`
        (among those with a value; none for surveys), `n_start, n_end`.
    """
    sql = f"""
        WITH area AS ({AREA}),
        figure AS ({FIGURE}),
        peers AS (
            SELECT f.year, area_id, f.value, f.lower, f.upper, f.is_survey
            FROM figure AS f INNER JOIN area AS a USING (area_id) WHERE a.peer
        ),
        ranked AS (SELECT year, area_id, place FROM ({ranks.with_places("peers", "year")})),
        placed AS (
            SELECT a.*, f.year, f.value, f.coverage, f.n_observed, f.n_members, f.method, f.missing,
                f.aggregation, r.place,
                count(f.value) FILTER (a.peer) OVER (PARTITION BY f.year) AS n
            FROM figure AS f INNER JOIN area AS a USING (area_id)
            LEFT JOIN ranked AS r ON r.area_id = f.area_id AND r.year = f.year
            WHERE f.year IN ($first, $last)
        ),
        told AS (SELECT *, {REASON} AS reason FROM placed)
        SELECT a.area_id, a.name, a.area_type, a.kind, a.peer, s.value AS start, e.value AS "end",
            coalesce(s.reason, CASE WHEN s.value IS NULL THEN 'geen gegevens' END) AS start_reason,
            coalesce(e.reason, CASE WHEN e.value IS NULL THEN 'geen gegevens' END) AS end_reason,
            s.coverage AS start_coverage, e.coverage AS end_coverage, e.value - s.value AS change,
            100 * (e.value - s.value) / nullif(abs(s.value), 0) AS change_percent,
            s.place AS start_place, e.place AS end_place, s.n AS n_start, e.n AS n_end
        FROM area AS a
        LEFT JOIN told AS s ON s.area_id = a.area_id AND s.year = $first
        LEFT JOIN told AS e ON e.area_id = a.area_id AND e.year = $last
        ORDER BY e.value DESC NULLS LAST, a.position, a.name
    """  # noqa: S608
    return side.ask(sql, [indicator], first=first, last=last)
