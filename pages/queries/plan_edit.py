"""The action plan as records that can be edited, what it may refer to, and who changed what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from etl.live import PLAN_EDITS, Signature
from pages import plan_answers as answers
from pages import plan_edits
from pages.plan_edits import Change, Line, Wish
from pages.plan_fields import KINDS
from pages.plan_rules import Known, KnownIndicator, Mistake, Record, Records
from pages.queries.database import Row, ask

SOURCES = {
    "action": """
        SELECT * EXCLUDE (action_id, stated_timing), action_id AS id, stated_timing AS timing,
            (SELECT list(l.indicator_id ORDER BY l.rowid) FROM monitor.action_indicator AS l
                WHERE l.action_id = a.action_id) AS indicators
        FROM monitor.action_entry AS a ORDER BY action_line, position
    """,
    "milestone": """
        SELECT * EXCLUDE (action_id, milestone_id), milestone_id AS id, action_id AS action
        FROM monitor.action_milestone ORDER BY position
    """,
    "note": """
        SELECT * EXCLUDE (action_id, note_id), note_id AS id, action_id AS action
        FROM monitor.action_note ORDER BY date DESC
    """,
    # What only repeats the value or the main breakdown was not written down as such.
    "target": """
        SELECT t.* EXCLUDE (t.here_value, t.breakdown), t.target_id AS id, t.area_id AS area,
            t.indicator_id AS indicator, t.is_relative AS relative,
            CASE WHEN t.measure <> 'hetzelfde' OR t.here_value <> t.value THEN t.here_value END AS here_value,
            CASE WHEN t.breakdown <> i.main_breakdown THEN t.breakdown END AS breakdown
        FROM monitor.target AS t LEFT JOIN monitor.indicator AS i USING (indicator_id)
        ORDER BY t.position
    """,
    "meeting": "SELECT *, meeting_id AS id FROM monitor.meeting ORDER BY date DESC",
}


def records(build: Signature) -> Records:
    """Every record of the plan by entity and id, with the fields of an edit line."""
    return {
        entity: {
            row["id"]: _record(entity, row) for row in ask(build, sql, {}).to_dicts()
        }
        for entity, sql in SOURCES.items()
    }


def _record(entity: str, row: Row) -> Record:
    """The fields as written down: a date as far as it is known, what is empty absent."""
    found: Record = {}
    for field in KINDS[entity].fields:
        value = row[field.name]
        shape = SHAPES.get(row.get(f"{field.name}_precision") or "dag")
        if isinstance(value, date) and shape is not None:
            value = shape(value)
        if value is not None and value is not False and value != []:
            found[field.name] = value
    return found


SHAPES: dict[str, Callable[[date], str]] = {
    "dag": date.isoformat,
    "maand": lambda day: day.isoformat()[:7],
    "jaar": lambda day: day.isoformat()[:4],
}


def known(build: Signature) -> Known:
    """What the plan may refer to."""
    breakdowns: dict[str, dict[str, str]] = {}
    sql = "SELECT indicator_id, breakdown, label FROM monitor.breakdown ORDER BY indicator_id, position"
    for indicator, breakdown, label in ask(build, sql, {}).iter_rows():
        breakdowns.setdefault(indicator, {})[breakdown] = label
    indicators = "SELECT indicator_id, title, unit, main_breakdown FROM monitor.indicator ORDER BY title"
    areas = """
        SELECT area_id, name, area_type FROM monitor.area
        WHERE valid_to IS NULL AND area_type <> 'elders' ORDER BY area_type <> 'referentieregio', name
    """
    lines = "SELECT action_line, short_title FROM monitor.action_line ORDER BY ALL"
    bodies = "SELECT body FROM monitor.body ORDER BY ALL"
    return Known(
        {
            key: KnownIndicator(title, unit, main, breakdowns.get(key, {}))
            for key, title, unit, main in ask(build, indicators, {}).iter_rows()
        },
        {
            key: f"{name} ({area_type})"
            for key, name, area_type in ask(build, areas, {}).iter_rows()
        },
        {line: f"{line}. {title}" for line, title in ask(build, lines, {}).iter_rows()},
        {body: body for (body,) in ask(build, bodies, {}).iter_rows()},
    )


def history(build: Signature) -> list[Change]:
    """Every field that somebody changed, as far as the build knows, in the order of the lines."""
    sql = """
        SELECT line, edited_at, who, entity, id, field, old, new FROM monitor.plan_edit
        ORDER BY line, rowid
    """
    return [
        Change(line, at.replace(tzinfo=UTC), *rest)
        for line, at, *rest in ask(build, sql, {}).iter_rows()
    ]


@dataclass(frozen=True)
class Standing:
    """The plan as it stands now: the live build, with the lines that it does not know yet."""

    build: Signature
    known: Known
    records: Records
    history: Sequence[Change]
    """Everything that changed, in the order of the lines."""
    pending: frozenset[int]
    """Numbers of the lines that the build does not know yet."""
    refused: Sequence[Line]
    """Lines among those that cannot be applied."""
    length: int
    """Lines of the file."""

    def title(self, entity: str, key: str) -> str:
        """What a record is called; its id when it is gone."""
        record = self.records[entity].get(key)
        return title(entity, record, self.records) if record else key


def standing(build: Signature) -> Standing:
    """Read the plan and the file of edits.

    Args:
        build: Of the live build, never of an earlier one.
    """
    plan, refers, told = records(build), known(build), history(build)
    length = plan_edits.length(PLAN_EDITS)
    last = max((row.line for row in told), default=0)
    newer = [line for line in plan_edits.read(PLAN_EDITS) if line.number > last]
    changes, refused = plan_edits.apply(plan, newer, refers)
    pending = frozenset(row.line for row in changes)
    return Standing(build, refers, plan, [*told, *changes], pending, refused, length)


def title(entity: str, record: Record, plan: Records) -> str:
    """What a record is called in a list."""
    if entity == "meeting":
        return f"{answers.belgian(record.get('date'))}: {record.get('body')}"
    if entity == "note":
        return f"{answers.belgian(record.get('date'))}: {str(record.get('text'))[:80]}"
    told = str(record.get("title"))
    if entity == "milestone":
        action = plan["action"].get(str(record.get("action")), {})
        return f"{told} ({action.get('title')})"
    return told


def keep(wish: Wish, build: Signature) -> None:
    """Add an edit to the file, if the plan as it stands then can take it.

    Raises:
        Overtaken: Somebody else changed the same record since the form was opened.
        Refused: The plan cannot take it; says why.
    """

    def check() -> list[Mistake]:
        plan = standing(build)
        before = plan.records[wish.entity].get(wish.id, {})
        after = plan_edits.merged(before, wish.fields) if wish.fields else None
        return plan_edits.problems(
            plan.records, wish.entity, wish.id, after, plan.known
        )

    plan_edits.save(PLAN_EDITS, wish, check)
