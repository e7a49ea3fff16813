"""How the perimeters of sectors lie against a referentieregio, from the members of each."""

import polars as pl

from etl.live import Signature
from pages.queries.database import ask

SECTORS = (
    "vervoerregio",
    "eerstelijnszone",
    "politiezone",
    "woonmaatschappij",
    "streekwerking",
    "arrondissement",
    "provincie",
)
"""Area types that divide all of Flanders, in the order of the screen."""

OVERLAP = """
    WITH current_member AS (
        SELECT m.area_id, a.name, a.area_type, m.nis, g.name AS town
        FROM monitor.area_member AS m
        INNER JOIN monitor.area AS a ON a.area_id = m.area_id
        INNER JOIN monitor.area AS g ON g.area_id = m.nis AND g.valid_to IS NULL
        WHERE m.valid_to IS NULL AND g.area_type = 'gemeente'
    ),
    region AS (
        SELECT *, count(*) OVER (PARTITION BY area_id) AS n_region
        FROM current_member WHERE area_type = 'referentieregio'
    ),
    sector AS (
        SELECT *, count(*) OVER (PARTITION BY area_id) AS n_area,
            list(town ORDER BY town) OVER (PARTITION BY area_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS towns
        FROM current_member WHERE list_contains($sectors, area_type)
    ),
    overlap AS (
        SELECT r.area_id AS region_id, r.name AS region, s.area_type, s.area_id, s.name,
            any_value(r.n_region) AS n_region, any_value(s.n_area) AS n_area,
            count(*) AS n_inside, list(s.town ORDER BY s.town) AS inside,
            list_filter(any_value(s.towns), lambda t: NOT list_contains(list(s.town), t)) AS outside
        FROM region AS r INNER JOIN sector AS s USING (nis)
        GROUP BY r.area_id, r.name, s.area_type, s.area_id, s.name
    )
    SELECT *, n_area - n_inside AS n_outside,
        CASE
            WHEN n_inside = n_area AND n_inside = n_region THEN 'valt samen'
            WHEN n_inside = n_area THEN 'past erin'
            WHEN n_inside = n_region THEN 'omvat'
            ELSE 'kruist'
        END AS relation
    FROM overlap
"""


def of_region(build: Signature, region: str) -> pl.DataFrame:
    """Every sectoral area that shares a municipality with the region.

    Returns:
        `area_type, area_id, name, n_region, n_area, n_inside, n_outside, inside, outside`
        (lists of names), `relation` ('valt samen', 'past erin', 'omvat', 'kruist'),
        by type in the order of `SECTORS`, the largest part first.
    """
    sql = f"""
        SELECT * FROM ({OVERLAP}) WHERE region_id = $region
        ORDER BY list_position($sectors, area_type), n_inside DESC, name
    """  # noqa: S608
    return ask(build, sql, {"region": region, "sectors": list(SECTORS)})


def comparison(build: Signature) -> pl.DataFrame:
    """All referentieregio's beside each other.

    Returns:
        `region_id, region, area_type, n_areas, n_crossing` (areas that lie only partly
        inside and do not contain the region), `relation` of the type as a whole.
    """
    sql = f"""
        SELECT region_id, region, area_type, count(*) AS n_areas,
            count(*) FILTER (relation = 'kruist') AS n_crossing,
            CASE
                WHEN bool_or(relation = 'kruist') THEN 'kruist'
                ELSE any_value(relation)
            END AS relation
        FROM ({OVERLAP})
        GROUP BY region_id, region, area_type
        ORDER BY region, list_position($sectors, area_type)
    """  # noqa: S608
    return ask(build, sql, {"sectors": list(SECTORS)})
