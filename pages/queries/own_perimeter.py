"""A perimeter of one's own: which municipalities, and its figures by the same SQL as a region's."""

import polars as pl

from etl.live import Signature
from pages.queries.areas import FLANDERS
from pages.queries.database import Row, ask
from pages.queries.figures import MEMBER


def territory(build: Signature) -> pl.DataFrame:
    """Every code a municipality ever had here: `nis, name, current_nis, current_name`."""
    sql = """
        SELECT DISTINCT l.nis, old.name, l.to_nis AS current_nis, new.name AS current_name
        FROM monitor.lineage AS l
        INNER JOIN monitor.area AS old ON old.area_id = l.nis
        INNER JOIN monitor.area AS new ON new.area_id = l.to_nis
        WHERE l.to_vintage = '2025' ORDER BY l.nis
    """
    return ask(build, sql, {})


def municipalities(build: Signature) -> dict[str, str]:
    """Current NIS to name, by name."""
    sql = """
        SELECT area_id, name FROM monitor.area
        WHERE area_type = 'gemeente' AND valid_to IS NULL ORDER BY name
    """
    return dict(ask(build, sql, {}).iter_rows())


def members(build: Signature, region: str) -> list[str]:
    """NIS of the current municipalities of an existing area, sorted."""
    return ask(build, f"{MEMBER} ORDER BY m.nis", {"region": region})["nis"].to_list()


def same_as(build: Signature, codes: list[str]) -> list[Row]:
    """Existing areas of exactly these municipalities: `area_id, name, area_type`."""
    sql = """
        SELECT a.area_id, a.name, a.area_type
        FROM monitor.area AS a
        INNER JOIN monitor.area_member AS m ON m.area_id = a.area_id AND m.valid_to IS NULL
        INNER JOIN monitor.area AS g
            ON g.area_id = m.nis AND g.area_type = 'gemeente' AND g.valid_to IS NULL
        WHERE a.area_type <> 'gemeente'
        GROUP BY a.area_id, a.name, a.area_type, a.position
        HAVING count(*) = len($codes) AND bool_and(list_contains($codes, m.nis))
        ORDER BY a.area_type <> 'referentieregio', a.position
    """
    return ask(build, sql, {"codes": codes}).to_dicts()


def figures(
    build: Signature,
    codes: list[str],
    indicators: list[str],
    region: str,
    year: int | None,
) -> list[Row]:
    """The perimeter on some indicators, beside the region and Flanders in the same year.

    Args:
        build: From `live_build()`, read once per run.
        codes: NIS of current municipalities, each once; at least one.
        indicators: Ids.
        region: What it is compared with, beside Flanders.
        year: No measurement newer than this; None for the newest.

    Returns:
        One row per indicator, in the order asked: `indicator_id, year` (the newest in which
        any of the municipalities took part), `value, lower, upper, method, coverage,
        n_observed, n_members, n_withheld, missing, region, flanders`, `to_region` and
        `to_flanders` (differences; none for what grows with the area) and
        `share_of_region` (percent, only for sums).
    """
    sql = f"""
        WITH own AS (
            SELECT p.* FROM monitor.perimeter($codes) AS p
            INNER JOIN monitor.indicator AS i
                ON i.indicator_id = p.indicator_id AND i.main_breakdown = p.breakdown
            WHERE list_contains($indicators, p.indicator_id)
        ),
        newest AS (
            SELECT * FROM own WHERE n_observed > 0 AND year <= coalesce($year, 9999)
            QUALIFY year = max(year) OVER (PARTITION BY indicator_id)
        ),
        other AS (
            SELECT v.* FROM monitor.area_value AS v
            INNER JOIN newest USING (indicator_id, breakdown, year)
            WHERE v.area_id IN ($region, '{FLANDERS}')
        )
        SELECT i.indicator_id, n.year, n.value, n.lower, n.upper, n.method, n.coverage,
            n.n_observed, n.n_members, n.n_withheld, n.missing, r.value AS region, f.value AS flanders,
            CASE WHEN i.aggregation NOT IN ('sum', 'pairs') THEN n.value - r.value END AS to_region,
            CASE WHEN i.aggregation NOT IN ('sum', 'pairs') THEN n.value - f.value END AS to_flanders,
            CASE WHEN i.aggregation = 'sum' THEN 100 * n.value / nullif(r.value, 0) END
                AS share_of_region
        FROM monitor.indicator AS i
        LEFT JOIN newest AS n USING (indicator_id)
        LEFT JOIN other AS r ON r.indicator_id = i.indicator_id AND r.area_id = $region
        LEFT JOIN other AS f ON f.indicator_id = i.indicator_id AND f.area_id = '{FLANDERS}'
        WHERE list_contains($indicators, i.indicator_id)
        ORDER BY list_position($indicators, i.indicator_id)
    """  # noqa: S608
    params = {
        "codes": codes,
        "indicators": indicators,
        "region": region,
        "year": year,
    }
    return ask(build, sql, params).to_dicts()


def trend(build: Signature, codes: list[str], indicator: str) -> pl.DataFrame:
    """Every year of the perimeter on one indicator: `year, value, lower, upper, coverage, is_last`.

    Years in which none of its municipalities took part are no gap but absent.
    """
    sql = """
        SELECT p.year, p.value, p.lower, p.upper, p.coverage,
            p.value IS NOT NULL AND p.year = max(p.year) FILTER (p.value IS NOT NULL) OVER () AS is_last
        FROM monitor.perimeter($codes) AS p
        INNER JOIN monitor.indicator AS i
            ON i.indicator_id = p.indicator_id AND i.main_breakdown = p.breakdown
        WHERE p.indicator_id = $indicator AND p.n_observed > 0 ORDER BY p.year
    """
    return ask(build, sql, {"codes": codes, "indicator": indicator})
