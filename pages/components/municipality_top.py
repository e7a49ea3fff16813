"""The top of the page of a municipality: choosing one, what it is, and where it belongs."""

from collections.abc import Sequence
from itertools import groupby

import polars as pl
import streamlit as st

from pages import municipality_sentences as sentences
from pages import text
from pages.components import choropleth, filters, markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, figures, municipality
from pages.queries.database import Row

POPULATION = "statbel:population"


def choose(choice: Choice) -> None:
    """Map and list of the region's municipalities, for who has not chosen one yet."""
    st.header("Kies een gemeente", anchor=False)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _map(choice)
    with right:
        towns = areas.municipalities(choice.build, choice.region).filter("in_region")
        items = "".join(
            f"<li>{markup.link(filters.href('gemeente', gemeente=nis), name)}</li>"
            for nis, name in towns.select("nis", "name").iter_rows()
        )
        st.html(
            f'<div class="m-page"><p>De gemeenten van {escape(choice.region_name)}:</p>'
            f'<ul class="m-columns m-names">{items}</ul></div>'
        )


def _map(choice: Choice) -> None:
    """Inhabitants: what every municipality has, and nobody takes for a judgement."""
    people = figures.figure(choice.build, choice.region, choice.year, POPULATION, "")
    if people["year"] is None:
        return
    rows = figures.municipal(
        choice.build, POPULATION, "", choice.region, people["year"]
    )
    shown = rows.with_columns(shown=pl.col("in_region"))
    choropleth.render(shown, f"inwoners op 1 januari {people['year']}", 0, None)


def opening(rows: Sequence[Row], choice: Choice) -> None:
    """Inhabitants, merger, summary and the regions it belongs to.

    Args:
        rows: Headline indicators of the municipality, as `municipality.profile` gives them.
        choice: With a municipality.
    """
    name, nis = str(choice.municipality_name), str(choice.municipality)
    people = municipality.population(choice.build, choice.region, choice.year, nis)
    merged = municipality.merger(choice.build, nis)
    facts = [
        sentences.inhabitants(people, name, choice.in_region) if people else "",
        sentences.merger(merged, name) if merged else "",
    ]
    said = [
        " ".join(filter(None, facts)),
        *sentences.summary(rows, name, choice.region_name),
    ]
    body = "".join(f"<p>{escape(sentence)}</p>" for sentence in said if sentence)
    st.html(f'<div class="m-page m-summary">{body}</div>')
    _places(choice)


def _places(choice: Choice) -> None:
    """Every region it lies in, by kind; a link looks at the municipality from there."""
    found = municipality.perimeters(choice.build, str(choice.municipality))
    facts = []
    for kind, places in groupby(found, key=lambda row: row["area_type"]):
        title = text.AREA_TYPES.get(kind, kind)
        items = "".join(f"<li>{_place(row, choice)}</li>" for row in places)
        facts.append((title.capitalize(), f'<ul class="m-places">{items}</ul>'))
    with st.expander(
        f"In welke regio's ligt {choice.municipality_name}? ({len(found)})",
        expanded=not choice.in_region,
    ):
        st.html(
            '<div class="m-page"><p>Kies een regio om de gemeente daarin te bekijken.</p>'
            f"{markup.definition_list(facts)}</div>"
        )


def _place(row: Row, choice: Choice) -> str:
    count = escape(f" ({text.municipalities(row['n'])})")
    if row["area_id"] == choice.region:
        return f'<span class="m-now">{escape(row["name"])}{count}, nu gekozen</span>'
    address = filters.href(
        "gemeente", regio=row["area_id"], gemeente=str(choice.municipality)
    )
    return markup.link(address, row["name"]) + count
