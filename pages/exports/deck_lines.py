"""A line chart over the years that PowerPoint can edit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from pages import text
from pages.briefing.drawn import Series
from pages.briefing.scale import needed, ticks
from pages.exports.deck_chart import CHART, GAP, LETTER, SHEET, Words, head, lay, widest
from pages.exports.deck_fit import width
from pages.exports.workbook import Sheet, decimals_format

KINDS = {"regio": ("ACCENT_1", 4.0, 9), "vlaanderen": ("ACCENT_2", 2.5, 7)}
"""Colour of the theme, width of the line and of its marks in points, by kind of series."""
NEAR = 0.3
"""Inches between the ends of two lines in which no number fits."""
SAMPLE = 0.6
"""Inches that a legend takes for its line beside a name."""
ROW = 0.32
"""Inches of a row of the legend, and of the years."""
YEARS = "yyyy"


def lines(place: Any, series: Sequence[Series], decimals: int, words: Words) -> Any:
    """Lines in a placeholder: years in proportion, gaps as gaps.

    Args:
        place: The placeholder on the slide.
        series: The region first; at least one value in each.
        decimals: Of the numbers.
        words: Title and what the workbook says.

    Returns:
        The frame of the chart.
    """
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    series = [each for each in series if any(v is not None for _y, v in each.points)]
    years = sorted({year for each in series for year, _value in each.points})
    columns = {
        each.name: [dict(each.points).get(year) for year in years] for each in series
    }
    form = decimals_format(decimals)
    data = CategoryChartData(number_format=form)
    data.categories = [date(year, 1, 1) for year in years]
    data.categories.number_format = YEARS
    for name, values in columns.items():
        data.add_series(name, values)
    graphic = place.insert_chart(XL_CHART_TYPE.LINE_MARKERS, data)
    days = pl.Series("Jaar", [date(year, 1, 1) for year in years])
    frame = pl.DataFrame(
        [days, *(pl.Series(n, v, pl.Float64) for n, v in columns.items())]
    )
    formats = {"Jaar": YEARS} | dict.fromkeys(columns, form)
    top = head(graphic, words, [Sheet(SHEET, frame, formats)])
    _draw(graphic.chart, series)
    _compose(graphic, series, years, decimals, top)
    return graphic


def _draw(chart: Any, series: Sequence[Series]) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    for plotted, each in zip(chart.plots[0].series, series, strict=True):
        name, thick, mark = KINDS[each.kind]
        colour = MSO_THEME_COLOR[name]
        plotted.smooth = False
        plotted.format.line.color.theme_color = colour
        plotted.format.line.width = Pt(thick)
        plotted.marker.style, plotted.marker.size = XL_MARKER_STYLE.CIRCLE, mark
        plotted.marker.format.fill.solid()
        plotted.marker.format.fill.fore_color.theme_color = colour
        plotted.marker.format.line.fill.background()


def _compose(
    graphic: Any,
    series: Sequence[Series],
    years: Sequence[int],
    decimals: int,
    top: float,
) -> None:
    """Legend, plot and axes, one below the other."""
    chart, wide, high = graphic.chart, graphic.width.inches, graphic.height.inches
    ends = [_end(each, years) for each in series]
    known = [v for each in series for _y, v in each.points if v is not None]
    marks = ticks(min(known), max(known), decimals)
    shown = needed(marks, decimals)
    left = widest([text.number(mark, shown) for mark in marks]) + GAP
    right = widest([text.number(value, decimals) for _at, value in ends]) + 2 * GAP
    top += _legend(chart, series, top, wide, high) + 2 * GAP
    inner = (wide - left - right) / wide, (high - top - ROW - GAP) / high
    lay(chart._chartSpace.chart.plotArea, left / wide, top / high, inner, "inner")
    _values_axis(chart.value_axis, marks, shown)
    _years_axis(chart.category_axis, years)
    near = NEAR * (marks[-1] - marks[0]) / (inner[1] * high)
    _label(chart, ends, near)


def _end(series: Series, years: Sequence[int]) -> tuple[int, float]:
    """Position and size of the newest value."""
    known = [(years.index(year), v) for year, v in series.points if v is not None]
    return known[-1]


def _legend(
    chart: Any, series: Sequence[Series], top: float, wide: float, high: float
) -> float:
    """Above the lines; returns its inches."""
    from pptx.enum.chart import XL_LEGEND_POSITION

    entries = [width(each.name, LETTER) + SAMPLE for each in series]
    is_one_row = sum(entries) <= wide
    room = sum(entries) if is_one_row else max(entries)
    rows = ROW * (1 if is_one_row else len(entries))
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    lay(chart.legend._element, 0, top / high, (room / wide, rows / high))
    return rows


def _values_axis(axis: Any, marks: Sequence[float], decimals: int) -> None:
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    axis.minimum_scale, axis.maximum_scale = marks[0], marks[-1]
    axis.major_unit = marks[1] - marks[0]
    axis.tick_labels.number_format = decimals_format(decimals)
    axis.tick_labels.number_format_is_linked = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    axis.has_major_gridlines = True
    line = axis.major_gridlines.format.line
    line.width, line.color.theme_color = Pt(0.75), MSO_THEME_COLOR.BACKGROUND_2


def _years_axis(axis: Any, years: Sequence[int]) -> None:
    """A few years, the first and the last among them."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    span = years[-1] - years[0]
    parts = next((n for n in (4, 3, 2) if span % n == 0), 1)
    axis.tick_labels.number_format = YEARS
    axis.tick_labels.number_format_is_linked = False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.major_tick_mark = XL_TICK_MARK.NONE
    line = axis.format.line
    line.width, line.color.theme_color = Pt(1), MSO_THEME_COLOR.TEXT_2
    base = axis._element.find("{*}baseTimeUnit")
    base.set("val", "years")
    base.addnext(parse_xml(f'<c:majorTimeUnit {CHART} val="years"/>'))
    base.addnext(parse_xml(f'<c:majorUnit {CHART} val="{max(span // parts, 1)}"/>'))


def _label(chart: Any, ends: Sequence[tuple[int, float]], near: float) -> None:
    """The newest value beside the end of its line; above and below where two would touch."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    values = [value for _at, value in ends]
    do_touch = len(ends) > 1 and max(values) - min(values) < near
    top = values.index(max(values))
    for number, (at, _value) in enumerate(ends):
        plotted = chart.plots[0].series[number]
        apart = XL_LABEL_POSITION.ABOVE if number == top else XL_LABEL_POSITION.BELOW
        label = plotted.points[at].data_label
        label.font.size, label.font.bold = Pt(LETTER), True
        label.font.color.theme_color = MSO_THEME_COLOR[
            plotted.format.line.color.theme_color.name
        ]
        label.position = apart if do_touch else XL_LABEL_POSITION.RIGHT
