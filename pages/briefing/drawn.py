"""The data behind the drawings of a meeting: the screen, the slides and the note draw the same."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pages import text
from pages.briefing.gather import Briefing
from pages.queries import areas, figures
from pages.queries.database import Row

Point = tuple[int, float | None]
"""Year and value; None is a gap."""
LONGEST_NAME = 20
"""Signs of a region's name that fit in a chart."""


@dataclass(frozen=True)
class Series:
    """A line with its name; the kind says whose it is: 'regio' or 'vlaanderen'."""

    kind: str
    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Municipal:
    """The municipalities of a region in one year."""

    rows: pl.DataFrame
    """Of `figures.municipal`, those of the region only; highest first, without value last."""
    borders: Sequence[float]
    """Lowest value of each class but the first, over all of Flanders."""


def trend(figure: Row, briefing: Briefing) -> list[Series]:
    """The region, and Flanders where it is a yardstick."""
    name = briefing.region_name
    own = ("regio", name if len(name) <= LONGEST_NAME else "deze regio")
    lines = places(figure, briefing)
    points = figures.trend(
        briefing.build, figure["indicator_id"], figure["breakdown"], lines
    )
    return [
        Series(
            *(own if area == briefing.region else ("vlaanderen", "Vlaanderen")),
            points.filter(pl.col("area_id") == area).select("year", "value").rows(),
        )
        for area in lines
    ]


def places(figure: Row, briefing: Briefing) -> list[str]:
    """Ids of the areas that a trend shows: the region, and Flanders where it is a yardstick."""
    if figure["aggregation"] in text.GROWS_WITH_AREA:
        return [briefing.region]
    return list(dict.fromkeys([briefing.region, areas.FLANDERS]))


def trend_words(figure: Row, series: Sequence[Series]) -> str:
    """Text alternative of the lines: where each begins and ends."""
    said = [_course(each, figure["decimals"]) for each in series]
    return f"Verloop van {text.lower_first(figure['title'])}: {text.listing(said)}"


def _course(series: Series, decimals: int) -> str:
    """'Oost-Brabant van 5,5 in 2014 naar 5,3 in 2024'."""
    known = [(year, value) for year, value in series.points if value is not None]
    if not known:
        return f"{series.name} zonder cijfers"
    (first, start), (last, end) = known[0], known[-1]
    now = f"{text.number(end, decimals)} in {last}"
    if first == last:
        return f"{series.name} {now}"
    return f"{series.name} van {text.number(start, decimals)} in {first} naar {now}"


def with_unit(title: str, unit: str) -> str:
    """The title of a chart with its unit, unless it names that already."""
    return title if unit in title else f"{title}, {unit}"


def municipal(figure: Row, briefing: Briefing) -> Municipal:
    """Every municipality of the region in the year of the figure."""
    everywhere = figures.municipal(
        briefing.build,
        figure["indicator_id"],
        figure["breakdown"],
        briefing.region,
        figure["year"],
    )
    return Municipal(everywhere.filter("in_region"), _borders(everywhere))


def _borders(rows: pl.DataFrame) -> list[float]:
    known = rows.drop_nulls("value")
    least = (
        known.filter(pl.col("class") >= number)["value"].min() for number in range(2, 6)
    )
    return [float(value) for value in least if isinstance(value, (int, float))]


def map_words(figure: Row, briefing: Briefing) -> str:
    """Text alternative of the map."""
    places = text.municipalities(briefing.region_size)
    return f"Kaart van {places} van {briefing.region_name}, {figure['year']}"


def class_words(figure: Row, rows: pl.DataFrame) -> str:
    """What the colours of the map are."""
    unit = f" ({figure['unit']})" if figure["unit"] else ""
    absent = " Streepjesrand: geen gegevens." if rows["class"].null_count() else ""
    return f"Elke kleur is een vijfde van de Vlaamse gemeenten{unit}.{absent}"


def border_words(borders: Sequence[float], decimals: int) -> str:
    """Text alternative of the legend."""
    shown = [text.number(border, decimals) for border in borders]
    return f"Klassen van laag naar hoog, grenzen: {text.listing(shown)}"
