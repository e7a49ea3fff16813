"""The cells of a workbook, named as Excel names them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import fastexcel

from etl import archive
from etl.refusal import Refusal


@dataclass(frozen=True)
class Cell:
    """What one cell shows."""

    text: str
    """Trimmed; a date as Excel stores it: '2026-11-25 00:00:00'."""
    is_text: bool
    """Typed as text, so that a date or a decimal in it was not read by Excel."""
    is_error: bool = False
    """A formula that ends in an error, such as #N/B."""


Cells = dict[tuple[int, int], Cell]
"""Cell by row and column, from 1."""


def name(row: int, column: int) -> str:
    """As on screen: row 7, column 5 is E7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def read(path: Path) -> dict[str, Cells]:
    """The cells that are not empty, by sheet.

    Raises:
        Refusal: It is no workbook that can be read.
    """
    if not path.is_file():
        raise Refusal(str(path), "dit bestand bestaat niet")
    with path.open("rb") as file:
        if file.read(4) != archive.SIGNATURE:
            raise Refusal(
                path.name, "is geen werkmap (.xlsx)", "bewaar het als Excel-werkmap"
            )
    archive.check(path, path.name)
    try:
        book = fastexcel.read_excel(path)
        return {sheet: _cells(book, sheet) for sheet in book.sheet_names}
    except fastexcel.FastExcelError as error:
        raise Refusal(
            path.name, f"onleesbare werkmap: {str(error).splitlines()[0]}"
        ) from error


def _cells(book: fastexcel.ExcelReader, sheet: str) -> Cells:
    texts, broken = _load(book, sheet, "string")
    # Read as yes or no, a number is one and text is an error: that tells 1.5 from '1.5'.
    _answers, others = _load(book, sheet, "boolean")
    found: Cells = {}
    for place, text in texts.items():
        if text := text.strip():
            found[place] = Cell(text, "String(" in others.get(place, ""))
    for place in broken:
        found[place] = Cell("een formule met een fout", is_text=False, is_error=True)
    return found


Place = tuple[int, int]


def _load(
    book: fastexcel.ExcelReader, sheet: str, dtype: Literal["string", "boolean"]
) -> tuple[dict[Place, str], dict[Place, str]]:
    """Values as text, and what could not be read as `dtype`, by place."""
    loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes=dtype)
    batch, errors = loaded.to_arrow_with_errors()
    columns = [column.absolute_index + 1 for column in loaded.available_columns()]
    values = {
        (row, column): str(value)
        for column, values in zip(columns, batch.columns, strict=True)
        for row, value in enumerate(values.to_pylist(), start=1)
        if value is not None
    }
    listed = errors.errors if errors else []
    return values, {
        (error.position[0] + 1, columns[error.position[1]]): error.detail
        for error in listed
    }
