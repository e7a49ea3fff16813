"""Edits of the action plan: read the lines that the build does not know yet, add one. No Streamlit here.

A line is described in `etl/plan/edits.py`. The file only grows: nothing here rewrites it.
"""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from filelock import FileLock

from pages.plan_fields import KINDS
from pages.plan_rules import Known, Mistake, Record, Records, children, mistakes

LARGEST = 20_000_000
"""Bytes of the file from which nobody can save: something is wrong then."""
LONGEST_LINE = 60_000
"""Bytes."""
WAIT = 10
"""Seconds that a save waits for another one."""
ID = "id"
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
"""What an id looks like."""


class Line(NamedTuple):
    """One line of the file."""

    number: int
    at: datetime
    who: str
    entity: str
    id: str
    fields: Mapping[str, object]
    """Empty: a removal."""


class Change(NamedTuple):
    """One field that a line changed, in words; as a row of `plan_edit`."""

    line: int
    at: datetime
    who: str
    entity: str
    id: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Wish:
    """What somebody wants to change. No fields: a removal."""

    who: str
    entity: str
    id: str
    fields: Mapping[str, object]
    seen: int
    """Lines of the file when the form was opened."""


class Overtaken(Exception):  # noqa: N818  (a state that is told, no defect)
    """Somebody else changed the same record since the form was opened."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Keep the lines that came in between."""
        super().__init__("intussen gewijzigd")
        self.lines = lines


class Refused(Exception):  # noqa: N818
    """The wish cannot be kept; says why."""

    def __init__(self, found: Sequence[Mistake]) -> None:
        """Keep the mistakes."""
        super().__init__("geweigerd")
        self.mistakes = found


def read(path: Path) -> list[Line]:
    """The whole lines of the file, each with its number; a broken one is passed over."""
    if not path.exists():
        return []
    content = enumerate(path.read_bytes().split(b"\n"), start=1)
    return [line for number, raw in content if (line := _line(number, raw))]


def _line(number: int, raw: bytes) -> Line | None:
    try:
        told: dict[str, Any] = json.loads(raw)
        at = datetime.fromisoformat(told["at"]).astimezone(UTC)
        who, entity, key = (str(told[name]) for name in ("who", "entity", ID))
        fields = {} if told.get("remove") else dict(told["set"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Line(number, at, who, entity, key, fields) if entity in KINDS else None


def length(path: Path) -> int:
    """How many lines the file has, broken ones included."""
    content = path.read_bytes() if path.exists() else b""
    torn = bool(content) and not content.endswith(b"\n")
    return content.count(b"\n") + torn


def apply(
    records: Records, lines: Sequence[Line], known: Known
) -> tuple[list[Change], list[Line]]:
    """Apply lines to the records, in place, as the build will.

    Returns:
        Every field that changed, and the lines that cannot be applied.
    """
    changes: list[Change] = []
    refused = []
    for line in lines:
        before = records[line.entity].get(line.id)
        after = merged(before or {}, line.fields) if line.fields else None
        if problems(records, line.entity, line.id, after, known):
            refused.append(line)
            continue
        if after is None:
            del records[line.entity][line.id]
        else:
            records[line.entity][line.id] = after
        changes += [Change(*line[:5], *row) for row in _changed(line, before, after)]
    return changes, refused


def merged(before: Mapping[str, object], fields: Mapping[str, object]) -> Record:
    """A record with other fields; cleared ones are absent."""
    after = {**before, **fields}
    return {name: value for name, value in after.items() if value is not None}


def problems(
    records: Records, entity: str, key: str, after: Record | None, known: Known
) -> list[Mistake]:
    """What keeps a record from becoming `after`; None: from going."""
    if not KEY.fullmatch(key):
        return [Mistake("Id", "verwacht letters, cijfers, '-', '_' of '.'")]
    if after is not None:
        return mistakes(entity, after, records, known)
    if key not in records[entity]:
        return [Mistake(KINDS[entity].one, f"‘{key}’ bestaat niet meer")]
    if entity == "action" and (left := children(key, records)):
        return [Mistake("Actie", f"verwijder eerst {', '.join(left)}")]
    return []


def _changed(
    line: Line, before: Record | None, after: Record | None
) -> list[tuple[str, str | None, str | None]]:
    old = {ID: line.id, **before} if before is not None else {}
    new = {ID: line.id, **after} if after is not None else {}
    pairs = [
        (name, as_text(old.get(name)), as_text(new.get(name)))
        for name in dict.fromkeys([*old, *new])
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def as_text(value: object) -> str | None:
    """A value as `plan_edit` shows it."""
    if value is None or value == []:
        return None
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def save(path: Path, wish: Wish, check: Callable[[], list[Mistake]]) -> None:
    """Add one line at the end of the file.

    Args:
        path: The file; made when it is not there.
        wish: What to change.
        check: What keeps it from being taken; asked while nobody else can save.

    Raises:
        Overtaken: Somebody changed the same record since `wish.seen`.
        Refused: `check` found something, or the file or the line is too large.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.lock"), timeout=WAIT):
        mine = (wish.entity, wish.id)
        newer = [
            line
            for line in read(path)
            if line.number > wish.seen and (line.entity, line.id) == mine
        ]
        if newer:
            raise Overtaken(newer)
        line = _written(wish)
        found = check() or _too_large(path, line)
        if found:
            raise Refused(found)
        _append(path, line)


def _written(wish: Wish) -> bytes:
    told: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": wish.who,
        "entity": wish.entity,
        ID: wish.id,
    }
    told |= {"set": dict(wish.fields)} if wish.fields else {"remove": True}
    return json.dumps(told, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def _too_large(path: Path, line: bytes) -> list[Mistake]:
    size = path.stat().st_size if path.exists() else 0
    if len(line) > LONGEST_LINE:
        return [Mistake("Tekst", "te lang om in één keer te bewaren")]
    if size > LARGEST:
        told = f"{path.name} is onverwacht groot; verwittig wie de monitor beheert"
        return [Mistake("Bestand", told)]
    return []


def _append(path: Path, line: bytes) -> None:
    """One write of a whole line; after a torn one on a line of its own."""
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                line = b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
