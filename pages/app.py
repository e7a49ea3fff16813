"""Router: the page list, the frame and the filters every page shares."""

import streamlit as st

from pages import sitemap
from pages.components import chart_theme, filters, frame
from pages.queries.database import live_build

PAGES = [
    st.Page(page.file, title=page.title, url_path=page.path, default=not page.path)
    for page in sitemap.PAGES
]

chart_theme.register()
page = st.navigation(PAGES, position="hidden")
st.set_page_config(page_title=f"{page.title} · {frame.NAME}", layout="wide")
build = live_build()
if build is None:
    frame.no_database()
else:
    filters.follow_renames(build)
    frame.header(PAGES)
    frame.unknown_page()
    st.session_state["choice"] = filters.render_shared(build)
    page.run()
    frame.footer(build)
