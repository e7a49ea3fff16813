"""The part of the indicator page with the figures themselves, sortable."""

import polars as pl
import polars.selectors as cs
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from pages import text
from pages.components import paper
from pages.components.indicator_view import NAMES, View, switch
from pages.queries import around

SPANS = {"jaar": "Eén jaar", "alle": "Alle jaren"}
HEIGHT = 420
SHARE, NUMERATOR, DENOMINATOR = "Aandeel in de regio (%)", "Teller", "Noemer"
FIXED = {SHARE: 1, NUMERATOR: 0, DENOMINATOR: 0}
"""Decimals of the columns that do not follow the indicator."""


def render(view: View, rows: pl.DataFrame) -> None:
    """Region, Flanders, comparator and municipalities: one year in full, or every year.

    Args:
        view: The indicator.
        rows: As `figures.municipal` gives them.
    """
    st.header("Tabel", anchor=False)
    if switch("Jaren in de tabel", "tabel", SPANS) == "alle":
        shown = _every_year(view)
        what = "alle jaren"
    else:
        shown = _one_year(view, rows)
        what = str(view.year)
    caption = (
        f"Tabel met {view.figure['title']} ({view.unit}) voor {view.choice.region_name} "
        f"en zijn gemeenten, {what}."
    )
    decimals = int(view.figure["decimals"])
    paper.frame(
        "tabel",
        shown,
        lambda column: FIXED.get(column, decimals),
        column_config={
            name: _number(name, view) for name in shown.select(cs.float()).columns
        },
        alt=caption,
        height=HEIGHT,
    )


def _number(column: str, view: View) -> ColumnConfig:
    """Numbers in the way of the browser, with the decimals of the indicator.

    The municipalities of a survey have none where the region has one: those are free.
    """
    if view.figure["is_survey"] and column not in FIXED:
        return st.column_config.NumberColumn(format="localized")
    decimals = FIXED.get(column, int(view.figure["decimals"]))
    return st.column_config.NumberColumn(format="localized", step=10.0**-decimals)


def _one_year(view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The marked areas first, then the municipalities of the region from high to low."""
    own = rows.filter("in_region").rename({"nis": "area_id"})
    marks = around.to_region(view.marks(), view.figure["value"], view.grows)
    is_region = pl.col("area_id") == view.choice.region
    marks = marks.with_columns(pl.when(~is_region).then("to_region").alias("to_region"))
    marks = marks.filter(~pl.col("area_id").is_in(own["area_id"].to_list()))
    shown = pl.concat(
        [
            _rounded(marks, view.figure["decimals"]).with_columns(
                pl.Series("reason", _marks(marks), dtype=pl.String)
            ),
            _rounded(own, view.decimals),
        ],
        how="diagonal",
    )
    difference = f"Verschil met regio ({text.difference_unit(view.unit)})"
    titles = {
        "place": "Rang",
        "name": "Gebied",
        "value": text.upper_first(view.unit),
        "to_region": difference,
        "share": SHARE,
        "lower": "Ondergrens",
        "upper": "Bovengrens",
        "numerator": NUMERATOR,
        "denominator": DENOMINATOR,
        "reason": "Opmerking",
    }
    if view.figure["aggregation"] == "sum":
        del titles["numerator"]  # the value itself
    kept = [name for name in titles if shown[name].null_count() < shown.height]
    return shown.select(kept).rename({name: titles[name] for name in kept})


def _rounded(rows: pl.DataFrame, decimals: int) -> pl.DataFrame:
    return rows.with_columns(
        # An implied denominator is no whole number.
        pl.col("numerator", "denominator").round(0),
        # A rounded -0.0 is 0.
        pl.col("value", "to_region", "lower", "upper")
        .round(decimals)
        .replace(-0.0, 0.0),
        cs.by_name("share", require_all=False).round(1),
    )


def _marks(rows: pl.DataFrame) -> list[str | None]:
    """The mark of an incomplete figure."""
    return [
        text.coverage_mark(row["n_observed"], row["n_members"], row["coverage"]) or None
        for row in rows.to_dicts()
    ]


def _every_year(view: View) -> pl.DataFrame:
    """A row an area, a column a year."""
    figure, choice, comparator = view.figure, view.choice, view.comparator
    beside = [comparator.key] if comparator and comparator.is_area else []
    key = (choice.build, figure["indicator_id"], figure["breakdown"], choice.region)
    wide = around.every_year(*key, beside)
    years = wide.columns[2:]
    if comparator and not comparator.is_area:
        points = view.lines.points.filter(pl.col("area_id") == comparator.key)
        values = {str(y): v for y, v in points.select("year", "value").iter_rows()}
        row = pl.DataFrame([{"name": comparator.name, **values}])
        wide = pl.concat([wide.head(2), row, wide.tail(-2)], how="diagonal")
    names = pl.col("name").replace(NAMES).alias("Gebied")
    return wide.select(names, pl.col(years).round(figure["decimals"]))
