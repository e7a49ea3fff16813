"""Page: one municipality against its region and Flanders."""

from dataclasses import replace

import streamlit as st

from pages import text
from pages.components import breadcrumbs, cards, filters, spines, theme_page
from pages.queries import areas, figures

choice = filters.current()
if choice.municipality is None:
    largest = areas.largest_municipality(choice.build, choice.region)
    choice = replace(
        choice,
        municipality=largest["nis"],
        municipality_name=largest["name"],
        in_region=True,
    )
    st.info(
        f"Nog geen gemeente gekozen: hier staat {largest['name']}, de gemeente met de meeste "
        "inwoners van de regio. Kies een andere in het keuzevak bovenaan."
    )
nis = str(choice.municipality)
breadcrumbs.render([breadcrumbs.home()], str(choice.municipality_name))
st.title(str(choice.municipality_name), anchor=False)
st.markdown(
    f"Deze gemeente tegenover haar regio en Vlaanderen. {theme_page.scope(choice)}"
)
if not choice.in_region:
    st.warning(f"{choice.municipality_name} ligt niet in {choice.region_name}.")
people = areas.population(choice.build, choice.region, nis)
if people and choice.in_region:
    st.markdown(
        f"Op 1 januari {people['year']} telde {choice.municipality_name} "
        f"**{text.number(people['municipality'], 0)} inwoners**, "
        f"{text.number(people['share'], 1)} % van de regio."
    )
profile = figures.profile(choice.build, choice.region, choice.year, nis)
own = {row["indicator_id"]: row for row in profile}
rows = figures.snapshot(choice.build, choice.region, choice.year)
series = cards.series(choice, nis)
spines.key(choice)
for line in areas.action_lines(choice.build):
    shown = sorted(
        (r for r in rows if r["headline"] and r["action_line"] == line["action_line"]),
        key=lambda row: row["headline"],
    )
    st.header(f"{line['action_line']}. {line['short_title']}", anchor=False)
    if shown:
        spines.render(shown, own, series, choice)
    else:
        st.markdown("Nog geen cijfers in deze monitor.")
