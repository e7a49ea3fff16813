"""What other regions do: a map of who works on what, projects, consultation, lessons."""

from collections.abc import Mapping, Sequence
from typing import cast

import altair as alt
import polars as pl
import streamlit as st

from pages import text
from pages.components import filters, tables
from pages.components.chart_theme import CHOSEN, MISSING, SEQUENTIAL
from pages.components.choropleth import SHAPES
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas, practice
from pages.queries.database import Row

ALL, KEY, CLICK = "alle", "praktijkkaart", "klik"
REGIONS = SHAPES.copy()
REGIONS.format = alt.TopoDataFormat(type="topojson", feature="referentieregios")
KINDS = {
    "doorbraakproject": "doorbraakproject, oproep",
    "ontwikkeltraject": "ontwikkeltraject",
}
UNSAID = "niet vermeld"


def render(choice: Choice) -> None:
    """Draw the filter, the map beside the projects, the forums and the lessons."""
    lines = {row["action_line"]: row for row in areas.action_lines(choice.build)}
    titles = {ALL: "Alle actielijnen"} | {
        key: f"{key} · {row['short_title']}" for key, row in lines.items()
    }
    asked = filters.choose_by_code("Actielijn", "lijn", titles, ALL)
    if message := filters.complaint("lijn", "Actielijn", titles):
        st.warning(message)
    line = None if asked == ALL else asked
    projects = practice.projects(choice.build, line)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _map(practice.by_region(choice.build, line), choice)
    with right:
        _projects(projects, line, lines)
    _forums(practice.forums(choice.build), choice)
    _lessons(practice.lessons(choice.build))


def click_to_filter() -> None:
    """Copy the clicked region to the URL; a click beside the map leaves the choice alone."""
    points = st.session_state[KEY].selection.get(CLICK) or []
    if points:
        filters.write("regio", points[0]["area_id"])


def _map(rows: pl.DataFrame, choice: Choice) -> None:
    st.header("Wie werkt waaraan", anchor=False)
    busy = rows.filter(pl.col("n") > 0)
    said = [f"{row['region']} ({row['themes']})" for row in busy.to_dicts()]
    st.altair_chart(
        chart(rows, choice.region),
        key=KEY,
        on_select=click_to_filter,
        alt=f"Kaart van de 15 referentieregio's met een project: {text.listing(said) or 'geen'}.",
        height=300,
    )
    absent = rows.filter(pl.col("n") == 0)["region"].to_list()
    st.html(
        '<div class="m-page"><div class="m-key">'
        f'<span><i style="background:{SEQUENTIAL[3]}"></i>met een project</span>'
        '<span><i class="m-none"></i>zonder project in het overzicht</span></div>'
        f'<p class="m-sub">Zonder: {escape(text.listing(absent))}. Klik op een regio om ze te kiezen, '
        "of gebruik het keuzevak bovenaan.</p></div>"
    )


def chart(rows: pl.DataFrame, chosen: str) -> alt.LayerChart:
    """Regions with a project in blue, the others dashed, the chosen one outlined."""
    click = alt.selection_point(name=CLICK, fields=["area_id"])
    fields = ["area_id", "region", "n", "themes"]
    shapes = alt.Chart(REGIONS).transform_lookup(
        lookup="id", from_=alt.LookupData(rows, "area_id", fields)
    )
    empty = "datum.n === 0"
    drawn = (
        shapes.mark_geoshape()
        .encode(
            color=alt.condition(empty, alt.value(MISSING), alt.value(SEQUENTIAL[3])),
            strokeDash=alt.condition(empty, alt.value([3, 2]), alt.value([1, 0])),
            stroke=alt.condition(empty, alt.value("#3D3D3D"), alt.value("#FFFFFF")),
            strokeWidth=alt.value(0.9),
            tooltip=[
                alt.Tooltip("region:N", title="Regio"),
                alt.Tooltip("themes:N", title="Projecten"),
            ],
        )
        .add_params(click)
    )
    outline = shapes.transform_filter(f"datum.id === '{chosen}'").mark_geoshape(
        filled=False, stroke=CHOSEN, strokeWidth=3, aria=False
    )
    drawing = alt.layer(drawn, outline).project(type="identity", reflectY=True)
    return cast(alt.LayerChart, drawing)


def _projects(rows: Sequence[Row], line: str | None, lines: Mapping[str, Row]) -> None:
    title = (
        f"Ideeën voor actielijn {line} · {lines[line]['short_title']}"
        if line
        else "Projecten van regio’s"
    )
    st.header(title, anchor=False)
    if not rows:
        st.info("Het overzicht noemt geen project dat bij deze actielijn aansluit.")
        return
    items = "".join(_project(row, lines) for row in rows)
    st.html(f'<div class="m-page"><ul class="m-projects">{items}</ul></div>')


def _project(row: Row, lines: Mapping[str, Row]) -> str:
    place = f"{row['region']} ({row['part']})" if row["part"] else row["region"]
    about = f"{place} · {KINDS[row['kind']]} {row['period']}"
    partners = ", ".join(row["partners"]) or UNSAID
    own = text.listing(
        [f"{key} {lines[key]['short_title']}" for key in row["action_lines"]]
    )
    useful = f"<p class='m-sub'>Leerrijk voor: {escape(own)}</p>" if own else ""
    return (
        f"<li><h3>{escape(row['theme'])}</h3><p class='m-sub'>{escape(about)}</p>"
        f"<p>{escape(row['result'])}</p>"
        f"<p class='m-sub'>Partners: {escape(partners)}</p>{useful}</li>"
    )


def _forums(rows: Sequence[Row], choice: Choice) -> None:
    st.header("Hoe de 15 regio’s overleggen", anchor=False)
    heads = ("Regio", "Overleg", "Sinds", "Ritme", "Ondersteund door", "Meer")
    cells = [
        [
            f"<strong>{escape(row['region'])}</strong>"
            if row["area_id"] == choice.region
            else escape(row["region"]),
            escape(row["name"]),
            escape(row["since"] or UNSAID),
            escape(row["rhythm"] or UNSAID),
            escape(", ".join(row["supported_by"]) or UNSAID),
            escape(row["note"] or ""),
        ]
        for row in rows
    ]
    tables.draw(heads, cells, "Overleg in de 15 referentieregio's")
    st.markdown(
        f"Bron: {rows[0]['source']}, {rows[0]['as_of']}, in onze woorden. Sindsdien kan er veel veranderd "
        f"zijn. “{UNSAID.capitalize()}” betekent dat het overzicht er niets over zegt."
    )


def _lessons(lessons: Sequence[str]) -> None:
    st.header("Wat de projecten leerden", anchor=False)
    st.markdown("\n".join(f"- {lesson}" for lesson in lessons))
