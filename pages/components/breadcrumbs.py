"""Where a page stands: links to what lies above it."""

from collections.abc import Sequence

import streamlit as st

from pages.components import filters, markup
from pages.components.markup import escape

Step = tuple[str, str]
"""Address and label."""


def home() -> Step:
    """The overview."""
    return filters.href(""), "Overzicht"


def action_line(number: str, short_title: str) -> Step:
    """The page of an action line."""
    return filters.href("actielijn", lijn=number), f"{number}. {short_title}"


def render(above: Sequence[Step], here: str) -> None:
    """Draw the path to this page.

    Args:
        above: The pages above this one, the highest first.
        here: Name of this page.
    """
    items = "".join(
        f"<li>{markup.link(address, label)}</li>" for address, label in above
    )
    st.html(
        '<nav class="m-page m-crumbs" aria-label="Kruimelpad"><ol>'
        f'{items}<li aria-current="page">{escape(here)}</li></ol></nav>'
    )
