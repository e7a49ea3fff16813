"""A plain table: readable by everyone, folded to cards on a phone by the style sheet."""

from collections.abc import Collection, Sequence

import streamlit as st

from pages.components.markup import escape


def draw(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    caption: str,
    numeric: Collection[str] = (),
    kind: str = "m-plain",
) -> None:
    """Draw a table whose first column names the row.

    Args:
        heads: Column titles.
        rows: Cells as HTML (escaped by the caller where they are text).
        caption: What the table holds, for a screen reader.
        numeric: Titles of the columns that are aligned as numbers.
        kind: Class of the table; `m-dense` stays a table on a phone.
    """
    head = "".join(
        f'<th scope="col"{" class=m-num" if title in numeric else ""}>{escape(title)}</th>'
        for title in heads
    )
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>'
        + "".join(
            f'<td class="{"m-num" if title in numeric else ""}" data-label="{escape(title)}">{cell}</td>'
            for title, cell in zip(heads[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in rows
    )
    st.html(
        f'<div class="m-page"><table class="m-table {kind}" aria-label="{escape(caption)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
