"""What the rows of a GSM sheet are: municipalities on which boundaries, or known groups."""

import re

import polars as pl

from etl.areas import FLANDERS, Areas, plain_name, vintage_of_year
from etl.refusal import Refusal
from etl.sources.gsm.layout import Layout, wanted_dimensions

GROUPS = re.compile(
    r"^(13 centrumsteden|gemeenten (kleiner|groter) dan [\d.]+ inw\.?"
    r"|gemeenten van [\d.]+ tot [\d.]+ inw\.?|gemeenten zonder centrumsteden.*)$"
)
"""Groups of municipalities that are no area of ours: known, and left out."""


def locate(layout: Layout, areas: Areas) -> pl.DataFrame:
    """Say for every row which area it is about, and on which boundaries.

    Returns:
        The cells with `year` (integer), `area_id` (NIS or larger area) and
        `vintage` (null for a larger area); rows of known groups left out.

    Raises:
        Refusal: A code or name that is on no list; a name that belongs to
            another code; municipalities that never existed together.
    """
    digits = pl.col(layout.nis).str.replace(r"\.0$", "")
    cells = layout.sheet.cells.with_columns(
        year=pl.col(layout.year).str.replace(r"\.0$", "").cast(pl.Int32),
        area_id=pl.when(digits.str.contains(r"^\d{4,5}$")).then(digits.str.zfill(5)),
        plain=pl.col(layout.name).fill_null("").str.to_lowercase(),
    )
    cells = cells.with_columns(
        area_id=pl.when(pl.col("plain") == "vlaams gewest")
        .then(pl.lit(FLANDERS))
        .otherwise("area_id")
    ).filter(
        pl.col("plain").str.contains(GROUPS.pattern).not_()
        | pl.col("area_id").is_not_null()
    )
    larger = {FLANDERS, *areas.areas.filter(area_type="provincie")["area_id"]}
    _refuse_unknown(layout, areas, cells, larger)
    municipal = cells.filter(pl.col("area_id").is_in(larger).not_())
    _refuse_other_name(layout, areas, municipal)
    vintages = _vintages(layout, areas, municipal)
    return (
        cells.drop("plain")
        .join(vintages, on="year", how="left", validate="m:1", maintain_order="left")
        .with_columns(
            vintage=pl.when(pl.col("area_id").is_in(larger))
            .then(None)
            .otherwise("vintage")
        )
    )


def categories(layout: Layout, cells: pl.DataFrame) -> pl.DataFrame:
    """Replace the text of each breakdown cell by the label of the catalogue.

    Returns:
        `cells` with one column per dimension, named after it.

    Raises:
        Refusal: A category that the catalogue does not know.
    """
    for name, column in layout.dimensions.items():
        labels = {
            label.casefold(): label
            for indicator in layout.indicators
            for label in wanted_dimensions(indicator)[name].values
        }
        labels |= {
            k.casefold(): v for i in layout.indicators for k, v in i.aliases.items()
        }
        found = pl.col(column).fill_null("").str.to_lowercase()
        cells = cells.with_columns(
            found.replace_strict(labels, default=None).alias(name)
        )
        unknown = cells.filter(pl.col(name).is_null())
        if unknown.height and not _other_sub_items(layout):
            row, text = unknown.select("row", column).row(0)
            raise Refusal(
                layout.sheet.place(row, layout.printed(column)),
                f"onbekende categorie '{text or ''}'; verwacht: {', '.join(labels.values())}",
                "zet haar bij 'values' of 'aliases' in de catalogus",
            )
    return cells


def _other_sub_items(layout: Layout) -> bool:
    """A sheet of sub-items may hold items that the catalogue leaves out."""
    return layout.indicators[0].item is not None


def _refuse_unknown(
    layout: Layout, areas: Areas, cells: pl.DataFrame, larger: set[str]
) -> None:
    """A whitelist: provinces have five digits too, and 20001 does not end in 000."""
    known = [*areas.municipalities["nis"], *larger]
    unknown = cells.filter(pl.col("area_id").is_in(known).fill_null(False).not_())
    if unknown.height:
        row, nis, name = unknown.select("row", layout.nis, layout.name).row(0)
        raise Refusal(
            layout.sheet.place(row, layout.printed(layout.nis)),
            f"onbekend gebied '{name or ''}' met code '{nis or ''}'; "
            "verwacht een gemeente, het Vlaams Gewest of een bekende groep",
        )


def _refuse_other_name(layout: Layout, areas: Areas, cells: pl.DataFrame) -> None:
    """A name and a code that do not belong together: one of them is wrong."""
    pairs = cells.select("area_id", layout.name).unique().sort("area_id")
    official = areas.municipalities.select(pl.col("nis").alias("area_id"), "name")
    for nis, found, name in pairs.join(
        official, on="area_id", validate="m:1"
    ).iter_rows():
        if plain_name(found or "") != plain_name(name):
            row = cells.filter(area_id=nis)["row"][0]
            raise Refusal(
                layout.sheet.place(row, layout.printed(layout.name)),
                f"gevonden '{found or ''}' bij code {nis}, verwacht '{name}'",
                "een andere spelling hoort in data/areas/name_variants.csv",
            )


def _vintages(layout: Layout, areas: Areas, cells: pl.DataFrame) -> pl.DataFrame:
    """Which boundaries each year is on: `year, vintage`.

    A register is on one vintage for its whole history; a survey on that of each
    wave. So: the whole sheet if one vintage holds all its codes, else per year.
    """
    years = (
        cells.group_by("year")
        .agg(pl.col("area_id").unique().alias("codes"))
        .sort("year")
    )
    if years.is_empty():
        raise Refusal(layout.sheet.place(), "geen enkele gemeente")
    everything = set(years["codes"].explode())
    newest = int(years["year"].item(-1))
    whole = (
        None if layout.indicators[0].is_survey else areas.fitting(everything, newest)
    )
    rows = [
        (year, whole or areas.fitting(set(codes), year))
        for year, codes in years.iter_rows()
    ]
    for year, vintage in rows:
        if vintage is None:
            raise Refusal(
                layout.sheet.place(),
                f"de gemeenten van {year} bestonden nooit samen: "
                + areas.misfits(everything, vintage_of_year(year)),
            )
    return pl.DataFrame(
        rows, schema={"year": pl.Int32, "vintage": pl.String}, orient="row"
    )
