"""A line chart over the years that PowerPoint can edit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from pages import text
from pages.briefing.drawn import Series
from pages.briefing.scale import needed, ticks
from pages.exports.deck.chart import (
    CHART,
    GAP,
    LETTER,
    SHEET,
    Words,
    head,
    lay,
    move,
    widest,
)
from pages.exports.deck.fit import width
from pages.exports.workbook import Sheet, decimals_format

KINDS = {"regio": ("ACCENT_1", 4.0, 9), "vlaanderen": ("ACCENT_2", 2.5, 7)}
"""Colour of the theme, width of the line and of its marks in points, by kind of series."""
NEAR = 0.055
"""Of the height of the chart: what a number needs."""
SAMPLE = 0.6
"""Inches that a legend takes for its line beside a name."""
ROW = 0.32
"""Inches of a row of the legend, and of the years."""
YEARS = "yyyy"


@dataclass(frozen=True)
class Drawn:
    """A line on the years of the chart."""

    name: str
    kind: str
    values: Sequence[float | None]
    decimals: int

    def end(self) -> tuple[int, float]:
        """Position and size of the newest value."""
        return [(at, v) for at, v in enumerate(self.values) if v is not None][-1]


def lines(
    place: Any, series: Sequence[Series], decimals: Mapping[str, int], words: Words
) -> Any:
    """Lines in a placeholder: years in proportion, gaps as gaps.

    Args:
        place: The placeholder on the slide.
        series: The region first; at least one of them has a value.
        decimals: Of the numbers, by kind of series.
        words: Title and what the workbook says.

    Returns:
        The frame of the chart.
    """
    from pptx.enum.chart import XL_CHART_TYPE

    years = _years(series)
    known = [
        Drawn(
            each.name,
            each.kind,
            [dict(each.points).get(year) for year in years],
            decimals[each.kind],
        )
        for each in series
        if any(value is not None for _year, value in each.points)
    ]
    days = [date(year, 1, 1) for year in years]
    graphic = place.insert_chart(XL_CHART_TYPE.LINE_MARKERS, _data(days, known))
    top = head(graphic, words, [_sheet(days, known)])
    for plotted, each in zip(graphic.chart.plots[0].series, known, strict=True):
        _draw(plotted, each)
    _compose(graphic, known, years, top)
    return graphic


def _years(series: Sequence[Series]) -> list[int]:
    """From the first to the last with a value; those between without one are gaps."""
    asked = {year for each in series for year, _value in each.points}
    known = [
        year for each in series for year, value in each.points if value is not None
    ]
    return sorted(year for year in asked if min(known) <= year <= max(known))


def _data(days: Sequence[date], known: Sequence[Drawn]) -> Any:
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData()
    data.categories = days
    data.categories.number_format = YEARS
    for each in known:
        data.add_series(each.name, each.values, decimals_format(each.decimals))
    return data


def _sheet(days: Sequence[date], known: Sequence[Drawn]) -> Sheet:
    """The same in the workbook."""
    columns = [pl.Series(each.name, each.values, pl.Float64) for each in known]
    formats = {each.name: decimals_format(each.decimals) for each in known}
    frame = pl.DataFrame([pl.Series("Jaar", days), *columns])
    return Sheet(SHEET, frame, {"Jaar": YEARS, **formats})


def _draw(plotted: Any, line: Drawn) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_THEME_COLOR_INDEX
    from pptx.util import Pt

    name, thick, mark = KINDS[line.kind]
    colour = MSO_THEME_COLOR_INDEX[name]
    plotted.smooth = False
    plotted.format.line.color.theme_color = colour
    plotted.format.line.width = Pt(thick)
    plotted.marker.style, plotted.marker.size = XL_MARKER_STYLE.CIRCLE, mark
    plotted.marker.format.fill.solid()
    plotted.marker.format.fill.fore_color.theme_color = colour
    plotted.marker.format.line.fill.background()
    label = plotted.points[line.end()[0]].data_label
    label.font.size, label.font.bold = Pt(LETTER), True
    label.font.color.theme_color = colour


def _compose(
    graphic: Any, known: Sequence[Drawn], years: Sequence[int], top: float
) -> None:
    """Legend, plot and axes, one below the other."""
    chart, wide, high = graphic.chart, graphic.width.inches, graphic.height.inches
    values = [v for each in known for v in each.values if v is not None]
    decimals = max(each.decimals for each in known)
    marks = ticks(min(values), max(values), decimals)
    shown = needed(marks, decimals)
    left = widest([text.number(mark, shown) for mark in marks]) + GAP
    ends = [text.number(each.end()[1], each.decimals) for each in known]
    right = widest(ends, bold=True) + 2 * GAP
    top += _legend(chart, known, top, wide, high) + 2 * GAP
    inner = (wide - left - right) / wide, (high - top - ROW - GAP) / high
    lay(chart._chartSpace.chart.plotArea, left / wide, top / high, inner, "inner")
    _values_axis(chart.value_axis, marks, shown)
    _years_axis(chart.category_axis, years)
    _label(chart, known, (marks[-1] - marks[0]) / inner[1])


def _legend(
    chart: Any, known: Sequence[Drawn], top: float, wide: float, high: float
) -> float:
    """Above the lines; returns its inches."""
    from pptx.enum.chart import XL_LEGEND_POSITION

    entries = [width(each.name, LETTER) + SAMPLE for each in known]
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
    """A few years with figures, the first and the last among them."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.oxml import parse_xml
    from pptx.util import Pt

    span = max(years[-1] - years[0], 1)
    steps = [span // n for n in (4, 3, 2, 1) if span % n == 0]
    step = next(
        s for s in steps if {*years[:1], *range(years[0], years[-1], s)} <= {*years}
    )
    axis.tick_labels.number_format = YEARS
    axis.tick_labels.number_format_is_linked = False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.major_tick_mark = XL_TICK_MARK.NONE
    line = axis.format.line
    line.width, line.color.theme_color = Pt(1), MSO_THEME_COLOR.TEXT_2
    base = axis._element.find("{*}baseTimeUnit")
    base.set("val", "years")
    base.addnext(parse_xml(f'<c:majorTimeUnit {CHART} val="years"/>'))
    base.addnext(parse_xml(f'<c:majorUnit {CHART} val="{step}"/>'))


def _label(chart: Any, known: Sequence[Drawn], share: float) -> None:
    """The newest value beside the end of its line; two that would touch move apart.

    Args:
        chart: With the lines.
        known: The lines.
        share: What the whole height of the chart is in values.
    """
    from pptx.enum.chart import XL_LABEL_POSITION

    values = [each.end()[1] for each in known]
    near = NEAR * share
    lacking = max(0.0, near - (max(values) - min(values))) / share / 2
    highest = values.index(max(values))
    for number, each in enumerate(known):
        label = chart.plots[0].series[number].points[each.end()[0]].data_label
        label.position = XL_LABEL_POSITION.RIGHT
        if len(known) > 1 and lacking:
            move(label, -lacking if number == highest else lacking)
