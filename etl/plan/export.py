"""Write the plan as a form: an Excel workbook to fill in and read back."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.workbook import Format, Workbook, Worksheet

from etl.plan.form import (
    ACTIONS,
    BASE,
    FIRST_ROW,
    GUIDE,
    LISTS,
    SEPARATOR,
    SHEETS,
    Column,
    Sheet,
)
from etl.plan.model import Entity
from etl.plan.state import Plan
from etl.plan.values import is_empty, shown

LAST_ROW = 1000
"""Down to here a column offers its list."""
GUIDE_LINES = (
    "Het actieplan als formulier",
    "Elk blad heeft een rij titels, een rij uitleg, en daaronder één rij per actie, mijlpaal, "
    "notitie, doel of vergadering.",
    "Wijzig wat u wilt, of voeg onderaan rijen toe. Het id van een nieuwe rij blijft leeg: het "
    "formulier maakt er zelf een.",
    "Een rij wissen verandert niets. Zet 'ja' in de kolom Verwijderen om iets weg te laten.",
    "Wat u leeg maakt, wordt leeg in het plan. Wat niet bekend is, blijft leeg: vul geen datum of "
    "status in die niemand gezegd heeft.",
    "Datums: typ ze als datum (25/11/2026). Is alleen de maand of het jaar bekend, typ dan 2026-11 "
    "of 2026.",
    "Wijzig de titels niet en voeg geen kolommen of bladen toe.",
    "Inlezen: python -m etl plan import BESTAND. Staat er een fout in, dan noemt het de cel en "
    "verandert er niets. Wat iemand anders intussen wijzigde, wordt nooit overschreven.",
)


def write(path: Path, plan: Plan) -> None:
    """Write the form.

    Args:
        path: Where.
        plan: The plan as it stands.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        _guide(book)
        sources = _sources(plan)
        for sheet in SHEETS:
            _Writer(book, sheet, sources).write(
                list(plan.models[sheet.entity].values())
            )
        _lists(book, plan)
        _base(book, plan)
        book.get_worksheet_by_name(ACTIONS.title).activate()


def values(entity: Entity) -> dict[str, object]:
    """The fields of a record that are not empty, as JSON holds them."""
    dumped = entity.model_dump(mode="json", exclude={"id"})
    return {name: one for name, one in dumped.items() if not is_empty(one)}


def _guide(book: Workbook) -> None:
    page = book.add_worksheet(GUIDE)
    page.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    page.write_string(
        0, 0, GUIDE_LINES[0], book.add_format({"bold": True, "font_size": 14})
    )
    for row, line in enumerate(GUIDE_LINES[1:], start=2):
        page.write_string(row, 0, line)


def _offered(plan: Plan) -> dict[str, Sequence[str]]:
    """What a long list offers, by kind of column."""
    return {
        "indicator": [
            f"{key}{SEPARATOR}{one.title}" for key, one in plan.known.indicators.items()
        ],
        "area": [f"{key}{SEPARATOR}{name}" for key, name in plan.known.areas.items()],
        "body": [body.body for body in plan.bodies],
    }


def _sources(plan: Plan) -> dict[str, str]:
    """Where a list stands, by kind of column."""
    offered = _offered(plan)
    ranges = {
        kind: f"={LISTS}!{xl_range_abs(0, place, len(lines) - 1, place)}"
        for place, (kind, lines) in enumerate(offered.items())
    }
    ids = xl_range_abs(FIRST_ROW - 1, 0, LAST_ROW, 0)
    return {**ranges, "action": f"={ACTIONS.title}!{ids}"}


def _lists(book: Workbook, plan: Plan) -> None:
    page = book.add_worksheet(LISTS)
    page.hide()
    for place, lines in enumerate(_offered(plan).values()):
        for row, line in enumerate(lines):
            page.write_string(row, place, line)


def _base(book: Workbook, plan: Plan) -> None:
    """What every record held, so that reading back sees who changed what since."""
    page = book.add_worksheet(BASE)
    page.very_hidden()
    rows = [
        (name, key, one)
        for name, ones in plan.models.items()
        for key, one in ones.items()
    ]
    for row, (name, key, one) in enumerate(rows):
        for column, text in enumerate((name, key, json.dumps(values(one)))):
            page.write_string(row, column, text)


class _Writer:
    """Writes one sheet."""

    def __init__(self, book: Workbook, sheet: Sheet, sources: dict[str, str]) -> None:
        self.sheet = sheet
        self.sources = sources
        self.page: Worksheet = book.add_worksheet(sheet.title)
        top = {"text_wrap": True, "valign": "top"}
        self.head: Format = book.add_format(
            {**top, "bold": True, "bg_color": "#DCE6F2"}
        )
        self.help: Format = book.add_format(
            {**top, "italic": True, "font_color": "#595959"}
        )
        self.body: Format = book.add_format(top)
        self.date: Format = book.add_format(
            {**top, "num_format": "dd/mm/yyyy", "align": "left"}
        )

    def write(self, records: Sequence[Entity]) -> None:
        """Titles, help, lists to choose from, and a row per record."""
        for place, column in enumerate(self.sheet.columns):
            self.page.set_column(place, place, column.width, self.body)
            self.page.write_string(0, place, column.title, self.head)
            self.page.write_string(1, place, column.help, self.help)
            self._offer(place, column)
        self.page.set_row(1, 48)
        self.page.freeze_panes(FIRST_ROW - 1, 1)
        for row, record in enumerate(records, start=FIRST_ROW - 1):
            held = {"id": record.id, **values(record)}
            for place, column in enumerate(self.sheet.columns):
                if column.name in held:
                    self._cell(row, place, column, held[column.name])

    def _offer(self, place: int, column: Column) -> None:
        """A list to choose from: strict where it is complete in itself."""
        rule: dict[str, object] = {"validate": "list"}
        if column.kind in ("choice", "flag"):
            rule["source"] = list(column.labels)
        elif column.kind in self.sources:
            # Somebody may type an id alone; reading back checks it.
            rule |= {"source": self.sources[column.kind], "error_type": "information"}
        else:
            return
        self.page.data_validation(FIRST_ROW - 1, place, LAST_ROW, place, rule)

    def _cell(self, row: int, place: int, column: Column, value: object) -> None:
        value = shown(column, value)
        if column.kind in ("date", "day") and len(str(value)) == 10:
            day = date.fromisoformat(str(value))
            moment = datetime(day.year, day.month, day.day)
            self.page.write_datetime(row, place, moment, self.date)
        elif isinstance(value, int | float):
            self.page.write_number(row, place, value, self.body)
        else:
            self.page.write_string(row, place, str(value), self.body)
