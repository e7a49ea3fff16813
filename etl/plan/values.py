"""From a value to a cell of the form, and back."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from etl.plan.cells import Cell
from etl.plan.form import SEPARATOR, Column

Value = object
"""A value as JSON holds it: text, number, true, a list of texts; None is empty."""
DAY = "een datum: typ ze als datum, of als 2026-04-03"
DATE = f"{DAY}; een maand als 2026-04, een jaar als 2026"
EXCEL_DAY = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00")
BELGIAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")


class Unreadable(Exception):  # noqa: N818  (a cell that is refused, no defect of ours)
    """A cell that is not what its column expects; says what was expected."""


def shown(column: Column, value: Value) -> Value:
    """A value as the form shows it."""
    for label, stored in column.labels.items():
        if stored == value and column.kind != "choices":
            return label
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def is_empty(value: Value) -> bool:
    """Whether a cell would show nothing; zero is a value."""
    return value is None or value is False or value == [] or value == ""


def read(column: Column, cell: Cell) -> Value:
    """The value of a cell.

    Raises:
        Unreadable: It is not what the column expects.
    """
    if cell.is_error:
        raise Unreadable("een waarde; verbeter de formule")
    reader = READERS.get(column.kind)
    if reader is not None:
        return reader(cell)
    if column.kind == "choice" or column.kind == "flag":
        return _choice(column.labels, cell.text)
    if column.kind == "choices":
        return [_choice(column.labels, part) for part in _parts(cell.text)]
    return cell.text


def _choice(labels: Mapping[str, Value], text: str) -> Value:
    by_label = {label.lower(): value for label, value in labels.items()}
    if text.lower() not in by_label:
        raise Unreadable(f"een van: {', '.join(labels)}")
    return by_label[text.lower()]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _without_name(text: str) -> str:
    """The id of a choice such as 'gsm:ar_13 – Personen met leefloon'."""
    return text.partition(SEPARATOR)[0].strip()


def _day(cell: Cell) -> str:
    return _known_day(cell.text, DAY)


def _date(cell: Cell) -> str:
    if re.fullmatch(r"\d{4}(-\d{2})?", cell.text):
        return cell.text
    return _known_day(cell.text, DATE)


def _known_day(text: str, expected: str) -> str:
    """A day that can be read in one way only."""
    typed = EXCEL_DAY.fullmatch(text)
    written = BELGIAN.fullmatch(text)
    try:
        if written:
            return _belgian(*(int(part) for part in written.groups()))
        return date.fromisoformat(typed.group(1) if typed else text).isoformat()
    except ValueError as error:
        raise Unreadable(expected) from error


def _belgian(day: int, month: int, year: int) -> str:
    """Day/month/year as text, unless the month could as well be the day."""
    if day <= 12 and month <= 12 and day != month:
        first, other = date(year, month, day), date(year, day, month)
        raise Unreadable(
            f"een datum die maar op één manier te lezen is: {first.isoformat()} of "
            f"{other.isoformat()}?"
        )
    return date(year, month, day).isoformat()


def _number(cell: Cell) -> float:
    text = cell.text.replace(" ", "")
    if cell.is_text and THOUSANDS.fullmatch(text):
        raise Unreadable(
            f"een getal als getal: is {text} met een punt of met duizenden?"
        )
    if not re.fullmatch(r"-?\d+([.,]\d+)?(e[+-]?\d+)?", text, re.IGNORECASE):
        raise Unreadable("een getal zoals 37,5")
    return float(text.replace(",", "."))


def _whole(cell: Cell) -> int:
    if not re.fullmatch(r"-?\d+", cell.text):
        raise Unreadable("een geheel getal")
    return int(cell.text)


READERS: Mapping[str, Callable[[Cell], Value]] = {
    "day": _day,
    "date": _date,
    "number": _number,
    "whole": _whole,
    "list": lambda cell: _parts(cell.text),
    "indicators": lambda cell: [_without_name(part) for part in _parts(cell.text)],
    "indicator": lambda cell: _without_name(cell.text),
    "area": lambda cell: _without_name(cell.text),
    "action": lambda cell: cell.text,
}
