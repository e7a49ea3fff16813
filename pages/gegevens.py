"""Page: where figures come from and how fresh, what changed, the checks, the method, and how to take them along."""

import streamlit as st

from pages.components import filters, method, open_data, reconciled, registers

PARTS = {
    "bronnen": "Bronnen",
    "wijzigingen": "Wijzigingen",
    "controles": "Controles",
    "methode": "Methode",
    "ontbreekt": "Wat ontbreekt",
    "ophalen": "Cijfers ophalen",
}

choice = filters.current()
st.title("Gegevens en methode", anchor=False)
st.markdown(
    "Waar de cijfers vandaan komen, hoe vers ze zijn, hoe ze gemaakt zijn en wat er niet klopt of "
    "ontbreekt. En hoe u ze meeneemt."
)
if message := filters.complaint("deel", "Onderdeel", PARTS):
    st.warning(message)
part = filters.choose_option("Onderdeel", "deel", PARTS)
if part == "bronnen":
    registers.sources(choice.build)
elif part == "wijzigingen":
    registers.changes(choice.build)
elif part == "controles":
    registers.checks(choice.build)
    reconciled.render(choice.build)
    registers.publisher_errors(choice.build)
elif part == "methode":
    method.render(choice)
elif part == "ontbreekt":
    registers.missing(choice.build)
else:
    open_data.addresses(choice)
    open_data.steps()
    open_data.routes()
    open_data.whole()
