"""Which municipalities make a perimeter of one's own: from the URL, a list, a map, or an area."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from pages import text
from pages.components import filters, perimeter_map
from pages.components.filters import Choice
from pages.components.markup import escape, literal
from pages.queries import areas, own_perimeter

CODES, NAME = "gemeenten", "naam"
"""URL parameters: NIS codes with points between, and the name that the visitor gave."""
LONGEST_NAME = 60
LONGEST = 5000
"""Characters of codes that are read: more than all municipalities of three vintages."""
UNNAMED = "Eigen gebied"
FOLDED, CHOSEN_HEIGHT = 36, 260
"""With more municipalities than this, their list scrolls within this many pixels."""
BEFORE, TURN = "eigen_vorige", "eigen_beurt"
"""Session keys: the codes before each change, for undo; how many changes there were."""


@dataclass(frozen=True)
class Perimeter:
    """What the visitor put together.

    Attributes:
        codes: Current NIS, sorted, each once.
        name: As given, or 'Eigen gebied'.
        messages: What was wrong with the address, or translated.
    """

    codes: list[str]
    name: str
    messages: list[str]


def current(choice: Choice) -> Perimeter:
    """The perimeter in the URL."""
    asked = st.query_params.get(CODES, "")
    codes, messages = understood(asked, own_perimeter.territory(choice.build))
    return Perimeter(codes, given_name(st.query_params.get(NAME, "")), messages)


def given_name(asked: str) -> str:
    """The name in the URL as one short line of text."""
    line = " ".join("".join(c if c.isprintable() else " " for c in asked).split())
    return line[:LONGEST_NAME].strip() or UNNAMED


def understood(asked: str, territory: pl.DataFrame) -> tuple[list[str], list[str]]:
    """The current municipalities that an address means, and what to tell about it.

    Args:
        asked: Value of the parameter.
        territory: As `own_perimeter.territory` gives it.
    """
    known = {row["nis"]: row for row in territory.to_dicts()}
    parts = [part.strip() for part in asked[:LONGEST].replace(",", ".").split(".")]
    given = [part for part in parts if part]
    unknown = list(dict.fromkeys(code for code in given if code not in known))
    rows = [known[code] for code in dict.fromkeys(given) if code in known]
    merged = [row for row in rows if row["nis"] != row["current_nis"]]
    messages = [
        f"{row['name']} ({row['nis']}) is nu een deel van {row['current_name']}: "
        "die hele gemeente telt mee."
        for row in merged
    ]
    if unknown:
        shown = text.listing([f"“{literal(code[:20])}”" for code in unknown[:5]])
        more = f" en {len(unknown) - 5} andere" if len(unknown) > 5 else ""
        messages.append(
            f"Geen gemeente van het Vlaams Gewest: {shown}{more}. Die codes tellen niet mee."
        )
    if len(given) - len(unknown) > len(rows):
        messages.append("Een code die meer dan eens in het adres staat, telt één keer.")
    if len(asked) > LONGEST:
        messages.append("Het adres is te lang: alleen het begin ervan is gelezen.")
    return sorted({row["current_nis"] for row in rows}), messages


def write(codes: Sequence[str]) -> None:
    """Put the municipalities in the URL, and remember what was there."""
    history = st.session_state.setdefault(BEFORE, [])
    history.append(st.query_params.get(CODES))
    del history[:-50]
    _put(".".join(sorted(codes)) or None)


def undo() -> None:
    """Go back to the municipalities before the last change."""
    history = st.session_state.get(BEFORE) or [None]
    _put(history.pop())


def _put(value: str | None) -> None:
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
    filters.write(CODES, value)


def toggle(codes: Sequence[str], nis: str) -> list[str]:
    """The municipalities with one more, or with one less."""
    return sorted(set(codes) ^ {nis})


def render(choice: Choice, mine: Perimeter) -> None:
    """Draw list, map and buttons; every change goes to the URL first."""
    names = own_perimeter.municipalities(choice.build)
    region = own_perimeter.members(choice.build, choice.region)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        _name(mine)
        _list(mine, names)
        _start(choice)
        _buttons(mine)
        if not mine.codes:
            st.info(
                "Nog geen gemeenten gekozen. Kies ze in de lijst, klik ze aan op de kaart, "
                "of begin met een bestaand gebied."
            )
    with right:
        perimeter_map.render(
            names,
            (mine.codes, region),
            st.session_state.get(TURN, 0),
            lambda nis: write(toggle(mine.codes, nis)),
        )


def _name(mine: Perimeter) -> None:
    key = "eigen_naam"
    # What is being typed stays as it is, also a space at its end.
    if given_name(st.session_state.get(key, "")) != mine.name:
        st.session_state[key] = "" if mine.name == UNNAMED else mine.name

    def to_url() -> None:
        name = given_name(st.session_state[key])
        filters.write(NAME, None if name == UNNAMED else name)

    st.text_input(
        "Naam van het gebied",
        key=key,
        placeholder=UNNAMED,
        on_change=to_url,
        autocomplete="off",
        live="500ms",
    )


def _list(mine: Perimeter, names: dict[str, str]) -> None:
    """Add one by its name; the chosen ones stand below, each a button that takes it away."""
    more, less = "eigen_erbij", "eigen_weg"

    def change(key: str) -> None:
        if nis := st.session_state[key]:
            write(toggle(mine.codes, nis))
            st.session_state[key] = None

    st.selectbox(
        "Voeg een gemeente toe (typ om te zoeken)",
        [nis for nis in names if nis not in mine.codes],
        index=None,
        format_func=names.__getitem__,
        key=more,
        on_change=change,
        args=(more,),
        placeholder="Kies een gemeente",
    )
    if mine.codes:
        tall = len(mine.codes) > FOLDED
        with st.container(height=CHOSEN_HEIGHT if tall else "content", border=tall):
            st.pills(
                "Gekozen gemeenten: kies er een om ze weg te nemen",
                sorted(mine.codes, key=names.__getitem__),
                format_func=lambda nis: f"{names[nis]} ×",
                key=less,
                on_change=change,
                args=(less,),
            )


def _start(choice: Choice) -> None:
    """Replace the municipalities by those of an existing area."""
    key = "eigen_begin"
    labels = {
        row["area_id"]: text.area_label(row["name"], row["area_type"], row["n"])
        for row in areas.regions(choice.build).to_dicts()
    } | {areas.FLANDERS: "Heel het Vlaams Gewest"}

    def take() -> None:
        if area := st.session_state[key]:
            write(own_perimeter.members(choice.build, area))
            st.session_state[key] = None

    st.selectbox(
        "Begin met een bestaand gebied",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=key,
        on_change=take,
        placeholder="Kies een gebied",
    )


def _buttons(mine: Perimeter) -> None:
    with st.container(horizontal=True):
        st.button(
            "Wis alle gemeenten",
            on_click=lambda: write([]),
            disabled=not mine.codes,
            icon=":material/delete:",
        )
        st.button(
            "Maak ongedaan",
            on_click=undo,
            disabled=not st.session_state.get(BEFORE),
            icon=":material/undo:",
        )


def share(mine: Perimeter) -> None:
    """The absolute address of what is on screen, with a button to copy it."""
    address = f"{st.context.url or 'vergelijken'}?{urlencode(dict(st.query_params))}"
    with st.expander("Deel dit gebied: kopieer het adres"):
        st.html(
            f'<div class="m-page"><p>Wie dit adres opent, ziet {escape(mine.name)} '
            "met dezelfde gemeenten.</p></div>"
        )
        st.code(address, language=None, wrap_lines=True)
