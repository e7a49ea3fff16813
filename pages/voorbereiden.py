"""Page: a meeting prepared: what is shown, on which screen, and what goes along on paper."""

from dataclasses import replace

import streamlit as st

from pages.components import filters, meeting_page, theme_page

choice = filters.current()
st.title("Vergadering", anchor=False)
st.markdown(
    "Stel samen wat de vergadering ziet, toon het op het grote scherm, en neem het mee als "
    f"presentatie, nota of werkmap. {theme_page.scope(replace(choice, year=None))}"
)
meeting_page.render(choice)
