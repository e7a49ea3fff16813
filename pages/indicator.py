"""Page: one indicator in depth."""

import streamlit as st

from pages.components import (
    about,
    breadcrumbs,
    citation,
    contribution_parts,
    downloads,
    filters,
    flow_parts,
    frame,
    indicator_parts,
    indicator_view,
    map_part,
    pinned,
    ranking_part,
    table_part,
    theme_page,
    trace_parts,
    trend_part,
)
from pages.exports.picture import Drawing
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
drawings: list[Drawing | None] = []
breadcrumbs.of_indicator(figure, choice)
indicator_parts.line_navigation(indicator, choice)
st.title(figure["title"], anchor=False)
st.markdown(theme_page.scope(choice))
if figure["has_figures"]:
    view = indicator_view.load(figure, choice)
    if figure["year"] is None:
        indicator_parts.not_measured(view)
    else:
        indicator_parts.headline(figure, choice)
    indicator_parts.held_back(figure)
    pinned.since(figure, choice)
    drawings.append(trend_part.render(view, len(breakdowns)))
    if figure["year"] is not None:
        rows = figures.municipal(
            choice.build, indicator, breakdown, choice.region, view.year
        )
        if trend_part.says_little(view):
            drawings.append(ranking_part.spread(view, rows))
        frame.target("gemeenten")
        left, right = st.columns(2, gap="medium")
        with left:
            drawings.append(map_part.render(view, rows))
        with right:
            drawings.append(ranking_part.render(view, rows))
        table_part.render(view, rows)
        if figure["aggregation"] == "pairs":
            flow_parts.render(figure, choice)
        contribution_parts.render(figure, choice)
        trace_parts.render(figure, choice)
        citation.render(figure, choice)
else:
    indicator_parts.no_figures(figure, choice)
st.header("Over dit cijfer", anchor=False)
about.render(figure, choice)
if figure["has_figures"]:
    downloads.render(figure, choice, drawings)
