"""Dates as they are known: a day, a month or only a year. No day is made up."""

import calendar
import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator

EXPECTED = "verwacht een dag (2026-11-25), een maand (2026-11) of een jaar (2026)"
SHAPE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
PRECISIONS = {4: "jaar", 7: "maand", 10: "dag"}


def _canonical(value: object) -> str:
    """A YAML date, a year as number, or text, as ISO text of its own length."""
    text = value.isoformat() if isinstance(value, date) else str(value).strip()
    if isinstance(value, bool | datetime) or not SHAPE.fullmatch(text):
        raise ValueError(EXPECTED)
    try:
        day = first_day(text)
    except ValueError as error:
        raise ValueError(EXPECTED) from error
    if not 1900 <= day.year <= 2100:
        raise ValueError(f"{EXPECTED}, tussen 1900 en 2100")
    return text


PartialDate = Annotated[str, BeforeValidator(_canonical)]
"""`2026`, `2026-11` or `2026-11-25`."""


def first_day(text: str) -> date:
    """The first day that a partial date may mean."""
    year, month, day = (int(part) for part in [*text.split("-"), "1", "1"][:3])
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day that a partial date may mean."""
    first = first_day(text)
    if len(text) == 10:
        return first
    month = first.month if len(text) == 7 else 12
    return date(first.year, month, calendar.monthrange(first.year, month)[1])


def precision(text: str | None) -> str | None:
    """How much is known: 'dag', 'maand' or 'jaar'."""
    return PRECISIONS[len(text)] if text else None
