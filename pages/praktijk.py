"""Page: what other regions do, and how the perimeters of sectors fit a region."""

import streamlit as st

from pages.components import alignment, filters, practice

VIEWS = {"projecten": "Overleg en projecten", "afstemming": "Afstemming van gebieden"}

choice = filters.current()
st.title("Praktijk", anchor=False)
st.markdown(
    "Hoe andere regio’s overleggen en wat ze uitprobeerden; en welke gebieden passen in een regio of "
    "over haar grens gaan."
)
view = filters.choose_option("Beeld", "beeld", VIEWS)
if message := filters.complaint("beeld", "Beeld", VIEWS):
    st.warning(message)
if view == "afstemming":
    alignment.render(choice)
else:
    practice.render(choice)
