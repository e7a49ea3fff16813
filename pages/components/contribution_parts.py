"""How much each municipality moved the regional figure: sentence, bars, table."""

from typing import cast

import altair as alt
import polars as pl
import streamlit as st

from pages import evidence, text
from pages.components import filters, tables
from pages.components.chart_theme import KINDS, colour, number_format
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.queries import contribution
from pages.queries.database import Row

BAR = 20
"""Pixels a bar takes."""
ROOM = 0.16
"""Room for the numbers beside the longest bars, as a share of the span."""
COLUMNS = {
    "total": "Bijdrage",
    "own_change": "Eigen verandering",
    "weight_change": "Veranderd gewicht",
}


def render(figure: Row, choice: Choice) -> None:
    """Draw the part for the year of the figure and an earlier one, `?van=` in the URL."""
    st.header("Bijdrage van elke gemeente", anchor=False)
    indicator, breakdown = figure["indicator_id"], figure["breakdown"]
    known = contribution.years(choice.build, indicator, breakdown, choice.region)
    years = {str(year): str(year) for year in known if year < figure["year"]}
    if not years:
        st.markdown(_never(figure))
        return
    with st.container(width=280):
        first = filters.choose_by_code(
            "Verandering sinds", "van", years, next(iter(years))
        )
    if message := filters.complaint("van", "Jaar", years):
        st.warning(message)
    key = (choice.build, indicator, breakdown, choice.region, int(first or next(iter(years))), figure["year"])  # fmt: skip
    reason = contribution.refusal(*key)
    if reason is not None:
        st.markdown(evidence.NOT_DIVIDED[reason])
        return
    rows = contribution.contribution(*key)
    _words(rows, key, figure, choice)
    left, right = st.columns(2, gap="medium")
    with left:
        _bars(rows, figure, choice, key[4])
    with right:
        _table(rows, figure, choice)


def _never(figure: Row) -> str:
    """Why there is not even an earlier year to choose."""
    if figure["aggregation"] == "none":
        return evidence.NOT_DIVIDED["none"]
    if figure["value"] is None:
        return evidence.NOT_DIVIDED["geen cijfer"]
    return "Er is geen vroeger cijfer van de regio, en dus geen verandering om te verdelen."


def sentence_of(figure: Row, choice: Choice, nis: str) -> str:
    """What one municipality contributed since the previous figure; empty: nothing to say.

    Args:
        figure: A row of `figures.snapshot`.
        choice: The region.
        nis: The municipality.
    """
    first, last = figure["previous_year"], figure["year"]
    if first is None or figure["value"] is None:
        return ""
    key = (choice.build, figure["indicator_id"], figure["breakdown"], choice.region)
    rows = contribution.contribution(*key, first, last)
    return evidence.contribution_of(rows, nis, figure, first)


def _words(
    rows: pl.DataFrame, key: contribution.Key, figure: Row, choice: Choice
) -> None:
    said = evidence.contributions(rows, figure, choice.region_name, key[4])
    said += [
        evidence.left_over(rows, contribution.left_out(*key), figure),
        evidence.CAUTION,
    ]
    if figure["is_survey"]:
        said.append(
            "Van deze bevraging is geen foutenmarge bekend: kleine bijdragen zeggen weinig."
        )
    lead, rest = " ".join(said[:2]), " ".join(filter(None, said[2:]))
    st.html(
        f'<div class="m-page"><p class="m-lead">{escape(lead)}</p>'
        f"<p>{escape(rest)}</p></div>"
    )


def _bars(rows: pl.DataFrame, figure: Row, choice: Choice, first_year: int) -> None:
    decimals = evidence.part_decimals(rows, figure)
    parts = rows.drop_nulls("nis")
    parts = parts.with_columns(
        kind=pl.when(pl.col("nis") == (choice.municipality or ""))
        .then(pl.lit(KINDS[3]))
        .otherwise(pl.lit("")),
        label=pl.Series([evidence.signed(total, decimals) for total in parts["total"]]),
    )
    ends = [parts.row(place, named=True) for place in (0, -1)]
    most, least = (
        f"{end['name']} {evidence.signed(end['total'], decimals)}" for end in ends
    )
    st.altair_chart(
        chart(parts, text.difference_unit(figure["unit"]), decimals),
        alt=(
            f"Bijdragen van de gemeenten aan de verandering van {first_year} tot "
            f"{figure['year']}, van {most} tot {least}."
        ),
    )


def chart(parts: pl.DataFrame, unit: str, decimals: int) -> alt.LayerChart:
    """Bars left and right of zero, with their numbers.

    Args:
        parts: `name`, `kind` (one of KINDS, or ''), `label` (the number beside the bar),
            `own_change`, `weight_change`, `total`, in the order of the bars.
        unit: Title of the axis.
        decimals: Of the numbers.
    """
    amounts = [0.0, *parts["total"].to_list()]
    low, high = min(amounts), max(amounts)
    room = ROOM * ((high - low) or 1)
    scale = alt.Scale(domain=[low - room, high + room], nice=False)
    base = alt.Chart(parts).encode(
        y=alt.Y("name:N", sort=parts["name"].to_list(), title=None).axis(
            labelLimit=170,
            labelOverlap=False,
            labelFlush=False,
            ticks=False,
            domain=False,
        ),
        x=alt.X("total:Q", title=unit, scale=scale).axis(
            format=number_format(decimals), tickCount=3
        ),
        tooltip=_tooltip(parts, decimals),
    )
    plain = "datum.kind === ''"
    layers = [
        base.transform_filter(plain).mark_bar(color="#7C9CBD", height=13),
        *_numbers(base),
    ]
    if parts["kind"].ne("").any():
        marked = base.transform_filter(f"!({plain})").mark_bar(height=15)
        layers.insert(1, marked.encode(color=colour("kind")))
    drawn = alt.layer(*layers).properties(height=BAR * parts.height + 50)
    return cast(alt.LayerChart, drawn)


def _numbers(base: alt.Chart) -> list[alt.Chart]:
    """Beside the end of the bar, on its own side of zero."""
    base = base.transform_calculate(ink=f"'{KINDS[-1]}'")
    right = base.transform_filter("datum.total >= 0").mark_text(align="left", dx=4)
    left = base.transform_filter("datum.total < 0").mark_text(align="right", dx=-4)
    return [side.encode(text="label:N", color=colour("ink")) for side in (right, left)]


def _tooltip(parts: pl.DataFrame, decimals: int) -> list[alt.Tooltip]:
    return [alt.Tooltip("name:N", title="Gemeente")] + [
        alt.Tooltip(f"{c}:Q", title=COLUMNS[c], format=f"+{number_format(decimals)}")
        for c in _columns(parts)
    ]


def _columns(rows: pl.DataFrame) -> list[str]:
    """Where nothing weighs, the own change is all there is."""
    weighs = rows["weight_change"].null_count() < rows.height
    return list(COLUMNS) if weighs else ["total"]


def _table(rows: pl.DataFrame, figure: Row, choice: Choice) -> None:
    decimals = evidence.part_decimals(rows, figure)
    columns = _columns(rows)
    cells = [
        [escape(row["name"]), *(evidence.signed(row[c], decimals) for c in columns)]
        for row in rows.iter_rows(named=True)
    ]
    sums = [float(rows[column].sum()) for column in columns]
    cells.append(
        [
            f"<strong>{escape(choice.region_name)}</strong>",
            *(f"<strong>{evidence.signed(s, decimals)}</strong>" for s in sums),
        ]
    )
    heads = [COLUMNS[column] for column in columns]
    tables.draw(
        ["Gemeente", *heads],
        cells,
        f"Bijdrage per gemeente, in {text.difference_unit(figure['unit'])}",
        heads,
        "m-dense",
    )
