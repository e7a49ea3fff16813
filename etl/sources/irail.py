"""Passengers who board a train, per station, on an average day of one month.

The layout read here is `URI, name, nmbs_short_name, average_weekday_embarkments,
average_saturday_embarkments, average_sunday_embarkments`, with a dot as thousands mark
(`5.240` beside `614`) and an empty cell on a day without service. No municipality stands in
it: `data/areas/rail_stations.csv` lists the stations of Oost-Brabant, and of no other region.
The list of all stations (`stations.csv`) belongs to the source and holds no figures.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl import settings
from etl.areas import FOLDER, Areas, vintage_of_year
from etl.catalogue import Indicator
from etl.observations import Reading
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources import tables

NAME = "irail"
BOARDINGS = "irail:boardings"
REGION = "REFREG05"
"""Oost-Brabant: the only region of which all stations are assigned to a municipality."""
WEEKDAY = "average_weekday_embarkments"
REQUIRED = ("URI", "name", WEEKDAY)
LIST_OF_STATIONS = {"URI", "name", "country-code", "avg_stop_times"}
STATIONS = FOLDER / "rail_stations.csv"


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the table of boardings."""
    return set(REQUIRED) <= set(sheet.header)


def is_index(sheet: Sheet) -> bool:
    """Whether the sheet is the list of stations."""
    return set(sheet.header) >= LIST_OF_STATIONS


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """The one indicator of this table."""
    return [BOARDINGS]


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Add up the boardings of the stations of each municipality of Oost-Brabant.

    A municipality of the region without a station has a true zero; one outside the
    region has no row, for its stations are not known here.

    Raises:
        Refusal: A number that is none, or a station of the region that is absent,
            double, or without a figure on weekdays.
    """
    year = settings.assumed("rail_boardings_year")
    vintage = vintage_of_year(year)
    members = areas.current_members.filter(area_id=REGION).select("nis")
    stations = _stations(members)
    rows = _boardings(sheet, stations)
    per_municipality = rows.group_by("nis").agg(
        pl.col("boardings").sum().alias("value"), pl.col("row").min()
    )
    figures = (
        members.join(per_municipality, on="nis", how="left", validate="1:1")
        .with_columns(
            pl.col("value").fill_null(0.0),
            year=pl.lit(year),
            vintage=pl.lit(vintage),
            reference_period=pl.lit(f"oktober {year}, gemiddelde weekdag"),
        )
        .with_columns(numerator=pl.col("value"))
        .sort("nis")
    )
    yield tables.reading(sheet, BOARDINGS, figures)


def _stations(members: pl.DataFrame) -> pl.DataFrame:
    """`station_uri, name, nis` of our own table.

    Raises:
        Refusal: It lists a station twice, or one outside the region.
    """
    stations = pl.read_csv(STATIONS, infer_schema=False)
    twice = stations.filter(pl.col("station_uri").is_duplicated())
    outside = stations.join(members, on="nis", how="anti")
    for wrong, why in ((twice, "dubbel"), (outside, "buiten Oost-Brabant")):
        if wrong.height:
            raise Refusal(STATIONS.name, f"station '{wrong['name'][0]}' staat er {why}")
    return stations


def _boardings(sheet: Sheet, stations: pl.DataFrame) -> pl.DataFrame:
    """`row, nis, boardings` of each station of the region."""
    cells = tables.pick(sheet, REQUIRED)
    is_number = pl.col(WEEKDAY).str.contains(r"^\d{1,3}(\.\d{3})*$").fill_null(True)
    expected = "een aantal met een punt per duizendtal, zoals 614 of 5.240"
    tables.refuse(sheet, cells.filter(~is_number), WEEKDAY, expected)
    rows = stations.join(
        cells, left_on="station_uri", right_on="URI", how="left", suffix="_found"
    )
    absent = rows.filter(pl.col("row").is_null())
    if absent.height:
        names = ", ".join(sorted(absent["name"]))
        raise Refusal(
            sheet.place(column="URI"),
            f"geen rij voor: {names}",
            "is een station gesloten of hernoemd, pas dan data/areas/rail_stations.csv aan",
        )
    tables.refuse_twice(sheet, rows, ["station_uri"])
    closed = rows.filter(pl.col(WEEKDAY).is_null())
    tables.refuse(sheet, closed, WEEKDAY, "een aantal opstappers op een weekdag")
    boardings = pl.col(WEEKDAY).str.replace_all(".", "", literal=True)
    return rows.select("row", "nis", boardings.cast(pl.Float64).alias("boardings"))
