"""Small charts side by side, drawn as images: cheap enough for thirty of them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from pages import text
from pages.components import comparators, filters, markup
from pages.components.indicator_view import REGION, View, kept
from pages.components.markup import Point, escape

WIDTH, HEIGHT = 300, 150
RIGHT, TOP, BOTTOM = 10, 8, 20
"""Room at the edges, below for the years."""
BAR, NUMBER = 22, 64
"""Height of a bar with the space below it, and room for its number."""
STYLE = (
    "<style>text{font:12px sans-serif;fill:currentColor}line.as{stroke-width:1}</style>"
)


@dataclass(frozen=True)
class Panel:
    """One small chart."""

    title: str
    """HTML."""
    figure: str
    """Newest value with its year."""
    series: Sequence[tuple[str, Sequence[Point]]]
    """Class of the line (its colour) and its points, the main one last."""


@dataclass(frozen=True)
class Frame:
    """What the axes of a small chart span."""

    years: tuple[int, int]
    ticks: Sequence[float]
    labels: Sequence[str]
    """Of the ticks."""

    @property
    def left(self) -> int:
        """Room for the longest label."""
        return 12 + 7 * max(map(len, self.labels))

    def x(self, year: int) -> float:
        """Place of a year."""
        first, last = self.years
        share = (year - first) / (last - first)
        return round(self.left + share * (WIDTH - self.left - RIGHT), 1)

    def y(self, value: float) -> float:
        """Height of a value."""
        share = (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def of_area(rows: pl.DataFrame, view: View) -> Panel:
    """An area: `name, kind, year, value`."""
    points = _series(rows, view)
    title = f"<h3>{escape(rows['name'][0])}</h3>"
    figure = _newest(points, view.unit, view.decimals)
    return Panel(title, figure, [(rows["kind"][0], points)])


def of_breakdown(rows: pl.DataFrame, view: View) -> Panel:
    """A breakdown: `breakdown, label, kind, year, value`, with a link that chooses it."""
    series = [
        (str(kind), _series(found, view))
        for (kind,), found in rows.group_by("kind", maintain_order=True)
    ]
    own = next((points for kind, points in series if kind == REGION), [])
    address = filters.href(
        "indicator", uitsplitsing=rows["breakdown"][0], **kept(comparators.KEY)
    )
    title = f"<h3>{markup.link(address, text.upper_first(rows['label'][0]))}</h3>"
    return Panel(title, _newest(own, view.unit, view.figure["decimals"]), series)


def _series(rows: pl.DataFrame, view: View) -> list[Point]:
    """The points, with a gap before every year that was measured otherwise."""
    cuts = [row["year"] for row in view.breaks]
    points: list[Point] = []
    for year, value in rows.select("year", "value").iter_rows():
        if year in cuts:
            points.append((year, None))
        points.append((year, value))
    return points


def _newest(points: Sequence[Point], unit: str, decimals: int) -> str:
    known = _known(points)
    if not known:
        return "geen regiocijfer"
    year, value = known[-1]
    return f"{text.figure(value, unit, decimals)} in {year}"


def _known(points: Sequence[Point]) -> list[tuple[int, float]]:
    return [(year, value) for year, value in points if value is not None]


def key(names: Mapping[str, str]) -> None:
    """Say which line is whose: class to name."""
    items = "".join(
        f"<span>{markup.drawing('m-sample', 16, 16, _sample(kind), '')}{escape(name)}</span>"
        for kind, name in names.items()
    )
    st.html(f'<div class="m-page"><div class="m-key">{items}</div></div>')


def _sample(kind: str) -> str:
    return f'<line class="{kind}" x1="0" x2="16" y1="8" y2="8"/>'


def draw(panels: Sequence[Panel], decimals: int, is_shared: bool) -> None:
    """Draw the charts in a grid; bars where there is but one year.

    Args:
        panels: In the order of the screen; those without any value are left out.
        decimals: Of the numbers on the axis.
        is_shared: One scale for all, from zero where nothing is negative.
    """
    shown = [panel for panel in panels if _points([panel])]
    items = "".join(
        f'<li>{panel.title}<p class="m-sub">{escape(panel.figure)}</p>'
        f"{_image(panel, shown if is_shared else [panel], decimals, is_shared)}</li>"
        for panel in shown
    )
    st.html(f'<div class="m-page"><ul class="m-panels">{items}</ul></div>')


def _points(panels: Sequence[Panel]) -> list[tuple[int, float]]:
    return [
        p for panel in panels for _kind, points in panel.series for p in _known(points)
    ]


def _image(panel: Panel, alike: Sequence[Panel], decimals: int, from_zero: bool) -> str:
    """The drawing of a panel on the scale of those it is compared with."""
    points = _points(alike)
    years = [year for year, _value in points]
    values = [value for _year, value in points]
    spoken = _spoken(panel, decimals)
    if min(years) == max(years):
        drawn = _bars(panel, max(map(abs, values)), decimals)
        height = BAR * len(panel.series)
        return markup.drawing("m-multiple", WIDTH, height, STYLE + drawn, spoken)
    ticks = scale(min(values), max(values), from_zero)
    needed = 0 if all(tick == round(tick) for tick in ticks) else max(decimals, 1)
    labels = [text.number(tick, needed) for tick in ticks]
    frame = Frame((min(years), max(years)), ticks, labels)
    lines = "".join(_line(kind, points, frame) for kind, points in panel.series)
    drawn = STYLE + _axes(frame) + lines
    return markup.drawing("m-multiple", WIDTH, HEIGHT, drawn, spoken)


def scale(low: float, high: float, from_zero: bool) -> list[float]:
    """Round numbers around the values, three to five of them."""
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 0.5 * abs(low or 1), high + 0.5 * abs(high or 1)
    rough = (high - low) / 3
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, last + 1)]


def _axes(frame: Frame) -> str:
    """Lines at round numbers, with those numbers; the first and the last year."""
    lines = "".join(
        f'<line class="rand as" x1="{frame.left}" x2="{WIDTH - RIGHT}" y1="{frame.y(tick)}" y2="{frame.y(tick)}"/>'
        f'<text class="vlaanderen" x="{frame.left - 6}" y="{frame.y(tick) + 4}" text-anchor="end">{label}</text>'
        for tick, label in zip(frame.ticks, frame.labels, strict=True)
    )
    return lines + "".join(
        f'<text class="vlaanderen" x="{frame.x(year)}" y="{HEIGHT - 4}" text-anchor="{anchor}">{year}</text>'
        for year, anchor in zip(frame.years, ("start", "end"), strict=True)
    )


def _line(kind: str, points: Sequence[Point], frame: Frame) -> str:
    """A line with its gaps, and a dot at its newest value."""
    parts: list[list[str]] = [[]]
    last = ""
    for year, value in points:
        if value is None:
            parts.append([])
        else:
            x, y = frame.x(year), frame.y(value)
            parts[-1].append(f"{x},{y}")
            last = f'<circle class="{kind}" cx="{x}" cy="{y}" r="3.5"/>'
    lines = "".join(
        f'<polyline class="{kind}" points="{" ".join(part)}"/>'
        for part in parts
        if part
    )
    return lines + last


def _bars(panel: Panel, longest: float, decimals: int) -> str:
    """A bar an area, the main one on top."""
    drawn = ""
    for place, (kind, points) in enumerate(reversed(panel.series)):
        for _year, value in _known(points):
            width = round((WIDTH - NUMBER) * abs(value) / (longest or 1), 1)
            drawn += (
                f'<rect class="{kind}" x="0" y="{place * BAR}" width="{width}" height="16"/>'
                f'<text class="vlaanderen" x="{width + 5}" y="{place * BAR + 12}">'
                f"{text.number(value, decimals)}</text>"
            )
    return drawn


def _spoken(panel: Panel, decimals: int) -> str:
    """First and newest value of the main line, for who cannot see it."""
    known = _known(panel.series[-1][1])
    if not known:
        return "Geen cijfer voor de regio"
    shown = [f"{text.number(value, decimals)} in {year}" for year, value in known]
    return shown[0] if len(shown) == 1 else f"Van {shown[0]} naar {shown[-1]}"
