"""A table to scroll through on a screen, and in full on paper."""

from collections.abc import Callable
from typing import Any

import polars as pl
import streamlit as st

from pages import text
from pages.components.markup import escape

MOST = 9
"""Columns that fit on a sheet."""


def frame(
    name: str, rows: pl.DataFrame, decimals: Callable[[str], int], **options: Any
) -> None:
    """Draw a sortable table, and for the printer every row of it.

    Args:
        name: Of the table, unique on the page.
        rows: With Dutch column titles.
        decimals: Of the numbers of a column, by its title.
        options: For `st.dataframe`, with at least `alt`.
    """
    # The style sheet for print hides what has a key like this one.
    with st.container(key=f"scherm_{name}"):
        st.dataframe(rows, hide_index=True, placeholder=text.MISSING, **options)
    kept = [rows.columns[0], *rows.columns[1:][1 - MOST :]]
    numeric = {column for column in kept if rows[column].dtype.is_numeric()}
    head = "".join(
        f"<th{_kind(column, numeric)}>{escape(column)}</th>" for column in kept
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_kind(column, numeric)}>{_cell(value, decimals(column))}</td>"
            for column, value in zip(kept, row, strict=True)
        )
        + "</tr>"
        for row in rows.select(kept).iter_rows()
    )
    st.html(
        f'<div class="m-page m-paper"><table class="m-table" aria-label="{escape(options["alt"])}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(column: str, numeric: set[str]) -> str:
    return ' class="m-num m-wrap"' if column in numeric else ""


def _cell(value: object, decimals: int) -> str:
    if value is None:
        return text.MISSING
    return text.number(value, decimals) if isinstance(value, float) else escape(value)
