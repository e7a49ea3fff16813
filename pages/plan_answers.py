"""From a value to what the form shows, and back. No Streamlit here."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping

from pages.plan_fields import KINDS, LIMITS, NEW_ID, Field, Kindred
from pages.plan_rules import Mistake, Record, span

BELGIAN = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})", re.ASCII)
NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,10})?", re.ASCII)
THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
BETWEEN = "|"
"""Between an indicator and its breakdown, in a choice."""


class Unreadable(Exception):  # noqa: N818  (an answer that is refused, no defect of ours)
    """An answer that is not what its field expects; says what was expected."""


def shown(field: Field, base: Mapping[str, object]) -> object:
    """The value of a record as its widget holds it."""
    value = base.get(field.name)
    if field.kind == "flag":
        return value is True
    if value is None:
        return SHOWN_EMPTY.get(field.kind)
    writer = WRITERS.get(field.kind)
    if writer is not None:
        return writer(value)
    if field.kind == "breakdown":
        return f"{base.get('indicator')}{BETWEEN}{value}"
    return value


def belgian(value: object) -> str:
    """A date as people write it here: '2026-11-25' as '25/11/2026', '2026-11' as '11/2026'."""
    return "/".join(reversed(str(value).split("-")))


def _number_text(value: object) -> str:
    return f"{value:.12g}".replace(".", ",") if isinstance(value, float) else str(value)


def _lines(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


WRITERS: Mapping[str, Callable[[object], object]] = {
    "partial": belgian,
    "day": belgian,
    "number": _number_text,
    "whole": _number_text,
    "items": _lines,
}
SHOWN_EMPTY: Mapping[str, object] = {
    "text": "",
    "long": "",
    "partial": "",
    "day": "",
    "number": "",
    "whole": "",
    "items": "",
    "lines": [],
    "indicators": [],
}
"""What a widget holds when nothing is filled in; None for the others."""


def read(field: Field, answer: object) -> object:
    """The value of an answer; None when it is empty.

    Raises:
        Unreadable: It is not what the field expects.
    """
    if answer is None or answer is False or answer in ("", []):
        return None
    if field.kind == "breakdown":
        return str(answer).partition(BETWEEN)[2]
    if not isinstance(answer, str):
        return answer
    return _text(field, tidy(answer))


def _text(field: Field, text: str) -> object:
    limit = LIMITS.get(field.kind, LIMITS["text"])
    if len(text) > limit:
        raise Unreadable(f"hoogstens {limit} tekens")
    if not text:
        return None
    if field.kind in ("long", "items"):
        return text if field.kind == "long" else _items(text)
    text = " ".join(text.split())
    reader = READERS.get(field.kind)
    return reader(text) if reader else text


def tidy(text: str) -> str:
    """Without what nobody sees: control characters, half characters, spaces around it."""
    whole = text.encode("utf-8", "ignore").decode()
    return CONTROL.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _items(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _partial(text: str) -> str:
    found = BELGIAN.fullmatch(text)
    if found:
        day, month, year = found.groups()
        parts = [year, month.zfill(2), *([day.zfill(2)] if day else [])]
        text = "-".join(parts)
    try:
        span(text)
    except ValueError as error:
        raise Unreadable(
            "verwacht een dag (25/11/2026), een maand (11/2026) of een jaar (2026)"
        ) from error
    return text


def _day(text: str) -> str:
    day = _partial(text)
    if len(day) != 10:
        raise Unreadable("verwacht een dag, zoals 25/11/2026")
    return day


def _number(text: str) -> float:
    text = text.replace(" ", "")
    if THOUSANDS.fullmatch(text):
        raise Unreadable("schrijf een getal zonder punt voor de duizendtallen")
    if not NUMBER.fullmatch(text):
        raise Unreadable("verwacht een getal, zoals 37,5")
    return float(text.replace(",", "."))


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise Unreadable("verwacht een geheel getal")
    return int(text)


READERS: Mapping[str, Callable[[str], object]] = {
    "partial": _partial,
    "day": _day,
    "number": _number,
    "whole": _whole,
}


def changes(
    kind: Kindred, base: Record, answers: Mapping[str, object]
) -> tuple[Record, list[Mistake]]:
    """The fields whose answer differs from what the form showed, and every unreadable one.

    A cleared field is None.
    """
    found: Record = {}
    unreadable = []
    for field in kind.fields:
        answer = answers[field.name]
        if answer == shown(field, base):
            continue
        try:
            value = read(field, answer)
        except Unreadable as expected:
            unreadable.append(Mistake(field.label, str(expected)))
            continue
        if value != base.get(field.name):
            found[field.name] = value
    return found, unreadable


def new_id(entity: str, fields: Mapping[str, object], taken: Collection[str]) -> str:
    """An id for a new record, made of what it says."""
    words = " ".join(str(fields.get(name) or "") for name in NEW_ID[entity])
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].strip("-")
    stem = stem or KINDS[entity].one
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
