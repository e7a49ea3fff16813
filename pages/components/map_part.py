"""The part of the indicator page with the map, and the way to it without a mouse."""

import polars as pl
import streamlit as st

from pages import text
from pages.components import choropleth, filters, markup
from pages.components.comparators import KEY
from pages.components.indicator_view import View, kept, switch
from pages.components.markup import escape
from pages.exports import facts
from pages.exports.picture import Drawing

SCOPES = {"regio": "Regio", "vlaanderen": "Heel Vlaanderen"}
MAP_HEIGHT = {"regio": 560, "vlaanderen": 420}
"""Of the map in a picture, in pixels: Flanders is wide."""


def render(view: View, rows: pl.DataFrame) -> Drawing:
    """Map of the region or of Flanders, the chosen municipality, and the same as a list.

    Gives what it drew, with what must stand beside it on paper.

    Args:
        view: The indicator.
        rows: As `figures.municipal` gives them.
    """
    st.header(f"Kaart, {view.year}", anchor=False)
    scope = switch("Gebied van de kaart", "kaart", SCOPES)
    chosen = view.choice.municipality
    is_wide = scope == "vlaanderen"
    shown = rows.with_columns(shown=pl.lit(is_wide) | pl.col("in_region"))
    chart = choropleth.render(shown, view.unit, view.decimals, chosen)
    _chosen(view, rows)
    _list(view, shown.filter("shown"), scope)
    everywhere = f"alle {text.municipalities(rows.height)} van Vlaanderen"
    where = everywhere if is_wide else facts.area(view.choice)
    return Drawing(
        "kaart",
        "de kaart",
        f"Gemeenten {view.year} · {where}",
        chart,
        choropleth.words(shown, view.unit, view.decimals),
        choropleth.key(shown, view.decimals, view.choice.municipality_name),
        [choropleth.METHOD],
        MAP_HEIGHT[scope],
    )


def _chosen(view: View, rows: pl.DataFrame) -> None:
    """Value of the chosen municipality, how it differs from the region, and its page."""
    nis = view.choice.municipality
    if nis is None:
        return
    row = rows.row(by_predicate=pl.col("nis") == nis, named=True)
    value = row["reason"] or text.figure(row["value"], view.unit, view.decimals)
    beside = text.difference(
        row["to_region"], view.unit, view.decimals, view.choice.region_name
    )
    if row["share"] is not None:
        beside = f"{text.figure(row['share'], '%', 1)} van {view.choice.region_name}"
    link = markup.link(
        filters.href("gemeente", gemeente=nis), f"Naar de pagina van {row['name']}"
    )
    said = f"<strong>{escape(row['name'])}</strong>: {escape(value)}"
    said += f", {escape(beside)}" if beside else ""
    st.html(f'<div class="m-page m-pick"><p>{said}.</p><p>{link}</p></div>')


def _list(view: View, rows: pl.DataFrame, scope: str) -> None:
    """Every municipality of the map as a link that chooses it, by name."""
    own = kept(KEY, "kaart", "ranglijst", "toon", "tabel")
    items = "".join(
        f"<li>{markup.link(filters.href('indicator', gemeente=nis, **own), name)}"
        f"<span>{escape(reason or text.figure(value, text.short_unit(view.unit), view.decimals))}</span></li>"
        for nis, name, value, reason in rows.sort("name")
        .select("nis", "name", "value", "reason")
        .iter_rows()
    )
    where = view.choice.region_name if scope == "regio" else "Vlaanderen"
    st.html(
        '<div class="m-page"><details><summary>Kies een gemeente uit de lijst: '
        f"{text.municipalities(rows.height)} van {escape(where)}</summary>"
        f'<ul class="m-towns">{items}</ul></details></div>'
    )
