"""The search field of the header: one field for indicators, municipalities and perimeters."""

from pathlib import Path

import streamlit as st

from etl.live import Signature
from pages import search_index, sitemap
from pages.components import filters

LABEL = "Zoek een cijfer, een gemeente of een regio"
MARK = "ID"
"""Stands in an address for what was chosen; the script knows it too."""
FIELD = f"""
<div class="m-page m-search" role="search">
  <input type="search" role="combobox" aria-label="{LABEL}" placeholder="{LABEL}"
    aria-expanded="false" aria-controls="m-zoek" aria-autocomplete="list" autocomplete="off"
    autocapitalize="off" spellcheck="false" enterkeyhint="go">
  <div class="m-found">
    <ul id="m-zoek" role="listbox" aria-label="Gevonden" hidden></ul>
    <div role="status" class="m-unseen"></div>
  </div>
</div>
"""

SCRIPTS = Path(__file__).parent / "scripts"

_field = st.components.v2.component(
    "zoekveld",
    html=FIELD,
    js="".join(
        (SCRIPTS / name).read_text(encoding="utf-8")
        for name in ("dutch.js", "frame.js")
    ),
    # Otherwise our style sheets and the theme of the page would not reach it.
    isolate_styles=False,
)


def render(build: Signature) -> None:
    """Draw the field; whoever chooses goes to that page and keeps the rest of the choice."""
    _field(
        key="zoek",
        data={
            "index": f"{search_index.PATH.lstrip('/')}?build={build[0]}",
            "addresses": {
                "lijn": filters.href("actielijn", lijn=MARK),
                "indicator": filters.href(
                    "indicator", indicator=MARK, uitsplitsing=None
                ),
                "gemeente": filters.href("gemeente", gemeente=MARK),
                "regio": filters.href("", regio=MARK),
            },
            "pages": [page.path for page in sitemap.PAGES],
        },
    )
