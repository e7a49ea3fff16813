"""Read the form back: every mistake by cell, and the differences as edits.

Three states meet: what the form held when it was written, what it holds now, and what the
plan holds now. Only what the form changed counts; what somebody else changed meanwhile is
never overwritten.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from etl.plan import cells, values
from etl.plan import rows as form_rows
from etl.plan.cells import Cells
from etl.plan.edits import Edit, merged
from etl.plan.export import values as held
from etl.plan.form import BASE, GUIDE, LISTS, REMOVE, SHEETS
from etl.plan.records import Located, Problem, Record, check, children
from etl.plan.rows import Fields, Row
from etl.plan.state import Plan


@dataclass
class Import:
    """What the form asks for."""

    edits: list[Edit] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    untouched: int = 0
    """Records of the plan that the form does not mention: they stay."""


def read(path: Path, plan: Plan, who: str, at: datetime) -> Import:
    """Compare a form with the plan.

    Args:
        path: The workbook.
        plan: The plan as it stands.
        who: Whose edits they are.
        at: When, in UTC.

    Raises:
        Refusal: It is no workbook.
    """
    return compare(cells.read(path), plan, who, at)


def compare(sheets: Mapping[str, Cells], plan: Plan, who: str, at: datetime) -> Import:
    """As `read`, from the cells of the workbook by sheet."""
    result = Import(problems=list(_unknown_sheets(sheets)))
    rows: list[Row] = []
    for sheet in SHEETS:
        if sheet.title in sheets:
            reader = form_rows.SheetReader(sheet, sheets[sheet.title])
            rows += reader.rows
            result.problems += reader.problems
    form_rows.name_actions(rows)
    base = form_rows.base(sheets.get(BASE, {}))
    differences = _Differences(plan, base, who, at)
    for row in rows:
        differences.add(row)
    differences.finish()
    result.edits = differences.edits
    result.problems += differences.problems
    result.untouched = differences.unseen()
    return result


def _unknown_sheets(sheets: Mapping[str, Cells]) -> list[Problem]:
    titles = [sheet.title for sheet in SHEETS]
    unknown = set(sheets) - {*titles, GUIDE, LISTS, BASE}
    expected = f"onbekend blad; verwacht: {', '.join(titles)}"
    found = [Problem(title, expected) for title in sorted(unknown)]
    if not set(titles) & set(sheets):
        found.append(
            Problem("werkmap", f"geen enkel blad van het formulier; {expected}")
        )
    return found


class _Differences:
    """Turns rows into edits, one by one, on a copy of the plan."""

    def __init__(
        self,
        plan: Plan,
        base: Mapping[tuple[str, str], Fields],
        who: str,
        at: datetime,
    ) -> None:
        self.plan = plan
        self.base = base
        self.who = who
        self.at = at
        self.records = copy.deepcopy(plan.records)
        self.seen: dict[tuple[str, str], Row] = {}
        self.gone: list[tuple[Row, Edit]] = []
        self.edits: list[Edit] = []
        self.problems: list[Problem] = []

    def add(self, row: Row) -> None:
        """Compare one row."""
        key = (row.sheet.entity, row.id)
        if key in self.seen:
            other = self.seen[key].place("id")
            self._problem(row, "id", f"'{row.id}' staat ook in {other}")
            return
        self.seen[key] = row
        now = self._now(key)
        if row.remove:
            self._remove(row, now)
        elif now is None and key in self.base:
            self._problem(row, "id", f"'{row.id}' is intussen verwijderd")
        elif row.is_new and now is not None and now != _filled(row.fields):
            self._problem(
                row,
                "id",
                f"er is al een rij met het id '{row.id}': vul dat in om ze te wijzigen, "
                "of kies een ander id",
            )
        else:
            self._set(row, now or {}, self.base.get(key, now or {}))

    def _now(self, key: tuple[str, str]) -> Fields | None:
        found = self.plan.models[key[0]].get(key[1])
        return None if found is None else held(found)

    def _problem(self, row: Row, name: str, text: str) -> None:
        self.problems.append(Problem(row.place(name), text))

    def _set(self, row: Row, now: Fields, base: Fields) -> None:
        """The fields that the form changed, unless somebody else did too."""
        changed: Fields = {}
        for column in row.sheet.columns:
            name = column.name
            mine, theirs, before = (_one(f.get(name)) for f in (row.fields, now, base))
            skip = name in ("id", REMOVE) or name in row.unreadable
            if skip or mine in (before, theirs):
                continue
            if theirs != before:
                told = values.shown(column, theirs)
                self._problem(
                    row, name, f"intussen door iemand anders gewijzigd in '{told}'"
                )
                continue
            changed[name] = mine
        if changed or not now:
            self._check(row, changed)

    def _check(self, row: Row, changed: Fields) -> None:
        """Hold the record as it becomes against its model, with its cells as places."""
        records = self.records[row.sheet.entity]
        after = merged(records.get(row.id, {}), row.sheet.entity, row.id, changed)
        records[row.id] = {
            name: Located(one.value, row.place(name)) for name, one in after.items()
        }
        names = [column.name for column in row.sheet.columns if column.name != REMOVE]
        empty: Record = {name: Located(None, row.place(name)) for name in names}
        placed = empty | records[row.id]
        _model, problems = check(
            row.sheet.entity, placed, self.records, self.plan.known
        )
        # A cell that could not be read was named already.
        named = {row.place(name) for name in row.unreadable}
        titles = {column.name: column.title for column in row.sheet.columns}
        problems = [
            Problem(one.place, one.text, titles.get(one.name, one.name))
            for one in problems
            if one.place not in named
        ]
        self.problems += problems
        if changed and not problems:
            self.edits.append(self._edit(row, set=changed))

    def _edit(self, row: Row, **change: object) -> Edit:
        told = {
            "at": self.at,
            "who": self.who,
            "entity": row.sheet.entity,
            "id": row.id,
        }
        return Edit.model_validate({**told, **change})

    def _remove(self, row: Row, now: Fields | None) -> None:
        if now is None:
            return
        self.gone.append((row, self._edit(row, remove=True)))
        if row.sheet.entity != "action":
            del self.records[row.sheet.entity][row.id]

    def finish(self) -> None:
        """Removals last: what belongs to an action goes before it."""
        ordered = sorted(self.gone, key=lambda pair: pair[1].entity == "action")
        for row, edit in ordered:
            if edit.entity == "action" and (left := children(edit.id, self.records)):
                self._problem(row, REMOVE, f"verwijder ook {', '.join(left)}")
            self.edits.append(edit)

    def unseen(self) -> int:
        """Records of the plan without a row."""
        return sum(
            (entity, key) not in self.seen
            for entity, ones in self.plan.models.items()
            for key in ones
        )


def _one(value: object) -> object:
    """Empty in one way."""
    return None if values.is_empty(value) else value


def _filled(fields: Fields) -> Fields:
    return {name: one for name, one in fields.items() if not values.is_empty(one)}
