"""The form as rows: what each says, and every cell that is not what its column expects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.blocks import slug
from etl.plan import cells, values
from etl.plan.cells import Cell, Cells
from etl.plan.form import FIRST_ROW, REMOVE, Column, Sheet
from etl.plan.records import Problem

Fields = dict[str, object]
"""Field by name; an empty one is None or absent."""


@dataclass
class Row:
    """A row of the form."""

    sheet: Sheet
    number: int
    fields: Fields
    """What it says, without `id`."""
    id: str
    is_new: bool
    """Without an id of its own."""
    remove: bool = False
    unreadable: set[str] = field(default_factory=set)
    """Fields whose cell could not be read."""

    def place(self, name: str) -> str:
        """The cell of a field."""
        for column, one in enumerate(self.sheet.columns, start=1):
            if one.name == name:
                return f"{self.sheet.title}!{cells.name(self.number, column)}"
        return f"{self.sheet.title}!{cells.name(self.number, 1)}"


def base(found: Cells) -> dict[tuple[str, str], Fields]:
    """What the records held when the form was written; empty where somebody took it out."""
    held: dict[tuple[str, str], Fields] = {}
    for row in {place[0] for place in found}:
        entity, key, text = (
            found.get((row, i), Cell("", True)).text for i in (1, 2, 3)
        )
        try:
            held[entity, key] = dict(json.loads(text))
        except ValueError:
            continue
    return held


class SheetReader:
    """The rows of one sheet, and every cell that is not what its column expects."""

    def __init__(self, sheet: Sheet, found: Cells) -> None:
        """Read the sheet: `rows` and `problems` are filled then."""
        self.sheet = sheet
        self.problems: list[Problem] = []
        self.rows: list[Row] = []
        columns = self._columns(found)
        if self.problems:
            # What stands under the wrong title would only be blamed for it.
            return
        below: dict[int, dict[int, Cell]] = {}
        for (row, place), cell in sorted(found.items()):
            if row > 1:
                below.setdefault(row, {})[place] = cell
        for number, row_cells in below.items():
            if number >= FIRST_ROW or not self._is_help(row_cells, columns):
                self._row(number, row_cells, columns)

    def _problem(self, row: int, place: int, text: str) -> None:
        where = f"{self.sheet.title}!{cells.name(row, place)}"
        self.problems.append(Problem(where, text))

    def _columns(self, found: Cells) -> dict[int, Column]:
        """Column by its place in the sheet, from 1."""
        columns: dict[int, Column] = {}
        for place in sorted({column for _row, column in found}):
            title = found.get((1, place), Cell("", True)).text
            index = self.sheet.column(title)
            if index is None:
                told = f"onbekende kolom '{title}'" if title else "kolom zonder titel"
                self._problem(1, place, f"{told}; verwacht: {self._titles()}")
            elif self.sheet.columns[index] in columns.values():
                self._problem(1, place, f"kolom '{title}' staat er twee keer")
            else:
                columns[place] = self.sheet.columns[index]
        for column in self.sheet.columns:
            if column not in columns.values():
                self.problems.append(
                    Problem(self.sheet.title, f"kolom '{column.title}' ontbreekt")
                )
        return columns

    def _titles(self) -> str:
        return ", ".join(column.title for column in self.sheet.columns)

    @staticmethod
    def _is_help(row: Mapping[int, Cell], columns: Mapping[int, Column]) -> bool:
        return any(cell.text == columns[place].help for place, cell in row.items())

    def _row(
        self, number: int, found: Mapping[int, Cell], columns: Mapping[int, Column]
    ) -> None:
        fields: Fields = {}
        unreadable: set[str] = set()
        for place, cell in found.items():
            column = columns[place]
            try:
                fields[column.name] = values.read(column, cell)
            except values.Unreadable as expected:
                unreadable.add(column.name)
                self._problem(
                    number, place, f"gevonden '{cell.text}', verwacht {expected}"
                )
        remove = fields.pop(REMOVE, None) is True
        own = fields.pop("id", None)
        # A row that says too little for an id has other mistakes; a name keeps it apart.
        key = str(own or _new_id(self.sheet.entity, fields) or f"rij-{number}")
        row = Row(self.sheet, number, fields, key, own is None, remove, unreadable)
        self.rows.append(row)


def _new_id(entity: str, fields: Fields) -> str:
    """An id from what the row says; the same row gives the same id again."""
    parts = {
        "milestone": ("action", "title"),
        "note": ("action", "date"),
        "meeting": ("date", "body"),
    }.get(entity, ("title",))
    return slug(" ".join(str(fields.get(name) or "") for name in parts))[:80].strip("-")


def name_actions(rows: list[Row]) -> None:
    """Milestones and notes may name their action by its title."""
    by_title = {
        row.fields.get("title"): row.id for row in rows if row.sheet.entity == "action"
    }
    for row in rows:
        if "action" in row.fields and row.fields["action"] in by_title:
            row.fields["action"] = by_title[row.fields["action"]]
            if row.is_new:
                row.id = _new_id(row.sheet.entity, row.fields)
