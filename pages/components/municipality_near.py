"""Municipalities to hold beside one: those that border on it, and those that resemble it."""

from collections.abc import Sequence

import polars as pl
import streamlit as st

from pages import municipality_sentences as sentences
from pages import text
from pages.components import filters, markup, tables
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import municipality, similar
from pages.queries.database import Row

ALIKE, ALIKE_IN_REGION = 5, 3
"""How many are shown."""
FAR = 1.0
"""Mean difference, in standard deviations, from which 'alike' is no longer the word."""


def neighbours(rows: Sequence[Row], choice: Choice, line: str) -> None:
    """The neighbours beside the municipality, on the headline figures of one action line.

    Args:
        rows: Headline indicators of that line, as `municipality.profile` gives them.
        choice: With a municipality.
        line: The action line, kept in the links.
    """
    name = str(choice.municipality_name)
    found = municipality.neighbours(
        choice.build, str(choice.municipality), choice.region
    )
    said = escape(sentences.neighbours(name, found.height))
    st.html(f'<div class="m-page m-section" id="buren"><p>{said}</p></div>')
    if found.is_empty():
        return
    measured = [row for row in rows if row["year"] is not None]
    if not measured:
        return
    body = [
        [f"<strong>{escape(name)}</strong>", *(_own(row) for row in measured)],
        *_beside(measured, found, choice, line),
        *_region(measured, choice),
        ["Vlaanderen", *(_figure(row, row["flanders"]) for row in measured)],
    ]
    heads = [f"{sentences.title(row)}, {row['year']}" for row in measured]
    caption = f"{name} en haar buurgemeenten"
    with st.container(key="buren"):
        tables.draw(("Gemeente", *heads), body, caption, heads)


def _own(row: Row) -> str:
    return f"<strong>{_figure(row, row['municipality'], row['reason'])}</strong>"


def _region(measured: Sequence[Row], choice: Choice) -> list[list[str]]:
    """The row of the region; none when that is the municipality itself."""
    if choice.is_whole_region:
        return []
    label = f"{escape(choice.region_name)} (regio)"
    return [[label, *(_regional(row) for row in measured)]]


def _regional(row: Row) -> str:
    """A weighted mean of whole percentages has a decimal more than they have."""
    return escape(
        text.figure(row["value"], text.short_unit(row["unit"]), row["decimals"])
    )


def _figure(row: Row, value: float | None, reason: str | None = None) -> str:
    unit = text.short_unit(row["unit"])
    shown = text.figure(value, unit, row["published_decimals"])
    return escape(reason if value is None and reason else shown)


def _beside(
    measured: Sequence[Row], found: pl.DataFrame, choice: Choice, line: str
) -> list[list[str]]:
    asked = [(row["indicator_id"], row["breakdown"], row["year"]) for row in measured]
    values = municipality.values(choice.build, asked, found["nis"].to_list())
    cells = {
        (nis, indicator): (value, reason)
        for indicator, nis, value, reason in values.iter_rows()
    }
    elsewhere = ' <span class="m-quiet">(buiten de regio)</span>'
    return [
        [
            markup.link(filters.href("gemeente", gemeente=nis, lijn=line), name)
            + (elsewhere if choice.in_region and not in_region else ""),
            *(_figure(row, *cells[(nis, row["indicator_id"])]) for row in measured),
        ]
        for nis, name, in_region in found.iter_rows()
    ]


def alike(choice: Choice) -> None:
    """The municipalities that resemble it most, and how that was computed."""
    name, nis = str(choice.municipality_name), str(choice.municipality)
    found = similar.values(choice.build, choice.region, choice.year)
    traits = found.unique("indicator_id", maintain_order=True)
    if traits.height < similar.LEAST_TRAITS:
        st.info(
            f"Tot en met {choice.year} zijn er te weinig kenmerken die alle gemeenten hebben "
            f"({traits.height}, en {similar.LEAST_TRAITS} zijn er nodig)."
        )
        return
    nearest = similar.distances(found, nis)
    if nearest.is_empty():
        missing = text.listing(
            [text.lower_first(t) for t in similar.lacking(found, nis)]
        )
        st.info(f"{name} is niet te vergelijken: zonder cijfer voor {missing}.")
        return
    _lists(nearest, choice)
    _table(found, traits, nearest.head(ALIKE), choice)
    _method(found, traits)


def _lists(nearest: pl.DataFrame, choice: Choice) -> None:
    name = escape(choice.municipality_name)
    top = nearest.head(ALIKE)
    inside = nearest.filter("in_region").head(ALIKE_IN_REGION)
    half = text.number(similar.typical(nearest), 2)
    caution = ""
    if top["distance"].item(0) > FAR:
        caution = (
            f"<p><strong>Geen enkele gemeente lijkt echt op {name}</strong>: ook de eerste van de "
            "lijst verschilt gemiddeld meer dan één standaardafwijking.</p>"
        )
    within = (
        f"<p>In {escape(choice.region_name)}:</p>{_links(inside)}"
        if inside.height
        else ""
    )
    st.html(
        f'<div class="m-page m-section" id="gelijkend">{caution}<p>In heel Vlaanderen, met het gemiddelde verschil:</p>'
        f"{_links(top)}<p>{_beside_each_other(top, choice)}</p>{within}<p>Hoe kleiner het getal, hoe meer ze op elkaar lijken. Ter "
        f"vergelijking: van de helft van de gemeenten verschilt {name} meer dan {half}.</p></div>"
    )


def _links(rows: pl.DataFrame) -> str:
    items = "".join(
        f"<li>{markup.link(filters.href('gemeente', gemeente=row['nis']), row['name'])} "
        f"({text.number(row['distance'], 2)})</li>"
        for row in rows.to_dicts()
    )
    return f'<ul class="m-alike">{items}</ul>'


def _beside_each_other(top: pl.DataFrame, choice: Choice) -> str:
    """Link that puts the municipality and those that resemble it in one perimeter to compare."""
    codes = ".".join([str(choice.municipality), *top["nis"]])
    address = filters.href(
        "vergelijken",
        beeld="eigen",
        gemeenten=codes,
        naam=f"{choice.municipality_name} en wie erop lijkt",
    )
    return markup.link(address, "Bekijk ze samen als een eigen gebied")


def _table(
    found: pl.DataFrame, traits: pl.DataFrame, top: pl.DataFrame, choice: Choice
) -> None:
    """The traits side by side."""
    names = {str(choice.municipality): str(choice.municipality_name)}
    names |= dict(top.select("nis", "name").iter_rows())
    cells = {
        (row["indicator_id"], row["nis"]): row["value"]
        for row in found.filter(pl.col("nis").is_in(list(names))).to_dicts()
    }
    body = []
    for trait in traits.to_dicts():
        link = markup.link(
            filters.indicator_href(trait["indicator_id"]), trait["title"]
        )
        unit = sentences.unit(trait)
        sub = ", ".join(filter(None, (str(trait["year"]), text.long_unit(unit))))
        figures = [
            text.figure(
                cells[(trait["indicator_id"], nis)],
                text.short_unit(unit),
                trait["decimals"],
            )
            for nis in names
        ]
        figures[0] = f"<strong>{escape(figures[0])}</strong>"
        body.append([f'{link}<div class="m-sub">{escape(sub)}</div>', *figures])
    heads = list(names.values())
    caption = f"{choice.municipality_name} en de gemeenten die erop lijken"
    tables.draw(("Kenmerk", *heads), body, caption, heads)


def _method(found: pl.DataFrame, traits: pl.DataFrame) -> None:
    with st.expander("Hoe de gelijkenis berekend is, en wat er niet in zit"):
        logs = [
            text.lower_first(title)
            for title in traits.filter("is_skewed")["title"].to_list()
        ]
        st.markdown(sentences.similarity(traits.height, found["nis"].n_unique(), logs))
