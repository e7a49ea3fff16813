"""Real tables: a row of heads, thin rules, as many pages as the rows need."""

from collections.abc import Sequence
from math import sqrt
from typing import Any

from pages.exports.deck.fill import clean
from pages.exports.deck.fit import POINTS, width, wrap
from pages.exports.deck.house import NAMESPACES, RULE, emu
from pages.exports.deck.places import LEADING, Place

Rows = Sequence[Sequence[str]]
PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""The style of PowerPoint without fills and rules; the rules are ours."""
PAD, AIR = 0.25, 0.08
"""Inches to the right of a cell, and above and below its text."""


def pages(place: Place, rows: Rows) -> tuple[int, list[Rows]]:
    """The size of the letters and the rows of each page, heads on all of them.

    Args:
        place: Where the table stands.
        rows: The first one holds the heads.
    """
    for size in place.sizes:
        parts = _divide(place, rows, size)
        if len(parts) == 1:
            return size, parts
    return place.sizes[-1], parts


def _divide(place: Place, rows: Rows, size: int) -> list[Rows]:
    wide = columns(place, rows, size)
    heads, room = rows[0], place.box.h
    parts: list[list[Sequence[str]]] = []
    left = 0.0
    for row in rows[1:]:
        high = _height(row, wide, size)
        if not parts or high > left:
            parts.append([heads])
            left = room - _height(heads, wide, size)
        parts[-1].append(row)
        left -= high
    return list(parts)


def columns(place: Place, rows: Rows, size: int) -> list[float]:
    """Inches of each column: what the longest text asks; wide ones share what is left.

    They share by the root of what they ask, so that a long text takes more lines than a
    short one, and not one of them all the lines.
    """
    asked = [
        max(width(cell, size) for cell in cells) + PAD
        for cells in zip(*rows, strict=True)
    ]
    if sum(asked) <= place.box.w:
        return asked
    fair = place.box.w / len(asked)
    roots = [sqrt(wide) if wide > fair else 0 for wide in asked]
    left = place.box.w - sum(wide for wide in asked if wide <= fair)
    return [
        left * root / sum(roots) if root else wide
        for wide, root in zip(asked, roots, strict=True)
    ]


def _height(row: Sequence[str], wide: Sequence[float], size: int) -> float:
    lines = max(
        len(wrap(cell, size, room - PAD)) for cell, room in zip(row, wide, strict=True)
    )
    return lines * size * LEADING / POINTS + 2 * AIR


def table(
    shape: Any, place: Place, rows: Rows, size: int, wide: Sequence[float]
) -> Any:
    """A table in a placeholder.

    Args:
        shape: The placeholder on the slide.
        place: Where it stands.
        rows: Of this page, heads first.
        size: Points of the letters.
        wide: Inches of the columns.

    Returns:
        The frame of the table.
    """
    frame = shape.insert_table(len(rows), len(rows[0]))
    made = frame.table
    made.first_row, made.horz_banding = True, False
    frame._element.find(".//{*}tableStyleId").text = PLAIN
    for column, inches in zip(made.columns, wide, strict=True):
        column.width = emu(inches)
    for number, row in enumerate(rows):
        made.rows[number].height = emu(_height(row, wide, size))
        for at, cell in enumerate(row):
            _fill(made.cell(number, at), cell, size, number == 0)
    frame.left, frame.top = emu(place.box.x), emu(place.box.y)
    frame.width = emu(sum(wide))
    frame.height = sum(row.height for row in made.rows)
    return frame


def _fill(cell: Any, words: str, size: int, is_head: bool) -> None:
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    cell.margin_left, cell.margin_right = 0, emu(PAD)
    cell.margin_top = cell.margin_bottom = emu(AIR)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text = clean(words)
    run.font.size, run.font.bold = Pt(size), is_head
    thick, colour = (
        (19050, '<a:schemeClr val="tx1"/>')
        if is_head
        else (9525, f'<a:srgbClr val="{RULE}"/>')
    )
    properties = cell._tc.get_or_add_tcPr()
    properties.append(
        parse_xml(
            f'<a:lnB {NAMESPACES} w="{thick}"><a:solidFill>{colour}</a:solidFill></a:lnB>'
        )
    )
