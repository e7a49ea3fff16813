"""The targets of a line: whose they are, what they ask, and how the region moves."""

from collections.abc import Sequence

import streamlit as st

from pages import text
from pages.components import filters, markup, tables, verdicts
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import progress
from pages.queries.database import Row

STATUS = {
    "bevestigd": "",
    "onbevestigd": "niet in een openbare bron gezien",
    "uiteenlopend": "bronnen zeggen niet hetzelfde",
}


def render(line: Row, choice: Choice) -> None:
    """Draw the targets that something here measures, then those that nothing here measures."""
    rows = progress.targets(choice.build, line["action_line"], choice.region)
    st.header("Doelen", anchor=False)
    if not rows:
        st.markdown("Openbare bronnen noemen geen doel in cijfers voor deze lijn.")
        return
    if not any(row["kind"] == "doel" for row in rows):
        st.markdown(
            "Geen van deze doelen is van de Taskforce zelf. Ze zijn van wie ernaast staat, en dienen hier "
            "als **referentie**: geen norm voor deze regio."
        )
    for row in rows:
        if row["kind"] == "doel":
            _own(row, choice)
    _references([row for row in rows if row["kind"] == "referentie"], choice)
    _others([row for row in rows if row["kind"] is None])


def _own(row: Row, choice: Choice) -> None:
    """A target that an indicator here measures itself: full verdict, required and observed pace."""
    pieces = [
        f"<h3>{escape(row['title'])}: {escape(_aim(row))}</h3>",
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
    pieces.append(f'<p class="m-sub">{escape(_fine_print(row))}</p>')
    st.html(f'<div class="m-page m-target">{"".join(pieces)}</div>')


def _references(rows: Sequence[Row], choice: Choice) -> None:
    """Targets that an indicator here only comes near: a line, never a verdict on the target."""
    if not rows:
        return
    st.subheader("Referenties: doelen van anderen, hier bij benadering", anchor=False)
    cells = [
        [
            f"{escape(row['title'])}: {escape(_aim(row))}",
            escape(f"{row['owner']}{_perimeter(row, choice)}"),
            f"Benadering: {_measured_by(row)}",
            text.figure(row["target_value"], row["indicator_unit"], row["decimals"]),
            _now(row),
            escape(_fine_print(row)),
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


def _aim(row: Row) -> str:
    """'minstens 40 % in 2030', as the owner says it."""
    when = text.target_when(row["horizon"], row["target_year"])
    if row["value"] is None:
        return when
    if row["is_relative"]:
        against = f" tegenover {row['base_year']}" if row["base_year"] else ""
        sign = "+" if row["value"] > 0 else ""
        return f"{sign}{_plain(row['value'])}{text.NBSP}%{against} {when}".strip()
    return f"{_plain(row['value'])} {row['unit'] or ''} {when}".strip()


def _plain(value: float) -> str:
    """With the decimals the owner wrote."""
    return text.number(value, 0 if value == round(value) else 1)


def _perimeter(row: Row, choice: Choice) -> str:
    """The owner's area beside that of the figure, where they differ."""
    if row["area_id"] == choice.region:
        return ""
    if row["area_id"] is None:
        return "; het gebied van dit doel heeft geen vaste lijst van gemeenten"
    name = (
        "heel Vlaanderen"
        if row["area_id"] == "02000"
        else (
            f"{text.full_name(row['area_name'], row['area_type'])} ({text.municipalities(row['area_members'])})"
        )
    )
    return (
        f", voor {name}; het cijfer hier is van {choice.region_name} "
        f"({text.municipalities(choice.region_size)})"
    )


def _measured_by(row: Row) -> str:
    return markup.link(filters.indicator_href(row["indicator_id"]), row["indicator"])


def _fine_print(row: Row) -> str:
    """What is uncertain of a target, what must be known of it, and where it stands."""
    source = f"Bron: {row['source']}" if row["source"] else ""
    notes = [STATUS[row["status"]], row["note"] or "", source]
    return " ".join(f"{text.upper_first(note).rstrip('.')}." for note in notes if note)


def _others(rows: Sequence[Row]) -> None:
    """Targets without a figure here: named, with the reason that there is none."""
    if not rows:
        return
    st.subheader("Doelen die hier nog niet te meten zijn", anchor=False)
    cells = [
        [
            escape(row["title"]),
            escape(_aim(row) or text.MISSING),
            escape(row["owner"]),
            escape(_why_not(row)),
            escape(row["source"] or ""),
        ]
        for row in rows
    ]
    tables.draw(
        ("Doel", "Waarde", "Van wie", "Waarom niet", "Bron"),
        cells,
        "Doelen zonder cijfer",
    )


def _why_not(row: Row) -> str:
    if row["indicator"] is None:
        return "geen cijfer per gemeente dat dit meet"
    return f"nog geen cijfers van “{text.lower_first(row['indicator'])}”"
