"""`data/plan_edits.jsonl`: who changed what in the plan, and when. It only grows.

One JSON object a line, one line a save:

    {"at": "2026-11-25T10:12:00+00:00", "who": "an.peeters", "entity": "action",
     "id": "rea", "set": {"execution": "lopend", "owner": "Interleuven"}}
    {"at": "…", "who": "…", "entity": "milestone", "id": "rea-nota", "remove": true}

`entity` is a key of `model.ENTITIES`, `set` holds fields of that model; null clears a field.
An id that does not exist yet is created by its first `set`. Lines apply in the order of the
file, over the YAML file: per field the last one wins. A line that cannot be applied is named
and left where it is; the other lines count.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import ValidationError, field_validator, model_validator

from etl import jsonl
from etl.plan.model import ENTITIES, Id, Text
from etl.plan.records import Known, Located, Problem, Record, Records, check, children
from etl.strict import Strict, validation_text


class Edit(Strict):
    """One line."""

    at: datetime
    who: Text
    entity: Literal["action", "milestone", "note", "target", "meeting"]
    id: Id
    set: dict[str, object] | None = None
    remove: bool = False

    @field_validator("at")
    @classmethod
    def _in_utc(cls, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError("verwacht een tijd met zone, zoals 2026-11-25T10:12:00Z")
        return at.astimezone(UTC)

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if bool(self.set) == self.remove:
            raise ValueError("verwacht 'set' met velden, of 'remove': true")
        if self.set and "id" in self.set:
            raise ValueError("'id' verandert niet")
        return self

    def line(self) -> dict[str, object]:
        """As it is written."""
        return self.model_dump(
            mode="json", exclude_none=True, exclude_defaults=True
        ) | ({"set": self.set} if self.set else {})


@dataclass(frozen=True)
class Row:
    """One field that an edit changed, for the history."""

    line: int
    at: datetime
    who: str
    entity: str
    id: str
    field: str
    old: str | None
    new: str | None


@dataclass
class Applied:
    """What became of the lines."""

    history: list[Row] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def read(path: Path) -> Iterator[tuple[int, Edit | Problem]]:
    """The lines with their number; one that is no edit as what is wrong with it."""
    if not path.exists():
        return
    content = path.read_bytes().split(b"\n")
    for number, raw in enumerate(content, start=1):
        if not raw.strip():
            continue
        place = f"{path.name}, regel {number}"
        try:
            yield number, Edit.model_validate(json.loads(raw))
        except ValidationError as error:
            yield number, Problem(place, validation_text(error))
        except (ValueError, RecursionError):
            yield number, Problem(place, "geen hele JSON: de regel is afgebroken")


def apply(records: Records, path: Path, known: Known) -> Applied:
    """Apply every line of the file to the records, in place."""
    applied = Applied()
    for number, edit in read(path):
        if isinstance(edit, Problem):
            applied.refused.append(edit)
            continue
        place = f"{path.name}, regel {number}"
        changed, problems = _apply(records, edit, place, known)
        applied.refused += [Problem(place, one.text, one.name) for one in problems]
        applied.history += [
            Row(number, edit.at, edit.who, edit.entity, edit.id, *row)
            for row in changed
        ]
    return applied


Change = tuple[str, str | None, str | None]


def _apply(
    records: Records, edit: Edit, place: str, known: Known
) -> tuple[list[Change], list[Problem]]:
    """One edit: the fields it changed, or why it cannot be."""
    before = records[edit.entity].get(edit.id, {})
    if edit.remove:
        return _remove(records, edit, before, place)
    after = merged(before, edit.entity, edit.id, edit.set or {}, place)
    _model, problems = check(edit.entity, after, records, known)
    if problems:
        return [], problems
    records[edit.entity][edit.id] = after
    return _changes(before, after), []


def merged(
    before: Record, entity: str, key: str, fields: Mapping[str, object], place: str = ""
) -> Record:
    """The record as it becomes with other fields; cleared ones are absent."""
    after = {"id": Located(key, place), **before}
    for name, value in fields.items():
        if value is None and name in ENTITIES[entity].model_fields:
            after.pop(name, None)
        else:
            after[name] = Located(value, place)
    return after


def _remove(
    records: Records, edit: Edit, before: Record, place: str
) -> tuple[list[Change], list[Problem]]:
    if not before:
        return [], [Problem(place, f"'{edit.id}' bestaat niet")]
    if edit.entity == "action" and (left := children(edit.id, records)):
        return [], [Problem(place, f"verwijder eerst {', '.join(left)}")]
    del records[edit.entity][edit.id]
    return _changes(before, {}), []


def _changes(before: Record, after: Record) -> list[Change]:
    pairs = [
        (name, as_text(before.get(name)), as_text(after.get(name)))
        for name in dict.fromkeys([*before, *after])
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def as_text(located: Located | None) -> str | None:
    """A value as the history shows it."""
    value = located.value if located else None
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def append(path: Path, edits: Sequence[Edit]) -> None:
    """Add the lines at the end, in one write."""
    jsonl.append(path, *(edit.line() for edit in edits))
