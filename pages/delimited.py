"""A frame as delimited text. Nothing here knows Streamlit."""

import io

import polars as pl


def as_csv(frame: pl.DataFrame, international: bool = False) -> bytes:
    """A frame as CSV.

    Args:
        frame: Columns under the names that the reader of the file sees.
        international: Comma, decimal point and no byte order mark, for programs.
            Without: semicolon, decimal comma and byte order mark, which opens in a
            Belgian Excel with a double click.
    """
    target = io.BytesIO()
    if international:
        frame.write_csv(target)
    else:
        frame.write_csv(target, separator=";", decimal_comma=True, include_bom=True)
    return target.getvalue()
