"""What a meeting sees and takes along: topics, screen, documents."""

import logging
from datetime import date
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from pages import sentences, text
from pages.briefing.gather import FIRST, LAST, MOST_TOPICS, Briefing, gather
from pages.components import downloads, filters, markup
from pages.components.filters import Choice
from pages.exports import apology, documents
from pages.exports.documents import DOCUMENTS, Document
from pages.exports.paper import fiche
from pages.queries.database import live_build

LOG = logging.getLogger(__name__)
TOPICS, PACE, LOOK = "onderwerpen", "tempo", "kleur"
"""URL parameters, the same as those of the screen."""
CHOSEN, MORE = "dia_keuze", "dia_erbij"
"""Keys of the widgets: the slide at hand, and the one to add."""
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
    "nieuw": "Nieuw sinds de vorige vergadering",
    "acties": "Acties met een termijn",
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
    _take_along(briefing, choice, today)


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
    _buttons(topics, chosen)
    _more([topic for topic in titles if topic not in topics], titles, topics)
    if briefing.unknown:
        names = [f"“{markup.literal(each[:40])}”" for each in briefing.unknown[:5]]
        st.warning(
            f"Onbekend onderwerp in het adres: {text.listing(names)}. Het is weggelaten."
        )


def _buttons(topics: list[str], chosen: str | None) -> None:
    place = topics.index(chosen) if chosen else 0
    with st.container(horizontal=True):
        st.button(
            "Vroeger",
            on_click=_move,
            args=(topics, place, place - 1),
            disabled=chosen is None or place == 0,
            icon=":material/arrow_back:",
        )
        st.button(
            "Later",
            on_click=_move,
            args=(topics, place, place + 1),
            disabled=chosen is None or place == len(topics) - 1,
            icon=":material/arrow_forward:",
        )
        st.button(
            "Neem weg",
            on_click=_write,
            args=([topic for topic in topics if topic != chosen],),
            disabled=chosen is None or len(topics) == 1,
            icon=":material/close:",
        )
        st.button(
            "Terug naar de agenda",
            on_click=filters.write,
            args=(TOPICS, None),
            disabled=TOPICS not in st.query_params,
            icon=":material/undo:",
        )


def _move(topics: list[str], place: int, to: int) -> None:
    """Two neighbours change places."""
    topics[place], topics[to] = topics[to], topics[place]
    _write(topics)


def _more(others: list[str], titles: dict[str, str], topics: list[str]) -> None:
    """Another slide, before the closing ones."""

    def add() -> None:
        if topic := st.session_state[MORE]:
            end = next(
                (n for n, each in enumerate(topics) if each in LAST), len(topics)
            )
            _write([*topics[:end], topic, *topics[end:]])
            st.session_state[CHOSEN], st.session_state[MORE] = topic, None

    st.selectbox(
        "Voeg een dia toe (typ om te zoeken)",
        others,
        index=None,
        format_func=titles.__getitem__,
        key=MORE,
        on_change=add,
        disabled=len(topics) >= MOST_TOPICS,
        placeholder="Kies een cijfer, een actielijn of een vaste dia",
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
    with left:
        pace = filters.choose_by_code(
            "Tijd per dia", PACE, PACES, None, "Volgens de agenda, anders 30 seconden"
        )
    with right:
        look = filters.choose_option("Kleur", LOOK, LOOKS)
    for key, label, known in ((PACE, "Tijd per dia", PACES), (LOOK, "Kleur", LOOKS)):
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


def _take_along(briefing: Briefing, choice: Choice, today: date) -> None:
    st.header("Meenemen", anchor=False)
    boxes = [box for _row in range(2) for box in st.columns(2, gap="medium")]
    for document, box in zip(DOCUMENTS.values(), boxes, strict=False):
        with box:
            _document(document, briefing, today)
    with boxes[-1]:
        _fiches(choice, today)


def _document(document: Document, briefing: Briefing, today: date) -> None:
    st.subheader(document.title, anchor=False)
    st.markdown(document.about)
    downloads.document_button(
        f"Download: {document.title}",
        partial(document.make, briefing),
        documents.name(document, briefing, today),
    )


def _fiches(choice: Choice, today: date) -> None:
    """All municipalities at once; that takes seconds, so it is made first and then offered."""
    st.subheader("Gemeentefiches (PDF)", anchor=False)
    st.markdown(
        f"Twee bladzijden per gemeente, van {text.municipalities(choice.region_size)} samen in een "
        "ZIP. De fiche van één gemeente staat op haar pagina."
    )
    key = ("fiches", choice.build, choice.region, today)
    if st.button(
        "Maak de gemeentefiches", icon=":material/picture_as_pdf:", width="stretch"
    ):
        st.session_state.pop("fiches", None)
        if content := _made(choice, today):
            st.session_state["fiches"] = (key, content)
    made = st.session_state.get("fiches")
    if made and made[0] == key:
        content = made[1]
        name = documents.file_name(documents.FICHES, choice.region_name, today, "zip")
        downloads.button("Download de gemeentefiches (ZIP)", lambda: content, name)


def _made(choice: Choice, today: date) -> bytes | None:
    """The ZIP; None when it failed, which is said."""
    bar = st.progress(0.0, "Gemeentefiches maken")

    def tell(done: int, total: int, town: str) -> None:
        bar.progress(done / total, f"{done} van {total}: {town}")

    try:
        return fiche.fiches(choice.build, choice.region, today, tell)
    except Exception:
        LOG.exception("no fiches of %s", choice.region)
        st.error(apology.WORDS)
        return None
    finally:
        bar.empty()
