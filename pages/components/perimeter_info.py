"""Who belongs to the chosen perimeter, which others lie over it, and why they differ."""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlencode

import streamlit as st

from pages import text
from pages.components import filters, markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import perimeters
from pages.queries.database import Row

NAMED = 8
"""Of more municipalities than this a difference says how many, not which."""


def render(choice: Choice, path: str) -> None:
    """Links to the other perimeters, and everything about them one click away.

    Args:
        choice: What the visitor looks at.
        path: Of the page that is shown; another perimeter keeps it.
    """
    members = perimeters.members(choice.build, choice.region)
    others = perimeters.others(choice.build, choice.region)
    quick = " · ".join(_switch(other, path) for other in others)
    st.html(
        '<div class="m-page m-perimeter">'
        f"<details><summary>{_summary(len(members))}</summary>"
        f'<div class="m-panel">{_others(others, choice, path)}{_members(members)}</div></details>'
        f'<nav class="m-quick" aria-label="Andere afbakening">Andere afbakening: {quick}</nav></div>'
    )


def _summary(count: int) -> str:
    return f"{text.municipalities(count)}: wie hoort erbij, en wie niet?"


def _switch(other: Row, path: str) -> str:
    label = f"{_full_name(other['area_type'], other['name'])} ({other['n']})"
    # Also what only this page knows in the address stays as it is.
    address = urlencode(st.query_params.to_dict() | {"regio": other["area_id"]})
    return markup.link(f"{path or '.'}?{address}", label)


def _full_name(area_type: str, name: str) -> str:
    """With its kind, also of a referentieregio: this is where kinds are told apart."""
    if area_type == "referentieregio":
        return f"referentieregio {name}"
    return text.full_name(name, area_type)


def _members(members: Sequence[Row]) -> str:
    items = "".join(
        f"<li>{markup.link(filters.href('gemeente', gemeente=row['nis']), row['name'])}</li>"
        for row in members
    )
    return f'<h2>Gemeenten</h2><ul class="m-columns">{items}</ul>'


def _others(others: Sequence[Row], choice: Choice, path: str) -> str:
    """Each other perimeter with what makes it differ; those that share nothing only by name."""
    items = "".join(
        f"<li>{_switch(other, path)}: {escape(_difference(other, choice))}</li>"
        for other in others
        if other["shared"]
    )
    own = _full_name(choice.region_type, choice.region_name)
    return f"<h2>Tegenover {escape(own)}</h2><ul>{items}</ul>" if items else ""


def _difference(other: Row, choice: Choice) -> str:
    """'zonder Boortmeerbeek (vervoerregio Mechelen)'."""
    rows = perimeters.differences(choice.build, choice.region, other["area_id"])
    without = _named([row for row in rows if row["in_region"]])
    extra = _named([row for row in rows if not row["in_region"]])
    parts = [
        *([f"zonder {without}"] if without else []),
        *([f"met ook {extra}"] if extra else []),
    ]
    return text.listing(parts) or "dezelfde gemeenten"


def _named(rows: Sequence[Row]) -> str:
    """'Hoeilaart en Overijse (arrondissement Halle-Vilvoorde)'."""
    if len(rows) > NAMED:
        return text.municipalities(len(rows))
    groups = []
    for (kind, name), found in groupby(
        rows, key=lambda row: (row["reason_type"], row["reason_name"])
    ):
        reason = f" ({_full_name(kind, name)})" if name else ""
        groups.append(text.listing([row["name"] for row in found]) + reason)
    return text.listing(groups)
