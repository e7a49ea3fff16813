"""What every view of the indicator page shows: the figure, the series and the comparator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import streamlit as st

from pages import text
from pages.components import comparators, filters
from pages.components.chart_theme import KINDS
from pages.components.charts import TARGETS, Lines
from pages.components.comparators import Comparator
from pages.components.filters import Choice
from pages.queries import areas, figures, progress, series
from pages.queries.database import Row

REGION, FLANDERS, COMPARATOR, CHOSEN = KINDS[:4]
NAMES = {"Vlaams Gewest": "Vlaanderen"}
"""What an area is called here when not by its official name."""


@dataclass(frozen=True)
class View:
    """One indicator, one breakdown, as the visitor looks at it."""

    figure: Row
    choice: Choice
    options: dict[str, Comparator]
    """Everything to compare with."""
    comparator: Comparator | None
    lines: Lines
    """Every area that is shown, whatever its size."""
    breaks: list[Row]
    """As `series.breaks` gives them."""
    mergers: list[Row]
    """As `series.boundaries` gives them, with the `area` in which they happened (`is_town`: itself one)."""
    targets: list[Row]
    """As `progress.lines_of_targets` gives them, with a short `label`."""

    @property
    def grows(self) -> bool:
        """Figures of a larger area are larger, so that areas are no yardstick for each other."""
        return self.figure["aggregation"] in text.GROWS_WITH_AREA

    @property
    def unit(self) -> str:
        """Of the value."""
        return str(self.figure["unit"])

    @property
    def decimals(self) -> int:
        """In which municipalities are published."""
        return int(self.figure["published_decimals"])

    @property
    def year(self) -> int:
        """Of the map, the ranking and the table."""
        return int(self.figure["year"])

    def title(self) -> str:
        """Names of the areas that are shown, the comparator with its kind."""
        known = self.lines.points.drop_nulls("value")
        names = dict(known.select("kind", "name").unique().iter_rows())
        if self.comparator and COMPARATOR in names:
            names[COMPARATOR] = self.comparator.label
        if REGION not in names and self.lines.band.height:
            names[REGION] = f"gemeenten van {self.choice.region_name}"
        return text.listing([names[kind] for kind in KINDS if kind in names])

    def marks(self) -> pl.DataFrame:
        """What may stand among the municipalities in the year shown: `area_id, name, kind, value, …`."""
        return self.lines.points.filter(
            (pl.col("year") == self.year) & pl.col("value").is_not_null()
        )


def kept(*own: str) -> dict[str, str | None]:
    """Parameters of this page that a link within the page keeps."""
    return {key: st.query_params.get(key) for key in own}


def load(figure: Row, choice: Choice) -> View:
    """Ask the series of region, Flanders, comparator and municipality."""
    options = comparators.known(choice)
    comparator = comparators.current(options)
    kinds = {choice.region: REGION, areas.FLANDERS: FLANDERS}
    if choice.municipality:
        kinds.setdefault(choice.municipality, CHOSEN)
    if comparator and comparator.is_area:
        kinds.setdefault(comparator.key, COMPARATOR)
    indicator, breakdown = figure["indicator_id"], figure["breakdown"]
    found = figures.trend(choice.build, indicator, breakdown, list(kinds))
    points = found.with_columns(
        pl.col("area_id").replace_strict(kinds, return_dtype=pl.String).alias("kind"),
        pl.col("name").replace(NAMES),
    )
    band = figures.band(choice.build, indicator, breakdown, choice.region)
    if comparator and comparator.is_area:
        is_beside = pl.col("kind") == COMPARATOR
        name = pl.when(is_beside).then(pl.lit(comparator.name)).otherwise("name")
        points = points.with_columns(name.alias("name"))
    elif comparator:
        points = pl.concat([points, _median(band, comparator)], how="diagonal")
    breaks = series.breaks(choice.build, indicator)
    mergers = _mergers(choice, points)
    rules = rules_of(breaks, mergers)
    targets = _targets(figure, choice)
    levels = pl.DataFrame(
        [(row["target_value"], row["label"]) for row in targets],
        schema=TARGETS,
        orient="row",
    ).unique("value", maintain_order=True)
    lines = Lines(points, band, rules, figure["unit"], figure["decimals"], levels)
    return View(figure, choice, options, comparator, lines, breaks, mergers, targets)


def _targets(figure: Row, choice: Choice) -> list[Row]:
    """Targets that draw a line in the region, with a short label; only for the main breakdown."""
    if figure["breakdown"] != figure["main_breakdown"]:
        return []
    found = progress.lines_of_targets(choice.build, choice.region)
    return [
        row | {"label": _label(row)} for row in found.get(figure["indicator_id"], [])
    ]


def _label(row: Row) -> str:
    """'doel 2030, benadering': whose it is, stands below the chart."""
    words = f"doel {row['target_year'] or ''}".strip()
    return f"{words}, benadering" if row["proxy"] else words


def _mergers(choice: Choice, points: pl.DataFrame) -> list[Row]:
    """Mergers during the series in the areas shown; Flanders lost or won nothing by them."""
    spans = points.filter(pl.col("kind") != FLANDERS).group_by(
        "area_id", "name", "area_type", maintain_order=True
    )
    found = []
    for (area, name, kind), rows in spans:
        first = rows["year"].min()
        found += [
            {"area": name, "is_town": kind == "gemeente"} | merger
            for merger in series.boundaries(choice.build, str(area))
            if merger["year"] > first
        ]
    return found


def rules_of(breaks: Sequence[Row], mergers: Sequence[Row]) -> pl.DataFrame:
    """What is drawn upright: where the measuring or the ground of an area changed."""
    rows = [
        (row["year"], f"anders gemeten vanaf {row['year']}", True) for row in breaks
    ]
    moved = {(row["year"], row["area"]) for row in mergers if not row["is_same"]}
    rows += [
        (year, f"ander gebied vanaf {year}: {area}", False)
        for year, area in sorted(moved)
    ]
    schema = {"year": pl.Int32, "label": pl.String, "cuts": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("year")


def _median(band: pl.DataFrame, comparator: Comparator) -> pl.DataFrame:
    """The median as a series of its own."""
    return band.select(
        pl.lit(comparator.key).alias("area_id"),
        pl.lit(comparator.name).alias("name"),
        "year",
        pl.col("median").alias("value"),
        pl.lit(COMPARATOR).alias("kind"),
        (pl.col("year") == pl.col("year").max()).alias("is_last"),
    )


def switch(label: str, key: str, titles: Mapping[str, str]) -> str:
    """A choice of a few options in the URL; says what is unknown there."""
    chosen = filters.choose_option(label, key, titles)
    if message := filters.complaint(key, label, titles):
        st.warning(message)
    return chosen
