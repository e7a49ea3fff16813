"""What a meeting sees and takes along: topics, screen, documents."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from pages import sentences, text
from pages.briefing.gather import FIRST, LAST, MOST_TOPICS, Briefing, gather, too_many
from pages.components import filters, markup, meeting_documents
from pages.components.filters import Choice
from pages.queries.database import live_build
from pages.room.document import is_pace

TOPICS, PACE, LOOK = "onderwerpen", "tempo", "kleur"
"""URL parameters, the same as those of the screen."""
CHOSEN, MORE = "dia_keuze", "dia_erbij"
"""Keys of the widgets: the slide at hand, and the one to add."""
SAID = "dia_gezegd"
"""Key of what the last press did, for who does not see the slides move."""
PACES = {
    "15": "15 seconden",
    "30": "30 seconden",
    "45": "45 seconden",
    "60": "1 minuut",
    "120": "2 minuten",
}
LOOKS = {"licht": "Licht", "donker": "Donker"}
FIXED = {
    "titel": "Titel, met datum en regio",
    "nieuw": "Wat er nieuw is",
    "acties": "Acties",
    "bronnen": "Bronnen",
}


def render(choice: Choice) -> None:
    """Draw the page below its title."""
    today = date.today()
    briefing = gather(choice.build, choice.region, _asked(), today)
    if briefing is None:
        st.info(f"Voor {choice.region_name} is er niets om te tonen.")
        return
    _meeting(briefing, choice)
    _topics(briefing)
    _screen(choice)
    meeting_documents.render(briefing, choice, today)


def _asked() -> list[str]:
    return [each for each in st.query_params.get(TOPICS, "").split(",") if each]


def _meeting(briefing: Briefing, choice: Choice) -> None:
    """Which meeting, or that the calendar has none."""
    if choice.year:
        st.info(
            "Een vergadering ziet altijd de nieuwste meting: het gekozen jaar telt hier niet."
        )
    if briefing.meeting:
        day = text.long_date(briefing.meeting["date"])
        st.markdown(
            f"Eerstvolgende vergadering: **{markup.literal(briefing.meeting['body'])}**, {day}."
        )
    else:
        st.markdown(
            "Er staat geen vergadering op de agenda van het actieplan: de dia’s dragen de datum van "
            "de gegevens, en tonen per actielijn het eerste cijfer van dichtbij."
        )


def _topics(briefing: Briefing) -> None:
    """The order of the slides; the URL is the truth."""
    st.header("Wat de vergadering ziet", anchor=False)
    titles, topics = _titles(briefing), list(briefing.topics)
    if st.session_state.get(CHOSEN) not in topics:
        st.session_state[CHOSEN] = None
    chosen = st.pills(
        "Dia’s, in volgorde: kies er een om ze te verplaatsen of weg te nemen",
        topics,
        format_func=lambda topic: f"{topics.index(topic) + 1}. {titles[topic]}",
        key=CHOSEN,
    )
    _buttons(topics, chosen, titles)
    said = markup.escape(st.session_state.pop(SAID, ""))
    st.html(f'<div class="m-page m-said" role="status">{said}</div>')
    _more([topic for topic in titles if topic not in topics], titles, topics)
    if briefing.unknown:
        names = [f"“{markup.literal(each[:40])}”" for each in briefing.unknown[:5]]
        st.warning(
            f"Onbekend onderwerp, of zonder cijfers voor deze regio: {text.listing(names)}. "
            "Het is weggelaten."
        )
    if message := too_many(briefing):
        st.warning(message)


def _buttons(topics: list[str], chosen: str | None, titles: Mapping[str, str]) -> None:
    """What can be done with the slide at hand.

    They stay on where nothing is left to do, and say so: a button that goes off under the
    finger takes the place of who works with the keyboard.
    """
    place = topics.index(chosen) if chosen else 0
    off, name = chosen is None, titles.get(chosen or "", "")
    steps = (
        ("Vroeger", ":material/arrow_back:", place - 1),
        ("Later", ":material/arrow_forward:", place + 1),
    )
    with st.container(horizontal=True):
        for label, icon, to in steps:
            st.button(
                label,
                on_click=_move,
                args=(topics, place, to, name),
                disabled=off,
                icon=icon,
            )
        st.button(
            "Neem weg",
            on_click=_take_away,
            args=(topics, place, name),
            disabled=off,
            icon=":material/close:",
        )
        st.button("Terug naar de agenda", on_click=_reset, icon=":material/undo:")


def _move(topics: list[str], place: int, to: int, name: str) -> None:
    """Two neighbours change places."""
    if not 0 <= to < len(topics):
        end = "vooraan" if to < 0 else "achteraan"
        _say(f"{name} staat al {end}.")
        return
    topics[place], topics[to] = topics[to], topics[place]
    _write(topics)
    _say(f"{name} is nu dia {to + 1} van {len(topics)}.")


def _take_away(topics: list[str], place: int, name: str) -> None:
    """The slide goes, and the next one is at hand."""
    if len(topics) == 1:
        _say("Een vergadering heeft minstens één dia.")
        return
    left = topics[:place] + topics[place + 1 :]
    _write(left)
    st.session_state[CHOSEN] = left[min(place, len(left) - 1)]
    _say(f"{name} is weggenomen.")


def _reset() -> None:
    filters.write(TOPICS, None)
    _say("De dia’s volgen de agenda.")


def _say(words: str) -> None:
    st.session_state[SAID] = words


def _more(others: list[str], titles: dict[str, str], topics: list[str]) -> None:
    """Another slide, before the closing ones."""

    def add() -> None:
        if topic := st.session_state[MORE]:
            end = next(
                (n for n, each in enumerate(topics) if each in LAST), len(topics)
            )
            _write([*topics[:end], topic, *topics[end:]])
            st.session_state[CHOSEN], st.session_state[MORE] = topic, None
            _say(f"{titles[topic]} is nu dia {end + 1} van {len(topics) + 1}.")

    full = len(topics) >= MOST_TOPICS
    st.selectbox(
        "Voeg een dia toe (typ om te zoeken)",
        others,
        index=None,
        format_func=titles.__getitem__,
        key=MORE,
        on_change=add,
        disabled=full,
        placeholder=f"Er zijn al {MOST_TOPICS} dia’s: neem er eerst een weg"
        if full
        else "Kies een cijfer, een actielijn of een vaste dia",
    )


def _write(topics: list[str]) -> None:
    filters.write(TOPICS, ",".join(topics))


def _titles(briefing: Briefing) -> dict[str, str]:
    """Everything that can be shown: fixed slides, lines, then every figure."""
    lines = {
        number: f"Actielijn {number}. {line.row['short_title']}"
        for number, line in briefing.lines.items()
    }
    spotlights = {
        key: f"In de kijker: {sentences.name(row)}"
        for key, row in briefing.figures.items()
    }
    first = {key: FIXED[key] for key in FIRST}
    last = {key: FIXED[key] for key in LAST}
    return first | lines | spotlights | last


def _screen(choice: Choice) -> None:
    """The addresses of the screen and of its operator."""
    st.header("Tonen op het scherm", anchor=False)
    left, right = st.columns(2, gap="medium")
    paces = _paces(st.query_params.get(PACE, ""))
    with left:
        pace = filters.choose_by_code(
            "Tijd per dia", PACE, paces, None, "Volgens de agenda, anders 30 seconden"
        )
    with right:
        look = filters.choose_option("Kleur", LOOK, LOOKS)
    for key, label, known in ((PACE, "Tijd per dia", paces), (LOOK, "Kleur", LOOKS)):
        if message := filters.complaint(key, label, known):
            st.warning(message)
    _links(choice, pace, look)
    if choice.build != live_build():
        st.info(
            "Het scherm toont altijd de gegevens van nu; de documenten hieronder zijn van de build "
            "die u bekijkt."
        )
    st.markdown(
        "Het scherm draait vanzelf en toont onderaan een code. Met die code bedient een tweede toestel "
        "het: telefoon of laptop. F is volledig scherm, spatie is pauze, pijltjes stappen."
    )


def _paces(asked: str) -> dict[str, str]:
    """The usual ones, and any other that the screen takes too."""
    if is_pace(asked):
        return {asked: f"{asked} seconden"} | PACES
    return PACES


def _links(choice: Choice, pace: str | None, look: str) -> None:
    asked = {
        "regio": choice.region,
        PACE: pace,
        LOOK: look,
        TOPICS: st.query_params.get(TOPICS),
    }
    query = urlencode({key: value for key, value in asked.items() if value}, safe=":,")
    with st.container(horizontal=True):
        st.link_button(
            "Toon op dit scherm", f"vergadering?{query}", icon=":material/slideshow:"
        )
        st.link_button(
            "Bedien een scherm van hieruit",
            "vergadering?bediening=1",
            icon=":material/settings_remote:",
        )
