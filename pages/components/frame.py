"""The frame of every page: name, navigation, footer, and what stands when there is no data."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from etl.live import LIVE, Signature
from pages import sitemap, text
from pages.components import filters
from pages.components.markup import escape
from pages.queries import areas

NAME = "Spitsregio-monitor"
STYLES = sorted((Path(__file__).parent / "styles").glob("*.css"))


def header(pages: Sequence[StreamlitPage]) -> None:
    """Name of the monitor and the links to the pages, which carry the current choice."""
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in STYLES)
    st.html(f"<style>{sheets}</style>")
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="navigatie"
    ):
        st.html(f'<div class="m-name">{NAME}</div>', width="content")
        for page, known in zip(pages, sitemap.PAGES, strict=True):
            if known.in_menu:
                st.page_link(page, label=page.title, query_params=filters.address())


def unknown_page() -> None:
    """Say that the page in the address does not exist; the launcher led the visitor here."""
    asked = st.query_params.get(sitemap.UNKNOWN)
    if asked is not None:
        st.warning(f"De pagina “{asked[:60]}” bestaat niet. Dit is het overzicht.")


def footer(build: Signature) -> None:
    """Sources with licence and date, and the build that is shown."""
    live = areas.newest_build(build)
    sources = "; ".join(
        f'<a href="{escape(row["homepage"])}">{escape(row["name"])}</a> '
        f"({escape(row['publisher'])}, licentie: {escape(row['licence'])}, "
        f"opgehaald op {text.long_date(row['retrieved_at'])})"
        for row in areas.sources(build)
    )
    st.html(
        f'<footer class="m-footer"><p>Bronnen: {sources}.</p>'
        f"<p>Gegevens van {text.long_date(live['built_at'].date())} · "
        f"build {escape(live['build_id'])}</p></footer>"
    )


def no_database() -> None:
    """Say in plain words that there is nothing to show, and what to do."""
    st.title("Geen gegevens", anchor=False)
    found = (
        "is er wel, maar deze versie kan ze niet lezen"
        if LIVE.exists()
        else "is er niet"
    )
    st.error(f"De databank van de monitor {found}: `{LIVE}`.")
    st.markdown(
        "Bouw ze opnieuw met deze opdracht, in de map van het project, en laad de pagina opnieuw:"
    )
    st.code("python -m etl build", language="shell")
