"""Page: one municipality against its region and Flanders."""

import streamlit as st

from pages.components import (
    breadcrumbs,
    filters,
    municipality_page,
    municipality_top,
    theme_page,
)

choice = filters.current()
if choice.municipality is None:
    st.title("Gemeente", anchor=False)
    st.markdown(
        f"Eén gemeente tegenover haar regio en Vlaanderen. {theme_page.scope(choice)}"
    )
    municipality_top.choose(choice)
else:
    breadcrumbs.render([breadcrumbs.home()], str(choice.municipality_name))
    st.title(str(choice.municipality_name), anchor=False)
    st.markdown(
        f"Deze gemeente tegenover de gekozen regio en Vlaanderen. {theme_page.scope(choice)}"
    )
    municipality_page.render(choice)
