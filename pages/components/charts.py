"""Trend of one indicator. Colours and text follow the look of the visitor."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import altair as alt
import polars as pl

from pages import text
from pages.components.chart_theme import INK, KINDS, axis_format, colour

LABEL_GAP = 0.09
"""Least distance between two labels, as a share of the height of the chart."""
LABEL_WIDTH = 18
"""Characters of a name on one line."""
LINE = 16
"""Pixels a line of text above the plot takes."""
MOST_YEARS = 12
"""With more years than this the axis chooses which ones to print."""


TARGETS = {"value": pl.Float64, "label": pl.String}


@dataclass(frozen=True)
class Lines:
    """What the trend shows."""

    points: pl.DataFrame
    """`kind` (one of KINDS), `name`, `year`, `value`, `lower`, `upper`, `coverage`, `is_last`."""
    band: pl.DataFrame
    """Middle half of the municipalities: `year`, `q1`, `q3`; may be empty."""
    breaks: pl.DataFrame
    """`year` that differs from the one before, `label`, and whether it `cuts` the lines; may be empty."""
    unit: str
    decimals: int
    targets: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=TARGETS))
    """Where targets draw a line: `value`, `label`; may be empty."""

    def years(self) -> list[int]:
        """Years in which anything is shown."""
        known = self.points.drop_nulls("value").select("year")
        return sorted(pl.concat([known, self.band.select("year")])["year"].unique())


def trend(lines: Lines) -> alt.LayerChart:
    """Lines with their names at the end; gaps and breaks kept; behind them the municipalities."""
    x = _years(lines.years())
    points = _drawn(lines)
    axis = alt.Axis(
        format=axis_format(_span(lines), lines.decimals),
        tickCount=6,
        titleAngle=0,  # upright units are hard to read
        titleAlign="left",
        titleX=0,
        titleY=-12 - LINE * lines.breaks.height,
        labelFlush=False,
        labelBound=False,
    )
    y = alt.Y("value:Q", title=lines.unit, scale=alt.Scale(zero=False, nice=True))
    base = alt.Chart(points).encode(x=x, y=y.axis(axis), color=colour("kind"))
    marks = base.encode(tooltip=_tooltip(), shape=shape())
    layers = [
        base.mark_line(strokeWidth=2.5).encode(detail="segment:O"),
        marks.transform_filter("!datum.is_partial").mark_point(
            filled=True, size=28, opacity=1
        ),
        _end_labels(lines, x),
    ]
    if points["is_partial"].any():
        open_marks = marks.transform_filter("datum.is_partial")
        layers.insert(2, open_marks.mark_point(filled=False, size=46, strokeWidth=2))
    if points["lower"].is_not_null().any():
        layers.insert(0, _intervals(points, x))
    if lines.breaks.height:
        layers = [*_breaks(lines.breaks, x), *layers]
    if lines.targets.height:
        layers = [*_targets(lines.targets), *layers]
    if lines.band.height > 1:
        layers.insert(0, _band(lines.band, x))
    return cast(alt.LayerChart, alt.layer(*layers).properties(height=360))


def _targets(targets: pl.DataFrame) -> list[alt.Chart]:
    """Level lines over the whole width, each with its words at the left."""
    base = alt.Chart(targets.with_columns(kind=pl.lit(INK))).encode(
        y=alt.Y("value:Q"), color=colour("kind")
    )
    rules = base.mark_rule(strokeDash=[2, 3], strokeWidth=1.6)
    words = base.mark_text(align="left", baseline="bottom", dx=4, fontSize=12)
    return [rules, words.encode(x=alt.value(0), text="label:N")]


def _years(years: Sequence[int]) -> alt.X:
    scale = alt.Scale(domain=[years[0], years[-1]], nice=False)
    axis = alt.Axis(format="d", tickMinStep=1, grid=False, labelFlush=False)
    if len(years) <= MOST_YEARS:
        axis["values"] = list(years)
    return alt.X("year:Q", title=None, scale=scale, axis=axis)


def _drawn(lines: Lines) -> pl.DataFrame:
    """The points with what the drawing needs: parts between breaks, open marks, words."""
    cuts = lines.breaks.filter("cuts")["year"]
    known = lines.points.with_columns(
        segment=pl.sum_horizontal(pl.lit(0), *(pl.col("year") >= cut for cut in cuts)),
        is_partial=(pl.col("coverage") < 1).fill_null(value=False)
        & pl.col("value").is_not_null(),
    )
    words = [_figure(row, lines) for row in known.to_dicts()]
    return known.with_columns(pl.Series("figure", words, dtype=pl.String))


def _figure(row: dict[str, object], lines: Lines) -> str:
    """Value of a point as a tooltip says it."""
    value, lower, upper, coverage = (
        cast(float | None, row[key]) for key in ("value", "lower", "upper", "coverage")
    )
    shown = text.figure(value, lines.unit, lines.decimals)
    if lower is not None:
        low, high = (text.number(end, lines.decimals) for end in (lower, upper))
        shown += f" (tussen {low} en {high})"
    if row["is_partial"]:
        shown += f" (onvolledig: {text.percentage(coverage)})"
    return shown


def _tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Gebied"),
        alt.Tooltip("year:Q", title="Jaar", format="d"),
        alt.Tooltip("figure:N", title="Waarde"),
    ]


def shape() -> alt.Shape:
    """Shapes beside colours: nothing is told by colour alone."""
    shapes = ["circle", "diamond", "triangle-up", "square"]
    scale = alt.Scale(domain=KINDS[:4], range=shapes)
    return alt.Shape("kind:N", scale=scale, legend=None)


def _band(band: pl.DataFrame, x: alt.X) -> alt.Chart:
    chart = (
        alt.Chart(band)
        .mark_area(opacity=0.18, color="#5B87B5")
        .encode(x=x, y=alt.Y("q1:Q"), y2="q3:Q")
    )
    return cast(alt.Chart, chart)


def _intervals(points: pl.DataFrame, x: alt.X) -> alt.Chart:
    """Upright strokes from the lower to the upper bound."""
    chart = (
        alt.Chart(points.drop_nulls("lower"))
        .mark_rule(strokeWidth=5, opacity=0.45)
        .encode(x=x, y=alt.Y("lower:Q"), y2="upper:Q", color=colour("kind"))
    )
    return cast(alt.Chart, chart)


def _breaks(breaks: pl.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Rules just before the first year that was measured otherwise, with their words."""
    placed = breaks.with_columns(
        pl.col("year") - 0.5,
        kind=pl.lit(INK),
        # Above the plot, where no line can be in the way.
        row=-8 - LINE * pl.int_range(pl.len()),
    )
    base = alt.Chart(placed).encode(x=x, color=colour("kind"))
    at = base.encode(y=alt.Y("row:Q", scale=None))
    words = at.mark_text(align="left", dx=5, fontSize=12).encode(text="label:N")
    rules = at.mark_rule(strokeDash=[5, 4], strokeWidth=1.2).encode(
        y2=alt.value("height")
    )
    return [rules, words]


def _end_labels(lines: Lines, x: alt.X) -> alt.Chart:
    """Name of each line beside its last point, moved apart where they would collide."""
    last = lines.points.filter("is_last").sort("value")
    names = [
        textwrap.wrap(name, LABEL_WIDTH, break_long_words=False)
        for name in last["name"]
    ]
    height = max(map(len, names), default=1)
    places = spread_out(last["value"].to_list(), LABEL_GAP * height * _span(lines))
    placed = last.with_columns(
        pl.Series("place", places, dtype=pl.Float64),
        pl.Series("label", ["\n".join(name) for name in names], dtype=pl.String),
    )
    chart = (
        alt.Chart(placed)
        .mark_text(align="left", baseline="middle", dx=8, fontSize=13, fontWeight=600)
        .encode(x=x, y=alt.Y("place:Q"), text="label:N", color=colour("kind"))
    )
    chart.mark.lineBreak = "\n"
    return cast(alt.Chart, chart)


def _span(lines: Lines) -> float:
    """Distance between the lowest and the highest thing drawn."""
    columns = [lines.points["value"], lines.points["lower"], lines.points["upper"]]
    columns += [lines.band["q1"], lines.band["q3"]]
    shown = pl.concat([column.cast(pl.Float64).rename("v") for column in columns])
    low, high = shown.min(), shown.max()
    return 0.0 if low is None else float(cast(float, high)) - float(cast(float, low))


def spread_out(places: Sequence[float], gap: float) -> list[float]:
    """Move rising places apart until neighbours are `gap` away, each as little as possible.

    Those that collide form a heap around their own middle; heaps that come to collide
    become one. What is far from the others stays where it is.
    """
    heaps: list[tuple[float, int]] = []  # lowest place and number of members
    for place in places:
        low, count = place, 1
        while heaps and heaps[-1][0] + heaps[-1][1] * gap > low:
            before, more = heaps.pop()
            low = (before * more + (low - more * gap) * count) / (more + count)
            count += more
        heaps.append((low, count))
    return [low + number * gap for low, count in heaps for number in range(count)]


def trend_words(lines: Lines) -> str:
    """The message of the trend in one sentence, for who cannot see it."""
    parts = []
    for (name,), rows in lines.points.group_by("name", maintain_order=True):
        known = rows.drop_nulls("value")
        if known.height:
            start, end = known.row(0, named=True), known.row(-1, named=True)
            shown = [
                text.figure(r["value"], lines.unit, lines.decimals)
                for r in (start, end)
            ]
            parts.append(
                f"{name} {shown[0]} in {start['year']} en {shown[1]} in {end['year']}"
            )
    ending = "".join(f"; {label}" for label in lines.breaks["label"])
    return f"Verloop: {'; '.join(parts)}{ending}."
