"""Provincies in Cijfers: exports of the Swing platform, one row a municipality.

Which label of an export is which indicator stands in the catalogue: `source_titles`,
with the name of a dimension in braces where the label prints a category of it.
"""

import re
from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import Areas
from etl.blocks import slug
from etl.catalogue import Indicator
from etl.observations import OBSERVATION, OFFICIAL, Reading, conform
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources.pinc import layout

NAME = "pinc"
NUMERATORS = {
    "unemployment_rate": "jobseekers",
    "jobseekers_share": "jobseekers_nationality",
}
"""Code of a rounded rate to the code of the count whose total it divides."""
DERIVED = {
    layout.key("nieuwkomers per 1.000 inwoners 18+ jaar"),
    layout.key("nieuwkomers niet-EU per 1.000 inwoners 18+ jaar niet-EU"),
}
"""Rounded ratios of counts that come in a file of their own: they add nothing."""


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of an export per municipality, with figures to keep."""
    return layout.is_export(sheet) and not is_index(sheet)


def is_index(sheet: Sheet) -> bool:
    """Whether the sheet only repeats the counts of another file as a rounded ratio."""
    if not layout.is_export(sheet):
        return False
    keys = set(_keys(sheet))
    return bool(keys) and keys <= DERIVED


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """Ids of the indicators whose labels the sheet prints."""
    targets = _targets(_mine(catalogue)).filter(pl.col("key").is_in(_keys(sheet)))
    return targets["indicator_id"].unique(maintain_order=True).to_list()


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read every indicator that the catalogue knows by its label.

    Raises:
        Refusal: Columns that are no closed blocks, an unknown or missing municipality,
            a cell that is no figure, a percentage off its scale, a rate without its
            count; in the end, labels that the catalogue does not know.
    """
    mine, columns = _mine(catalogue), layout.columns(sheet)
    targets = _targets(mine)
    figures = layout.figures(sheet, columns, layout.municipalities(sheet, areas))
    for indicator in mine:
        wanted = targets.filter(indicator_id=indicator.indicator_id)
        cells = figures.join(wanted, on="key", maintain_order="left")
        if cells.height:
            yield _reading(sheet, indicator, cells, _counts(indicator, mine, figures))
    known = pl.col("key").is_in([*targets["key"], *DERIVED])
    unknown = columns.filter(~known)["label"].unique(maintain_order=True)
    if unknown.len():
        raise Refusal(
            sheet.place(),
            f"niet in de catalogus: {', '.join(unknown)}; de rest is gelezen",
            "zet ze bij 'source_titles' van een blok met source: pinc",
        )


def _mine(catalogue: Sequence[Indicator]) -> list[Indicator]:
    return [indicator for indicator in catalogue if indicator.source == NAME]


def _keys(sheet: Sheet) -> list[str]:
    return [layout.key(label) for label in layout.labels(sheet)]


def _targets(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """Which label feeds what: `key, indicator_id, breakdown`."""
    rows = [
        (layout.key(label), indicator.indicator_id, breakdown)
        for indicator in indicators
        for title in indicator.source_titles
        for label, breakdown in _spelled_out(indicator, title)
    ]
    schema = dict.fromkeys(("key", "indicator_id", "breakdown"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)


def _spelled_out(indicator: Indicator, title: str) -> list[tuple[str, str]]:
    """A title as it is, or once per category of the dimension in its braces."""
    match = re.search(r"{(.+)}", title)
    if match is None:
        return [(title, "")]
    name = match.group(1)
    dimension = indicator.dimensions[name]
    spellings = {**{v: v for v in dimension.values}, **indicator.aliases}
    return [
        (title.replace(match.group(), spelling), f"{name}={slug(value)}")
        for spelling, value in spellings.items()
        if value in dimension.values and value != dimension.total
    ]


def _counts(
    indicator: Indicator, mine: Sequence[Indicator], figures: pl.DataFrame
) -> pl.DataFrame:
    """`nis, year, numerator`: the count that a rounded rate divides."""
    counted = [i for i in mine if i.code == NUMERATORS.get(indicator.code)]
    keys = _targets(counted).filter(breakdown="")["key"].to_list()
    return figures.filter(pl.col("key").is_in(keys)).select(
        "nis", "year", numerator="value"
    )


def _reading(
    sheet: Sheet, indicator: Indicator, cells: pl.DataFrame, counts: pl.DataFrame
) -> Reading:
    """Bring figures to the unit of the catalogue and give them their numerator."""
    rows = cells.with_columns(_scaled(sheet, indicator, cells).alias("value"))
    if indicator.aggregation == "sum":
        rows = rows.with_columns(numerator="value")
    elif indicator.aggregation == "implied":
        if counts.is_empty():
            raise Refusal(
                sheet.place(column=cells["label"][0]),
                "het aantal waarvan dit het percentage is, staat niet in het bestand",
                "neem het mee in dezelfde export",
            )
        rows = rows.join(counts, on=["nis", "year"], how="left", maintain_order="left")
    rows = rows.with_columns(
        pl.lit(indicator.indicator_id).alias("indicator_id"),
        pl.lit(sheet.name or None, pl.String).alias("sheet"),
    )
    return Reading(
        indicator.indicator_id,
        conform(rows, OBSERVATION),
        pl.DataFrame(schema=OFFICIAL),
    )


def _scaled(sheet: Sheet, indicator: Indicator, cells: pl.DataFrame) -> pl.Series:
    """The figures, with a fraction as a percentage.

    Raises:
        Refusal: The export says another unit, or the numbers are on another scale.
    """
    place = sheet.place(column=cells["label"][0])
    percentage = indicator.unit == "%"
    for unit in cells["unit"].unique():
        if layout.is_workbook(sheet) and (unit == "%") != percentage:
            raise Refusal(
                place, f"eenheid '{unit or 'geen'}', verwacht '{indicator.unit}'"
            )
    if not percentage:
        return cells["value"]
    factor = 100 if layout.is_workbook(sheet) else 1
    values = (cells["value"] * factor).round(6)
    largest = values.max()
    if isinstance(largest, float) and not 1 < largest <= 100:
        raise Refusal(
            place,
            f"hoogste waarde {largest / factor:g}, verwacht "
            + ("fracties tot 1" if factor == 100 else "percentages van 1 tot 100"),
        )
    return values
