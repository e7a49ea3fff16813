"""A workbook: sheets of figures with numbers as numbers, and one sheet on what they are."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import polars as pl
import polars.selectors as cs

from pages.components.frame import NAME

ABOUT = "Over dit cijfer"
DATE = "[$-0813]d mmmm yyyy"
"""A date in words, in the Dutch of Belgium whatever the language of Excel."""
YEAR = "0"
WORDS = {True: "ja", False: "nee"}
NARROW, WIDE = 9, 44
"""Least and greatest width of a column, in characters."""
FILTER_ARROW = 3
"""Characters that the filter button takes beside a column title."""
FACT, TEXT = 26, 100
"""Widths of the two columns of the sheet on what the figures are."""
PLAIN = {
    "strings_to_formulas": False,  # text that starts with = stays text
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "in_memory": True,
}
Facts = Sequence[tuple[str, str]]
"""Terms with their text, in the order in which they are read."""


@dataclass(frozen=True)
class Metadata:
    """What stands on the last sheet, and in the properties of the file."""

    title: str
    facts: Facts


@dataclass(frozen=True)
class Sheet:
    """One table; its columns titled as the reader sees them."""

    title: str
    frame: pl.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    """Number format of a column where it is not the usual one of its type."""


def decimals_format(decimals: int) -> str:
    """Number format with a fixed number of decimals; Excel shows its own comma and point."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def workbook(sheets: Sequence[Sheet], metadata: Metadata) -> bytes:
    """An XLSX file with the sheets and, as the last one, the metadata.

    Args:
        sheets: Their titles differ.
        metadata: Of everything in the file.
    """
    import xlsxwriter  # half a second, which only a download needs to wait for

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, PLAIN) as book:
        book.set_properties(
            {
                "title": metadata.title,
                "author": NAME,
                "created": datetime.now(UTC).replace(tzinfo=None),
            }
        )
        book.set_custom_property("Taal", "nl-BE", "text")
        for number, sheet in enumerate(sheets, start=1):
            _write(book, sheet, f"Tabel{number}")
        _write_facts(book, metadata)
    return target.getvalue()


def _write(book: Any, sheet: Sheet, table: str) -> None:
    """A table that can be filtered, with its header in view."""
    frame = _writable(sheet.frame)
    paper = book.add_worksheet(sheet.title)
    for position, column in enumerate(frame):
        number_format = sheet.formats.get(column.name, _usual_format(column))
        style = book.add_format({"num_format": number_format})
        # Cells without a style of their own take that of their column.
        paper.set_column(position, position, _width(column, number_format), style)
        paper.write_column(1, position, column.to_list())
    paper.add_table(
        0,
        0,
        max(frame.height, 1),
        frame.width - 1,
        {
            "name": table,
            "style": "Table Style Light 1",
            "columns": [{"header": name} for name in frame.columns],
        },
    )
    paper.freeze_panes(1, 0)
    # Codes of municipalities are text on purpose: no green corner on each of them.
    paper.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    _for_printing(paper)
    paper.repeat_rows(0)


def _writable(frame: pl.DataFrame) -> pl.DataFrame:
    """Without what a cell cannot hold: not-a-number and infinite are no values."""
    known = pl.when(cs.float().is_finite()).then(cs.float())
    return frame.with_columns(known.name.keep(), cs.boolean().replace_strict(WORDS))


def _usual_format(column: pl.Series) -> str:
    if column.dtype.is_integer():
        return YEAR if column.name.lower().endswith("jaar") else decimals_format(0)
    if column.dtype.is_float():
        known = column.drop_nulls()
        return decimals_format(0 if (known == known.round(0)).all() else 2)
    return DATE if column.dtype.is_temporal() else "General"


def _width(column: pl.Series, number_format: str) -> int:
    """Wide enough for the title and for most of what stands below it."""
    if column.dtype.is_numeric():
        whole = column.cast(pl.Float64).round(0).cast(pl.Int64)
        digits = _longest(whole)
        longest = digits + digits // 3 + number_format.count("0")
    elif column.dtype.is_temporal():
        longest = len("30 september 2026")
    else:
        longest = _longest(column)
    return max(NARROW, min(WIDE, max(longest + 1, len(column.name) + FILTER_ARROW)))


def _longest(column: pl.Series) -> int:
    """Characters of the longest value."""
    return max(map(len, column.cast(pl.String).drop_nulls()), default=0)


def _write_facts(book: Any, metadata: Metadata) -> None:
    paper = book.add_worksheet(ABOUT)
    heading = book.add_format({"bold": True, "font_size": 14})
    term = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    body = book.add_format({"valign": "top", "text_wrap": True})
    paper.set_column(0, 0, FACT)
    paper.set_column(1, 1, TEXT)
    paper.write_string(0, 0, metadata.title, heading)
    for row, (name, words) in enumerate(metadata.facts, start=2):
        paper.write_string(row, 0, name, term)
        paper.write_string(row, 1, words, body)
    _for_printing(paper)


def _for_printing(paper: Any) -> None:
    """A4, on its side, as wide as one page."""
    paper.set_paper(9)
    paper.set_landscape()
    paper.fit_to_pages(1, 0)
