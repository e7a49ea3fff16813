"""Page: regions and municipalities side by side, and a perimeter of one's own."""

import streamlit as st

from pages.components import (
    filters,
    heat_table,
    perimeter_parts,
    scatter,
    slope,
    theme_page,
)

VIEWS = {
    "tabel": ("Tabel", heat_table.render),
    "punten": ("Twee indicatoren", scatter.render),
    "jaren": ("Twee jaren", slope.render),
    "eigen": ("Eigen gebied", perimeter_parts.render),
}
choice = filters.current()
st.title("Vergelijken", anchor=False)
st.markdown(
    "Regio's of gemeenten naast elkaar, of een gebied dat u zelf samenstelt. "
    f"{theme_page.scope(choice)}"
)
titles = {key: title for key, (title, _render) in VIEWS.items()}
view = filters.choose_option("Beeld", "beeld", titles)
if message := filters.complaint("beeld", "Beeld", titles):
    st.warning(message)
# The table on screen: its frame, a file name and what it holds, for the download buttons.
on_screen = VIEWS[view][1](choice)
