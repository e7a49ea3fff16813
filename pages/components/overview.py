"""The overview: four action lines with their first headline figures, and what is new."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from pages import sentences, text
from pages.components import cards, filters, markup, news, since, theme_page, verdicts
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, figures, progress
from pages.queries.database import Row

FIRST = 4
"""Headline figures of a line that fit beside each other; its own page has all of them."""


def render(choice: Choice) -> None:
    """Draw everything below the title: who it speaks of, what is new, and the four lines."""
    with st.container(key="overzicht"):
        st.html(
            '<div class="m-page"><p>Hoe staat de regio op de vier actielijnen van de Taskforce?</p>'
            f"{theme_page.scope_html(choice)}{cards.key_html(choice)}{_room_link(choice)}</div>"
        )
        with st.container(key="nieuws", gap="xsmall"):
            day = since.choose(choice)
            st.html(f'<div class="m-page">{news.block(choice, day)}</div>')
        rows = figures.snapshot(choice.build, choice.region, choice.year)
        series = cards.series(choice)
        lines = "".join(
            _line(line, rows, series, choice)
            for line in areas.action_lines(choice.build)
        )
        st.html(f'<div class="m-page m-actionlines">{lines}</div>')


def _room_link(choice: Choice) -> str:
    """To the slides for the meeting; another tab, because that page has no menu to come back."""
    address = f"vergadering?{urlencode({'regio': choice.region})}"
    return (
        f'<p class="m-sub"><a href="{address}" target="_blank" rel="noopener">'
        "Toon op het vergaderscherm</a> (nieuw tabblad) · "
        f"{markup.link(filters.href('voorbereiden'), 'Documenten')}</p>"
    )


def _line(line: Row, rows: Sequence[Row], series: cards.Series, choice: Choice) -> str:
    number = line["action_line"]
    of_line = [
        row for row in rows if row["has_figures"] and number in sentences.lines_of(row)
    ]
    shown = headlines(rows, number)[:FIRST]
    summary = (
        sentences.line(shown, text.full_name(choice.region_name, choice.region_type))
        if shown
        else "Nog geen cijfers in deze monitor."
    )
    address = filters.href("actielijn", lijn=number)
    title = f"{number}. {line['short_title']}"
    everything = markup.link(
        address, f"Alle {len(of_line)} cijfers over {line['short_title'].lower()}"
    )
    return (
        f'<section aria-label="{escape(title)}"><h2>{markup.link(address, title)}</h2>'
        f'<p class="m-sub">{escape(line["title"])}</p>'
        f'<p class="m-lead">{escape(summary)}</p>'
        f"{cards.cards_html(shown, series, choice)}{_tallies(number, choice)}"
        f'<p class="m-more">{everything}</p></section>'
    )


def _tallies(number: str, choice: Choice) -> str:
    """How many headline figures move which way, with and without a target apart."""
    found = progress.counts(choice.build, choice.region).filter(action_line=number)
    said = " ".join(verdicts.tallies(found.to_dicts()))
    return f'<p class="m-sub">{escape(said)}</p>' if said else ""


def headlines(rows: Sequence[Row], number: str) -> list[Row]:
    """The headline indicators of an action line, in their order."""
    return sorted(
        (row for row in rows if row["headline"] and row["action_line"] == number),
        key=lambda row: row["headline"],
    )
