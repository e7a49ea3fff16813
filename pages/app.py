"""Router: the page list, the frame and the filters every page shares."""

import streamlit as st

from pages.components import chart_theme, filters, frame
from pages.queries.database import live_build

PAGES = [
    st.Page("overzicht.py", title="Overzicht", default=True),
    st.Page(
        "sociaal_economisch.py",
        title="Sociaal-economisch",
        url_path="sociaal-economisch",
    ),
    st.Page("mobiliteit.py", title="Mobiliteit", url_path="mobiliteit"),
    st.Page("indicator.py", title="Indicator", url_path="indicator"),
    st.Page("gemeente.py", title="Gemeente", url_path="gemeente"),
]

chart_theme.register()
page = st.navigation(PAGES, position="hidden")
st.set_page_config(page_title=f"{page.title} · {frame.NAME}", layout="wide")
build = live_build()
if build is None:
    frame.no_database()
else:
    frame.header(PAGES)
    st.session_state["choice"] = filters.render_shared(build)
    page.run()
    frame.footer(build)
