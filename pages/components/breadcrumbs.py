"""Where a page stands: links to what lies above it."""

from collections.abc import Sequence

import streamlit as st

from pages import sitemap
from pages.components import filters, markup
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import areas
from pages.queries.database import Row

Step = tuple[str, str]
"""Address and label."""


def home() -> Step:
    """The overview."""
    return filters.href(""), "Overzicht"


def of_indicator(figure: Row, choice: Choice) -> None:
    """Below its action line; an indicator of no line stands below its theme page.

    Args:
        figure: A row of `figures.snapshot`.
        choice: What the visitor looks at.
    """
    above = [home()]
    titles = {
        line["action_line"]: line["short_title"]
        for line in areas.action_lines(choice.build)
    }
    line = figure["action_line"]
    if line in titles:
        above.append((filters.href("actielijn", lijn=line), f"{line}. {titles[line]}"))
    else:
        above += [
            (filters.href(page.path), page.title)
            for page in sitemap.PAGES
            if page.path == figure["page"]
        ]
    render(above, figure["title"])


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
