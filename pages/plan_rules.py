"""What a record of the action plan must satisfy, so that the next build takes it. No Streamlit here.

The build decides (`etl/plan/model.py` and `records.py`); these are the same rules, so that who
edits hears of a mistake while the form is open. A test holds them against each other.
"""

import math
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pages.briefing.gather import FIRST, LAST
from pages.plan_fields import KINDS, LISTS, Field
from pages.text import listing

Record = dict[str, object]
"""Field to value, as an edit line holds it; what is empty is absent."""
Records = dict[str, dict[str, Record]]
"""Record by entity and id."""
UNKNOWN = "niet gekend (meer): kies iets anders"
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


class Mistake(NamedTuple):
    """What is wrong, and with which field (its label)."""

    label: str
    text: str


class KnownIndicator(NamedTuple):
    """What a target needs to know of an indicator."""

    title: str
    unit: str
    main: str | None
    breakdowns: Mapping[str, str]
    """Label by breakdown."""


@dataclass(frozen=True)
class Known:
    """What the plan may refer to; each a label by id."""

    indicators: Mapping[str, KnownIndicator] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)


def mistakes(
    entity: str, record: Mapping[str, object], records: Records, known: Known
) -> list[Mistake]:
    """Everything that keeps a record from being taken.

    Args:
        entity: A key of `KINDS`.
        record: Its fields, without `id`.
        records: The whole plan as it stands, for references.
        known: Indicators, areas, lines and bodies.
    """
    fields = KINDS[entity].fields
    found = [Mistake(name, "bestaat niet") for name in record if not _has(entity, name)]
    for one in fields:
        value = record.get(one.name)
        if value is None:
            if one.required:
                found.append(Mistake(one.label, "vul dit in"))
        elif text := _value(one, value, records, known):
            found.append(Mistake(one.label, text))
    # Rules over several fields count on values that are right by themselves.
    return found or list(_together(entity, record, known))


def _has(entity: str, name: str) -> bool:
    return KINDS[entity].field(name) is not None


def _value(one: Field, value: object, records: Records, known: Known) -> str | None:
    if one.kind in LISTS:
        return _list(one, value, known)
    if one.kind == "flag":
        return None if isinstance(value, bool) else "verwacht ja of nee"
    if one.kind in ("number", "whole"):
        return _number(one, value)
    if not isinstance(value, str):
        return "verwacht tekst"
    if one.kind in ("partial", "day"):
        return _date(value, whole=one.kind == "day")
    if one.kind in ("text", "long"):
        return None if value.strip() else "vul dit in"
    if one.kind == "breakdown":
        return None
    return None if value in options(one, records, known) else UNKNOWN


def options(one: Field, records: Records, known: Known) -> Mapping[str, str]:
    """What a choice offers: label by value."""
    across = {"context": "Over de actielijnen heen"}
    offered: Mapping[str, Mapping[str, str]] = {
        "lines": known.lines,
        "line": {**known.lines, **across},
        "area": known.areas,
        "body": known.bodies,
    }
    if one.kind in ("indicator", "indicators"):
        return {key: row.title for key, row in known.indicators.items()}
    if one.kind == "action":
        return {key: str(row.get("title")) for key, row in records["action"].items()}
    return offered.get(one.kind, one.choices)


def _list(one: Field, value: object, known: Known) -> str | None:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        return "verwacht een lijst"
    if one.required and not value:
        return "kies er minstens één"
    if one.kind == "items":
        bad = next((p for p in value if not p.strip() or ";" in p or "\n" in p), None)
        return (
            None if bad is None else "schrijf elk punt op één regel, zonder puntkomma"
        )
    offered = options(one, {"action": {}}, known)
    if any(part not in offered for part in value):
        return UNKNOWN
    twice = one.kind == "indicators" and len(set(value)) < len(value)
    return "staat er twee keer" if twice else None


BOUNDS = {"base_year": (1900, 2100), "target_year": (1900, 2100), "seconds": (5, 600)}


def _number(one: Field, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "verwacht een getal"
    if not math.isfinite(value):
        return "verwacht een getal"
    if one.kind == "whole":
        low, high = BOUNDS[one.name]
        if value != int(value) or not low <= value <= high:
            return f"verwacht een geheel getal van {low} tot {high}"
    return None


def _date(value: str, whole: bool) -> str | None:
    try:
        first, _last = span(value)
    except ValueError:
        return "verwacht een datum"
    if whole and len(value) != 10:
        return "verwacht een dag"
    return None if 1900 <= first.year <= 2100 else "verwacht een jaar van 1900 tot 2100"


def span(value: str) -> tuple[date, date]:
    """The first and last day that a year, a month or a day may mean.

    Raises:
        ValueError: It is none of those.
    """
    found = PARTIAL.fullmatch(value)
    if found is None:
        raise ValueError(value)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None  # noqa: S101  (the pattern)
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    return first, date(year, month or 12, monthrange(year, month or 12)[1])


def _together(
    entity: str, record: Mapping[str, object], known: Known
) -> Iterator[Mistake]:
    if entity == "action":
        yield from _action(record)
    elif entity == "target":
        yield from _target(record)
        yield from _measured(record, known)
    elif entity == "meeting":
        yield from _slides(record, known)


def _slides(record: Mapping[str, object], known: Known) -> Iterator[Mistake]:
    asked = record.get("slides")
    slides = [str(one) for one in asked] if isinstance(asked, list) else []
    valid = {*FIRST, *LAST, *known.lines, *known.indicators}
    for one in slides:
        if one not in valid:
            fixed = listing([*FIRST, *known.lines, *LAST])
            yield Mistake(
                "Dia’s", f"‘{one}’ bestaat niet: kies uit {fixed}, of een indicator"
            )
    if len(set(slides)) < len(slides):
        yield Mistake("Dia’s", "een dia staat er twee keer")


def _action(record: Mapping[str, object]) -> Iterator[Mistake]:
    for name, label in (("end", "Termijn"), ("finished", "Afgerond op")):
        start, later = record.get("start"), record.get(name)
        if start and later and span(str(later))[1] < span(str(start))[0]:
            yield Mistake(label, "ligt voor het begin")
    if record.get("finished") and record.get("execution") != "afgerond":
        yield Mistake(
            "Afgerond op",
            "een datum van afronding vraagt bij Uitvoering ‘afgerond’",
        )


def _as_number(record: Mapping[str, object], name: str) -> float | None:
    value = record.get(name)
    return float(value) if isinstance(value, int | float) else None


def _target(record: Mapping[str, object]) -> Iterator[Mistake]:
    base, year = _as_number(record, "base_year"), _as_number(record, "target_year")
    if base and year and base >= year:
        yield Mistake("Doeljaar", "komt niet na het basisjaar")
    measured = record["measure"] != "geen"
    for name, label in (("indicator", "Indicator"), ("direction", "Richting")):
        if measured and not record.get(name):
            yield Mistake(label, "nodig voor een doel dat hier gemeten wordt")
    value = _as_number(record, "value")
    if value is None:
        return
    relative = record.get("relative") is True
    if not record.get("unit"):
        yield Mistake("Eenheid", "een waarde vraagt een eenheid")
    if relative and value < -100:
        yield Mistake("Waarde", f"een daling met {-value:g} % bestaat niet")
    if record.get("unit") == "%" and not relative and not 0 <= value <= 100:
        yield Mistake("Waarde", "verwacht een percentage van 0 tot 100")


def _measured(record: Mapping[str, object], known: Known) -> Iterator[Mistake]:
    """What must fit the indicator."""
    indicator = known.indicators.get(str(record.get("indicator")))
    breakdown = record.get("breakdown")
    if indicator is None:
        if breakdown is not None:
            yield Mistake("Opsplitsing", "kies ook de indicator")
        return
    if breakdown is not None and breakdown not in indicator.breakdowns:
        yield Mistake("Opsplitsing", f"hoort niet bij ‘{indicator.title}’")
    here, value = _as_number(record, "here_value"), _as_number(record, "value")
    own_scale = (
        record["measure"] != "hetzelfde" or record.get("relative") or here is not None
    )
    if not own_scale and value is not None and record.get("unit") != indicator.unit:
        yield Mistake(
            "Eenheid",
            f"verwacht ‘{indicator.unit}’, de eenheid van de indicator, of vul ook Waarde hier in",
        )
    if indicator.unit == "%" and here is not None and not 0 <= here <= 100:
        yield Mistake("Waarde hier", "verwacht een percentage van 0 tot 100")


def children(action: str, records: Records) -> list[str]:
    """The milestones and notes of an action, in words."""
    return [
        f"{KINDS[entity].one} {key}"
        for entity in ("milestone", "note")
        for key, record in records[entity].items()
        if record.get("action") == action
    ]
