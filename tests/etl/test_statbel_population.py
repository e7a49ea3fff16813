"""Population in its other layouts, and the list of codes that must agree with ours."""

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl import sheets, snapshot
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.collect import collect, filled
from etl.observations import Reading
from etl.refusal import Refusal
from etl.sources import statbel
from etl.store import RawFile
from tests.etl.conftest import FIXTURES

SLICES = FIXTURES / "statbel"


def structure(territory: Areas, vintage: str = "2024") -> pl.DataFrame:
    """Two rows a municipality, of 600 men and 400 women, and one of Brussels."""
    flemish = territory.vintages.filter(vintage=vintage).select(
        pl.col("nis").alias("CD_REFNIS"), pl.col("name").alias("TX_DESCR_NL")
    )
    brussels = pl.DataFrame({"CD_REFNIS": ["21004"], "TX_DESCR_NL": ["Brussel"]})
    places = pl.concat([flemish, brussels])
    return pl.concat(
        places.with_columns(
            CD_SEX=pl.lit(sex), CD_AGE=pl.lit("40"), MS_POPULATION=pl.lit(count)
        )
        for sex, count in (("M", "600"), ("F", "400"))
    )


def read(path: Path, territory: Areas) -> Reading:
    (sheet,) = sheets.read(path)
    assert statbel.recognise(sheet)
    (reading,) = statbel.read(sheet, [], territory)
    return reading


def text(frame: pl.DataFrame, path: Path) -> Path:
    frame.write_csv(path, separator="|", include_bom=True)
    return path


def test_combinations_are_added_up_in_a_zip(
    tmp_path: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    inner = text(structure(territory), tmp_path / "TF_SOC_POP_STRUCT_2024.txt")
    outer = tmp_path / "TF_SOC_POP_STRUCT_2024.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, inner.name)
    told = {"retrieved_at": date(2026, 1, 2)}
    found = collect(
        [RawFile(outer, outer.name, told)], indicators, territory, lambda _line: None
    )
    assert found.refusals == []
    rows = found.readings["statbel:population"][0][0].observations
    assert rows.height == 300
    assert set(rows.select("vintage", "year", "value").rows()) == {("2024", 2024, 1000)}


def test_the_file_of_one_year_stands_beside_the_others(
    tmp_path: Path, indicators: list[Indicator], territory: Areas
) -> None:
    inner = text(structure(territory), tmp_path / "TF_SOC_POP_STRUCT_2024.txt")
    later = tmp_path / "TF_SOC_POP_STRUCT_2023.txt"
    later.write_bytes(inner.read_bytes())
    files = [RawFile(path, path.name, {}) for path in (inner, later)]
    found = collect(files, indicators, territory, lambda _line: None)
    years = {
        year
        for reading, _file in found.readings["statbel:population"]
        for year in reading.observations["year"].unique()
    }
    assert years == {2023, 2024}
    embedded = snapshot.load().readings
    whole = filled(found.readings, embedded)["statbel:population"]
    shown = pl.concat(r.observations.select("year", "value") for r, _f in whole)
    assert set(shown["year"]) == set(range(2009, 2026))
    assert set(shown.filter(pl.col("year").is_in([2023, 2024]))["value"]) == {1000}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bevolking.txt", "gevonden geen jaar in de naam van het bestand"),
        ("van 2024 tot 2025.txt", "gevonden 2024, 2025 in de naam"),
        ("TF_SOC_POP_STRUCT_2025.txt", "2025: niet precies de gemeenten van dat jaar"),
    ],
)
def test_the_year_stands_in_the_name(
    tmp_path: Path, territory: Areas, name: str, message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        read(text(structure(territory), tmp_path / name), territory)


def test_a_year_inside_comes_first(tmp_path: Path, territory: Areas) -> None:
    frame = structure(territory).with_columns(CD_YEAR=pl.lit("2023"))
    reading = read(text(frame, tmp_path / "bevolking.txt"), territory)
    assert set(reading.observations["year"]) == {2023}


def test_two_names_of_one_code_are_refused(tmp_path: Path, territory: Areas) -> None:
    frame = structure(territory).with_columns(
        pl.col("TX_DESCR_NL").replace("Leuven", "Lier")
    )
    with pytest.raises(Refusal, match="gevonden 'Lier' bij code 24062"):
        read(text(frame, tmp_path / "TF_SOC_POP_STRUCT_2024.txt"), territory)


# Three number formats in three years ------------------------------------------

EDITIONS = {2018: "101,396", 2019: "101 624", 2020: "102275"}


@pytest.mark.parametrize("year", EDITIONS)
def test_each_edition_is_read_in_its_declared_format(
    shared: Path, territory: Areas, year: int
) -> None:
    folder = shared / "statbel" / "population_2018_2020"
    rows = read(folder / f"belgian_municipalities_{year}.csv", territory).observations
    table = read(shared / "pinc" / "muni_choropleth.parquet", territory).observations
    both = rows.join(table, on=["nis", "vintage", "year"], validate="1:1")
    assert both.height == rows.height == (308 if year == 2018 else 300)
    assert both.filter(pl.col("value") != pl.col("value_right")).is_empty()


@pytest.mark.parametrize("year", EDITIONS)
@pytest.mark.parametrize("other", EDITIONS)
def test_another_format_is_refused_with_what_was_found(
    tmp_path: Path, territory: Areas, year: int, other: int
) -> None:
    """A slice is refused anyway, as Flanders is not complete: by then it has been parsed."""
    path = tmp_path / f"belgian_municipalities_{other}.csv"
    path.write_bytes((SLICES / f"belgian_municipalities_{year}.csv").read_bytes())
    expected = (
        "niet precies de gemeenten"
        if year == other
        else "kolom 'inhabitants': gevonden '14.?[0-9]+', verwacht een geheel getal"
    )
    with pytest.raises(Refusal, match=expected):
        read(path, territory)


def test_an_edition_without_declared_format_is_refused(
    tmp_path: Path, territory: Areas
) -> None:
    path = tmp_path / "belgian_municipalities_2021.csv"
    path.write_bytes((SLICES / "belgian_municipalities_2018.csv").read_bytes())
    with pytest.raises(
        Refusal, match="gevonden '14,304' in een uitgave van 2021; .* 2018, 2019, 2020"
    ):
        read(path, territory)


# The list of codes ------------------------------------------------------------


def test_the_list_of_codes_is_an_index(territory: Areas) -> None:
    (sheet,) = sheets.read(SLICES / "TU_COM_REFNIS.txt")
    assert statbel.is_index(sheet)
    assert statbel.codes_of(sheet, []) == []
    with pytest.raises(
        Refusal, match="de 3 Vlaamse gemeenten van deze lijst zijn die van geen enkele"
    ):
        list(statbel.read(sheet, [], territory))


def test_the_real_list_agrees_with_our_municipalities(
    shared: Path, territory: Areas
) -> None:
    (sheet,) = sheets.read(shared / "statbel" / "cars_refnis" / "TU_COM_REFNIS.txt")
    assert statbel.is_index(sheet)
    assert list(statbel.read(sheet, [], territory)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("|Leuven|", "|Lier|", "gevonden 'Lier' bij code 24062, verwacht 'Leuven'"),
        ("|24062|", "|24999|", "bij code 24999, verwacht 'geen gemeente'"),
        ("|24062|", "|62024|", "de 299 Vlaamse gemeenten .* verschil: 24062"),
    ],
)
def test_a_list_that_disagrees_is_refused(
    tmp_path: Path, shared: Path, territory: Areas, old: str, new: str, message: str
) -> None:
    name = "TU_COM_REFNIS.txt"
    content = (shared / "statbel" / "cars_refnis" / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(content.replace(old, new), encoding="utf-8")
    (sheet,) = sheets.read(tmp_path / name)
    with pytest.raises(Refusal, match=message):
        list(statbel.read(sheet, [], territory))
