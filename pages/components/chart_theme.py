"""One Altair theme: Dutch numbers and dates, grey for missing values.

Colours of series come from `.streamlit/config.toml`, per light and dark look:
the categorical colours there are, in this order, what `KINDS` lists.
"""

import altair as alt
import streamlit as st

KINDS = ["regio", "vlaanderen", "vergelijking", "gekozen", "accent", "tekst"]
"""What a colour means: region blue, Flanders grey, comparator teal, municipality orange;
the last is the colour of text in charts, which Vega otherwise draws in black."""
INK = KINDS[5]
LIGHT = ["#12436D", "#5A5F66", "#28A197", "#F46A25", "#801650", "#3D3D3D"]
"""The colours of `KINDS` on white, for pictures; a test holds them against the configuration."""
MISSING = "#c9ced6"
SEQUENTIAL = ["#DCE9F5", "#A9CBE6", "#6FA6D1", "#3478B5", "#12436D"]
CHOSEN = "#F46A25"
"""Outline of the chosen municipality on the map: 3:1 on white and on dark."""
QUIET = "light-dark(#4A4F55, #C3C9D1)"
"""Numbers and units of the axes. Streamlit's own grey is too pale; a browser applies the look."""
DUTCH: alt.theme.LocaleKwds = {
    "number": {
        "decimal": ",",
        "thousands": ".",
        "grouping": [3],
        "currency": ["€ ", ""],
        "minus": "-",  # as in the text around the charts
    },
    "time": {
        "dateTime": "%A %-d %B %Y %H:%M",
        "date": "%d/%m/%Y",
        "time": "%H:%M",
        "periods": ["", ""],
        "days": [
            "zondag",
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
            "vrijdag",
            "zaterdag",
        ],
        "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
        "months": [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        "shortMonths": [
            "jan",
            "feb",
            "mrt",
            "apr",
            "mei",
            "jun",
            "jul",
            "aug",
            "sep",
            "okt",
            "nov",
            "dec",
        ],
    },
}


CONFIG: alt.theme.ConfigKwds = {
    "locale": DUTCH,
    "scale": {"invalid": {"color": {"value": MISSING}}},
}


@alt.theme.register("monitor", enable=False)
def _theme() -> alt.theme.ThemeConfig:
    axis = alt.theme.AxisConfigKwds(labelColor=QUIET, titleColor=QUIET)
    return alt.theme.ThemeConfig(config={**CONFIG, "axis": axis})


def register() -> None:
    """Make every Altair chart in this process use the theme."""
    alt.theme.enable("monitor")


def colour(field: str) -> alt.Color:
    """Colour by meaning: `field` holds one of `KINDS`."""
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=KINDS), legend=None)


def axis_format(span: float, decimals: int) -> str:
    """D3 format with no more decimals than about six round numbers over `span` need."""
    needed = 0 if span >= 6 else 1 if span >= 0.6 else 2
    return number_format(min(decimals, needed))


def number_format(decimals: int) -> str:
    """D3 format with the decimals of the indicator."""
    return f",.{decimals}f"


def show(chart: alt.LayerChart, alternative: str) -> None:
    """Draw a chart on a place that is as high while it loads: nothing jumps.

    Args:
        chart: With a height.
        alternative: Its message in words.
    """
    st.altair_chart(chart, alt=alternative, height=int(chart.height))
