"""The targets of a line: whose they are, what they ask, and how the region moves."""

from collections.abc import Sequence

import streamlit as st

from pages import plan_sentences, text
from pages.components import filters, markup, tables, verdicts
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import progress
from pages.queries.database import Row


def render(line: Row, choice: Choice) -> None:
    """Draw the targets that something here measures, then those that nothing here measures."""
    rows = progress.targets(choice.build, line["action_line"], choice.region)
    st.header("Doelen", anchor=False)
    if said := plan_sentences.targets(rows):
        st.markdown(said)
    for row in rows:
        if row["kind"] == "doel":
            _own(row, choice)
    _references([row for row in rows if row["kind"] == "referentie"], choice)
    _others([row for row in rows if row["kind"] is None])


def _own(row: Row, choice: Choice) -> None:
    """A target that an indicator here measures itself: full verdict, required and observed pace."""
    pieces = [
        f"<h3>{escape(row['title'])}: {escape(plan_sentences.aim(row))}</h3>",
        f'<p class="m-sub">Doel van {escape(row["owner"])}{escape(_perimeter(row, choice))}</p>',
        f"<p>Gemeten met {_measured_by(row)} {verdicts.badge(row)}</p>",
    ]
    if row["target_value"] is not None and row["last_value"] is not None:
        words = verdicts.bullet_words(row, row["indicator_unit"], row["decimals"])
        pieces.append(
            verdicts.bullet(
                row["last_value"], [row["target_value"]], words, row["base_value"]
            )
        )
        pieces.append(f'<p class="m-sub">{escape(words)}</p>')
    pieces.append(f"<p>{escape(row['reason'] or '')}</p>")
    pieces.append(f'<p class="m-sub">{escape(plan_sentences.fine_print(row))}</p>')
    st.html(f'<div class="m-page m-target">{"".join(pieces)}</div>')


def _references(rows: Sequence[Row], choice: Choice) -> None:
    """Targets that an indicator here only comes near: a line, never a verdict on the target."""
    if not rows:
        return
    st.subheader("Referenties: doelen van anderen, hier bij benadering", anchor=False)
    cells = [
        [
            f"{escape(row['title'])}: {escape(plan_sentences.aim(row))}",
            escape(f"{row['owner']}{_perimeter(row, choice)}"),
            f"Benadering: {_measured_by(row)}",
            text.figure(row["target_value"], row["indicator_unit"], row["decimals"]),
            _now(row),
            escape(plan_sentences.fine_print(row)),
        ]
        for row in rows
    ]
    heads = ("Doel", "Van wie", "Gemeten met", "Lijn hier", "Nu", "Herkomst")
    tables.draw(heads, cells, "Doelen van anderen als referentie", ("Lijn hier",))


def _now(row: Row) -> str:
    """The figure of the region and its direction."""
    if row["last_value"] is None:
        return verdicts.badge(row)
    now = text.figure(row["last_value"], row["indicator_unit"], row["decimals"])
    return f"{escape(now)} ({row['last_year']})<br>{verdicts.badge(row)}"


def _perimeter(row: Row, choice: Choice) -> str:
    return plan_sentences.perimeter(
        row, choice.region, choice.region_name, choice.region_size
    )


def _measured_by(row: Row) -> str:
    return markup.link(filters.indicator_href(row["indicator_id"]), row["indicator"])


def _others(rows: Sequence[Row]) -> None:
    """Targets without a figure here: named, with the reason that there is none."""
    if not rows:
        return
    st.subheader("Doelen die hier nog niet te meten zijn", anchor=False)
    cells = [
        [
            escape(row["title"]),
            escape(plan_sentences.aim(row) or text.MISSING),
            escape(row["owner"]),
            escape(plan_sentences.why_not(row)),
            escape(row["source"] or ""),
        ]
        for row in rows
    ]
    tables.draw(
        ("Doel", "Waarde", "Van wie", "Waarom niet", "Bron"),
        cells,
        "Doelen zonder cijfer",
    )
