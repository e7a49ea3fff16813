"""One action line: its goal, its figures, and what is known of targets and actions."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages import sentences, text
from pages.components import (
    actions,
    cards,
    filters,
    markup,
    overview,
    signals,
    targets,
    theme_page,
)
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import figures
from pages.queries.database import Row


def render(line: Row, choice: Choice) -> None:
    """Draw everything below the title."""
    number = line["action_line"]
    _goal(line)
    st.html(f'<div class="m-page">{theme_page.scope_html(choice)}</div>')
    every = figures.snapshot(choice.build, choice.region, choice.year)
    rows = [row for row in every if number in sentences.lines_of(row)]
    shown = [row for row in rows if row["has_figures"]]
    first = overview.headlines(shown, number)
    series = cards.series(choice)
    if first:
        _first(first, series, choice)
        signals.render(first, choice)
    targets.render(line, choice)
    actions.render(number, choice)
    _others([row for row in shown if row not in first], number, series, choice)
    theme_page.without_figures([row for row in rows if not row["has_figures"]])


def _goal(line: Row) -> None:
    st.html(
        f'<div class="m-page m-goal"><p><strong>{escape(line["title"])}</strong></p>'
        f"<p>{escape(line['goal'])}</p></div>"
    )


def _first(rows: Sequence[Row], series: cards.Series, choice: Choice) -> None:
    st.header("De belangrijkste cijfers", anchor=False)
    st.html(
        f'<div class="m-page"><p class="m-lead">'
        f"{escape(sentences.line(rows, text.full_name(choice.region_name, choice.region_type)))}</p>"
        f"{cards.key_html(choice)}</div>"
    )
    cards.cards(rows, series, choice)


def _others(
    rows: Sequence[Row], number: str, series: cards.Series, choice: Choice
) -> None:
    """Everything else: by group, and last what belongs to another line in the first place."""
    if not rows:
        return
    st.header("Andere cijfers van deze lijn", anchor=False)
    st.markdown(
        sentences.tally(rows, text.full_name(choice.region_name, choice.region_type))
    )
    own = [row for row in rows if row["action_line"] == number]
    groups = {
        title: [row for row in own if row["group_title"] == title]
        for title in dict.fromkeys(row["group_title"] for row in own)
    }
    groups["Horen eerst bij een andere lijn"] = [row for row in rows if row not in own]
    body = "".join(
        f"<h3>{escape(title)}</h3>{cards.table_html(group, series, choice)}"
        for title, group in groups.items()
        if group
    )
    st.html(f'<div class="m-page m-others">{body}</div>')


def neighbours(lines: Mapping[str, Row], number: str) -> None:
    """Links to the line before and the line after."""
    order = list(lines)
    place = order.index(number)
    before = [
        _neighbour(lines[key], "‹ {}") for key in order[max(place - 1, 0) : place]
    ]
    after = [_neighbour(lines[key], "{} ›") for key in order[place + 1 : place + 2]]
    st.html(
        '<nav class="m-page m-turn" aria-label="Vorige en volgende actielijn">'
        f"<span>{''.join(before)}</span><span>{''.join(after)}</span></nav>"
    )


def _neighbour(line: Row, pattern: str) -> str:
    number = line["action_line"]
    label = pattern.format(f"{number}. {line['short_title']}")
    return markup.link(filters.href("actielijn", lijn=number), label)
