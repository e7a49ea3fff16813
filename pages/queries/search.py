"""What the search field finds: indicators, municipalities, perimeters and action lines."""

import polars as pl

from etl.live import Signature
from pages.queries.areas import DEFAULT_REGION
from pages.queries.database import ask


def index(build: Signature) -> pl.DataFrame:
    """Everything with a page of its own, the most likely first.

    Returns:
        `kind` (lijn, indicator, gemeente or regio), `id` (as it stands in the URL), `label`,
        `words` (synonyms; for a merged municipality its former names), `area_type`, `n`
        (municipalities of a perimeter), `inside` (name of the referentieregio of a
        municipality), `has_figures` (of an indicator).
    """
    sql = """
        WITH municipality AS (
            SELECT g.area_id, g.name, r.name AS inside, coalesce(r.area_id = $region, false) AS is_near,
                (SELECT list(DISTINCT o.name ORDER BY o.name) FROM monitor.merger AS m
                    INNER JOIN monitor.area AS o ON o.area_id = m.old_nis AND o.name <> g.name
                    WHERE m.new_nis = g.area_id) AS words
            FROM monitor.area AS g
            LEFT JOIN monitor.area_member AS m ON m.nis = g.area_id AND m.valid_to IS NULL
                AND m.area_id IN (SELECT area_id FROM monitor.area WHERE area_type = 'referentieregio')
            LEFT JOIN monitor.area AS r ON r.area_id = m.area_id
            WHERE g.area_type = 'gemeente' AND g.valid_to IS NULL
        ),
        perimeter AS (
            SELECT a.area_id, a.name, a.area_type, count(*) AS n, a.position
            FROM monitor.area AS a
            INNER JOIN monitor.area_member AS m ON m.area_id = a.area_id AND m.valid_to IS NULL
            INNER JOIN monitor.area AS g
                ON g.area_id = m.nis AND g.area_type = 'gemeente' AND g.valid_to IS NULL
            WHERE a.area_type NOT IN ('gemeente', 'gewest') GROUP BY ALL
        ),
        found AS (
            SELECT 0 AS place, 'lijn' AS kind, action_line AS id, short_title AS label, [title] AS words,
                NULL AS area_type, NULL AS n, NULL AS inside, true AS has_figures,
                row_number() OVER (ORDER BY action_line) AS position
            FROM monitor.action_line
            UNION ALL
            SELECT CASE WHEN state = 'geen' THEN 6 WHEN headline IS NULL THEN 3 ELSE 1 END, 'indicator',
                indicator_id, title, synonyms, NULL, NULL, NULL, state <> 'geen', position
            FROM monitor.indicator INNER JOIN monitor.indicator_state USING (indicator_id)
            UNION ALL
            SELECT CASE WHEN is_near THEN 2 ELSE 4 END, 'gemeente', area_id, name, coalesce(words, []),
                NULL, NULL, inside, true, row_number() OVER (ORDER BY name)
            FROM municipality
            UNION ALL
            SELECT 5, 'regio', area_id, name, [], area_type, n, NULL, true, position FROM perimeter
        )
        SELECT kind, id, label, words, area_type, n, inside, has_figures
        FROM found ORDER BY place, position, label
    """
    return ask(build, sql, {"region": DEFAULT_REGION})
