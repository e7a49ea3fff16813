"""Indicators as cards (small multiples) or as rows of a table."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages import sentences, text
from pages.components import filters, markup, verdicts
from pages.components.filters import Choice
from pages.components.markup import Point, escape
from pages.queries import areas, figures, progress
from pages.queries.database import Row

Series = Mapping[str, Sequence[tuple[str, Sequence[Point]]]]
"""Per indicator: class of the line and its points, the main one last."""


def series(choice: Choice, municipality: str | None = None) -> Series:
    """Lines of every main breakdown: Flanders, the region, and a municipality."""
    kinds = {areas.FLANDERS: "vlaanderen", choice.region: "regio"}
    if municipality:
        kinds = {choice.region: "regio", municipality: "gekozen"}
    found = figures.sparklines(choice.build, list(kinds))
    return {
        indicator: [
            (kind, lines[area]) for area, kind in kinds.items() if area in lines
        ]
        for indicator, lines in found.items()
    }


def cards(rows: Sequence[Row], lines: Series, choice: Choice) -> None:
    """Draw small multiples."""
    st.html(f'<div class="m-page">{cards_html(rows, lines, choice)}</div>')


def cards_html(rows: Sequence[Row], lines: Series, choice: Choice) -> str:
    """Small multiples, for a page that draws more than them."""
    said = progress.verdicts(choice.build, choice.region)
    body = "".join(
        _card(row, lines, choice, verdicts.badge_of(row, said)) for row in rows
    )
    return f'<ul class="m-cards">{body}</ul>' if body else ""


def _card(row: Row, lines: Series, choice: Choice, badge: str) -> str:
    notes = [
        sentences.to_flanders(row),
        sentences.to_previous(row) if row["value"] is not None else "",
        sentences.rank(row, choice.region_type),
    ]
    items = f"<li>{badge}</li>" if badge else ""
    items += "".join(f"<li>{escape(note)}</li>" for note in notes if note)
    if row["year"] is not None:
        items += f'<li class="m-by">{_by_municipality(row)}</li>'
    mark = sentences.coverage(row) or sentences.reason(row)
    marks = [mark, sentences.bounds(row), sentences.held_back(row)]
    marked = "".join(f'<li class="m-mark">{escape(m)}</li>' for m in marks if m)
    label = row["breakdown_label"]
    return (
        f'<li class="m-card"><h3>{_title(row)}</h3>'
        # Always there: the parts of cards beside each other stand on the same lines.
        + f'<div class="m-sub">{escape(label)}</div>'
        + f'<div class="m-value">{value(row)}{spark(row, lines, choice.region_name)}</div>'
        + f'<ul class="m-notes">{items}{marked}</ul></li>'
    )


def _title(row: Row) -> str:
    return markup.link(filters.indicator_href(row["indicator_id"]), row["title"])


def _by_municipality(row: Row) -> str:
    """Link to the map and the list of municipalities of an indicator."""
    address = f"{filters.indicator_href(row['indicator_id'])}#gemeenten"
    return (
        f'<a href="{escape(address)}" target="_self" '
        f'aria-label="Per gemeente: {escape(row["title"])}">Per gemeente</a>'
    )


def value(row: Row) -> str:
    """The number, its unit and its year."""
    if row["value"] is None:
        year = "" if row["year"] is None else row["year"]
        return f'<div class="m-number"><span>{text.MISSING}</span><small>{year}</small></div>'
    number = text.number(row["value"], row["decimals"])
    unit = escape(row["unit"])
    # A long unit beside the number would break it over three lines.
    if text.long_unit(row["unit"]):
        return f'<div class="m-number">{number}<small>{unit}<br>{row["year"]}</small></div>'
    return (
        f'<div class="m-number">{number} <span class="m-unit">{unit}</span>'
        f"<small>{row['year']}</small></div>"
    )


def spark(row: Row, lines: Series, region: str) -> str:
    """The sparkline of a row; what grows with the area is drawn alone."""
    drawn = lines.get(row["indicator_id"], [])
    if row["aggregation"] in text.GROWS_WITH_AREA:
        drawn = [line for line in drawn if line[0] == "regio"]
    known = [point for kind, line in drawn if kind == "regio" for point in line]
    return markup.sparkline(drawn, _spoken(row, region, known))


def _spoken(row: Row, region: str, points: Sequence[Point]) -> str:
    known = [(year, value) for year, value in points if value is not None]
    if not known:
        return f"Verloop in Vlaanderen; voor {region} is er geen reeks"
    (first, start), (last, end) = known[0], known[-1]
    shown = [text.figure(v, row["unit"], row["decimals"]) for v in (start, end)]
    if first == last:
        return f"{region}, alleen {first}: {shown[0]}"
    return f"Verloop in {region} van {first} tot {last}: van {shown[0]} naar {shown[1]}"


def table_html(rows: Sequence[Row], lines: Series, choice: Choice) -> str:
    """Rows: one indicator a line."""
    heads = ("Indicator", choice.region_name, "Jaar", "Vlaanderen", "Rang", "Verloop")
    numeric = (choice.region_name, "Jaar", "Vlaanderen")
    head = "".join(
        f'<th scope="col"{" class=m-num" if title in numeric else ""}>{escape(title)}</th>'
        for title in heads
    )
    body = "".join(_row(row, lines, choice) for row in rows)
    return (
        '<table class="m-table m-rows">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(row: Row, lines: Series, choice: Choice) -> str:
    short = {"unit": text.short_unit(row["unit"])}
    label = ", ".join(
        filter(None, (row["breakdown_label"], text.long_unit(row["unit"])))
    )
    sub = f'<div class="m-sub">{escape(label)}</div>' if label else ""
    mark = sentences.coverage(row) or sentences.reason(row)
    note = f'<div class="m-quiet">{escape(mark)}</div>' if mark else ""
    cells = (
        (
            choice.region_name,
            "m-num",
            f"<strong>{sentences.value(row | short)}</strong>",
        ),
        ("Jaar", "m-num", str(row["year"] or text.MISSING)),
        ("Vlaanderen", "m-num", sentences.flanders(row | short)),
        ("Rang", "", escape(sentences.rank(row, choice.region_type))),
        ("Verloop", "", spark(row, lines, choice.region_name)),
    )
    drawn = "".join(
        f'<td class="{kind}" data-label="{escape(title)}">{body}</td>'
        for title, kind, body in cells
    )
    return f'<tr><th scope="row">{_title(row)}{sub}{note}</th>{drawn}</tr>'


def key(choice: Choice) -> None:
    """What the colours of the lines mean."""
    st.html(f'<div class="m-page">{key_html(choice)}</div>')


def key_html(choice: Choice) -> str:
    """The same, for a page that draws more than it."""
    return (
        '<div class="m-key">'
        f"{_sample('regio')}{escape(choice.region_name)}</span>"
        f"{_sample('vlaanderen')}Vlaanderen</span></div>"
    )


def _sample(kind: str) -> str:
    line = f'<line class="{kind}" x1="0" x2="16" y1="8" y2="8"/>'
    return f"<span>{markup.drawing('m-sample', 16, 16, line, '')}"


def goal(line: Row, actions: str) -> str:
    """Block with the goal of an action line, a link to its page, and its actions (HTML)."""
    number = line["action_line"]
    link = markup.link(
        filters.href("actielijn", lijn=number), f"{number}. {line['short_title']}"
    )
    return (
        f'<section class="m-goal" aria-label="Actielijn {escape(line["short_title"])}">'
        f"<h3>{link}</h3><p>{escape(line['goal'])}</p>{actions}</section>"
    )
