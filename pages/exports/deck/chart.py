"""What the charts of the deck share: title, letters, language, places and the workbook inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.exports.deck.fit import POINTS, width, wrap
from pages.exports.deck.house import LANGUAGE, set_language
from pages.exports.deck.places import LEADING
from pages.exports.workbook import Metadata, Sheet, workbook

LETTER = 16
"""Points, of the title in bold."""
TITLE_SHARE = 0.76
"""Of the width of a chart: a longer line some programs would break again."""
SHEET = "Grafiek"
GAP = 0.1
"""Inches between the parts of a chart."""
CHART = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'


@dataclass(frozen=True)
class Words:
    """What is said of a chart."""

    title: str
    metadata: Metadata
    """In its workbook."""


def head(graphic: Any, words: Words, sheets: Sequence[Sheet]) -> float:
    """Give a chart its title, letters, language and workbook.

    Args:
        graphic: The frame of the chart.
        words: Title and what the workbook says.
        sheets: Of the workbook; the first one holds what the chart draws.

    Returns:
        Inches that the title takes.
    """
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    chart = graphic.chart
    chart.font.size, chart.font.name = Pt(LETTER), "+mn-lt"
    chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_2
    chart.part.chart_workbook.update_from_xlsx_blob(workbook(sheets, words.metadata))
    for formula in chart._chartSpace.iter("{*}f"):
        formula.text = formula.text.replace("Sheet1!", f"{SHEET}!")
    rows = wrap(words.title, LETTER, TITLE_SHARE * graphic.width.inches)
    _title(chart, rows)
    _number_axes(chart._chartSpace)
    _speak(chart._chartSpace)
    return len(rows) * LETTER * LEADING / POINTS + GAP


def _number_axes(space: Any) -> None:
    """Give the axes ids that the format allows: python-pptx writes negative ones."""
    for name in ("axId", "crossAx"):
        for each in space.iter(f"{{*}}{name}"):
            each.set("val", each.get("val").lstrip("-"))


def _title(chart: Any, rows: Sequence[str]) -> None:
    """On the left, in lines that we break: programs differ in where they do."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    chart.has_title = True
    text = chart.chart_title.text_frame
    text.text = "\n".join(rows)
    for paragraph in text.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:
            run.font.size, run.font.bold = Pt(LETTER), True
            run.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    lay(chart._chartSpace.chart.find("{*}title"), 0, 0)


def _speak(space: Any) -> None:
    """Text in Dutch; square corners."""
    from pptx.oxml import parse_xml

    set_language(space)
    for tag in ("lang", "roundedCorners"):
        for old in space.findall(f"{{*}}{tag}"):
            space.remove(old)
    at = 1 if space.find("{*}date1904") is not None else 0
    space.insert(at, parse_xml(f'<c:lang {CHART} val="{LANGUAGE}"/>'))
    space.insert(at + 1, parse_xml(f'<c:roundedCorners {CHART} val="0"/>'))


def lay(
    element: Any,
    x: float,
    y: float,
    size: tuple[float, float] | None = None,
    target: str = "",
) -> None:
    """Put a part of a chart on its place.

    Args:
        element: Title, legend or plot area.
        x: Of its left side, as a share of the width of the chart.
        y: Of its top, as a share of the height.
        size: Width and height, as shares.
        target: 'inner' for the plot without the letters beside it.
    """
    values: list[tuple[str, str | float]] = [("xMode", "edge"), ("yMode", "edge")]
    values = [("layoutTarget", target)] * bool(target) + values
    values += [("x", round(x, 5)), ("y", round(y, 5))]
    values += zip(("w", "h"), (round(each, 5) for each in size or ()), strict=False)
    made = _layout(values)
    old = element.find("{*}layout")
    if old is not None:
        element.replace(old, made)
        return
    before = [each for each in element if each.tag.endswith(("}tx", "}legendPos"))]
    element.insert(len(before), made)


def move(label: Any, down: float) -> None:
    """Shift the label of a point from its usual place, as a share of the height of the chart."""
    element = label._dLbl
    element.find("{*}idx").addnext(_layout([("x", 0.0), ("y", round(down, 5))]))


def _layout(values: Sequence[tuple[str, str | float]]) -> Any:
    from pptx.oxml import parse_xml

    inside = "".join(f'<c:{name} val="{value}"/>' for name, value in values)
    return parse_xml(
        f"<c:layout {CHART}><c:manualLayout>{inside}</c:manualLayout></c:layout>"
    )


def widest(labels: Sequence[str], bold: bool = False) -> float:
    """Inches of the longest label."""
    return max(width(each, LETTER, bold) for each in labels)
