"""The edit that takes another one back. No Streamlit here."""

from collections.abc import Sequence

from pages.plan_edits import ID, Change, as_text
from pages.plan_fields import KINDS, LISTS, Field
from pages.plan_rules import Record, Records

Fields = dict[str, object]
"""What to set; empty: remove the record."""


def reverse(rows: Sequence[Change], records: Records) -> Fields | None:
    """What takes back one line of the history.

    Args:
        rows: Every field that the line changed.
        records: The plan as it stands.

    Returns:
        None where a later line changed the same again: taking back would lose that.
    """
    first = rows[0]
    now = records[first.entity].get(first.id)
    own = next((row for row in rows if row.field == ID), None)
    if own is not None and own.new is None:
        return _values(rows) if now is None else None
    if now is None or any(row.new != _shown(now, row) for row in rows):
        return None
    if own is None:
        return _values(rows)
    told = {row.field for row in rows}
    return {} if told == {ID, *now} else None


def _shown(now: Record, row: Change) -> str | None:
    return row.id if row.field == ID else as_text(now.get(row.field))


def _values(rows: Sequence[Change]) -> Fields:
    kind = KINDS[rows[0].entity]
    return {
        row.field: value_of(field, row.old)
        for row in rows
        if (field := kind.field(row.field))
    }


def value_of(field: Field, text: str | None) -> object:
    """A value from how the history shows it."""
    if text is None:
        return None
    if field.kind in LISTS:
        return text.split("; ")
    if field.kind == "flag":
        return text == "ja" or None
    if field.kind == "whole":
        return int(text)
    return float(text) if field.kind == "number" else text
