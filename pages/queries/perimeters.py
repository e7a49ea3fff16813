"""Perimeters: who belongs to one, which others lie over it, and where they differ."""

from etl.live import Signature
from pages.queries.areas import DEFAULT_REGION
from pages.queries.database import Row, ask

MAYORS = "burgemeestersoverleg-oost-brabant"
"""Named before the other bodies of the same municipalities."""
CURRENT = """
    SELECT m.area_id, a.name AS area_name, a.area_type, a.position, m.nis, g.name
    FROM monitor.area_member AS m
    INNER JOIN monitor.area AS a ON a.area_id = m.area_id AND a.area_type NOT IN ('gemeente', 'gewest')
    INNER JOIN monitor.area AS g
        ON g.area_id = m.nis AND g.area_type = 'gemeente' AND g.valid_to IS NULL
    WHERE m.valid_to IS NULL
"""
"""Which current municipality belongs to which perimeter."""


def members(build: Signature, region: str) -> list[Row]:
    """Current municipalities of a perimeter, by name: `nis, name`."""
    sql = f"""
        WITH member AS ({CURRENT})
        SELECT nis, name FROM member WHERE area_id = $region ORDER BY name
    """  # noqa: S608
    return ask(build, sql, {"region": region}).to_dicts()


def others(build: Signature, region: str) -> list[Row]:
    """The perimeter of every other kind that shares most with this one.

    The kinds: referentieregio, overleg, vervoerregio and arrondissement. The default region is
    always among them, also when it shares nothing.

    Returns:
        `area_id, name, area_type, n` (municipalities), `shared` (of them in both).
    """
    sql = f"""
        WITH member AS ({CURRENT}),
        own AS (SELECT nis, area_type FROM member WHERE area_id = $region),
        other AS (
            SELECT area_id, area_name AS name, area_type, any_value(position) AS position,
                count(*) AS n, count(*) FILTER (nis IN (SELECT nis FROM own)) AS shared
            FROM member WHERE area_id <> $region GROUP BY ALL
        )
        SELECT area_id, name, area_type, n, shared FROM other
        WHERE area_id = $default
            OR (shared > 0 AND area_type NOT IN (SELECT area_type FROM own)
                AND area_type IN ('referentieregio', 'overleg', 'vervoerregio', 'arrondissement'))
        QUALIFY row_number() OVER (PARTITION BY area_type, area_id = $default
            ORDER BY shared DESC, n, area_id = '{MAYORS}' DESC, position) = 1
        ORDER BY list_position(['referentieregio', 'overleg', 'vervoerregio', 'arrondissement'], area_type),
            shared DESC, name
    """  # noqa: S608
    return ask(build, sql, {"region": region, "default": DEFAULT_REGION}).to_dicts()


def differences(build: Signature, region: str, other: str) -> list[Row]:
    """Municipalities of only one of two perimeters, and where they do belong.

    Returns:
        `nis, name, in_region` (true: only in `region`), `reason_type` and `reason_name`: the
        perimeter of the municipality that is of the same kind as the one it is not in. A
        consultation body (overleg) does not cover Flanders and follows the arrondissement.
    """
    sql = f"""
        WITH member AS ({CURRENT}),
        kind AS (
            SELECT area_id, CASE area_type WHEN 'overleg' THEN 'arrondissement' ELSE area_type END AS kind
            FROM member WHERE area_id IN ($region, $other) GROUP BY ALL
        ),
        alone AS (
            SELECT nis, name, min(area_id) = $region AS in_region,
                CASE WHEN min(area_id) = $region THEN $other ELSE $region END AS absent_from
            FROM member WHERE area_id IN ($region, $other) GROUP BY nis, name HAVING count(*) = 1
        )
        SELECT a.nis, a.name, a.in_region, r.area_type AS reason_type, r.area_name AS reason_name
        FROM alone AS a
        INNER JOIN kind AS k ON k.area_id = a.absent_from
        LEFT JOIN member AS r ON r.nis = a.nis AND r.area_type = k.kind
        ORDER BY a.in_region DESC, r.area_name, a.name
    """  # noqa: S608
    return ask(build, sql, {"region": region, "other": other}).to_dicts()
