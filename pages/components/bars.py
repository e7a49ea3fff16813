"""Ranking and spread of areas. Colours and text follow the look of the visitor."""

from typing import Literal, cast

import altair as alt
import polars as pl

from pages.components.chart_theme import INK, axis_format, colour, number_format

BAR, AXIS = 20, 72
"""Pixels that a bar of the ranking takes, and the axis below."""
PLAIN = "datum.kind === ''"
"""Rows that have no meaning of their own, and so no colour of their own."""
BLUE = "#7C9CBD"
LINE, DOTS = 18, 160
"""Pixels for a name above the dots, and for the dots."""


def ranking(rows: pl.DataFrame, unit: str, decimals: int) -> alt.LayerChart:
    """Bars from high to low.

    Args:
        rows: `label`, `kind` ('' for an area like the others, else one of KINDS), `value`,
            `lower`, `upper` (empty without an interval), sorted.
        unit: Title of the axis.
        decimals: Of the numbers beside the bars.
    """
    order = rows["label"].to_list()
    # The number of a bar to the left stands right of zero: left is the name.
    placed = rows.with_columns(
        place=pl.max_horizontal("value", "upper", pl.lit(0.0)),
        figure=pl.col("value"),
        ink=pl.lit(INK),
    )
    base = alt.Chart(placed).encode(
        y=alt.Y("label:N", sort=order, title=None).axis(
            labelLimit=215,
            labelOverlap=False,
            labelFlush=False,
            labelBound=False,
            ticks=False,
            domain=False,
        ),
        tooltip=[
            alt.Tooltip("label:N", title="Gebied"),
            alt.Tooltip("figure:Q", title=unit, format=number_format(decimals)),
        ],
    )
    span = cast(float, placed["place"].max()) - min(0.0, *rows["value"])
    x = alt.X("value:Q", title=unit).axis(
        format=axis_format(span, decimals),
        tickCount=5,
        labelOverlap=True,
        labelFlush=False,
    )
    drawn = base.encode(x=x)
    numbers = base.mark_text(align="left", dx=4, fontSize=12).encode(
        x=alt.X("place:Q"),
        text=alt.Text("figure:Q", format=number_format(decimals)),
        color=colour("ink"),
    )
    # A layer without marks would be an image without a text.
    layers = [drawn.transform_filter(PLAIN).mark_bar(color=BLUE, height=13)]
    if rows["kind"].ne("").any():
        marked = drawn.transform_filter(f"!({PLAIN})").mark_bar(height=15)
        layers.append(marked.encode(color=colour("kind")))
    if rows["lower"].is_not_null().any():
        layers.append(_intervals(base))
    chart = alt.layer(*layers, numbers).properties(height=BAR * rows.height + AXIS)
    return cast(alt.LayerChart, chart)


def _intervals(base: alt.Chart) -> alt.Chart:
    """A stroke over the end of each bar, from the lower to the upper bound."""
    chart = (
        base.transform_filter("isValid(datum.lower)")
        .mark_rule(strokeWidth=2)
        .encode(x=alt.X("lower:Q"), x2="upper:Q", color=colour("ink"))
    )
    return cast(alt.Chart, chart)


def spread(
    towns: pl.DataFrame, marks: pl.DataFrame, unit: str, decimals: int
) -> alt.LayerChart:
    """A dot a municipality, stacked where they are close; the marked areas as named lines.

    Args:
        towns: `name`, `value`.
        marks: `name`, `kind` (one of KINDS), `value`.
        unit: Title of the axis.
        decimals: Of the numbers shown.
    """
    low, high = _ends(towns, marks)
    x = alt.X("value:Q", title=unit, scale=alt.Scale(zero=False, nice=True)).axis(
        format=axis_format(high - low, decimals),
        tickCount=6,
        labelOverlap=True,
        labelFlush=False,
    )
    base = alt.Chart().encode(
        x=x,
        tooltip=[
            alt.Tooltip("name:N", title="Gebied"),
            alt.Tooltip("figure:Q", title=unit, format=number_format(decimals)),
        ],
    )
    stacked, most = _stacked(towns)
    head = LINE * marks.height + 8
    # The dots stay below the names.
    top = (max(most, 6) + 1) * (head + DOTS) / DOTS
    rows = alt.Scale(domain=[0, top], nice=False)
    dots = (
        base.properties(data=stacked)
        .mark_point(filled=True, size=70, opacity=0.85, color=BLUE)
        .encode(y=alt.Y("row:Q", axis=None, scale=rows))
    )
    layers = [dots]
    if marks.height:  # a layer without marks would be an image without a text
        layers += _named_lines(marks, (low + high) / 2, base)
    chart = alt.layer(*layers).resolve_scale(y="independent")
    return cast(alt.LayerChart, chart.properties(height=head + DOTS))


def _stacked(towns: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The dots in forty columns, one above the other; and how high the highest column is."""
    low, high = towns.select(low=pl.col("value").min(), high=pl.col("value").max()).row(
        0
    )
    step = (high - low) / 40 or 1.0
    stacked = towns.select(
        "name",
        figure="value",
        value=((pl.col("value") - low) / step).round() * step + low,
    ).with_columns(row=pl.int_range(1, pl.len() + 1).over("value"))
    return stacked, cast(int, stacked["row"].max())


def _ends(towns: pl.DataFrame, marks: pl.DataFrame) -> tuple[float, float]:
    values = [*towns["value"], *marks["value"]]
    return min(values), max(values)


def _named_lines(
    marks: pl.DataFrame, middle: float, base: alt.Chart
) -> list[alt.Chart]:
    """A line an area, with its name on top.

    All names are on the side with room, and each line starts at its own name, the
    farthest lowest: so no line runs through the name of another.
    """
    is_left = cast(float, marks["value"].mean()) <= middle
    placed = marks.sort("value", descending=not is_left).with_columns(
        row=LINE * pl.int_range(pl.len()) + 8, figure=pl.col("value")
    )
    own = base.properties(data=placed).encode(
        y=alt.Y("row:Q", axis=None, scale=None), color=colour("kind")
    )
    align: Literal["left", "right"] = "left" if is_left else "right"
    names = own.mark_text(
        align=align, dx=6 if is_left else -6, fontSize=13, fontWeight=600
    )
    rules = own.mark_rule(strokeWidth=2.5).encode(y2=alt.value("height"))
    return [rules, names.encode(text="name:N")]
