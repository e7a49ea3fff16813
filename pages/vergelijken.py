"""Page: regions and municipalities side by side, and a perimeter of one's own."""

import streamlit as st

from pages.components import (
    downloads,
    filters,
    heat_table,
    perimeter_parts,
    scatter,
    slope,
    theme_page,
)
from pages.exports.workbook import Metadata

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
on_screen = VIEWS[view][1](choice)
if on_screen is not None:
    about = Metadata(f"Vergelijken: {titles[view]}", list(on_screen.metadata.items()))
    downloads.frame_buttons(on_screen.frame, on_screen.name, about)
