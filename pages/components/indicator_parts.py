"""The parts of the indicator page: headline, trend, map, ranking, table."""

import polars as pl
import streamlit as st

from pages import sentences, text
from pages.components import charts, choropleth, filters
from pages.components.chart_theme import KINDS
from pages.components.filters import Choice
from pages.components.markup import escape
from pages.exports import facts
from pages.exports.picture import Drawing
from pages.queries import areas, details, figures
from pages.queries.database import Row

SCOPES = {"regio": "Regio", "vlaanderen": "Heel Vlaanderen"}


def headline(figure: Row, choice: Choice) -> None:
    """The figure in large type, and what it says."""
    label = figure["breakdown_label"]
    sub = f'<p class="m-sub">{escape(label)}</p>' if label else ""
    number = ""
    if figure["value"] is not None:
        number = (
            f'<p class="m-big"><span class="m-number">{escape(sentences.value(figure))}</span>'
            f"<span>{escape(choice.region_name)}, {figure['year']}</span></p>"
        )
    notes = (
        sentences.bounds(figure),
        sentences.rank(figure, choice.region_type),
        sentences.coverage(figure),
    )
    extra = "".join(f"<p>{escape(note)}</p>" for note in notes if note)
    lead = escape(sentences.headline(figure, choice.region_name))
    st.html(
        f'<div class="m-page">{sub}{number}<p class="m-lead">{lead}</p>{extra}</div>'
    )


def held_back(figure: Row) -> None:
    """Say above the figures when they are not those of the newest file."""
    if figure["state_reason"]:
        st.warning(
            "Dit zijn de laatste goede cijfers. Een nieuwer bestand is niet gebruikt: "
            f"{figure['state_reason']}"
        )


def no_figures(figure: Row, choice: Choice) -> None:
    """Say that there is no file yet, who has the figures, and how to ask for them."""
    st.info(f"Nog geen cijfers van “{text.lower_first(figure['title'])}”.")
    missing = details.missing(choice.build, figure["indicator_id"])
    if missing is None:
        st.markdown(
            "De bron beschrijft deze indicator; er is nog geen bestand ingelezen."
        )
        return
    st.markdown(
        f"Leverancier: **{missing['owner']}**. We verwachten dat de bron cijfers heeft tot en met "
        f"**{missing['expected_year']}**. U kunt ze zo vragen:"
    )
    st.code(missing["request"], language=None, wrap_lines=True)


def trend(figure: Row, choice: Choice) -> Drawing | None:
    """Lines of region, Flanders and municipality; gives what it drew."""
    st.header("Verloop", anchor=False)
    indicator, breakdown = figure["indicator_id"], figure["breakdown"]
    kinds = {choice.region: KINDS[0], areas.FLANDERS: KINDS[1]}
    if figure["aggregation"] in text.GROWS_WITH_AREA:
        del kinds[areas.FLANDERS]
    if choice.municipality:
        kinds[choice.municipality] = KINDS[3]
    found = figures.trend(choice.build, indicator, breakdown, list(kinds))
    points = found.with_columns(
        pl.col("area_id").replace_strict(kinds, return_dtype=pl.String).alias("kind"),
        pl.col("name").replace({"Vlaams Gewest": "Vlaanderen"}),
    )
    band = figures.band(choice.build, indicator, breakdown, choice.region)
    if figure["aggregation"] in text.GROWS_WITH_AREA:
        band = band.clear()
    unit, decimals = figure["unit"], figure["decimals"]
    if points["value"].null_count() == points.height and band.is_empty():
        st.info("Geen reeks om te tonen.")
        return None
    chart = charts.trend(points, band, unit, decimals)
    words = charts.trend_words(points, unit, decimals)
    st.altair_chart(chart, alt=words)
    if band.height > 1:
        st.markdown(BAND)
    years = [*points.drop_nulls("value")["year"], *band["year"]]
    when = text.period(min(years), max(years))
    return Drawing(
        "verloop",
        "het verloop",
        f"Verloop {when} · {facts.area(choice)}",
        chart,
        words,
        notes=[BAND] if band.height > 1 else [],
    )


BAND = "Het vlak is de middelste helft van de gemeenten van de regio."


def choropleth_part(rows: pl.DataFrame, figure: Row, choice: Choice) -> Drawing:
    """Map with the switch between the region and all of Flanders; gives what it drew."""
    st.header(f"Kaart, {figure['year']}", anchor=False)
    scope = filters.choose_option("Gebied van de kaart", "kaart", SCOPES)
    shown = rows.with_columns(
        shown=pl.col("in_region") if scope == "regio" else pl.lit(True)
    )
    decimals = figure["published_decimals"]
    chart = choropleth.render(shown, figure["unit"], decimals, choice.municipality)
    everywhere = f"alle {text.municipalities(rows.height)} van Vlaanderen"
    where = facts.area(choice) if scope == "regio" else everywhere
    return Drawing(
        "kaart",
        "de kaart",
        f"Gemeenten {figure['year']} · {where}",
        chart,
        choropleth.words(shown, figure["unit"], decimals),
        choropleth.key(shown, decimals, choice.municipality_name),
        [choropleth.METHOD],
        MAP_HEIGHT[scope],
    )


MAP_HEIGHT = {"regio": 560, "vlaanderen": 420}
"""Of the map in a picture, in pixels: Flanders is wide."""


def ranking(rows: pl.DataFrame, figure: Row, choice: Choice) -> Drawing | None:
    """Bars of the region's municipalities; gives what it drew."""
    st.header(f"Gemeenten van hoog naar laag, {figure['year']}", anchor=False)
    if figure["is_survey"]:
        st.markdown(
            "Zonder rangnummers: van deze bevraging is geen foutenmarge bekend."
        )
    bars = charts.ranking_rows(rows, figure, choice.region_name, choice.municipality)
    if bars.is_empty():
        st.info("Geen enkele gemeente van de regio heeft een waarde voor dit jaar.")
        return None
    unit, decimals = figure["unit"], figure["published_decimals"]
    top, bottom = bars.row(0, named=True), bars.row(-1, named=True)
    chart = charts.ranking(bars, unit, decimals)
    words = (
        f"Gemeenten gesorteerd: bovenaan {top['label']} met "
        f"{text.figure(top['value'], unit, decimals)}, onderaan {bottom['label']} met "
        f"{text.figure(bottom['value'], unit, decimals)}."
    )
    st.altair_chart(chart, alt=words)
    absent = _without_value(rows)
    if absent:
        st.markdown(absent)
    return Drawing(
        "gemeenten",
        "de gemeenten",
        f"Gemeenten van hoog naar laag {figure['year']} · {facts.area(choice)}",
        chart,
        words,
        notes=[absent] if absent else [],
    )


def _without_value(rows: pl.DataFrame) -> str:
    missing = rows.filter(pl.col("in_region") & pl.col("value").is_null())
    names = [
        f"{name} ({why})" for name, why in missing.select("name", "reason").iter_rows()
    ]
    return f"Zonder waarde: {text.listing(names)}." if names else ""


def table(rows: pl.DataFrame, figure: Row, choice: Choice) -> None:
    """The same figures, sortable."""
    st.header(f"Tabel, {figure['year']}", anchor=False)
    decimals = figure["published_decimals"]
    shown = rows.filter("in_region").select(
        pl.col("place").alias("Rang"),
        pl.col("name").alias("Gemeente"),
        pl.col("value").round(decimals).alias(figure["unit"]),
        pl.col("numerator").alias("Teller"),
        pl.col("denominator").alias("Noemer"),
        pl.col("reason").alias("Opmerking"),
    )
    kept = [name for name in shown.columns if shown[name].null_count() < shown.height]
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        shown.select(kept),
        hide_index=True,
        placeholder=text.MISSING,
        column_config={
            name: number
            for name in (figure["unit"], "Teller", "Noemer")
            if name in kept
        },
        alt=f"Tabel met {figure['title']} per gemeente van {choice.region_name}, {figure['year']}.",
        height=320,
    )
