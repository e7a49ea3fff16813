"""Page: the region on the four action lines."""

import streamlit as st

from pages import sentences
from pages.components import cards, filters, theme_page
from pages.components.markup import escape
from pages.queries import areas, figures

choice = filters.current()
st.title("Overzicht", anchor=False)
st.markdown(
    f"Hoe staat de regio op de vier actielijnen van de Taskforce? {theme_page.scope(choice)}"
)
cards.key(choice)
rows = figures.snapshot(choice.build, choice.region, choice.year)
series = cards.series(choice)
for line in areas.action_lines(choice.build):
    st.header(f"{line['action_line']}. {line['short_title']}", anchor=False)
    shown = sorted(
        (r for r in rows if r["headline"] and r["action_line"] == line["action_line"]),
        key=lambda row: row["headline"],
    )
    summary = (
        sentences.line(shown, choice.region_name)
        if shown
        else "Nog geen cijfers in deze monitor."
    )
    st.html(
        f'<div class="m-page"><p><strong>{escape(line["title"])}.</strong> '
        f'{escape(line["goal"])}</p><p class="m-lead">{escape(summary)}</p></div>'
    )
    if shown:
        cards.cards(shown, series, choice)
