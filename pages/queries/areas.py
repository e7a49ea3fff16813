"""Areas, action lines, sources and the build: what the frame of a page needs."""

import polars as pl

from etl.live import Signature
from pages.queries.database import Row, ask
from pages.queries.fragments import DEFAULT_REGION as DEFAULT_REGION
from pages.queries.fragments import FLANDERS as FLANDERS
from pages.queries.fragments import NEWEST_BUILD


def regions(build: Signature) -> pl.DataFrame:
    """Perimeters to choose from, those around Leuven first.

    Returns:
        `area_id`, `name`, `area_type`, `n` (current municipalities).
    """
    sql = """
        SELECT a.area_id, a.name, a.area_type, count(*) AS n
        FROM monitor.area AS a
        INNER JOIN monitor.area_member AS m ON m.area_id = a.area_id AND m.valid_to IS NULL
        INNER JOIN monitor.area AS g
            ON g.area_id = m.nis AND g.area_type = 'gemeente' AND g.valid_to IS NULL
        WHERE a.area_type NOT IN ('gemeente', 'gewest')
        GROUP BY a.area_id, a.name, a.area_type, a.position
        ORDER BY
            list_position([
                'REFREG05', 'burgemeestersoverleg-oost-brabant', 'vervoerregio-leuven', 'quadripool'
            ], a.area_id) NULLS LAST,
            a.area_type <> 'referentieregio', a.position, a.name
    """
    return ask(build, sql, {})


def municipalities(build: Signature, region: str) -> pl.DataFrame:
    """Current municipalities, those of the region first: `nis`, `name`, `in_region`."""
    sql = """
        SELECT g.area_id AS nis, g.name, m.nis IS NOT NULL AS in_region
        FROM monitor.area AS g
        LEFT JOIN monitor.area_member AS m
            ON m.nis = g.area_id AND m.area_id = $region AND m.valid_to IS NULL
        WHERE g.area_type = 'gemeente' AND g.valid_to IS NULL
        ORDER BY in_region DESC, g.name
    """
    return ask(build, sql, {"region": region})


def largest_municipality(build: Signature, region: str) -> Row:
    """The municipality of the region with most inhabitants: `nis`, `name`."""
    sql = """
        SELECT g.area_id AS nis, g.name
        FROM monitor.area_member AS m
        INNER JOIN monitor.area AS g ON g.area_id = m.nis AND g.valid_to IS NULL
        LEFT JOIN monitor.area_value AS v
            ON v.area_id = m.nis AND v.indicator_id = 'statbel:population'
        WHERE m.area_id = $region AND m.valid_to IS NULL
        GROUP BY g.area_id, g.name
        ORDER BY max_by(v.value, v.year) DESC NULLS LAST, g.name LIMIT 1
    """
    return ask(build, sql, {"region": region}).row(0, named=True)


def years(build: Signature) -> list[int]:
    """Years for which there is any figure, newest first."""
    sql = "SELECT DISTINCT year FROM monitor.observation ORDER BY year DESC"
    return ask(build, sql, {})["year"].to_list()


def action_lines(build: Signature) -> list[Row]:
    """The action lines: `action_line, title, short_title, goal`."""
    sql = """
        SELECT action_line, title, short_title, goal
        FROM monitor.action_line ORDER BY action_line
    """
    return ask(build, sql, {}).to_dicts()


def sources(build: Signature) -> list[Row]:
    """Sources with figures: `source, name, publisher, licence, homepage, retrieved_at`."""
    sql = """
        SELECT s.source, s.name, s.publisher, s.licence, s.homepage,
            max(f.retrieved_at) AS retrieved_at
        FROM monitor.source AS s INNER JOIN monitor.source_file AS f USING (source)
        GROUP BY ALL ORDER BY s.name
    """
    return ask(build, sql, {}).to_dicts()


def newest_build(build: Signature) -> Row:
    """The build itself: `build_id`, `built_at` (UTC)."""
    return ask(build, NEWEST_BUILD, {}).row(0, named=True)
