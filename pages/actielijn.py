"""Page: one action line of the Taskforce, with everything that is measured about it."""

import streamlit as st

from pages.components import breadcrumbs, filters, line_page
from pages.queries import areas

choice = filters.current()
lines = {line["action_line"]: line for line in areas.action_lines(choice.build)}
titles = {number: f"{number}. {line['short_title']}" for number, line in lines.items()}
number = filters.accepted("lijn", titles, next(iter(titles))) or next(iter(titles))
breadcrumbs.render([breadcrumbs.home()], titles[number])
st.title(titles[number], anchor=False)
with st.container(key="lijnkeuze"):
    filters.choose_option("Actielijn", "lijn", titles)
if message := filters.complaint("lijn", "Actielijn", titles):
    st.warning(message)
line_page.render(lines[number], choice)
line_page.neighbours(lines, number)
