"""A theme page: every indicator of a domain beside the action lines it belongs to."""

import re
from collections.abc import Mapping, Sequence

import streamlit as st

from pages import sentences, text
from pages.components import cards, filters
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, figures, progress
from pages.queries.database import Row

ALL = "alle"
CONTEXT = "context"
DONE = "afgerond"
VIEWS = {"kaarten": "Kaarten", "rijen": "Rijen"}


def render(page: str, title: str, question: str) -> None:
    """Draw the page.

    Args:
        page: Value of `indicator.page`.
        title: Heading.
        question: What the page answers, in one sentence.
    """
    choice = filters.current()
    st.title(title, anchor=False)
    st.markdown(f"{question} {scope(choice)}")
    lines = {line["action_line"]: line for line in areas.action_lines(choice.build)}
    every = figures.snapshot(choice.build, choice.region, choice.year)
    rows = [row for row in every if row["page"] == page]
    shown, as_table = _filtered([row for row in rows if row["has_figures"]], lines)
    # Our own columns: those of Streamlit stay beside each other when there is no room.
    with st.container(key="thema"):
        with st.container(key="hoofd"):
            _groups(shown, choice, as_table)
            without_figures([row for row in rows if not row["has_figures"]])
        _goals(shown, lines, choice)


def scope(choice: Choice) -> str:
    """Whom the page speaks of, and when."""
    until = "" if choice.year is None else f" Laatste meting tot en met {choice.year}."
    kind = text.AREA_TYPES.get(choice.region_type, choice.region_type)
    return (
        f"**{choice.region_name}** ({kind}): {text.municipalities(choice.region_size)}. "
        f"De regio is een deel van Vlaanderen.{until}"
    )


def scope_html(choice: Choice) -> str:
    """The same as a paragraph of HTML."""
    words = (
        escape(scope(choice)).replace("**", "<strong>", 1).replace("**", "</strong>", 1)
    )
    return f"<p>{words}</p>"


def _filtered(rows: Sequence[Row], lines: Mapping[str, Row]) -> tuple[list[Row], bool]:
    """The rows of the chosen action line and source, and whether to draw a table."""
    present = {line for row in rows for line in sentences.lines_of(row)}
    line_titles = {ALL: "Alle actielijnen"} | {
        key: f"{key} · {line['short_title']}"
        for key, line in lines.items()
        if key in present
    }
    if CONTEXT in present:
        line_titles[CONTEXT] = "Context, zonder actielijn"
    sources = {ALL: "Alle bronnen"} | {
        row["source"]: row["source_name"] for row in rows
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        line = filters.choose_by_code("Actielijn", "lijn", line_titles, ALL)
        source = filters.choose_by_code("Bron", "bron", sources, ALL)
        view = filters.choose_option("Weergave", "weergave", VIEWS)
    for asked in (("lijn", "Actielijn", line_titles), ("bron", "Bron", sources)):
        if message := filters.complaint(*asked):
            st.warning(message)
    shown = [
        row
        for row in rows
        if line in (ALL, *sentences.lines_of(row)) and source in (ALL, row["source"])
    ]
    return shown, view == "rijen"


def _groups(rows: Sequence[Row], choice: Choice, as_table: bool) -> None:
    """A list of the groups to jump to, and every group with its figures."""
    if not rows:
        st.info("Geen indicatoren voor deze actielijn en bron.")
        return
    series = cards.series(choice)
    groups = {
        title: [row for row in rows if row["group_title"] == title]
        for title in dict.fromkeys(row["group_title"] for row in rows)
    }
    draw = cards.table_html if as_table else cards.cards_html
    body = "".join(
        f'<section class="m-group" id="{_anchor(title)}" aria-label="{escape(title)}">'
        f"<h2>{escape(title)}</h2>{draw(group, series, choice)}</section>"
        for title, group in groups.items()
    )
    st.html(
        f'<div class="m-page">{_contents(groups)}{cards.key_html(choice)}{body}</div>'
    )


def _contents(groups: Mapping[str, Sequence[Row]]) -> str:
    items = "".join(
        f'<li><a href="#{_anchor(title)}">{escape(title)}</a> ({len(group)})</li>'
        for title, group in groups.items()
    )
    count = sum(map(len, groups.values()))
    figures_word = "1 cijfer" if count == 1 else f"{count} cijfers"
    groups_word = "1 groep" if len(groups) == 1 else f"{len(groups)} groepen"
    return (
        f'<details class="m-jump"><summary>{figures_word} in {groups_word}: '
        f'ga naar een groep</summary><ul class="m-columns">{items}</ul></details>'
    )


def _anchor(title: str) -> str:
    """Address of a group within the page."""
    return "groep-" + re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def without_figures(rows: Sequence[Row]) -> None:
    """What the source describes and we have no file of: named, never shown as zero."""
    if not rows:
        return
    with st.expander(f"Nog geen cijfers: {len(rows)} indicatoren"):
        st.markdown(
            "De bron beschrijft deze indicatoren, maar er is nog geen bestand van ingelezen. "
            "Op de pagina van een indicator staat wie de cijfers heeft, en hoe u ze vraagt."
        )
        items = "".join(
            f'<li><a href="{filters.indicator_href(row["indicator_id"])}" target="_self">'
            f"{escape(row['title'])}</a></li>"
            for row in rows
        )
        st.html(f'<ul class="m-columns">{items}</ul>')


def _goals(rows: Sequence[Row], lines: Mapping[str, Row], choice: Choice) -> None:
    """Goals and actions of the action lines that the shown indicators belong to."""
    present = {line for row in rows for line in sentences.lines_of(row)}
    blocks = "".join(
        cards.goal(line, _actions(progress.actions(choice.build, key)))
        for key, line in lines.items()
        if key in present
    )
    rest = (
        ""
        if blocks
        else "<p>Deze indicatoren horen bij geen enkele actielijn: ze geven context.</p>"
    )
    st.html(
        f'<div class="m-page m-side"><h2>Waar dit bij hoort</h2>{blocks}{rest}</div>'
    )


def _actions(rows: Sequence[Row]) -> str:
    """What is going on, by name; what is done, counted."""
    going = [row for row in rows if row["execution"] != DONE]
    items = "".join(
        f"<li>{escape(row['title'])} ({escape(row['execution'] or 'stand niet bekend')})</li>"
        for row in going
    )
    done = len(rows) - len(going)
    counted = "1 actie is afgerond" if done == 1 else f"{done} acties zijn afgerond"
    return (f"<p>Acties:</p><ul>{items}</ul>" if items else "") + (
        f"<p>{counted}.</p>" if done else ""
    )
