"""Page: the region on the four action lines."""

import streamlit as st

from pages.components import filters, overview

st.title("Overzicht", anchor=False)
overview.render(filters.current())
