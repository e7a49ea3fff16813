"""Page: where figures come from, how fresh, what changed, what failed a check, what we miss."""

import streamlit as st

from pages.components import filters, registers

choice = filters.current()
st.title("Gegevens en methode", anchor=False)
st.markdown(
    "Waar de cijfers vandaan komen, hoe vers ze zijn, en wat er niet klopt of ontbreekt."
)
registers.sources(choice.build)
registers.changes(choice.build)
registers.checks(choice.build)
registers.publisher_errors(choice.build)
registers.missing(choice.build)
