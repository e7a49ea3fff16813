"""How the headline figures of one action line went: the municipality, its region, Flanders."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages import municipality_sentences as sentences
from pages import text
from pages.components import filters, line_chart, markup
from pages.components.filters import Choice
from pages.components.line_chart import Line
from pages.components.markup import Point, escape
from pages.queries import areas, figures
from pages.queries.database import Row

SIGN = "%"
"""The unit that fits behind a number in a drawing; others stand below the title."""


def render(rows: Sequence[Row], choice: Choice) -> None:
    """Draw small multiples, one per indicator.

    Args:
        rows: Headline indicators of the municipality, as `municipality.profile` gives them.
        choice: With a municipality.
    """
    places = [areas.FLANDERS, choice.region, str(choice.municipality)]
    found = figures.sparklines(choice.build, places, choice.year)
    body = "".join(_multiple(row, found, choice) for row in rows)
    st.html(
        f'<div class="m-page m-section" id="verloop"><ul class="m-multiples">{body}</ul></div>'
    )


def _multiple(row: Row, found: figures.Sparklines, choice: Choice) -> str:
    lines = _lines(row, found.get(row["indicator_id"], {}), choice)
    title = markup.link(filters.indicator_href(row["indicator_id"]), row["title"])
    unit = "" if row["unit"] == SIGN else sentences.unit(row)
    sub = ", ".join(filter(None, (row["breakdown_label"], unit)))
    return f'<li><h3>{title}</h3><div class="m-sub">{escape(sub)}</div>{_body(row, lines)}</li>'


def _lines(
    row: Row, points: Mapping[str, Sequence[Point]], choice: Choice
) -> list[Line]:
    """What grows with the area is drawn alone: a region would flatten the municipality."""
    published = row["published_decimals"]
    named = [
        Line(kind, str(name), points.get(str(area), []), decimals)
        for kind, name, area, decimals in (
            ("vlaanderen", "Vlaanderen", areas.FLANDERS, published),
            ("regio", choice.region_name, choice.region, row["decimals"]),
            ("gekozen", choice.municipality_name, choice.municipality, published),
        )
    ]
    if row["aggregation"] in text.GROWS_WITH_AREA:
        return named[2:]
    # Never beside itself.
    return [
        line for line in named if line.kind != "regio" or not choice.is_whole_region
    ]


def _body(row: Row, lines: Sequence[Line]) -> str:
    said = [_spoken(line, row) for line in reversed(lines) if line.known]
    years = {year for line in lines for year, _value in line.known}
    own = lines[-1]
    none = "" if own.known else f"Voor {own.name} is er geen reeks ({row['reason']})."
    if len(years) > 1:
        label = " ".join([none, *said]).strip()
        note = none and f'<p class="m-quiet">{escape(none)}</p>'
        sign = SIGN if row["unit"] == SIGN else ""
        return note + line_chart.draw(lines, sign, label)
    # One measurement is no course: said in words.
    items = "".join(
        f"<li>{escape(sentence)}</li>" for sentence in filter(None, [none, *said])
    )
    once = "Eén meting: er is nog geen verloop." if years else "Nog geen cijfers."
    return f'<p class="m-quiet">{once}</p><ul class="m-notes">{items}</ul>'


def _spoken(line: Line, row: Row) -> str:
    (first, start), (last, end) = line.known[0], line.known[-1]
    shown = [text.figure(value, row["unit"], line.decimals) for value in (start, end)]
    if first == last:
        return f"{line.name}: {shown[1]} in {last}."
    return f"{line.name}: van {shown[0]} in {first} naar {shown[1]} in {last}."
