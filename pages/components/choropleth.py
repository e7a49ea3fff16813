"""Map of the municipalities that reports which one was clicked."""

from typing import cast

import altair as alt
import polars as pl
import streamlit as st

from pages import text
from pages.components import filters
from pages.components.chart_theme import CHOSEN, MISSING, SEQUENTIAL
from pages.components.markup import escape
from pages.exports.lettering import Swatch

KEY, CLICK = "kaart", "klik"
SHAPES = alt.UrlData(
    url="app/static/gemeenten.topojson",
    format=alt.TopoDataFormat(type="topojson", feature="gemeenten"),
)


def click_to_filter() -> None:
    """Copy the clicked municipality to the URL.

    Runs as a callback, before any widget is drawn. An empty selection
    (a click beside the map) leaves the choice alone.
    """
    points = st.session_state[KEY].selection.get(CLICK) or []
    if points:
        filters.write("gemeente", points[0]["nis"])


METHOD = "Vijf klassen met elk een vijfde van de Vlaamse gemeenten."
ABSENT = "geen gegevens"


def render(
    rows: pl.DataFrame, unit: str, decimals: int, chosen: str | None
) -> alt.LayerChart:
    """Draw the map and give it back; a click chooses the municipality.

    Args:
        rows: `nis`, `name`, `shown`, `class` (1..5), `value`, `reason`.
        unit: Unit of the value.
        decimals: Of the numbers in tooltips and classes.
        chosen: NIS of the chosen municipality.
    """
    shown = [
        text.figure(value, unit, decimals) if value is not None else reason
        for value, reason in rows.select("value", "reason").iter_rows()
    ]
    table = rows.with_columns(pl.Series("figure", shown, dtype=pl.String))
    drawn = chart(table, chosen)
    st.altair_chart(
        drawn,
        key=KEY,
        on_select=click_to_filter,
        alt=words(rows, unit, decimals),
        height=460,
    )
    legend(
        rows,
        unit,
        decimals,
        f"{METHOD} Klik op een gemeente om ze te kiezen, of neem ze uit de lijst hieronder.",
    )
    return drawn


def chart(rows: pl.DataFrame, chosen: str | None) -> alt.LayerChart:
    """The drawing: classes in blue, no data dashed, the chosen one outlined."""
    click = alt.selection_point(name=CLICK, fields=["nis"])
    fields = ["nis", "name", "shown", "class", "figure"]
    shapes = (
        alt.Chart(SHAPES)
        .transform_lookup(lookup="id", from_=alt.LookupData(rows, "nis", fields))
        .transform_filter("datum.shown === true")
    )
    empty = "!isValid(datum.class)"
    areas = (
        shapes.mark_geoshape(invalid=None)
        .encode(
            color=alt.condition(empty, alt.value(MISSING), _class_colour()),
            strokeDash=alt.condition(empty, alt.value([3, 2]), alt.value([1, 0])),
            stroke=alt.condition(empty, alt.value("#3D3D3D"), alt.value("#FFFFFF")),
            strokeWidth=alt.condition(empty, alt.value(0.9), alt.value(0.6)),
            tooltip=[
                alt.Tooltip("name:N", title="Gemeente"),
                alt.Tooltip("figure:N", title="Waarde"),
            ],
        )
        .add_params(click)
    )
    outline = shapes.transform_filter(f"datum.id === '{chosen or ''}'").mark_geoshape(
        filled=False,
        stroke=CHOSEN,
        strokeWidth=3.5,
        aria=False,  # the shape below it has the name already
    )
    drawing = alt.layer(areas, outline).project(type="identity", reflectY=True)
    return cast(alt.LayerChart, drawing)


def _class_colour() -> alt.Color:
    scale = alt.Scale(domain=[1, 2, 3, 4, 5], range=SEQUENTIAL)
    return alt.Color("class:O", scale=scale, legend=None)


def legend(
    rows: pl.DataFrame,
    unit: str,
    decimals: int,
    method: str,
    absent: str = ABSENT,
) -> None:
    """Classes with their lowest and highest value, and how they were made."""
    items = "".join(
        f'<span><i style="background:{colour}"></i>{label}</span>'
        for colour, label in _classes(rows, decimals)
    )
    if rows["class"].null_count():
        items += f'<span><i class="m-none"></i>{escape(absent)}</span>'
    st.html(
        f'<div class="m-page"><div class="m-key">{items}<span>{escape(unit)}</span></div>'
        f'<p class="m-sub">{escape(method)}</p></div>'
    )


def _classes(rows: pl.DataFrame, decimals: int) -> list[tuple[str, str]]:
    """Colour and bounds of each class that occurs, from low to high."""
    classes = (
        rows.drop_nulls("class")
        .group_by("class")
        .agg(low=pl.col("value").min(), high=pl.col("value").max())
        .sort("class")
    )
    return [
        (
            SEQUENTIAL[number - 1],
            f"{text.number(low, decimals)} – {text.number(high, decimals)}",
        )
        for number, low, high in classes.iter_rows()
    ]


def key(
    rows: pl.DataFrame, decimals: int, chosen_name: str | None = None
) -> list[Swatch]:
    """The same classes for a picture, with the outline of the chosen municipality."""
    swatches = [Swatch(label, colour) for colour, label in _classes(rows, decimals)]
    if rows.filter("shown")["class"].null_count():
        swatches.append(Swatch(ABSENT, MISSING, "#3D3D3D", dashed=True))
    if chosen_name:
        swatches.append(Swatch(chosen_name, stroke=CHOSEN, width=3))
    return swatches


def words(rows: pl.DataFrame, unit: str, decimals: int) -> str:
    """The message of the map in one sentence, for who cannot see it."""
    known = rows.filter(pl.col("shown") & pl.col("value").is_not_null()).sort("value")
    if known.is_empty():
        return "Kaart van de gemeenten: geen enkele gemeente heeft een waarde."
    low, high = known.row(0, named=True), known.row(-1, named=True)
    shown = [text.figure(row["value"], unit, decimals) for row in (low, high)]
    return (
        f"Kaart van {text.municipalities(known.height)}: van {low['name']} ({shown[0]}) "
        f"tot {high['name']} ({shown[1]}). Dezelfde cijfers staan in de tabel."
    )
