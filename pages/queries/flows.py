"""Flows between municipalities: what stays inside an area, and the strongest in and out."""

import polars as pl

from etl.live import Signature
from pages.queries.database import Row, ask
from pages.queries.figures import MEMBER

FLOW = """
    SELECT coalesce(o.to_nis, f.origin_nis) AS origin,
        coalesce(d.to_nis, f.destination_nis) AS destination, f.value
    FROM monitor.flow AS f
    LEFT JOIN monitor.lineage AS o
        ON o.vintage = f.vintage AND o.nis = f.origin_nis AND o.to_vintage = '2025'
    LEFT JOIN monitor.lineage AS d
        ON d.vintage = f.vintage AND d.nis = f.destination_nis AND d.to_vintage = '2025'
    WHERE f.indicator_id = $indicator AND f.year = $year
"""
"""The pairs of one indicator and year, Flemish municipalities on the current map."""


def balance(build: Signature, indicator: str, year: int, area: str) -> Row:
    """What stays in an area, comes into it and goes out of it: `inside, into, out_of`.

    Args:
        build: From `live_build()`, read once per run.
        indicator: One with flows.
        year: One for which it has them.
        area: Area id of a region or of a municipality.
    """
    sql = f"""
        WITH flow AS ({FLOW}), member AS ({MEMBER}),
        side AS (
            SELECT value, origin IN (FROM member) AS from_here,
                destination IN (FROM member) AS to_here
            FROM flow
        )
        SELECT coalesce(sum(value) FILTER (from_here AND to_here), 0) AS inside,
            coalesce(sum(value) FILTER (to_here AND NOT from_here), 0) AS into,
            coalesce(sum(value) FILTER (from_here AND NOT to_here), 0) AS out_of
        FROM side
    """  # noqa: S608
    params = {"indicator": indicator, "year": year, "region": area}
    return ask(build, sql, params).row(0, named=True)


def around(
    build: Signature, indicator: str, year: int, nis: str, way: str
) -> pl.DataFrame:
    """The other end of every flow of a municipality, for the map of Flanders.

    Args:
        build: From `live_build()`, read once per run.
        indicator: One with flows.
        year: One for which it has them.
        nis: The municipality.
        way: 'uit' (where its residents work) or 'in' (where those who work there live).

    Returns:
        `nis, name, shown, value` (persons), `class` (1..5, fifths of the municipalities
        with a flow), `reason`.
    """
    mine, other = (
        ("origin", "destination") if way == "uit" else ("destination", "origin")
    )
    sql = f"""
        WITH flow AS ({FLOW}),
        added AS (
            SELECT {other} AS nis, sum(value) AS value FROM flow
            WHERE {mine} = $nis AND {other} <> $nis GROUP BY ALL
        ),
        present AS (SELECT * FROM added WHERE value > 0),
        border AS (SELECT quantile_cont(value, [0.2, 0.4, 0.6, 0.8]) AS borders FROM present),
        ranked AS (
            SELECT nis, value, 1 + len(list_filter(borders, lambda b: b < value)) AS class
            FROM present CROSS JOIN border
        )
        SELECT g.area_id AS nis, g.name, true AS shown, r.value, r.class,
            CASE WHEN g.area_id = $nis THEN 'de gekozen gemeente' ELSE 'niemand' END AS reason
        FROM monitor.area AS g LEFT JOIN ranked AS r ON r.nis = g.area_id
        WHERE g.area_type = 'gemeente' AND g.valid_to IS NULL ORDER BY g.name
    """  # noqa: S608
    return ask(build, sql, {"indicator": indicator, "year": year, "nis": nis})


def strongest(
    build: Signature, indicator: str, year: int, nis: str, region: str, count: int
) -> pl.DataFrame:
    """The strongest flows of a municipality, its own left out, strongest first.

    Returns:
        `way` ('uit' or 'in'), `name` (the other end), `in_region`, `value`, `share`
        (percent of all who live, or work, in the municipality).
    """
    sql = f"""
        WITH flow AS ({FLOW}),
        mine AS (
            SELECT 'uit' AS way, destination AS other, value FROM flow WHERE origin = $nis
            UNION ALL
            SELECT 'in' AS way, origin AS other, value FROM flow WHERE destination = $nis
        ),
        added AS (
            SELECT way, other, sum(value) AS value,
                100 * sum(value) / sum(sum(value)) OVER (PARTITION BY way) AS share
            FROM mine GROUP BY way, other
        )
        SELECT way, coalesce(a.name, other) AS name, other IN ({MEMBER}) AS in_region, value, share
        FROM added LEFT JOIN monitor.area AS a ON a.area_id = other
        WHERE other <> $nis
        QUALIFY row_number() OVER (PARTITION BY way ORDER BY value DESC, other) <= $count
        ORDER BY way DESC, value DESC, other
    """  # noqa: S608
    params = {
        "indicator": indicator,
        "year": year,
        "nis": nis,
        "region": region,
        "count": count,
    }
    return ask(build, sql, params)
