"""What must be said beside a series: where it breaks, what is missing, and its breakdowns."""

import polars as pl

from etl.live import Signature
from pages.queries.database import Row, ask
from pages.queries.figures import MEMBER


def breakdowns(build: Signature, indicator: str, areas: list[str]) -> pl.DataFrame:
    """Series of every breakdown with figures, for a few areas.

    A breakdown to which others add up is left out where those are there: the parts would
    not be readable on the scale of their total.

    Returns:
        `breakdown, label, area_id, year, value`, in the order of the screen.
    """
    sql = """
        SELECT b.breakdown, coalesce(nullif(b.label, ''), 'totaal') AS label,
            v.area_id, v.year, v.value
        FROM monitor.breakdown AS b
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        INNER JOIN monitor.area_value AS v USING (indicator_id, breakdown)
        WHERE b.indicator_id = $indicator AND list_contains($areas, v.area_id)
            AND NOT (i.aggregation = 'sum' AND EXISTS (
                SELECT 1 FROM monitor.breakdown AS p
                WHERE p.indicator_id = b.indicator_id AND p.part_of = b.breakdown))
        ORDER BY b.position, list_position($areas, v.area_id), v.year
    """
    return ask(build, sql, {"indicator": indicator, "areas": areas})


def gaps(build: Signature, indicator: str, breakdown: str, region: str) -> list[Row]:
    """Years in which the region took part and has no figure.

    Returns:
        `year, n_observed, n_members, coverage` (0..1), `withheld` (municipalities of which
        the figure is kept back), `absent` (names of those without a figure).
    """
    sql = f"""
        WITH town AS (
            SELECT v.year, count(*) FILTER (v.missing = 'gecensureerd') AS withheld,
                list(a.name ORDER BY a.name) FILTER (v.value IS NULL) AS absent
            FROM monitor.area_value AS v INNER JOIN monitor.area AS a USING (area_id)
            WHERE v.indicator_id = $indicator AND v.breakdown = $breakdown
                AND v.area_id IN ({MEMBER})
            GROUP BY v.year
        )
        SELECT r.year, r.n_observed, r.n_members, r.coverage, coalesce(t.withheld, 0) AS withheld,
            coalesce(t.absent, []) AS absent
        FROM monitor.area_value AS r
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        LEFT JOIN town AS t USING (year)
        WHERE r.indicator_id = $indicator AND r.breakdown = $breakdown AND r.area_id = $region
            AND r.value IS NULL AND r.n_observed > 0 AND i.aggregation <> 'none'
        ORDER BY r.year
    """  # noqa: S608
    params = {"indicator": indicator, "breakdown": breakdown, "region": region}
    return ask(build, sql, params).to_dicts()


def boundaries(build: Signature, area: str) -> list[Row]:
    """Mergers of municipalities in an area.

    Returns:
        `year` (first year on the new boundaries), `name` (after), `parts` (names before),
        `is_same`: the area itself covers the same ground as before.
    """
    sql = """
        WITH member AS (
            SELECT nis, coalesce(valid_from, DATE '1900-01-01') AS valid_from,
                coalesce(valid_to, DATE '9999-12-31') AS valid_to
            FROM monitor.area_member WHERE area_id = $area
        ),
        part AS (
            SELECT m.new_nis, m.old_nis, m.valid_from,
                EXISTS (SELECT 1 FROM member AS b WHERE b.nis = m.old_nis
                    AND m.valid_from - 1 BETWEEN b.valid_from AND b.valid_to) AS was_in,
                EXISTS (SELECT 1 FROM member AS b WHERE b.nis = m.new_nis
                    AND m.valid_from BETWEEN b.valid_from AND b.valid_to) AS is_in
            FROM monitor.merger AS m
        )
        SELECT year(p.valid_from) AS year, n.name, list(o.name ORDER BY o.name) AS parts,
            bool_and(p.was_in = p.is_in) AS is_same
        FROM part AS p
        INNER JOIN monitor.area AS n ON n.area_id = p.new_nis
        INNER JOIN monitor.area AS o ON o.area_id = p.old_nis
        GROUP BY p.valid_from, n.name HAVING bool_or(p.was_in OR p.is_in)
        ORDER BY year, n.name
    """
    return ask(build, sql, {"area": area}).to_dicts()


def breaks(build: Signature, indicator: str) -> list[Row]:
    """Years from which on an indicator is measured otherwise: `year, reason`."""
    sql = """
        SELECT year, reason FROM monitor.series_break
        WHERE indicator_id = $indicator ORDER BY year
    """
    return ask(build, sql, {"indicator": indicator}).to_dicts()
