"""Population: exactly the municipalities of each year, on their own codes."""

from pathlib import Path

import polars as pl
import pytest

from etl import sheets
from etl.areas import Areas
from etl.observations import Reading
from etl.refusal import Refusal
from etl.sources import statbel


def table(
    territory: Areas, years: tuple[int, ...] = (2018, 2024, 2025)
) -> pl.DataFrame:
    """A table of the published shape: all Flemish municipalities, 1000 inhabitants each."""
    vintages = {2018: "2018", 2024: "2024", 2025: "2025"}
    return pl.concat(
        territory.vintages.filter(vintage=vintages[year]).select(
            pl.lit(year).alias("year"),
            pl.col("nis").alias("CD_REFNIS"),
            pl.col("name").alias("TX_DESCR_NL"),
            pl.lit("Vlaams Gewest").alias("TX_RGN_DESCR_NL"),
            pl.lit(1000.0).alias("total"),
        )
        for year in years
    )


def read(frame: pl.DataFrame, folder: Path, territory: Areas) -> Reading:
    frame.write_parquet(folder / "bevolking.parquet")
    (sheet,) = sheets.read(folder / "bevolking.parquet")
    assert statbel.recognise(sheet)
    (reading,) = statbel.read(sheet, [], territory)
    return reading


def test_every_year_is_on_its_own_vintage(tmp_path: Path, territory: Areas) -> None:
    reading = read(table(territory), tmp_path, territory)
    counts = reading.observations.group_by("year", "vintage").len().sort("year")
    assert counts.rows() == [
        (2018, "2018", 308),
        (2024, "2024", 300),
        (2025, "2025", 285),
    ]


def test_other_regions_are_left_out(tmp_path: Path, territory: Areas) -> None:
    brussels = pl.DataFrame(
        {
            "year": [2025],
            "CD_REFNIS": ["21004"],
            "TX_DESCR_NL": ["Brussel"],
            "TX_RGN_DESCR_NL": ["Brussels Hoofdstedelijk Gewest"],
            "total": [1.0],
        }
    )
    frame = pl.concat([table(territory, (2025,)), brussels], how="vertical_relaxed")
    assert read(frame, tmp_path, territory).observations.height == 285


def test_a_missing_municipality_is_refused_by_name(
    tmp_path: Path, territory: Areas
) -> None:
    frame = table(territory).filter(
        (pl.col("CD_REFNIS") != "24062") | (pl.col("year") != 2024)
    )
    with pytest.raises(Refusal, match="2024: niet precies de gemeenten.*24062 Leuven"):
        read(frame, tmp_path, territory)


def test_a_name_of_another_code_is_refused(tmp_path: Path, territory: Areas) -> None:
    frame = table(territory).with_columns(
        pl.col("TX_DESCR_NL").replace("Leuven", "Lier (Mechelen)")
    )
    with pytest.raises(Refusal, match=r"gevonden 'Lier \(Mechelen\)' bij code 24062"):
        read(frame, tmp_path, territory)


def test_a_suffix_in_brackets_is_no_other_name(
    tmp_path: Path, territory: Areas
) -> None:
    frame = table(territory).with_columns(
        pl.col("TX_DESCR_NL").replace("Hove", "Hove (Antwerpen)")
    )
    assert read(frame, tmp_path, territory).observations.height == 893


@pytest.mark.parametrize("total", ["14,304", "14 293", ""])
def test_a_number_of_another_format_is_refused(
    tmp_path: Path, territory: Areas, total: str
) -> None:
    frame = table(territory).with_columns(
        total=pl.when(pl.col("CD_REFNIS") == "24062")
        .then(pl.lit(total))
        .otherwise(pl.col("total").cast(pl.String))
    )
    with pytest.raises(Refusal, match="verwacht een jaar en een aantal"):
        read(frame, tmp_path, territory)
