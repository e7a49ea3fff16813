"""Bars of municipalities that PowerPoint can edit, in the colours of the map."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from pages import text
from pages.components.chart_theme import SEQUENTIAL
from pages.exports.deck.chart import CHART, GAP, LETTER, SHEET, Words, head, lay, widest
from pages.exports.workbook import Sheet, decimals_format

MOST = 11
"""Bars that a room can read."""
ENDS = 5
"""Shown from the top and from the bottom when there are more."""
EDGE = "7A8794"
"""Around the palest colours, as on the map."""
ALL = "Alle gemeenten"


@dataclass(frozen=True)
class Bar:
    """A municipality; without a value it says how many are left out."""

    name: str
    value: float | None
    class_number: int | None = None


def chosen(rows: pl.DataFrame) -> list[Bar]:
    """All municipalities with a value, or the highest and the lowest, from high to low.

    Args:
        rows: `name, value, class`, highest first.
    """
    known = rows.drop_nulls("value").select("name", "value", "class")
    bars = [Bar(*row) for row in known.iter_rows()]
    if len(bars) <= MOST:
        return bars
    rest = len(bars) - 2 * ENDS
    return [
        *bars[:ENDS],
        Bar(f"en nog {text.municipalities(rest)}", None),
        *bars[-ENDS:],
    ]


def bars(place: Any, rows: pl.DataFrame, decimals: int, words: Words) -> Any:
    """Bars from zero in a placeholder; the whole ranking is in the workbook.

    Args:
        place: The placeholder on the slide.
        rows: Of `figures.municipal`, highest first.
        decimals: Of the numbers.
        words: Title and what the workbook says.

    Returns:
        The frame of the chart.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    shown, form = chosen(rows), decimals_format(decimals)
    data = CategoryChartData(number_format=form)
    data.categories = [bar.name for bar in shown]
    data.add_series("Waarde", [bar.value for bar in shown])
    graphic = place.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, data)
    drawn = pl.DataFrame(
        {
            "Gemeente": [bar.name for bar in shown],
            "Waarde": [bar.value for bar in shown],
        }
    )
    every = rows.select(
        pl.col("name").alias("Gemeente"), pl.col("value").alias("Waarde")
    )
    sheets = [
        Sheet(SHEET, drawn, {"Waarde": form}),
        Sheet(ALL, every, {"Waarde": form}),
    ]
    top = head(graphic, words, sheets)
    _draw(graphic.chart, shown, form)
    _axes(graphic, shown, decimals, top)
    return graphic


def _draw(chart: Any, shown: Sequence[Bar], form: str) -> None:
    """Each bar in the colour of its class, with its number at the end."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories, plot.has_data_labels = 30, False, True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    labels.font.size = Pt(LETTER)
    labels.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    series = plot.series[0]
    series.invert_if_negative = False
    for number, bar in enumerate(shown):
        if bar.class_number is None:
            continue
        drawn = series.points[number].format
        colour = SEQUENTIAL[bar.class_number - 1].lstrip("#")
        drawn.fill.solid()
        drawn.fill.fore_color.rgb = RGBColor.from_string(colour)
        drawn.line.color.rgb, drawn.line.width = RGBColor.from_string(EDGE), Pt(0.75)


def _axes(graphic: Any, shown: Sequence[Bar], decimals: int, top: float) -> None:
    """Names on the left, from the highest down; no scale, since each bar has its number."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    chart, wide, high = graphic.chart, graphic.width.inches, graphic.height.inches
    known = [bar.value for bar in shown if bar.value is not None]
    left = widest([bar.name for bar in shown]) + 2 * GAP
    numbers = widest([text.number(value, decimals) for value in known]) + 2 * GAP
    scale, low, most = chart.value_axis, min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    # Room for the numbers beyond the ends of the longest bars.
    room = max(1.0, wide - left - numbers * (2 if low < 0 else 1))
    inch = (most - low or 1.0) / room
    scale.minimum_scale = low - (numbers * inch if low < 0 else 0)
    scale.maximum_scale = (most or low + room * inch) + numbers * inch
    scale.has_major_gridlines, scale.visible = False, False
    names = chart.category_axis
    names.reverse_order, names.major_tick_mark = True, XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(LETTER)
    names.tick_labels.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    names.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_2
    # Every name, also where a program thinks there is no room.
    names._element.find("{*}noMultiLvlLbl").addprevious(_every())
    inner = (
        (wide - left) / wide,
        min(1.0, 0.5 * len(shown) / (high - top)) * (high - top) / high,
    )
    lay(chart._chartSpace.chart.plotArea, left / wide, top / high, inner, "inner")


def _every() -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(f'<c:tickLblSkip {CHART} val="1"/>')
