"""Verdicts, targets and actions: how an indicator moves, what is aimed at, what is being done."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from etl.live import Signature
from pages.queries.database import Row, ask


def verdicts(build: Signature, area: str) -> dict[str, Row]:
    """The verdict on every indicator in one area, by indicator.

    A target of the Taskforce itself goes before the direction alone.

    Returns:
        Columns of `progress`, for the main breakdown.
    """
    sql = """
        SELECT p.* FROM monitor.progress AS p INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE p.area_id = $area AND p.breakdown = i.main_breakdown AND p.kind <> 'referentie'
        QUALIFY row_number() OVER (PARTITION BY p.indicator_id
            ORDER BY p.kind = 'doel' DESC, p.target_year DESC, p.target_id) = 1
    """
    rows = ask(build, sql, {"area": area}).to_dicts()
    return {row["indicator_id"]: row for row in rows}


def counts(build: Signature, area: str) -> pl.DataFrame:
    """Verdicts on the headline indicators of each line.

    Returns:
        `action_line, kind` ('doel' or 'richting'), `class, n`.
    """
    sql = """
        WITH first AS (
            SELECT i.action_line, p.kind, p.class
            FROM monitor.progress AS p INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE p.area_id = $area AND p.breakdown = i.main_breakdown AND p.kind <> 'referentie'
                AND i.headline IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY p.indicator_id
                ORDER BY p.kind = 'doel' DESC, p.target_year DESC, p.target_id) = 1
        )
        SELECT action_line, kind, class, count(*) AS n FROM first GROUP BY ALL ORDER BY ALL
    """
    return ask(build, sql, {"area": area})


def targets(build: Signature, line: str, area: str) -> list[Row]:
    """Targets of a line, those that something here measures first.

    Args:
        build: From `live_build()`.
        line: '1' to '4'.
        area: Whose line and pace are given beside it.

    Returns:
        Columns of `target`; `indicator, decimals, indicator_unit` of what measures it;
        `area_name, area_type, area_members` of the owner's perimeter; `kind, class, target_value,
        ratio, robust, reason, yearly_change, required_change, change_unit, base_value,
        last_value, last_year, projected_value` in `area`, null where there is no such figure.
    """
    sql = """
        SELECT t.*, i.title AS indicator, i.decimals, i.unit AS indicator_unit, a.name AS area_name, a.area_type,
            (SELECT count(*) FROM monitor.area_member AS m
                WHERE m.area_id = t.area_id AND m.valid_to IS NULL) AS area_members,
            p.kind, p.class, p.target_value, p.ratio, p.robust, p.reason, p.yearly_change,
            p.required_change, p.change_unit, p.base_value, p.last_value, p.last_year, p.projected_value
        FROM monitor.target AS t
        LEFT JOIN monitor.indicator AS i USING (indicator_id)
        LEFT JOIN monitor.area AS a ON a.area_id = t.area_id
        LEFT JOIN monitor.progress AS p ON p.target_id = t.target_id AND p.area_id = $area
        WHERE list_contains(t.action_lines, $line)
        ORDER BY t.proxy IS NOT DISTINCT FROM true, p.target_value IS NULL, t.indicator_id IS NULL, t.position
    """
    return ask(build, sql, {"line": line, "area": area}).to_dicts()


def lines_of_targets(build: Signature, area: str) -> dict[str, list[Row]]:
    """Where targets draw a line, by indicator: `target_id, title, owner, target_value, target_year, proxy`."""
    sql = """
        SELECT p.indicator_id, t.target_id, t.title, t.owner, t.proxy, p.target_value, t.target_year, t.horizon
        FROM monitor.progress AS p INNER JOIN monitor.target AS t USING (target_id)
        INNER JOIN monitor.indicator AS i ON i.indicator_id = p.indicator_id
        WHERE p.area_id = $area AND p.breakdown = i.main_breakdown AND p.target_value IS NOT NULL
        ORDER BY p.indicator_id, t.position
    """
    found: dict[str, list[Row]] = {}
    for row in ask(build, sql, {"area": area}).to_dicts():
        found.setdefault(row["indicator_id"], []).append(row)
    return found


def actions(build: Signature, line: str | None) -> list[Row]:
    """Actions of a line (and those across the lines), or all; overdue first.

    Returns:
        Columns of the view `action`, `indicators` (list of ids), `titles` (of those),
        `n_milestones, n_reached`.
    """
    sql = """
        SELECT a.*,
            (SELECT coalesce(list(indicator_id ORDER BY i.position), [])
                FROM monitor.action_indicator AS l INNER JOIN monitor.indicator AS i USING (indicator_id)
                WHERE l.action_id = a.action_id) AS indicators,
            (SELECT coalesce(list(i.title ORDER BY i.position), [])
                FROM monitor.action_indicator AS l INNER JOIN monitor.indicator AS i USING (indicator_id)
                WHERE l.action_id = a.action_id) AS titles
        FROM monitor.action AS a
        WHERE $line IS NULL OR a.action_line = $line
        ORDER BY a.timing IS DISTINCT FROM 'te laat', a."end" NULLS LAST,
            list_position(['lopend', 'doorlopend', 'niet gestart'], a.execution) NULLS LAST, a.position
    """
    return ask(build, sql, {"line": line}).to_dicts()


def milestones(build: Signature) -> dict[str, list[Row]]:
    """Milestones by action: `title, due, due_precision, reached, reached_precision`."""
    return _by_action(
        build,
        "SELECT * FROM monitor.action_milestone ORDER BY action_id, due NULLS LAST, position",
    )


def notes(build: Signature) -> dict[str, list[Row]]:
    """Notes by action, newest first: `date, date_precision, text, source`."""
    return _by_action(
        build, "SELECT * FROM monitor.action_note ORDER BY action_id, date DESC"
    )


def _by_action(build: Signature, sql: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in ask(build, sql, {}).to_dicts():
        found.setdefault(row["action_id"], []).append(row)
    return found


def on_figure(figure: Row, said: Mapping[str, Row]) -> Row | None:
    """The verdict on exactly this figure; None where it judges that of another year.

    Args:
        figure: With `indicator_id` and `year`.
        said: Of `verdicts`.
    """
    found = said.get(figure["indicator_id"])
    return found if found and found["last_year"] == figure["year"] else None


def on_indicator(build: Signature, indicator: str) -> list[Row]:
    """Actions that mean to move an indicator: `action_id, action_line, title, execution, timing`."""
    sql = """
        SELECT a.action_id, a.action_line, a.title, a.execution, a.timing
        FROM monitor.action AS a INNER JOIN monitor.action_indicator AS l USING (action_id)
        WHERE l.indicator_id = $indicator ORDER BY a.position
    """
    return ask(build, sql, {"indicator": indicator}).to_dicts()


def meetings(build: Signature) -> list[Row]:
    """The calendar, newest first: `date, body, topics, spotlights, slides, seconds`.

    Empty while nobody filled it. `slides` is not in builds of before it existed.
    """
    sql = "SELECT * FROM monitor.meeting ORDER BY date DESC"
    return ask(build, sql, {}).to_dicts()


def bodies(build: Signature) -> list[Row]:
    """Who meets, and how often: `body, cadence, per_year, source`."""
    return ask(build, "SELECT * FROM monitor.body ORDER BY body", {}).to_dicts()


def moved_actions(build: Signature, since: date) -> list[Row]:
    """Actions finished or overdue since a day: `action_id, action_line, title, what, day`."""
    sql = """
        SELECT action_id, action_line, title, 'afgerond' AS what, finished AS day FROM monitor.action
        WHERE finished BETWEEN $since AND current_date
        UNION ALL
        SELECT action_id, action_line, title, 'termijn verstreken', "end" FROM monitor.action
        WHERE timing = 'te laat' AND finished IS NULL AND "end" BETWEEN $since AND current_date
        ORDER BY day DESC, title
    """
    return ask(build, sql, {"since": since}).to_dicts()
