"""Establishments by municipality and quarter: a be.STAT view as JSON.

`{"facts": [{Gewest, Provincie, Arrondissement, Gemeente, Kwartaal, "Aantal
vestigingseenheden"}]}`: names without codes, the whole history on the boundaries of today.
A fact without municipality is a total of the larger area that it does name. Cases that could
not be placed have the region `Onbepaalde locatie`. Facts may stand twice.
"""

from collections.abc import Iterator, Sequence

import polars as pl

from etl.areas import FLANDERS, Areas
from etl.catalogue import Indicator
from etl.observations import OBSERVATION, OFFICIAL, Finding, Reading, conform
from etl.refusal import Refusal
from etl.settings import threshold
from etl.sheets import Sheet
from etl.sources.statbel.cells import named, refuse

ESTABLISHMENTS = "statbel:establishments"
COUNT = "Aantal vestigingseenheden"
PLACES = ["Gewest", "Provincie", "Arrondissement", "Gemeente"]
REQUIRED = (*PLACES, "Kwartaal", COUNT)
VINTAGE = "2025"
QUARTER = r"^4de kwartaal (\d{4})$"
"""One quarter a year, so that years compare."""


def recognise(sheet: Sheet) -> bool:
    """Whether the header is that of the establishments."""
    return set(REQUIRED) <= set(sheet.header)


def codes_of(sheet: Sheet, catalogue: Sequence[Indicator]) -> list[str]:
    """The one indicator of this view."""
    return [ESTABLISHMENTS]


def read(
    sheet: Sheet, catalogue: Sequence[Indicator], areas: Areas
) -> Iterator[Reading]:
    """Read the establishments of the Flemish municipalities.

    Raises:
        Refusal: A quarter other than the fourth, no count, an unknown name, a fact that
            stands twice with two numbers.
    """
    cells = named(sheet, REQUIRED).filter(pl.col("Gewest") == "Vlaams Gewest")
    if cells.is_empty():
        raise Refusal(
            sheet.place(column="Gewest"), "geen enkele rij van het Vlaams Gewest"
        )
    refuse(sheet, cells, "Kwartaal", QUARTER, "'4de kwartaal' en een jaar")
    refuse(sheet, cells, COUNT, r"^\d+(\.0)?$", "een geheel getal")
    once, findings = _without_doubles(sheet, cells)
    rows = _figures(once)
    municipal = rows.filter(pl.col("Gemeente").is_not_null())
    found = areas.match(municipal["Gemeente"].unique(), VINTAGE, sheet.place())
    observations = municipal.with_columns(
        pl.col("Gemeente").replace_strict(found, return_dtype=pl.String).alias("nis"),
        pl.lit(VINTAGE).alias("vintage"),
    )
    yield Reading(
        ESTABLISHMENTS,
        conform(observations, OBSERVATION),
        _official(sheet, areas, rows.filter(pl.col("Gemeente").is_null())),
        findings,
    )


def _figures(cells: pl.DataFrame) -> pl.DataFrame:
    """The year of the quarter, and the count, beside the names of places."""
    year = pl.col("Kwartaal").str.extract(QUARTER)
    count = pl.col(COUNT).cast(pl.Float64)
    return cells.select(
        *PLACES,
        "row",
        pl.lit(ESTABLISHMENTS).alias("indicator_id"),
        pl.lit("").alias("breakdown"),
        year.cast(pl.Int32).alias("year"),
        pl.format("Q4 {}", year).alias("reference_period"),
        count.alias("value"),
        count.alias("numerator"),
    )


def _without_doubles(
    sheet: Sheet, cells: pl.DataFrame
) -> tuple[pl.DataFrame, list[Finding]]:
    """Keep a fact once, and say of which years some stood twice."""
    once = cells.unique([*PLACES, "Kwartaal", COUNT], keep="first", maintain_order=True)
    _refuse_unlike(sheet, once)
    doubled = (
        cells.join(once, on="row", how="anti")
        .group_by("Kwartaal")
        .len()
        .sort("Kwartaal")
    )
    findings = [
        Finding(
            gate="dubbel",
            year=int(quarter[-4:]),
            passed=count <= threshold("dubbel"),
            found=f"{count} rijen staan dubbel, telkens met hetzelfde getal",
            threshold="elke gemeente één keer per kwartaal",
            place=sheet.place(),
        )
        for quarter, count in doubled.iter_rows()
    ]
    return once, findings


def _refuse_unlike(sheet: Sheet, once: pl.DataFrame) -> None:
    """Two facts of the same place and quarter must say the same."""
    unlike = once.filter(pl.struct([*PLACES, "Kwartaal"]).is_duplicated())
    if unlike.height:
        place, quarter = unlike.select("Gemeente", "Kwartaal").row(0)
        same = unlike.filter(
            pl.col("Gemeente").eq_missing(place), pl.col("Kwartaal") == quarter
        )
        raise Refusal(
            sheet.place(unlike["row"][0], COUNT),
            f"{place or 'Vlaams Gewest'}, {quarter}: gevonden "
            f"{' en '.join(same[COUNT])}, verwacht één getal",
        )


def _official(sheet: Sheet, areas: Areas, rows: pl.DataFrame) -> pl.DataFrame:
    """Totals of larger areas, by the narrowest name that a fact has."""
    named_areas = areas.areas.filter(
        pl.col("area_type").is_in(["provincie", "arrondissement"])
    ).select(pl.format("{} {}", "area_type", "name").str.to_lowercase(), "area_id")
    ids = dict(named_areas.iter_rows()) | {"vlaams gewest": FLANDERS}
    label = pl.coalesce("Arrondissement", "Provincie", "Gewest").str.to_lowercase()
    placed = rows.with_columns(area_id=label.replace_strict(ids, default=None))
    unknown = placed.filter(pl.col("area_id").is_null())
    if unknown.height:
        row, *names = unknown.select("row", *PLACES).row(0)
        raise Refusal(
            sheet.place(row),
            f"onbekend gebied: {', '.join(name for name in names if name)}",
        )
    return conform(placed, OFFICIAL)
