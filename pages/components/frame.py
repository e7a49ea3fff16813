"""The frame of every page: name, navigation, footer, and what stands when there is no data."""

from pathlib import Path

import streamlit as st

from etl.live import LIVE, Signature
from pages import sitemap, text
from pages.components import filters, search
from pages.components.markup import escape, link, literal
from pages.queries import areas
from pages.queries.database import Row

NAME = "Spitsregio-monitor"
STYLES = sorted((Path(__file__).parent / "styles").glob("*.css"))


def style() -> None:
    """Our own style sheets."""
    sheets = "".join(sheet.read_text(encoding="utf-8") for sheet in STYLES)
    st.html(f"<style>{sheets}</style>")


def header(build: Signature, path: str) -> None:
    """Name, search field and the links to the pages, which carry the current choice.

    Args:
        build: The live build.
        path: Of the page that is shown.
    """
    with st.container(key="kop"):
        st.html(
            f'<a class="m-name" href="{escape(filters.href(""))}" target="_self">{NAME}</a>'
        )
        search.render(build)
        st.html(_navigation(path))


def _navigation(path: str) -> str:
    """The menu twice: as a row, and folded for a narrow screen, which shows only one of them."""
    items = "".join(
        _item(page, is_current=page.path == path)
        for page in sitemap.PAGES
        if page.in_menu
    )
    menu = f'<nav aria-label="Hoofdmenu"><ul>{items}</ul></nav>'
    return (
        f'<div class="m-page m-nav">{menu}</div>'
        f'<details class="m-page m-menu"><summary>Menu</summary>{menu}</details>'
    )


def _item(page: sitemap.SitePage, is_current: bool) -> str:
    mark = ' aria-current="page"' if is_current else ""
    address = escape(filters.href(page.path))
    return f'<li><a href="{address}" target="_self"{mark}>{escape(page.title)}</a></li>'


def target(name: str) -> None:
    """A place that a link can lead to: 'inhoud' is where the content of a page starts."""
    st.html(f'<div class="m-place" id="{name}" tabindex="-1"></div>')


def unknown_page() -> None:
    """Say that the page in the address does not exist; the launcher led the visitor here."""
    asked = st.query_params.get(sitemap.UNKNOWN)
    if asked is not None:
        st.warning(
            f"De pagina “{literal(asked[:60])}” bestaat niet. Dit is het overzicht."
        )


def footer(build: Signature) -> None:
    """Sources, the build that is shown, and below a fold publisher, licence and date of each."""
    live = areas.newest_build(build)
    sources = areas.sources(build)
    names = text.listing([_source_link(row) for row in sources])
    details = "".join(
        f"<li>{escape(row['name'])}: {escape(row['publisher'])}, licentie: {escape(row['licence'])}, "
        f"opgehaald op {text.long_date(row['retrieved_at'])}</li>"
        for row in sources
    )
    statement = link(
        filters.href("toegankelijkheidsverklaring"), "Toegankelijkheidsverklaring"
    )
    st.html(
        f'<footer class="m-page m-footer"><p>Bronnen: {names}.</p>'
        f"<details><summary>Uitgevers, licenties en ophaaldatums</summary><ul>{details}</ul></details>"
        f"<p>Gegevens van {text.long_date(live['built_at'].date())} · "
        f"build {escape(live['build_id'])} · {statement}</p></footer>"
    )


def _source_link(row: Row) -> str:
    return f'<a href="{escape(row["homepage"])}">{escape(row["name"])}</a>'


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
