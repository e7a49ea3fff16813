"""Map on which a click adds a municipality to a perimeter, or takes it away."""

from collections.abc import Callable, Collection, Mapping
from typing import cast

import altair as alt
import polars as pl
import streamlit as st

from pages import text
from pages.components.chart_theme import CHOSEN, MISSING
from pages.components.choropleth import SHAPES

KEY, CLICK = "eigen_kaart", "klik"


def render(
    names: Mapping[str, str],
    marked: tuple[Collection[str], Collection[str]],
    turn: int,
    pick: Callable[[str], None],
) -> None:
    """Draw the map and its key.

    Args:
        names: NIS to name of every municipality.
        marked: NIS of the chosen ones, and of those of the region.
        turn: How many changes there were. Vega gives no event for a selection that stays
            the same: with another number, a second click on a municipality is a new one.
        pick: Called with the NIS that was clicked.
    """

    def click() -> None:
        """A click beside the map gives nothing and changes nothing."""
        points = st.session_state[KEY].selection.get(CLICK) or []
        if points and points[0]["nis"] in names:
            pick(points[0]["nis"])

    said = text.municipalities(len(marked[0]))
    st.altair_chart(
        chart(_rows(names, marked, turn)),
        key=KEY,
        on_select=click,
        alt=f"Kaart van het Vlaams Gewest met {said} gekozen. Met het keuzevak en de namen kan hetzelfde.",
        height=310,
    )
    st.html(
        '<div class="m-page"><div class="m-key"><span><i class="m-picked"></i>gekozen</span>'
        '<span><i class="m-region"></i>overige gemeenten van de gekozen regio</span></div>'
        '<p class="m-sub">Klik op een gemeente om ze toe te voegen of weg te nemen. '
        "Met het keuzevak en de namen kan hetzelfde.</p></div>"
    )


def _rows(
    names: Mapping[str, str],
    marked: tuple[Collection[str], Collection[str]],
    turn: int,
) -> pl.DataFrame:
    chosen, region = marked
    return pl.DataFrame(
        {
            "nis": list(names),
            "name": list(names.values()),
            "kind": [
                "gekozen" if nis in chosen else "regio" if nis in region else ""
                for nis in names
            ],
            "turn": turn,
        }
    )


def chart(rows: pl.DataFrame) -> alt.LayerChart:
    """The map: what is chosen is filled and outlined.

    Args:
        rows: `nis`, `name`, `kind` ('gekozen', 'regio' or ''), `turn`.
    """
    click = alt.selection_point(name=CLICK, fields=["nis", "turn"])
    shapes = alt.Chart(SHAPES).transform_lookup(
        lookup="id", from_=alt.LookupData(rows, "nis", list(rows.columns))
    )
    fill = alt.Scale(
        domain=["gekozen", "regio", ""], range=["#F9B48C", "#A9CBE6", MISSING]
    )
    tooltip = [alt.Tooltip("name:N", title="Gemeente")]
    base = (
        shapes.mark_geoshape(stroke="white", strokeWidth=0.6)
        .encode(
            color=alt.Color("kind:N", scale=fill, legend=None),
            tooltip=tooltip,
        )
        .add_params(click)
    )
    outline = shapes.transform_filter("datum.kind === 'gekozen'").mark_geoshape(
        filled=False,
        stroke=CHOSEN,
        strokeWidth=2,
        aria=False,  # the shape below it has the name already
    )
    drawing = alt.layer(base, outline.encode(tooltip=tooltip)).project(
        type="identity", reflectY=True
    )
    return cast(alt.LayerChart, drawing)
