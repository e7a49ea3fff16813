"""Trend and ranking of one indicator. Colours and text follow the look of the visitor."""

from collections.abc import Sequence
from typing import Any, cast

import altair as alt
import polars as pl

from pages import text
from pages.components.chart_theme import KINDS, colour, number_format

LABEL_GAP = 0.09
"""Least distance between two labels, as a share of the height of the chart."""
BAR = 20
"""Pixels a bar of the ranking takes."""


def trend(
    points: pl.DataFrame, band: pl.DataFrame, unit: str, decimals: int
) -> alt.LayerChart:
    """Lines with their names at the end, gaps kept; behind them the municipalities.

    Args:
        points: `kind` (one of KINDS), `name`, `year`, `value`, `is_last`.
        band: `year`, `q1`, `q3`; may be empty.
        unit: Title of the axis.
        decimals: Of the numbers shown.
    """
    shown = pl.concat([points.drop_nulls("value").select("year"), band.select("year")])
    low, high = shown.select(low=pl.col("year").min(), high=pl.col("year").max()).row(0)
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=[low, high], nice=False))
    x = x.axis(format="d", tickMinStep=1, grid=False, labelFlush=False)
    y = alt.Y("value:Q", title=unit, scale=alt.Scale(zero=False, nice=True))
    y = y.axis(format=number_format(_axis_decimals(decimals)), tickCount=6)
    base = alt.Chart(points).encode(x=x, y=y, color=colour("kind"))
    layers: list[alt.Chart] = [
        base.mark_line(strokeWidth=2.5),
        base.mark_point(filled=True, size=28, opacity=1).encode(
            tooltip=_trend_tooltip(unit, decimals), shape=_shape()
        ),
        _end_labels(points, colour("kind")).encode(x=x),
    ]
    if band.height > 1:
        layers.insert(0, _band(band, x))
    chart = alt.layer(*layers).properties(height=340)
    return cast(alt.LayerChart, chart)


def _axis_decimals(decimals: int) -> int:
    return min(decimals, 2)


def _trend_tooltip(unit: str, decimals: int) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Gebied"),
        alt.Tooltip("year:Q", title="Jaar", format="d"),
        alt.Tooltip("value:Q", title=unit, format=number_format(decimals)),
    ]


def _shape() -> alt.Shape:
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


def _end_labels(points: pl.DataFrame, color: alt.Color) -> alt.Chart:
    """Name of each line beside its last point, moved apart where they would collide."""
    last = points.filter("is_last").sort("value")
    span = points.select(pl.col("value").max() - pl.col("value").min()).item()
    gap = LABEL_GAP * float(span or 0)
    places = spread_out(last["value"].to_list(), gap)
    placed = last.with_columns(pl.Series("place", places, dtype=pl.Float64))
    chart = (
        alt.Chart(placed)
        .mark_text(align="left", dx=8, fontSize=13, fontWeight=600, limit=150)
        .encode(y=alt.Y("place:Q"), text="name:N", color=color)
    )
    return cast(alt.Chart, chart)


def spread_out(places: Sequence[float], gap: float) -> list[float]:
    """Move rising places apart until neighbours are `gap` away, around their middle."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + gap) if moved else place)
    if not moved:
        return []
    shift = (sum(moved) - sum(places)) / len(moved)
    return [place - shift for place in moved]


def ranking(rows: pl.DataFrame, unit: str, decimals: int) -> alt.LayerChart:
    """Bars from high to low, with region and Flanders among them.

    Args:
        rows: `label`, `kind` ('' for a municipality, else one of KINDS), `value`, sorted.
        unit: Title of the axis.
        decimals: Of the numbers beside the bars.
    """
    order = rows["label"].to_list()
    base = alt.Chart(rows).encode(
        y=alt.Y("label:N", sort=order, title=None).axis(
            labelLimit=170, labelOverlap=False, ticks=False, domain=False
        ),
        x=alt.X("value:Q", title=unit).axis(
            format=number_format(_axis_decimals(decimals)), tickCount=5
        ),
        tooltip=[
            alt.Tooltip("label:N", title="Gebied"),
            alt.Tooltip("value:Q", title=unit, format=number_format(decimals)),
        ],
    )
    plain = "datum.kind === ''"
    bars = base.transform_filter(plain).mark_bar(color="#7C9CBD", height=13)
    marked = (
        base.transform_filter(f"!({plain})")
        .mark_bar(height=15)
        .encode(color=colour("kind"))
    )
    # A bare datum would bring a scale and a legend of its own when no bar is marked.
    inked = base.transform_calculate(ink=f"'{KINDS[-1]}'")
    numbers = inked.mark_text(align="left", dx=4, fontSize=12).encode(
        text=alt.Text("value:Q", format=number_format(decimals)), color=colour("ink")
    )
    # A layer without bars would be an image without a text.
    layers = [bars, marked, numbers] if rows["kind"].ne("").any() else [bars, numbers]
    chart = alt.layer(*layers).properties(height=BAR * rows.height + 50)
    return cast(alt.LayerChart, chart)


def ranking_rows(
    municipal: pl.DataFrame, figure: dict[str, Any], region: str, chosen: str | None
) -> pl.DataFrame:
    """The region's municipalities with a value, and region and Flanders, high to low.

    Rank numbers stand before the names where the query gives them.
    """
    numbered = pl.col("place").is_not_null()
    rows = municipal.filter(pl.col("in_region") & pl.col("value").is_not_null()).select(
        label=pl.when(numbered)
        .then(pl.format("{}. {}", "place", "name"))
        .otherwise(pl.col("name")),
        kind=pl.when(pl.col("nis") == (chosen or ""))
        .then(pl.lit(KINDS[3]))
        .otherwise(pl.lit("")),
        value="value",
    )
    marks = [
        (f"{name} ({kind})", place, figure[key])
        for name, kind, place, key in (
            (region, "regio", KINDS[0], "value"),
            ("Vlaanderen", "gewest", KINDS[1], "flanders"),
        )
        if figure[key] is not None and figure["aggregation"] not in text.GROWS_WITH_AREA
    ]
    added = pl.DataFrame(marks, schema=rows.schema, orient="row")
    return pl.concat([rows, added]).sort("value", descending=True, maintain_order=True)


def trend_words(points: pl.DataFrame, unit: str, decimals: int) -> str:
    """The message of the trend in one sentence, for who cannot see it."""
    parts = []
    for (name,), rows in points.group_by("name", maintain_order=True):
        known = rows.drop_nulls("value")
        if known.height:
            start, end = known.row(0, named=True), known.row(-1, named=True)
            shown = [text.figure(r["value"], unit, decimals) for r in (start, end)]
            parts.append(
                f"{name} {shown[0]} in {start['year']} en {shown[1]} in {end['year']}"
            )
    return "Verloop: " + "; ".join(parts) + "."
