"""A table as the CSV that a Belgian Excel opens, and as the one that programs read."""

import io

import polars as pl
import polars.selectors as cs


def as_csv(frame: pl.DataFrame) -> bytes:
    """Semicolon, decimal comma and byte order mark; text never becomes a formula.

    Numbers are left as they are, so -5 stays a number.
    """
    target = io.BytesIO()
    _harmless(frame).write_csv(
        target, separator=";", decimal_comma=True, include_bom=True
    )
    return target.getvalue()


def as_plain_csv(frame: pl.DataFrame) -> bytes:
    """Comma, decimal point, no byte order mark and nothing put before any text: for programs."""
    target = io.BytesIO()
    frame.write_csv(target)
    return target.getvalue()


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return frame.with_columns(cs.string().str.replace(r"^([=+\-@\t\r])", "'${1}"))
