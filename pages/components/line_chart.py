"""A small line chart as an image, with the names at the ends of the lines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pages import text
from pages.components import markup
from pages.components.charts import spread_out
from pages.components.markup import Point, escape

WIDTH, HEIGHT = 460, 180
LEFT, RIGHT, TOP, BOTTOM = 52, 168, 10, 26
"""Room for the numbers of the axis, for the names, and for the years."""
LABEL_GAP, LABEL_LENGTH = 16, 20
"""Pixels between two names, and characters that fit beside the lines."""
STYLE = (
    "<style>text{font:12px sans-serif;fill:#333332}text.gekozen{font-weight:700}"
    "line.as{color:#C3C9D1;stroke-width:1}line.naar{stroke-width:1}"
    "@media(prefers-color-scheme:dark){text{fill:#ECEEF0}line.as{color:#4A535E}}</style>"
)
"""Names in the colour of text: the colours of the lines are too pale for letters."""


@dataclass(frozen=True)
class Line:
    """One line of the chart."""

    kind: str
    """Its colour: 'regio', 'vlaanderen' or 'gekozen'."""
    name: str
    points: Sequence[Point]
    decimals: int

    @property
    def known(self) -> list[tuple[int, float]]:
        """The points with a value."""
        return [(year, value) for year, value in self.points if value is not None]


def draw(lines: Sequence[Line], unit: str, label: str) -> str:
    """Draw the lines, gaps kept.

    Args:
        lines: At least one of them with a value; the main one last.
        unit: Behind the newest values; a sign, or empty.
        label: What it shows, for who cannot see it.
    """
    known = [line for line in lines if line.known]
    place = _Place(known)
    shapes = [_axes(place)]
    shapes += [_line(line, place) for line in known]
    shapes.append(_names(known, place, unit))
    return markup.drawing("m-lines", WIDTH, HEIGHT, STYLE + "".join(shapes), label)


class _Place:
    """Where a year and a value lie."""

    def __init__(self, lines: Sequence[Line]) -> None:
        years = [year for line in lines for year, _value in line.known]
        values = [value for line in lines for _year, value in line.known]
        self.first, self.last = min(years), max(years)
        self.decimals = max(line.decimals for line in lines)
        self.ticks = ticks(min(values), max(values), self.decimals)

    def x(self, year: int) -> float:
        width = WIDTH - LEFT - RIGHT
        if self.first == self.last:
            return LEFT + width / 2
        return round(LEFT + width * (year - self.first) / (self.last - self.first), 1)

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        height = HEIGHT - TOP - BOTTOM
        return round(HEIGHT - BOTTOM - height * (value - low) / (high - low), 1)


def ticks(low: float, high: float, decimals: int) -> list[float]:
    """Two to six round numbers around the values, evenly spaced, each its own in print.

    Equal values get a line below and one above, so that there is a scale at all.
    """
    span = high - low or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 3))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= span / 4)
    step = max(step, 10.0**-decimals)
    start, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    if start == end:
        start, end = start - 1, end + 1
    return [number * step for number in range(start, end + 1)]


def _axes(place: _Place) -> str:
    step = place.ticks[1] - place.ticks[0]
    # No more decimals than the steps need: '20', '25', not '20,00', '25,00'.
    needed = min(place.decimals, max(0, -math.floor(math.log10(step) + 1e-9)))
    shapes = [
        f'<line class="as" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>'
        f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{text.number(tick, needed)}</text>'
        for tick, y in ((tick, place.y(tick)) for tick in place.ticks)
    ]
    ends = dict.fromkeys((place.first, place.last))
    shapes += [
        f'<text x="{place.x(year)}" y="{HEIGHT - 6}" text-anchor="middle">{year}</text>'
        for year in ends
    ]
    return "".join(shapes)


def _line(line: Line, place: _Place) -> str:
    runs = [
        [(place.x(year), place.y(value)) for year, value in run if value is not None]
        for is_gap, run in groupby(line.points, key=lambda point: point[1] is None)
        if not is_gap
    ]
    shapes = [
        f'<polyline class="{line.kind}" points="{" ".join(f"{x},{y}" for x, y in run)}"/>'
        for run in runs
        if len(run) > 1
    ]
    # Every measurement has its dot: between two of them nothing is known.
    radius = 3 if line.kind == "gekozen" else 2
    shapes += [
        f'<circle class="{line.kind}" cx="{x}" cy="{y}" r="{radius}"/>'
        for run in runs
        for x, y in run
    ]
    return "".join(shapes)


def _names(lines: Sequence[Line], place: _Place, unit: str) -> str:
    """Value and name of each line beside its last point, moved apart where they collide."""
    ordered = sorted(lines, key=lambda line: place.y(line.known[-1][1]))
    wanted = [place.y(line.known[-1][1]) for line in ordered]
    spread = spread_out(wanted, LABEL_GAP)
    low = TOP + 2 - min(spread)
    high = HEIGHT - BOTTOM - max(spread)
    moved = [y + max(low, 0) + min(high, 0) for y in spread]
    shapes = []
    for line, at, y in zip(ordered, wanted, moved, strict=True):
        year, value = line.known[-1]
        # A line that ends earlier says when, or its label would pass for the newest figure.
        when = "" if year == place.last else f" ({year})"
        words = f"{text.figure(value, unit, line.decimals)}{when} {line.name}"
        if len(words) > LABEL_LENGTH:
            words = words[: LABEL_LENGTH - 1].rstrip() + "…"
        start = WIDTH - RIGHT
        shapes.append(
            f'<line class="{line.kind} naar" x1="{place.x(year) + 4}" x2="{start + 10}" '
            f'y1="{at}" y2="{round(y, 1)}"/>'
            f'<text class="{line.kind}" x="{start + 14}" y="{round(y + 4, 1)}">{escape(words)}</text>'
        )
    return "".join(shapes)
