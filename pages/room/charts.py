"""Charts for six metres: large letters, thick lines, few marks. Drawn on the server, once a build."""

from functools import lru_cache
from typing import Any, cast

import altair as alt
import polars as pl

from etl.live import Signature
from pages import text
from pages.components import chart_theme
from pages.components.chart_theme import KINDS
from pages.components.choropleth import SHAPES
from pages.exports import picture
from pages.queries import areas, figures

WIDE, HIGH = 780, 560
"""Of a drawing in the lines of a 1080-line screen."""
LETTER, STROKE = 38, 5
ENDS = 4
"""Municipalities shown from the top and from the bottom of the ranking."""
LOOKS = {
    "licht": {"tekst": "#222221", "lijn": "#C3C9D1", "kleuren": chart_theme.LIGHT},
    "donker": {
        "tekst": "#ECEEF0",
        "lijn": "#4A535E",
        "kleuren": ["#7FB2FF", "#B4BBC4", "#4FD0C4", "#FF9A5C", "#E58AB8", "#ECEEF0"],
    },
}
"""Same meanings as `.streamlit/config.toml`."""


@lru_cache(maxsize=200)
def trend(
    build: Signature, region: str, indicator: str, breakdown: str, look: str
) -> str:
    """Line of the region and of Flanders, as SVG.

    Args:
        build: From `live_build()`; a new build is drawn anew.
        region: Area id.
        indicator: Its id.
        breakdown: Its breakdown.
        look: 'licht' or 'donker'.
    """
    row = figures.figure(build, region, None, indicator, breakdown)
    kinds = {region: KINDS[0]}
    if row["aggregation"] not in text.GROWS_WITH_AREA:
        kinds[areas.FLANDERS] = KINDS[1]
    points = figures.trend(build, indicator, breakdown, list(kinds)).with_columns(
        kind=pl.col("area_id").replace_strict(kinds, return_dtype=pl.String),
        name=pl.col("name").replace({"Vlaams Gewest": "Vlaanderen"}),
    )
    known = points.drop_nulls("value")
    years = known.select(low=pl.col("year").min(), high=pl.col("year").max()).row(0)
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=list(years), nice=False))
    x = x.axis(format="d", values=_ticks(*years), grid=False, labelFlush=True)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(zero=False, nice=True))
    y = y.axis(format=chart_theme.number_format(min(row["decimals"], 1)), tickCount=4)
    base = alt.Chart(points).encode(x=x, y=y, color=chart_theme.colour("kind"))
    chart = alt.layer(
        base.mark_line(strokeWidth=STROKE + 2),
        base.transform_filter("datum.is_last").mark_point(
            filled=True, size=420, opacity=1
        ),
    )
    return _svg(chart.properties(width=WIDE - 110, height=HIGH - 80), look)


def _ticks(first: int, last: int) -> list[int]:
    """First and last year, and the middle one where there is room."""
    middle = (first + last) // 2
    return sorted({first, last, *([middle] if last - first >= 6 else [])})


@lru_cache(maxsize=200)
def municipal_map(
    build: Signature, region: str, indicator: str, breakdown: str, year: int, look: str
) -> str:
    """Map of the region's municipalities, as SVG."""
    rows = figures.municipal(build, indicator, breakdown, region, year).filter(
        "in_region"
    )
    shapes = (
        alt.Chart(SHAPES)
        .transform_lookup(
            lookup="id", from_=alt.LookupData(rows, "nis", ["nis", "class"])
        )
        .transform_filter("isValid(datum.nis)")
        .mark_geoshape(invalid=None)
        .encode(
            color=alt.condition(
                "!isValid(datum.class)",
                alt.value(chart_theme.MISSING),
                alt.Color(
                    "class:O",
                    scale=alt.Scale(
                        domain=[1, 2, 3, 4, 5], range=chart_theme.SEQUENTIAL
                    ),
                    legend=None,
                ),
            ),
            stroke=alt.value("#FFFFFF"),
            strokeWidth=alt.value(2),
        )
        .project(type="identity", reflectY=True)
        .properties(width=WIDE, height=HIGH)
    )
    return _svg(cast(alt.Chart, shapes), look)


def _svg(chart: alt.TopLevelMixin, look: str) -> str:
    import vl_convert  # a large library, which only drawings need

    spec: dict[str, Any] = picture._with_files(chart.to_dict())
    colours = LOOKS[look]
    spec["config"] = (
        spec.get("config", {})
        | chart_theme.CONFIG
        | {
            "aria": False,
            "background": None,
            "font": picture.FONT,
            "range": {"category": colours["kleuren"]},
            "view": {"stroke": None},
            "axis": {
                "labelColor": colours["tekst"],
                "labelFontSize": LETTER,
                "labelPadding": 12,
                "domainColor": colours["lijn"],
                "domainWidth": STROKE,
                "gridColor": colours["lijn"],
                "gridWidth": 4,
                "ticks": False,
            },
        }
    )
    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn
