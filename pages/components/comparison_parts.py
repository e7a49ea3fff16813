"""What the views of the page Vergelijken share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from pages import comparisons
from pages.components import filters
from pages.components.filters import Choice
from pages.queries import comparison
from pages.queries.comparison import Side
from pages.queries.database import Row


@dataclass(frozen=True)
class Shown:
    """The table on screen, for a download.

    Attributes:
        frame: Column names are Dutch: they are what the reader of the file sees.
        name: Of the file, without extension.
        metadata: What the file holds, label to text.
    """

    frame: pl.DataFrame
    name: str
    metadata: Mapping[str, str]


def side(choice: Choice, rows: str) -> Side:
    """Whom the visitor compares."""
    return Side(choice.build, rows, choice.region, choice.municipality, choice.year)


def choose_indicator(label: str, key: str, known: Sequence[Row], default: str) -> Row:
    """Selectbox of the indicators with figures, its id in the URL.

    Args:
        label: Shown above the box.
        key: Name of the URL parameter.
        known: Rows of `comparison.indicators`.
        default: Id when the URL has none; the first one where the catalogue has no such id.
    """
    by_id = {row["indicator_id"]: row for row in known}
    titles = {key: comparisons.title(row) for key, row in by_id.items()}
    first = default if default in titles else next(iter(titles))
    chosen = filters.choose_by_code(label, key, titles, first)
    if message := filters.complaint(key, label, titles):
        st.warning(message)
    return by_id[chosen or first]


def indicators(choice: Choice) -> list[Row]:
    """Indicators with figures, headlines first."""
    return comparison.indicators(choice.build)


def described(row: Row) -> str:
    """Unit and title, for the axis of a chart."""
    return f"{comparisons.title(row)} ({row['unit']})"


def until(choice: Choice) -> str:
    """The chosen last year, for the description of a file."""
    return "nieuwste meting" if choice.year is None else f"tot en met {choice.year}"
