"""Indicators of the agenda in the note: the map of the municipalities, and what each of them has."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import polars as pl

from pages import sentences, text
from pages.briefing import drawn
from pages.briefing.gather import Briefing
from pages.exports.paper import drawings
from pages.queries.database import Row

MOST_NAMES, ENDS = 40, 10
"""Municipalities that are all listed; of more only so many from each end."""


def spotlights(briefing: Briefing) -> list[dict[str, Any]]:
    """The indicators among the topics, in their order."""
    rows = [
        briefing.figures[topic]
        for topic in briefing.topics
        if topic in briefing.figures
    ]
    return [_spotlight(row, briefing) for row in rows]


def _spotlight(row: Row, briefing: Briefing) -> dict[str, Any]:
    found = drawn.municipal(row, briefing)
    own = found.rows
    words = (
        f"{drawn.map_words(row, briefing)}: {text.lower_first(sentences.name(row))}. "
        "De waarden staan ernaast."
    )
    return {
        "title": sentences.name(row),
        "lead": sentences.headline(row, briefing.region_name),
        "map": drawings.classes(dict(own.select("nis", "class").iter_rows()), words),
        "classes": _classes(found.borders, row["published_decimals"]),
        "absent": bool(own["class"].null_count()),
        **_listed(own, row),
    }


def _classes(borders: Sequence[float], decimals: int) -> list[str]:
    """'minder dan 3,1', '3,1 tot 3,9', …: the fifths of all municipalities."""
    shown = [text.number(border, decimals) for border in borders]
    if len(shown) < 4:
        return []
    between = [f"{low} tot {high}" for low, high in pairwise(shown)]
    return [f"minder dan {shown[0]}", *between, f"{shown[-1]} of meer"]


def _listed(own: pl.DataFrame, row: Row) -> dict[str, Any]:
    """Names with their values from high to low, and in words who has none."""
    known = own.drop_nulls("value")
    named = [
        (name, text.number(value, row["published_decimals"]))
        for name, value in known.select("name", "value").iter_rows()
    ]
    ends = len(named) > MOST_NAMES
    without = own.filter(pl.col("value").is_null()).select("name", "reason").rows()
    return {
        "heads": (f"{ENDS} hoogste", f"{ENDS} laagste")
        if ends
        else ("Van hoog naar laag",),
        "columns": [named[:ENDS], named[-ENDS:]] if ends else [named],
        "without": _without(without),
    }


def _without(rows: list[tuple[str, str]]) -> str:
    """Who has no value and why; of many only how many."""
    if not rows:
        return ""
    reasons: dict[str, list[str]] = {}
    for name, reason in rows:
        reasons.setdefault(reason, []).append(name)
    told = [
        f"{text.listing(names) if len(names) <= ENDS else text.municipalities(len(names))} ({reason})"
        for reason, names in reasons.items()
    ]
    return f"Zonder cijfer: {'; '.join(told)}."
