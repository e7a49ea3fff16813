"""One municipality on the headline indicators: spine charts beside trends."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages import municipality_sentences, sentences, text
from pages.components import cards, filters, markup, signals, verdicts
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import progress
from pages.queries.database import Row
from pages.queries.municipality import LEAST_SPREAD

QUARTILES = ("low", "q1", "q3", "high")


def render(rows: Sequence[Row], lines: cards.Series, choice: Choice) -> None:
    """Draw the table.

    Args:
        rows: Headline indicators, as `municipality.profile` gives them.
        lines: Trends of the region and the municipality.
        choice: With a municipality.
    """
    heads = (
        ("Kerncijfer", ""),
        (str(choice.municipality_name), "m-num"),
        ("Plaats tussen de gemeenten van de regio", ""),
        (choice.region_name, "m-num"),
        ("Vlaanderen", "m-num"),
        ("Verloop", ""),
    )
    head = "".join(
        f'<th scope="col" class="{kind}">{escape(title)}</th>' for title, kind in heads
    )
    targets = progress.lines_of_targets(choice.build, choice.region)
    said = progress.verdicts(choice.build, str(choice.municipality))
    body = "".join(
        _row(
            row,
            lines,
            choice,
            _standing(row, said, targets.get(row["indicator_id"], [])),
        )
        for row in rows
    )
    label = f"{choice.municipality_name} tegenover {choice.region_name} en Vlaanderen"
    st.html(
        f'<div class="m-page"><table class="m-table m-spines" aria-label="{escape(label)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _standing(row: Row, said: Mapping[str, Row], targets: Sequence[Row]) -> str:
    """How the municipality's own figure moves, and the targets of the region as a reference."""
    own = {**row, "year": row["year"] if row["municipality"] is not None else None}
    badge = verdicts.badge_of(own, said)
    items = "".join(
        f"<li>{escape(signals.target_line(each, row['unit'], row['decimals']))}</li>"
        for each in targets
    )
    references = (
        f'<div class="m-quiet">Referentie, geen doel van de gemeente:'
        f'<ul class="m-extra">{items}</ul></div>'
        if items
        else ""
    )
    return (f"<div>{badge}</div>" if badge else "") + references


def _row(row: Row, lines: cards.Series, choice: Choice, standing: str) -> str:
    unit, decimals = row["unit"], row["published_decimals"]
    short = {"unit": text.short_unit(unit)}
    value = text.figure(row["municipality"], short["unit"], decimals)
    cells = (
        (str(choice.municipality_name), "m-num", f"<strong>{escape(value)}</strong>"),
        ("Plaats", "", _spine(row, choice)),
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
    note = municipality_sentences.compared(
        row, "" if choice.is_whole_region else choice.region_name
    )
    return (
        f'<tr><th scope="row">{title}<div class="m-sub">{escape(sub)}</div>'
        f'<div class="m-quiet">{escape(note)}</div>{standing}</th>{drawn}</tr>'
    )


def _spine(row: Row, choice: Choice) -> str:
    if row["low"] is None:
        return escape(text.MISSING)
    if row["n_values"] < LEAST_SPREAD:
        return (
            f'<span class="m-quiet">geen spreiding: {text.municipalities(row["n_values"])} '
            "met een cijfer</span>"
        )
    unit, decimals = text.short_unit(row["unit"]), row["published_decimals"]
    ends = (
        text.figure(row["low"], unit, decimals),
        text.figure(row["high"], unit, decimals),
    )
    label = words(row, str(choice.municipality_name), choice.region_name)
    return markup.spine([row[key] for key in QUARTILES], marks(row), ends, label)


def marks(row: Row) -> list[tuple[str, float]]:
    """What is marked on the spine: what grows with the area would lie far beyond the municipalities.

    Args:
        row: Of `municipality.profile`.

    Returns:
        Class of the mark and its value.
    """
    larger = row["aggregation"] not in text.GROWS_WITH_AREA
    return [
        (kind, value)
        for kind, value, is_shown in (
            ("vlaanderen", row["flanders"], larger),
            ("regio", row["value"], larger),
            ("gekozen", row["municipality"], True),
        )
        if value is not None and is_shown
    ]


def words(row: Row, name: str, region_name: str) -> str:
    """Text alternative of a spine.

    Args:
        row: Of `municipality.profile`, with a spread.
        name: Of the municipality.
        region_name: Whose municipalities it lies between.
    """
    own, low, q1, q3, high = (
        text.figure(row[key], row["unit"], row["published_decimals"])
        for key in ("municipality", *QUARTILES)
    )
    return (
        f"{name}: {own}; de gemeenten van {region_name} gaan van {low} tot {high}, "
        f"de middelste helft van {q1} tot {q3}"
    )


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
    """Say what the marks mean, and how to read a line."""
    samples = (
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
        for shape, name in samples
    )
    st.html(
        '<div class="m-page m-section" id="plaats"><p>Elke lijn gaat van de gemeente met het laagste cijfer van '
        f"{escape(choice.region_name)} tot die met het hoogste, met hun waarden eronder. In het vak "
        "ligt de middelste helft van de gemeenten: een kwart ligt links ervan, een kwart rechts. Elk "
        "kerncijfer heeft zijn eigen schaal. Rechts is hoger, niet beter.</p>"
        f'<div class="m-key">{items}</div></div>'
    )
