"""Page: one indicator in depth."""

import streamlit as st

from pages import text
from pages.components import (
    about,
    breadcrumbs,
    filters,
    flow_parts,
    frame,
    indicator_parts,
    theme_page,
)
from pages.queries import details, figures

choice = filters.current()
known = details.indicators(choice.build)
titles = {row["indicator_id"]: row["title"] for row in known}
searchable = {
    row["indicator_id"]: " · ".join(
        [
            row["title"],
            *([] if row["has_figures"] else ["nog geen cijfers"]),
            *row["synonyms"][:3],
        ]
    )
    for row in known
}
with st.container(horizontal=True, vertical_alignment="bottom"):
    indicator = filters.choose_by_code(
        "Indicator (typ om te zoeken)",
        "indicator",
        searchable,
        known[0]["indicator_id"],
    )
    indicator = indicator or known[0]["indicator_id"]
    main = next(
        row["main_breakdown"] for row in known if row["indicator_id"] == indicator
    )
    breakdowns = details.breakdowns(choice.build, indicator)
    breakdown = (
        filters.choose_by_code("Uitsplitsing", "uitsplitsing", breakdowns, main) or main
        if len(breakdowns) > 1
        else main
    )
for asked in (
    ("indicator", "Indicator", titles),
    ("uitsplitsing", "Uitsplitsing", breakdowns),
):
    if message := filters.complaint(*asked):
        st.warning(message)

figure = figures.figure(choice.build, choice.region, choice.year, indicator, breakdown)
breadcrumbs.of_indicator(figure, choice)
st.title(figure["title"], anchor=False)
st.markdown(theme_page.scope(choice))
if figure["has_figures"]:
    indicator_parts.headline(figure, choice)
    indicator_parts.held_back(figure)
if not figure["has_figures"]:
    indicator_parts.no_figures(figure, choice)
elif figure["year"] is None:
    st.info(
        f"Geen meting van “{text.lower_first(figure['title'])}” in de gekozen periode."
    )
else:
    indicator_parts.trend(figure, choice)
    rows = figures.municipal(
        choice.build, indicator, breakdown, choice.region, figure["year"]
    )
    frame.target("gemeenten")
    left, right = st.columns(2, gap="medium")
    with left:
        indicator_parts.choropleth_part(rows, figure, choice)
    with right:
        indicator_parts.ranking(rows, figure, choice)
    indicator_parts.table(rows, figure, choice)
    if figure["aggregation"] == "pairs":
        flow_parts.render(figure, choice)
st.header("Over dit cijfer", anchor=False)
about.render(figure, choice)
if figure["has_figures"]:
    about.download(figure, choice)
