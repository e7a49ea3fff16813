"""Put the plan in the draft: actions, targets, meetings, and who changed what."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import duckdb
import polars as pl

from etl.load import append
from etl.plan import edits
from etl.plan.dates import first_day, last_day, precision
from etl.plan.model import Action, Milestone, Note, Target
from etl.plan.records import Record
from etl.plan.state import Plan

STATE = ("execution", "timing", "start", "end", "finished")
"""Fields of an action that the history of its state follows."""
Row = dict[str, object]


def record(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Fill every table of the plan but `progress`."""
    tables: dict[str, Sequence[Row]] = {
        "body": [body.model_dump() for body in plan.bodies],
        "action_entry": [_action(i, one) for i, one in enumerate(plan.actions)],
        "action_indicator": [
            {"action_id": action.id, "indicator_id": indicator}
            for action in plan.actions
            for indicator in action.indicators
        ],
        "action_milestone": [
            _milestone(position, one)
            for position, one in enumerate(plan.models["milestone"].values())
            if isinstance(one, Milestone)
        ],
        "action_note": [
            _note(one) for one in plan.models["note"].values() if isinstance(one, Note)
        ],
        "action_state": list(_states(plan)),
        "plan_edit": [_edit(row) for row in plan.history],
        "meeting": [
            {"meeting_id": one.id, **one.model_dump(exclude={"id"})}
            for one in plan.meetings
        ],
    }
    for table, rows in tables.items():
        _append(connection, table, rows)
    main = dict(
        connection.execute(
            "SELECT indicator_id, main_breakdown FROM monitor.indicator"
        ).fetchall()
    )
    targets = [
        _target(position, one, main) for position, one in enumerate(plan.targets)
    ]
    _append(connection, "target", targets)


def _append(
    connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]
) -> None:
    if rows:
        append(connection, table, pl.DataFrame(list(rows), infer_schema_length=None))


def _from(name: str, text: str | None) -> Row:
    """A partial date as its first day and how much is known."""
    return {
        name: first_day(text) if text else None,
        f"{name}_precision": precision(text),
    }


def _until(name: str, text: str | None) -> Row:
    """A partial date as its last day and how much is known."""
    return {
        name: last_day(text) if text else None,
        f"{name}_precision": precision(text),
    }


def _action(position: int, action: Action) -> Row:
    told = action.model_dump(
        include={"action_line", "title", "owner", "partners", "execution", "source"}
    )
    return {
        "action_id": action.id,
        **told,
        **_from("start", action.start),
        **_until("end", action.end),
        **_until("finished", action.finished),
        "stated_timing": action.timing,
        "position": position,
    }


def _milestone(position: int, one: Milestone) -> Row:
    return {
        "milestone_id": one.id,
        "action_id": one.action,
        "title": one.title,
        **_until("due", one.due),
        **_until("reached", one.reached),
        "source": one.source,
        "position": position,
    }


def _note(one: Note) -> Row:
    return {
        "note_id": one.id,
        "action_id": one.action,
        **_from("date", one.date),
        "text": one.text,
        "source": one.source,
    }


def _target(position: int, one: Target, main: dict[str, str]) -> Row:
    here = one.here_value
    if here is None and one.measure == "hetzelfde" and not one.relative:
        here = one.value
    return {
        "target_id": one.id,
        "indicator_id": one.indicator,
        "area_id": one.area,
        "proxy": one.measure == "benadering",
        "is_relative": one.relative,
        "here_value": here,
        "breakdown": one.breakdown
        if one.breakdown is not None or one.indicator is None
        else main.get(one.indicator),
        "position": position,
        **one.model_dump(
            exclude={"id", "indicator", "area", "relative", "here_value", "breakdown"}
        ),
    }


def _edit(row: edits.Row) -> Row:
    told = {name: value for name, value in vars(row).items() if name != "at"}
    return {"edited_at": row.at.replace(tzinfo=None), **told}


def _states(plan: Plan) -> Iterator[Row]:
    """How each action stood, from the file on and after every edit of its state."""
    now: dict[str, dict[str, str | None]] = {
        key: _state(record) for key, record in plan.original["action"].items()
    }
    for key, state in now.items():
        yield _state_row(key, state, None, 0)
    touched = (row for row in plan.history if row.entity == "action")
    for line, rows in groupby(touched, key=lambda row: row.line):
        changed = list(rows)
        state = now.setdefault(changed[0].id, {})
        state |= {row.field: row.new for row in changed if row.field in STATE}
        since = changed[0].at.replace(tzinfo=None)
        yield _state_row(changed[0].id, state, since, line)


def _state(record: Record) -> dict[str, str | None]:
    return {name: edits.as_text(record.get(name)) for name in STATE}


def _state_row(key: str, state: dict[str, str | None], since: object, line: int) -> Row:
    start, end, finished = (state.get(name) for name in ("start", "end", "finished"))
    return {
        "action_id": key,
        "since": since,
        "line": line,
        "execution": state.get("execution"),
        "stated_timing": state.get("timing"),
        "start": first_day(start) if start else None,
        "end": last_day(end) if end else None,
        "finished": last_day(finished) if finished else None,
    }
