"""Two indicators against each other: points, how they go together, and the caution with it."""

from collections.abc import Sequence
from typing import cast

import altair as alt
import polars as pl
import streamlit as st

from pages import comparisons, text
from pages.components import charts, comparison_parts, filters, paper
from pages.components.chart_theme import KINDS, colour, number_format
from pages.components.comparison_parts import Shown
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import comparison
from pages.queries.database import Row

POINTS = {
    "regios": "De 15 regio's",
    "gemeenten": "Gemeenten van de regio",
    "vlaanderen": "Alle Vlaamse gemeenten",
}
X, Y = "gsm:ar_11", "statbel:cars_per_household"
"""What is set against each other when nothing is chosen: income and cars."""
QUIET = "#7C8896"
"""Points that are not named: 3:1 on white and on dark."""
CROWDED, ROOMY = (0.3, 0.06), (0.13, 0.05)
"""Names closer than this share of the width and of the height collide: on a phone, on a screen."""
WIDE = 650
"""Pixels from which a chart has room for the second."""
NAMED = 40
"""With more points than this, only the marked ones and the extremes have names."""


def render(choice: Choice) -> Shown | None:
    """Draw the controls, the chart, the caution and the table."""
    points, x, y = _controls(choice)
    side = comparison_parts.side(choice, points)
    if x["indicator_id"] == y["indicator_id"]:
        st.info("Twee keer dezelfde indicator: kies er een andere bij.")
        return None
    found = comparison.pair(side, x["indicator_id"], y["indicator_id"])
    if found.filter("peer").is_empty():
        st.info(_nothing(x, y, points))
        return None
    years = found.select("x_year", "y_year").row(0)
    measured = comparison.correlation(side, x["indicator_id"], y["indicator_id"], years)
    _drawing(found, measured, (x, y), years, points)
    st.header("Lees dit met voorzichtigheid", anchor=False)
    items = "".join(
        f"<li>{escape(said)}</li>"
        for said in comparisons.cautions(measured, x, y, years, points)
    )
    st.html(f'<div class="m-page"><ul class="m-bullets">{items}</ul></div>')
    return _table(found, (x, y), years, choice, points)


def _drawing(
    found: pl.DataFrame,
    measured: Row,
    indicators: tuple[Row, Row],
    years: tuple[int, int],
    points: str,
) -> None:
    """What the points say together, and the points."""
    titles = comparisons.title(indicators[0]), comparisons.title(indicators[1])
    sentence = comparisons.together(measured, *titles, points)
    st.html(f'<div class="m-page"><p class="m-lead">{escape(sentence)}</p></div>')
    shown = labelled(without_totals(found, *indicators), measured["without"])
    axes = [
        (f"{comparison_parts.described(i)}, {year}", i["published_decimals"])
        for i, year in zip(indicators, years, strict=True)
    ]
    st.altair_chart(chart(shown, axes[0], axes[1]), alt=words(shown, titles, sentence))


def _controls(choice: Choice) -> tuple[str, Row, Row]:
    known = comparison_parts.indicators(choice)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        x = comparison_parts.choose_indicator("Indicator naar rechts", "x", known, X)
        y = comparison_parts.choose_indicator("Indicator naar boven", "y", known, Y)
    points = filters.choose_option("Punten", "punten", POINTS)
    if message := filters.complaint("punten", "Punten", POINTS):
        st.warning(message)
    return points, x, y


def _nothing(x: Row, y: Row, points: str) -> str:
    """Why there are no points, and what to do."""
    without = [comparisons.title(i) for i in (x, y) if i["aggregation"] == "none"]
    if points == "regios" and without:
        return (
            f"Van “{text.listing(without)}” bestaat geen regionaal cijfer. "
            "Kies bij Punten voor gemeenten."
        )
    return (
        "Er zijn geen drie gebieden met een cijfer voor beide indicatoren in deze periode. "
        "Kies een andere indicator, andere punten of een later jaar."
    )


def without_totals(found: pl.DataFrame, x: Row, y: Row) -> pl.DataFrame:
    """Leave out region and Flanders among smaller areas where a figure grows with the area."""
    grows = any(i["aggregation"] in text.GROWS_WITH_AREA for i in (x, y))
    return found.filter("peer") if grows else found


def labelled(found: pl.DataFrame, heaviest: str | None) -> pl.DataFrame:
    """Choose which points are named at the point itself: the marked ones, then the extremes.

    Args:
        found: As `comparison.pair` gives it.
        heaviest: The area that weighs most in the correlation.

    Returns:
        The points, with `label` ('' for most), `room` (pixels that the chart must have to
        show it) and `side` ('left' or 'right' of the point).
    """
    few = found.height <= NAMED
    extreme = pl.any_horizontal(
        pl.col(c) == getattr(pl.col(c), end)() for c in "xy" for end in ("min", "max")
    )
    ranked = found.with_columns(
        order=pl.when(pl.col("kind").is_in(["regio", "gekozen", "vlaanderen"]))
        .then(0)
        .when(pl.col("name") == (heaviest or ""))
        .then(1)
        .when(extreme)
        .then(2)
        .otherwise(3),
        right=_share("x"),
        up=_share("y"),
    ).sort("order", maintain_order=True)
    rows = ranked.to_dicts()
    always, roomy = _free(rows, CROWDED, 3), _free(rows, ROOMY, 4 if few else 3)
    names = ["Vlaanderen" if r["kind"] == "vlaanderen" else r["name"] for r in rows]
    labels = [
        name if narrow or wide else ""
        for name, narrow, wide in zip(names, always, roomy, strict=True)
    ]
    return ranked.with_columns(
        pl.Series("label", labels, dtype=pl.String),
        pl.Series("room", [0 if narrow else WIDE for narrow in always]),
        side=pl.when(pl.col("right") > 0.5)
        .then(pl.lit("left"))
        .otherwise(pl.lit("right")),
    )


def _free(rows: Sequence[Row], least: tuple[float, float], lowest: int) -> list[bool]:
    """Which points get a name: the marked ones, and each next one that is far enough from those.

    Args:
        rows: `order` (0 first), `right` and `up` (0 to 1).
        least: Share of the width and of the height between two names.
        lowest: From this `order` on, no names.
    """
    taken: list[tuple[float, float]] = []
    named = []
    for row in rows:
        is_free = all(
            abs(row["right"] - right) > least[0] or abs(row["up"] - up) > least[1]
            for right, up in taken
        )
        named.append(row["order"] == 0 or (row["order"] < lowest and is_free))
        if named[-1]:
            taken.append((row["right"], row["up"]))
    return named


def _share(column: str) -> pl.Expr:
    """Where a value lies between the lowest and the highest, 0 to 1."""
    value = pl.col(column)
    span = value.max() - value.min()
    return pl.when(span > 0).then((value - value.min()) / span).otherwise(0.5)


def chart(
    points: pl.DataFrame, x: tuple[str, int], y: tuple[str, int]
) -> alt.LayerChart:
    """The drawing.

    Args:
        points: `name`, `kind` ('' or 'lid' for an unmarked point), `x`, `y`, `label`,
            `room`, `side`.
        x: Title and decimals of the horizontal axis.
        y: Title and decimals of the vertical axis.
    """
    scale = alt.Scale(zero=False, nice=True, padding=14)
    base = alt.Chart(points).encode(
        x=alt.X("x:Q", axis=_axis(x), scale=scale),
        y=alt.Y("y:Q", axis=_axis(y), scale=scale),
        tooltip=[
            alt.Tooltip("name:N", title="Gebied"),
            alt.Tooltip("x:Q", title=x[0], format=number_format(x[1])),
            alt.Tooltip("y:Q", title=y[0], format=number_format(y[1])),
        ],
    )
    plain = base.transform_filter("datum.kind === ''").mark_circle(
        size=70, color=QUIET, opacity=0.75
    )
    members = base.transform_filter("datum.kind === 'lid'").mark_circle(
        size=80, opacity=0.9
    )
    marked = base.transform_filter(f"indexof({KINDS}, datum.kind) >= 0").mark_point(
        filled=True, size=220, opacity=1, stroke="white", strokeWidth=1
    )
    layers = [
        plain,
        members.encode(color=alt.ColorDatum(KINDS[0], type="nominal")),
        marked.encode(color=colour("kind"), shape=charts.shape()),
        *(_labels(base, side) for side in ("left", "right")),
    ]
    drawing = alt.layer(*layers).properties(height=460)
    return cast(alt.LayerChart, drawing)


def _axis(axis: tuple[str, int]) -> alt.Axis:
    return alt.Axis(
        title=axis[0],
        format=number_format(min(axis[1], 2)),
        tickCount=6,
        titleLimit=330,
    )


def _labels(base: alt.Chart, side: str) -> alt.Chart:
    left = side == "left"
    named = base.transform_filter(
        f"datum.label !== '' && datum.side === '{side}' && width >= datum.room"
    )
    drawn = named.mark_text(
        align="right" if left else "left",
        dx=-11 if left else 11,
        fontSize=13,
        fontWeight=600,
        limit=170,
    )
    return cast(
        alt.Chart,
        drawn.encode(text="label:N", color=alt.ColorDatum("tekst", type="nominal")),
    )


def words(points: pl.DataFrame, titles: Sequence[str], sentence: str) -> str:
    """The message of the chart, for who cannot see it."""
    marked = [
        f"{row['label']}: {text.number(row['x'], 2)} en {text.number(row['y'], 2)}"
        for row in points.filter(pl.col("kind") != "", pl.col("label") != "").to_dicts()
    ]
    return (
        f"Puntenwolk van “{titles[0]}” tegenover “{titles[1]}”. {sentence} "
        f"{'; '.join(marked)}. Alle punten staan in de tabel."
    )


def _table(
    found: pl.DataFrame,
    indicators: tuple[Row, Row],
    years: tuple[int, int],
    choice: Choice,
    points: str,
) -> Shown:
    """The same points as a table that sorts."""
    st.header("Tabel", anchor=False)
    heads = [
        f"{comparison_parts.described(i)}, {year}"
        for i, year in zip(indicators, years, strict=True)
    ]
    rounded = [
        pl.col(column).round(i["published_decimals"]).alias(head)
        for column, i, head in zip("xy", indicators, heads, strict=True)
    ]
    number = st.column_config.NumberColumn(format="localized")
    decimals = {
        head: i["published_decimals"] for head, i in zip(heads, indicators, strict=True)
    }
    paper.frame(
        "tabel",
        found.filter("peer").select(pl.col("name").alias("Gebied"), *rounded),
        lambda column: decimals.get(column, 0),
        column_config=dict.fromkeys(heads, number),
        alt=f"Tabel met {text.listing(heads)} per gebied.",
        height=360,
    )
    frame = found.select(
        pl.col("area_id").alias("gebied"),
        pl.col("name").alias("gebied_naam"),
        pl.col("x").alias(indicators[0]["indicator_id"]),
        pl.col("x_year").alias("jaar_x"),
        pl.col("y").alias(indicators[1]["indicator_id"]),
        pl.col("y_year").alias("jaar_y"),
    )
    return Shown(
        frame,
        "vergelijken_twee_indicatoren",
        {
            "Inhoud": " tegenover ".join(heads),
            "Gebieden": comparisons.PEERS[points],
            "Regio": choice.region_name,
        },
    )
