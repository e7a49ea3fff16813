"""The head of the indicator page: the figure in words, its neighbours, and what there is instead of one."""

import polars as pl
import streamlit as st

from pages import sentences, text
from pages.components import filters, markup
from pages.components.comparators import KEY
from pages.components.filters import Choice
from pages.components.indicator_view import View, kept
from pages.components.markup import escape
from pages.queries import around, details
from pages.queries.database import Row


def headline(figure: Row, choice: Choice) -> None:
    """The figure in large type, and what it says."""
    label = figure["breakdown_label"]
    sub = f'<p class="m-sub">{escape(label)}</p>' if label else ""
    number = ""
    if figure["value"] is not None:
        number = (
            f'<p class="m-big"><span class="m-number">{escape(sentences.value(figure))}</span>'
            f"<span>{escape(choice.region_name)}, {figure['year']}</span></p>"
        )
    notes = (
        sentences.bounds(figure),
        sentences.rank(figure, choice.region_type),
        sentences.coverage(figure),
        figure["aggregation_reason"] if figure["aggregation"] == "none" else "",
    )
    extra = "".join(f"<p>{escape(note)}</p>" for note in notes if note)
    lead = escape(sentences.headline(figure, choice.region_name))
    st.html(
        f'<div class="m-page">{sub}{number}<p class="m-lead">{lead}</p>{extra}</div>'
    )


def held_back(figure: Row) -> None:
    """Say above the figures when they are not those of the newest file."""
    if figure["state_reason"]:
        st.warning(
            "Dit zijn de laatste goede cijfers. Een nieuwer bestand is niet gebruikt: "
            f"{figure['state_reason']}"
        )


def no_figures(figure: Row, choice: Choice) -> None:
    """Say that there is no file yet, who has the figures, and how to ask for them."""
    st.info(f"Nog geen cijfers van “{text.lower_first(figure['title'])}”.")
    missing = details.missing(choice.build, figure["indicator_id"])
    if missing is None:
        st.markdown(
            "De bron beschrijft deze indicator; er is nog geen bestand ingelezen."
        )
        return
    st.markdown(
        f"Leverancier: **{missing['owner']}**. We verwachten dat de bron cijfers heeft tot en met "
        f"**{missing['expected_year']}**. U kunt ze zo vragen:"
    )
    st.code(missing["request"], language=None, wrap_lines=True)


def not_measured(view: View) -> None:
    """Say that nobody of the region took part in the chosen period, and when they did."""
    figure, choice = view.figure, view.choice
    title = text.lower_first(figure["title"])
    own = view.lines.points.filter(
        (pl.col("area_id") == choice.region) & (pl.col("n_observed") > 0)
    )
    if own.is_empty():
        st.info(
            f"Geen enkele gemeente van {choice.region_name} heeft een cijfer van “{title}”."
        )
        return
    st.info(
        f"Geen meting van “{title}” tot en met {choice.year}: de eerste is van {min(own['year'])}."
    )
    link = markup.link(filters.href("indicator", jaar=None), "Toon de nieuwste meting")
    st.html(f'<div class="m-page m-action">{link}</div>')


def line_navigation(indicator: str, choice: Choice) -> None:
    """Links to the indicators before and after this one in its action line."""
    beside = around.neighbours(choice.build, indicator)
    where = (
        f"Actielijn {beside['action_line']}: {beside['line']}"
        if beside["line"]
        else "Context, zonder actielijn"
    )
    if beside["place"]:
        where += f" · {beside['place']} van {beside['n']}"
    own = kept(KEY) | {"uitsplitsing": None}
    before, after = (
        markup.link(
            filters.href("indicator", indicator=beside[f"{way}_id"], **own),
            words.format(beside[f"{way}_title"]),
        )
        if beside[f"{way}_id"]
        else ""
        for way, words in (
            ("previous", f"←{text.NBSP}Vorige: {{}}"),
            ("next", f"Volgende: {{}}{text.NBSP}→"),
        )
    )
    st.html(
        '<nav class="m-page m-line" aria-label="Indicatoren van dezelfde lijn">'
        f"<div>{before}</div><span>{escape(where)}</span><div>{after}</div></nav>"
    )
