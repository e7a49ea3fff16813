"""One municipality on the headline indicators: spine charts beside trends."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages import sentences, text
from pages.components import cards, filters, markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries.database import Row

QUARTILES = ("low", "q1", "q3", "high")


def render(
    rows: Sequence[Row], own: Mapping[str, Row], lines: cards.Series, choice: Choice
) -> None:
    """Draw the table.

    Args:
        rows: Headline indicators, as `figures.snapshot` gives them.
        own: What `figures.profile` gives, by indicator.
        lines: Trends of the region and the municipality.
        choice: With a municipality.
    """
    heads = (
        ("Indicator", ""),
        (str(choice.municipality_name), "m-num"),
        ("Plaats tussen de gemeenten van de regio", ""),
        (choice.region_name, "m-num"),
        ("Vlaanderen", "m-num"),
        ("Verloop", ""),
    )
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(title)}</th>' for title, kind in heads
    )
    body = "".join(_row(row, own[row["indicator_id"]], lines, choice) for row in rows)
    label = f"{choice.municipality_name} tegenover {choice.region_name} en Vlaanderen"
    st.html(
        f'<div class="m-page"><table class="m-table m-spines" aria-label="{escape(label)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _row(row: Row, own: Row, lines: cards.Series, choice: Choice) -> str:
    unit, decimals = row["unit"], row["published_decimals"]
    short = {"unit": text.short_unit(unit)}
    value = text.figure(own["municipality"], short["unit"], decimals)
    cells = (
        (str(choice.municipality_name), "m-num", f"<strong>{escape(value)}</strong>"),
        ("Plaats", "", _spine(row, own, choice)),
        (choice.region_name, "m-num", escape(sentences.value(row | short))),
        ("Vlaanderen", "m-num", escape(sentences.flanders(row | short))),
        ("Verloop", "", _trend(row, lines, str(choice.municipality_name))),
    )
    drawn = "".join(
        f'<td class="{kind}" data-label="{escape(title)}">{body}</td>'
        for title, kind, body in cells
    )
    title = markup.link(filters.indicator_href(row["indicator_id"]), row["title"])
    sub = ", ".join(
        str(part)
        for part in (row["breakdown_label"], text.long_unit(unit), row["year"])
        if part
    )
    return (
        f'<tr><th scope="row">{title}<div class="m-sub">{escape(sub)}</div>'
        f'<div class="m-quiet">{escape(_compared(row, own, choice))}</div></th>{drawn}</tr>'
    )


def _compared(row: Row, own: Row, choice: Choice) -> str:
    """Difference from the region, and how much the municipality weighs in it."""
    if own["municipality"] is None:
        return str(own["reason"])
    parts = [
        text.difference(
            own["to_region"], row["unit"], row["published_decimals"], choice.region_name
        )
    ]
    if own["share"] is not None and choice.in_region:
        of = row["denominator_label"] or "het regionale totaal"
        parts.append(f"{text.number(own['share'], 1)} % van de {of} van de regio")
    return "; ".join(part for part in parts if part)


def _spine(row: Row, own: Row, choice: Choice) -> str:
    if row["low"] is None:
        return escape(text.MISSING)
    larger = row["aggregation"] not in text.GROWS_WITH_AREA
    marks = [
        (kind, value)
        for kind, value, is_shown in (
            ("vlaanderen", row["flanders"], larger),
            ("regio", row["value"], larger),
            ("gekozen", own["municipality"], True),
        )
        if value is not None and is_shown
    ]
    unit, decimals = row["unit"], row["published_decimals"]
    low, high = (text.figure(row[key], unit, decimals) for key in ("low", "high"))
    label = (
        f"{choice.municipality_name}: {text.figure(own['municipality'], unit, decimals)}; "
        f"de gemeenten van {choice.region_name} gaan van {low} tot {high}"
    )
    return markup.spine([row[key] for key in QUARTILES], marks, label)


def _trend(row: Row, lines: cards.Series, name: str) -> str:
    drawn = lines.get(row["indicator_id"], [])
    known = [
        (year, value)
        for kind, points in drawn
        if kind == "gekozen"
        for year, value in points
        if value is not None
    ]
    if not known:
        return markup.sparkline(drawn, f"Verloop van de regio; voor {name} geen reeks")
    decimals = row["published_decimals"]
    start, end = (
        text.figure(v, row["unit"], decimals) for v in (known[0][1], known[-1][1])
    )
    label = f"{name} van {known[0][0]} tot {known[-1][0]}: van {start} naar {end}"
    return markup.sparkline(drawn, label)


def key(choice: Choice) -> None:
    """Say what the marks mean."""
    marks = (
        ('<circle class="gekozen" cx="8" cy="8" r="6"/>', choice.municipality_name),
        ('<rect class="regio" x="6" y="0" width="4" height="16"/>', choice.region_name),
        ('<polygon class="vlaanderen" points="8,1 14,8 8,15 2,8"/>', "Vlaanderen"),
        ('<rect class="rand" x="0" y="4" width="16" height="8"/>', "middelste helft"),
        (
            '<line class="vlaanderen" x1="0" x2="16" y1="8" y2="8"/>',
            "laagste tot hoogste gemeente",
        ),
    )
    items = "".join(
        f"<span>{markup.drawing('m-sample', 16, 16, shape, '')}{escape(name)}</span>"
        for shape, name in marks
    )
    st.html(f'<div class="m-page"><div class="m-key">{items}</div></div>')
