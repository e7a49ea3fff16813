"""What other regions do: their consultation, their projects, what those taught."""

import polars as pl

from etl.live import Signature
from pages.queries.database import Row, ask


def forums(build: Signature) -> list[Row]:
    """One row per referentieregio.

    Returns:
        `area_id, region, name, since, rhythm, supported_by` (list), `note, source, as_of`;
        null where the overview does not say.
    """
    sql = """
        SELECT f.area_id, a.name AS region, f.name, f.since, f.rhythm, f.supported_by, f.note,
            f.source, f.as_of
        FROM monitor.forum AS f INNER JOIN monitor.area AS a USING (area_id)
        ORDER BY a.name
    """
    return ask(build, sql, {}).to_dicts()


def projects(build: Signature, line: str | None) -> list[Row]:
    """Projects that a line can learn from, or all.

    Args:
        build: From `live_build()`.
        line: '1' to '4'; None for all.

    Returns:
        `project_id, area_id, region, part, kind, period, theme, action_lines` (list),
        `partners` (list), `result`, by theme.
    """
    sql = """
        SELECT p.project_id, p.area_id, a.name AS region, p.part, p.kind, p.period, p.theme,
            p.action_lines, p.partners, p.result
        FROM monitor.practice_project AS p INNER JOIN monitor.area AS a USING (area_id)
        WHERE $line IS NULL OR list_contains(p.action_lines, $line)
        ORDER BY p.kind, p.theme
    """
    return ask(build, sql, {"line": line}).to_dicts()


def by_region(build: Signature, line: str | None) -> pl.DataFrame:
    """Every referentieregio with its projects: `area_id, region, n, themes` (text, '' for none)."""
    sql = """
        SELECT a.area_id, a.name AS region, count(p.project_id) AS n,
            coalesce(string_agg(p.theme, '; ' ORDER BY p.theme), '') AS themes
        FROM monitor.area AS a
        LEFT JOIN monitor.practice_project AS p ON p.area_id = a.area_id
            AND ($line IS NULL OR list_contains(p.action_lines, $line))
        WHERE a.area_type = 'referentieregio'
        GROUP BY a.area_id, a.name ORDER BY a.name
    """
    return ask(build, sql, {"line": line})


def lessons(build: Signature) -> list[str]:
    """What the projects taught, in the order of the file."""
    sql = "SELECT lesson FROM monitor.practice_lesson ORDER BY position"
    return ask(build, sql, {})["lesson"].to_list()
