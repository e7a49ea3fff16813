"""Gemeente- en Stadsmonitor: one reader for all its layouts.

CSV of 2026 (`;`, decimal comma, 0-100), CSV and theme workbook of 2023 (`,` or
cells, fractions, column `Centrumstad?`), workbook per indicator, survey sheets.
The header says which; file names and positions are not believed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from etl.areas import Areas
from etl.blocks import slug
from etl.catalogue import Indicator
from etl.observations import OBSERVATION, OFFICIAL, Finding, Reading, conform
from etl.settings import threshold
from etl.sheets import Sheet
from etl.sources.gsm import rows, unseen, values
from etl.sources.gsm.layout import (
    Layout,
    codes_of,
    is_index,
    recognise,
    understand,
)

__all__ = ["NAME", "codes_of", "is_index", "read", "recognise"]

NAME = "gsm"


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the indicator on a sheet, or each of its sub-items.

    Raises:
        Refusal: Anything that would have to be guessed, with its place.
    """
    layout = understand(sheet, [i for i in catalogue if i.source == NAME])
    cells = rows.categories(layout, rows.locate(layout, areas))
    for indicator in layout.indicators:
        mine = cells if indicator.item is None else cells.filter(item=indicator.item)
        if mine.height:
            yield _reading(layout, indicator, mine)


def _reading(layout: Layout, indicator: Indicator, cells: pl.DataFrame) -> Reading:
    cells, doubled = _without_doubled_years(layout, cells)
    make = values.survey if indicator.is_survey else values.register
    figures = make(layout, indicator, cells)
    keyed = figures.rows.with_columns(
        _breakdown(indicator).alias("breakdown"),
        pl.lit(indicator.indicator_id).alias("indicator_id"),
        pl.lit(layout.sheet.name or None, pl.String).alias("sheet"),
    )
    municipal = keyed.filter(pl.col("vintage").is_not_null())
    larger = keyed.filter(pl.col("vintage").is_null())
    reading = Reading(
        indicator.indicator_id,
        conform(municipal.rename({"area_id": "nis"}), OBSERVATION),
        conform(larger, OFFICIAL).filter(pl.col("value").is_not_null()),
        [*doubled, *figures.findings],
    )
    if not indicator.unseen:
        return reading
    described = indicator.model_copy(update={"factor": figures.factor})
    if indicator.definition == unseen.ADMITTED:
        described = unseen.judged(reading, described)
    return replace(reading, described=described)


def _without_doubled_years(
    layout: Layout, cells: pl.DataFrame
) -> tuple[pl.DataFrame, list[Finding]]:
    """Keep out the years in which a key occurs twice: which row is right is unknown."""
    key = ["area_id", "year", *layout.dimensions]
    twice = cells.filter(pl.struct(key).is_duplicated())
    findings = [
        Finding(
            gate="dubbel",
            year=year,
            passed=count <= threshold("dubbel"),
            found=f"{count} rijen met een sleutel die meer dan één keer voorkomt",
            threshold="elke gemeente één keer per jaar en uitsplitsing",
            place=layout.sheet.place(row),
        )
        for year, count, row in twice.group_by("year")
        .agg(pl.len().alias("count"), pl.col("row").min())
        .sort("year")
        .iter_rows()
    ]
    passed = Finding(
        gate="dubbel",
        year=None,
        passed=True,
        found=f"{cells.height} rijen, elke sleutel één keer",
        threshold="elke gemeente één keer per jaar en uitsplitsing",
        place=layout.sheet.place(),
    )
    return cells.filter(
        pl.col("year").is_in(twice["year"].unique().implode()).not_()
    ), (findings or [passed])


def _breakdown(indicator: Indicator) -> pl.Expr:
    """`dimension=value` in slugs, dimensions sorted; a total has no breakdown."""
    parts = []
    for name, dimension in sorted(
        [
            *indicator.dimensions.items(),
            *([("antwoord", None)] if indicator.answers else []),
        ]
    ):
        column = "answer" if dimension is None else name
        labels = indicator.answers if dimension is None else dimension.values
        keys = {
            label: f"{name}={slug(label)}"
            for label in labels
            if dimension is None or label != dimension.total
        }
        parts.append(
            pl.col(column).replace_strict(keys, default=None, return_dtype=pl.String)
        )
    return (
        pl.concat_str(parts, separator=";", ignore_nulls=True) if parts else pl.lit("")
    )
