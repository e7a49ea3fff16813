"""The parts of a figure: every member of an area on the boundaries of the source, as delivered.

Same members and same rule of who counts as observed as `etl/aggregate.sql`; the trace
adds these parts up again and holds the sum against the figure that is shown.
"""

from etl.live import Signature
from pages.queries.database import Row, ask

PART = """
    vintage(vintage, reference) AS (
        VALUES ('2018', DATE '2018-12-31'), ('2024', DATE '2024-12-31'), ('2025', DATE '2025-01-01')
    ),
    series AS (
        SELECT DISTINCT year, vintage FROM monitor.observation
        WHERE indicator_id = $indicator AND breakdown = $breakdown
            AND list_contains($years, year)
    ),
    part AS (
        SELECT s.year, s.vintage, m.nis, g.name, i.aggregation, i.factor, i.rounding,
            o.value, o.numerator, o.denominator, w.value AS weight, o.missing,
            o.sheet, o."row", o.reference_period, o.file_id,
            coalesce(CASE i.aggregation
                WHEN 'ratio' THEN o.numerator IS NOT NULL AND o.denominator IS NOT NULL
                WHEN 'pairs' THEN o.numerator IS NOT NULL AND o.denominator IS NOT NULL
                WHEN 'implied' THEN o.numerator IS NOT NULL AND o.value > 0
                WHEN 'weighted' THEN o.value IS NOT NULL AND w.value IS NOT NULL
                ELSE o.value IS NOT NULL
            END, false) AS observed
        FROM series AS s
        INNER JOIN vintage AS v USING (vintage)
        INNER JOIN monitor.area_member AS m ON m.area_id = $area
            AND coalesce(m.valid_from <= v.reference, true)
            AND coalesce(m.valid_to >= v.reference, true)
        INNER JOIN monitor.indicator AS i ON i.indicator_id = $indicator
        INNER JOIN monitor.area AS g ON g.area_id = m.nis
        LEFT JOIN monitor.observation AS o
            ON o.indicator_id = $indicator AND o.breakdown = $breakdown
            AND o.year = s.year AND o.vintage = s.vintage AND o.nis = m.nis
        LEFT JOIN monitor.weight AS w
            ON w.indicator_id = coalesce(i.weight, 'statbel:population')
            AND w.nis = m.nis AND w.vintage = s.vintage AND w.year = s.year
    )
"""
"""Common table `part`: one row per year in `$years` and member of `$area`."""


def shown(
    build: Signature, indicator: str, breakdown: str, area: str, year: int
) -> Row | None:
    """The figure as the pages show it, with what there is to say of it; None: no such figure.

    Returns:
        The row of `area_value`, `name` and `area_type` of the area, and of the indicator
        `title, breakdown_label, unit, decimals` (as published of this area), `factor,
        aggregation, aggregation_reason, is_survey, numerator_label, denominator_label,
        weight, weight_title` (the indicator that weighs), `is_derived` (by a formula of ours).
    """
    sql = """
        SELECT v.*, a.name, a.area_type, i.title, b.label AS breakdown_label, i.unit, i.factor,
            i.aggregation, i.aggregation_reason, i.is_survey, i.numerator_label,
            i.denominator_label, i.weight, w.title AS weight_title,
            i.indicator_id IN (SELECT indicator_id FROM monitor.derived_from) AS is_derived,
            CASE WHEN i.is_survey AND v.method = 'official' THEN 0 ELSE i.decimals END AS decimals
        FROM monitor.area_value AS v
        INNER JOIN monitor.area AS a USING (area_id)
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        LEFT JOIN monitor.breakdown AS b USING (indicator_id, breakdown)
        LEFT JOIN monitor.indicator AS w ON w.indicator_id = i.weight
        WHERE v.indicator_id = $indicator AND v.breakdown = $breakdown
            AND v.area_id = $area AND v.year = $year
    """
    params = {
        "indicator": indicator,
        "breakdown": breakdown,
        "area": area,
        "year": year,
    }
    rows = ask(build, sql, params)
    return rows.row(0, named=True) if rows.height else None
