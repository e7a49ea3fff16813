"""Router: the page list, the frame and the filters every page shares."""

import streamlit as st

from pages import sitemap
from pages.components import chart_theme, filters, frame, perimeter_info, pinned
from pages.queries.database import live_build

PAGES = [
    st.Page(page.file, title=page.title, url_path=page.path, default=not page.path)
    for page in sitemap.PAGES
]

chart_theme.register()
page = st.navigation(PAGES, position="hidden")
st.set_page_config(page_title=f"{page.title} · {frame.NAME}", layout="wide")
live = live_build()
if live is None:
    frame.no_database()
else:
    build = pinned.choose(live)
    filters.follow_renames(build)
    frame.style()
    with st.container(key="kader", gap="xsmall"):
        frame.header(build, page.url_path)
        frame.unknown_page()
        pinned.banner(live, build, page.url_path)
        st.session_state["choice"] = filters.render_shared(build)
        perimeter_info.render(filters.current(), page.url_path)
        frame.target("inhoud")
    with st.container(key="pagina"):
        page.run()
    frame.footer(build)
