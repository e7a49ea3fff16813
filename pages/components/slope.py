"""One indicator in two years: the 15 regions and Flanders as lines, and as a table."""

from typing import cast

import altair as alt
import polars as pl
import streamlit as st

from pages import comparisons, text
from pages.components import charts, comparison_parts, filters, tables
from pages.components.chart_theme import KINDS, colour, number_format
from pages.components.comparison_parts import Shown
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.components.scatter import QUIET
from pages.queries import comparison
from pages.queries.database import Row

HEIGHT, LINE = 520, 16
"""Pixels of the chart, and of one label in it."""
DEFAULT = "gsm:ar_13"


def render(choice: Choice) -> Shown | None:
    """Draw the controls, the lines, what they say, and the table."""
    known = comparison_parts.indicators(choice)
    side = comparison_parts.side(choice, "regios")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = comparison_parts.choose_indicator(
            "Indicator", "indicator", known, DEFAULT
        )
        measured = comparison.years(side, indicator["indicator_id"])
        years = _years(measured) if len(measured) > 1 else None
    if years is None:
        st.info(_nothing(indicator, measured))
        return None
    found = comparison.between(side, indicator["indicator_id"], *years)
    if indicator["aggregation"] in text.GROWS_WITH_AREA:
        found = found.filter(pl.col("kind") != "vlaanderen")
    sentence = _sentence(found.to_dicts(), indicator, years, choice.region)
    st.html(f'<div class="m-page"><p class="m-lead">{escape(sentence)}</p></div>')
    if indicator["is_survey"]:
        st.markdown(
            "Dit is een bevraging zonder gekende foutenmarge: een kleine verschuiving zegt weinig, "
            "en daarom staat er geen plaats bij."
        )
    lines = lines_of(found, indicator, years)
    if lines.height:
        st.altair_chart(
            chart(lines, indicator["unit"], indicator["decimals"]),
            alt=f"Lijnen van {years[0]} naar {years[1]} voor {comparisons.title(indicator)}. "
            f"{sentence} Alle cijfers staan in de tabel.",
        )
    _table(found.to_dicts(), indicator, *years)
    return _on_screen(found, indicator, years)


def _sentence(
    rows: list[Row], indicator: Row, years: tuple[int, int], region: str
) -> str:
    """How the region moved, and which regions moved most."""
    own = next(row for row in rows if row["area_id"] == region)
    said = [
        comparisons.moved(own, indicator, *years),
        comparisons.extremes(rows, indicator),
    ]
    return " ".join(part for part in said if part)


def _years(years: list[int]) -> tuple[int, int]:
    """The two years, the last one later than the first."""
    starts = {str(year): str(year) for year in years[:-1]}
    start = filters.choose_by_code("Van", "van", starts, str(years[0]))
    first = int(start or years[0])
    ends = {str(year): str(year) for year in years if year > first}
    end = filters.choose_by_code("Tot", "tot", ends, str(years[-1]))
    for asked in (("van", "Van", starts), ("tot", "Tot", ends)):
        if message := filters.complaint(*asked):
            st.warning(message)
    return first, int(end or years[-1])


def _nothing(indicator: Row, years: list[int]) -> str:
    title = comparisons.title(indicator)
    if indicator["aggregation"] == "none":
        return (
            f"Van “{title}” bestaat geen regionaal cijfer. {indicator['aggregation_reason']} "
            "Kies een andere indicator."
        )
    measured = f"alleen in {years[0]}" if years else "in geen enkel jaar"
    return (
        f"Van “{title}” hebben de regio's {measured} een cijfer in deze periode: "
        "er is geen verandering te tonen. Kies een andere indicator of een later jaar."
    )


def lines_of(
    found: pl.DataFrame, indicator: Row, years: tuple[int, int]
) -> pl.DataFrame:
    """Both ends of every area that has both, and where its label stands.

    Returns:
        Two rows per area: `area_id, name, kind, year, value, shown` (the value as text),
        `place` (of the label at the last year, moved apart where labels would collide).
    """
    both = found.drop_nulls("change").sort("end")
    rows = both.to_dicts()
    span = both.select(
        pl.max_horizontal("start", "end").max()
        - pl.min_horizontal("start", "end").min()
    ).item()
    gap = float(span or 1) * LINE / (HEIGHT - 60)
    placed = both.with_columns(
        pl.Series("name", map(comparisons.area_name, rows), dtype=pl.String),
        pl.Series(
            "place", charts.spread_out(both["end"].to_list(), gap), dtype=pl.Float64
        ),
    )
    ends = [
        placed.select(
            "area_id",
            "name",
            "kind",
            pl.lit(year).alias("year"),
            pl.col(column).alias("value"),
            pl.Series(
                "shown",
                [text.number(row[column], _decimals(row, indicator)) for row in rows],
                dtype=pl.String,
            ),
            "place",
        )
        for year, column in zip(years, ("start", "end"), strict=True)
    ]
    return pl.concat(ends)


def _decimals(row: Row, indicator: Row) -> int:
    """Flanders in the decimals in which it is published."""
    decimals: int = indicator[
        "published_decimals" if row["kind"] == "vlaanderen" else "decimals"
    ]
    return decimals


def chart(lines: pl.DataFrame, unit: str, decimals: int) -> alt.LayerChart:
    """The drawing: thin grey lines, the region and Flanders marked, names at the end.

    Args:
        lines: As `lines_of` gives them.
        unit: Title of the axis.
        decimals: Of the numbers along the axis.
    """
    base = _base(lines, unit, decimals)
    plain = base.transform_filter("datum.kind === ''")
    marked = base.transform_filter("datum.kind !== ''")
    layers = [
        plain.mark_line(color=QUIET, strokeWidth=1.3, opacity=0.8),
        plain.mark_circle(color=QUIET, size=36, opacity=1),
        marked.mark_line(strokeWidth=3.5).encode(color=colour("kind")),
        marked.mark_point(filled=True, size=90, opacity=1).encode(
            color=colour("kind"), shape=charts.shape()
        ),
        *_labels(lines.filter(pl.col("year") == pl.col("year").max())),
    ]
    drawing = alt.layer(*layers).properties(height=HEIGHT)
    return cast(alt.LayerChart, drawing)


def _base(lines: pl.DataFrame, unit: str, decimals: int) -> alt.Chart:
    """Axes with room for every line and every label, and the words at a point."""
    first, last, low, high = lines.select(
        first=pl.col("year").min(),
        last=pl.col("year").max(),
        low=pl.min_horizontal("value", "place").min(),
        high=pl.max_horizontal("value", "place").max(),
    ).row(0)
    x = alt.Axis(format="d", values=[first, last], grid=True, labelFlush=False)
    y = alt.Axis(format=number_format(min(decimals, 2)), tickCount=6)
    years = alt.Scale(domain=[first, last], nice=False)
    values = alt.Scale(zero=False, nice=False, domain=[low, high], padding=8)
    return alt.Chart(lines).encode(
        x=alt.X("year:Q", title=None, scale=years, axis=x),
        y=alt.Y("value:Q", title=unit, scale=values, axis=y),
        detail="area_id:N",
        tooltip=[
            alt.Tooltip("name:N", title="Gebied"),
            alt.Tooltip("year:Q", title="Jaar", format="d"),
            alt.Tooltip("shown:N", title=unit),
        ],
    )


def _labels(ends: pl.DataFrame) -> list[alt.Chart]:
    """Value and name beside the end of a line, with a thin line where the label moved."""
    labelled = ends.with_columns(label=pl.format("{}  {}", "shown", "name"))
    base = alt.Chart(labelled).encode(x="year:Q")
    leader = base.mark_rule(xOffset=6, x2Offset=20, color=QUIET, strokeWidth=0.8)
    drawn = [leader.encode(x2="year", y="value:Q", y2="place:Q")]
    plain = alt.ColorDatum(KINDS[5], type="nominal")
    for test, ink in (("===", plain), ("!==", colour("kind"))):
        named = base.transform_filter(f"datum.kind {test} ''").mark_text(
            align="left",
            dx=23,
            fontSize=12,
            fontWeight="normal" if test == "===" else "bold",
            limit=190,
        )
        drawn.append(named.encode(y="place:Q", text="label:N", color=ink))
    return [cast(alt.Chart, layer) for layer in drawn]


def _table(rows: list[Row], indicator: Row, first: int, last: int) -> None:
    st.header("Tabel", anchor=False)
    counts = indicator["aggregation"] == "sum"
    unit = text.difference_unit(indicator["unit"])
    heads = ["Gebied", str(first), str(last), f"Verandering ({unit})"]
    heads += [] if indicator["is_survey"] else ["Plaats, van hoog naar laag"]
    drawn = [_row(row, indicator, counts) for row in rows]
    tables.draw(
        heads,
        drawn,
        f"{comparisons.title(indicator)} ({indicator['unit']}) in {first} en {last}",
        heads[1:4],
    )


def _row(row: Row, indicator: Row, counts: bool) -> list[str]:
    name = escape(comparisons.area_name(row))
    if row["kind"] == "regio":
        name = f'<strong>{name}</strong><div class="m-sub">gekozen</div>'
    decimals = _decimals(row, indicator)
    cells = [
        _figure(row, end, text.short_unit(indicator["unit"]), decimals)
        for end in ("start", "end")
    ]
    change = text.MISSING
    if row["change"] is not None:
        change = signed(row["change"], decimals)
        if counts and row["change_percent"] is not None:
            change += f" ({signed(row['change_percent'], 1)}{text.NBSP}%)"
    places = (
        [] if indicator["is_survey"] else [comparisons.rank_change(row) or text.MISSING]
    )
    return [name, *cells, change, *places]


def _figure(row: Row, end: str, unit: str, decimals: int) -> str:
    """The value, with why it is not there or not complete."""
    value, coverage = row[end], row[f"{end}_coverage"]
    if value is None:
        return f'{text.MISSING}<div class="m-sub">{escape(row[f"{end}_reason"])}</div>'
    mark = (
        f'<div class="m-sub">onvolledig, {text.percentage(coverage)}</div>'
        if coverage is not None and coverage < 1
        else ""
    )
    return f"{escape(text.figure(value, unit, decimals))}{mark}"


def signed(amount: float, decimals: int) -> str:
    """'+0,3', '−0,3' or '0,0'."""
    rounded = round(amount, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + text.number(abs(amount), decimals)


def _on_screen(found: pl.DataFrame, indicator: Row, years: tuple[int, int]) -> Shown:
    frame = found.select(
        pl.col("area_id").alias("gebied"),
        pl.col("name").alias("gebied_naam"),
        pl.lit(indicator["indicator_id"]).alias("indicator"),
        pl.col("start").alias(f"waarde_{years[0]}"),
        pl.col("end").alias(f"waarde_{years[1]}"),
        pl.col("change").alias("verandering"),
        pl.col("change_percent").alias("verandering_procent"),
        pl.col("start_place").alias(f"plaats_{years[0]}"),
        pl.col("end_place").alias(f"plaats_{years[1]}"),
    )
    return Shown(
        frame,
        "vergelijken_twee_jaren",
        {
            "Inhoud": f"{comparison_parts.described(indicator)} in {years[0]} en {years[1]}",
            "Gebieden": "referentieregio's en Vlaanderen",
        },
    )
