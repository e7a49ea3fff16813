"""Accidents and victims: hand-made files of the published layout, as no real one is at hand."""

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl import sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.collect import collect
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import SOURCES, statbel
from etl.store import RawFile


def victims(total: str = "MS_VCT", year: int = 2021) -> pl.DataFrame:
    """One slightly injured person in Leuven a month, one dead in Bierbeek, one in Brussels."""
    months = [f"{year}-{month:02d}-15" for month in range(1, 13)]
    base = pl.DataFrame({"DT_DAY": [*months, f"{year}-05-01", f"{year}-05-02"]})
    return base.with_columns(
        CD_MUNTY_REFNIS=pl.Series(["24062"] * 12 + ["24011", "21004"]),
        TX_MUNTY_DESCR_NL=pl.Series(["Leuven"] * 12 + ["Bierbeek", "Brussel"]),
        **{total: pl.lit(1)},
        MS_SLY_INJ=pl.Series([1] * 12 + [0, 1]),
        MS_SERLY_INJ=pl.lit(0),
        MS_MORY_INJ=pl.Series([0] * 12 + [1, 0]),
        MS_DEAD=pl.lit(0),
        MS_DEAD_30_DAYS=pl.Series([0] * 12 + [1, 0]),
    )


def accidents() -> pl.DataFrame:
    """The same events as accidents, with a real date as a workbook has it."""
    return victims().select(
        pl.col("DT_DAY").str.to_date(),
        "CD_MUNTY_REFNIS",
        "TX_MUNTY_DESCR_NL",
        pl.lit(2).alias("MS_ACCT"),
        pl.col("MS_DEAD").alias("MS_ACCT_WITH_DEAD"),
        pl.col("MS_DEAD_30_DAYS").alias("MS_ACCT_WITH_DEAD_30_DAYS"),
        pl.col("MS_MORY_INJ").alias("MS_ACCT_WITH_MORY_INJ"),
        pl.col("MS_SERLY_INJ").alias("MS_ACCT_WITH_SERLY_INJ"),
        pl.col("MS_SLY_INJ").alias("MS_ACCT_WITH_SLY_INJ"),
    )


def text(frame: pl.DataFrame, path: Path) -> Path:
    frame.write_csv(path, separator="|", include_bom=True)
    return path


def read(path: Path, territory: Areas) -> Reading:
    (sheet,) = sheets.read(path)
    assert [source for source in SOURCES if source.recognise(sheet)] == [statbel]
    (reading,) = statbel.read(sheet, [], territory)
    validate(reading.observations, sheet.place())
    return reading


def figures(reading: Reading, nis: str) -> dict[str, float]:
    rows = reading.observations.filter(nis=nis)
    return dict(rows.select("breakdown", "value").iter_rows())


def test_accidents_in_a_workbook(tmp_path: Path, territory: Areas) -> None:
    accidents().write_excel(tmp_path / "TF_ACCIDENTS_2021.xlsx")
    reading = read(tmp_path / "TF_ACCIDENTS_2021.xlsx", territory)
    assert reading.indicator_id == "statbel:accidents"
    assert figures(reading, "24062") == {
        "": 24,
        "ernst=met-doden": 0,
        "ernst=met-zwaargewonden": 0,
        "ernst=met-lichtgewonden": 12,
    }
    assert figures(reading, "24011")["ernst=met-doden"] == 1
    assert set(reading.observations["year"]) == {2021}
    assert set(reading.observations["vintage"]) == {"2024"}


def test_a_municipality_without_a_row_had_none(
    tmp_path: Path, territory: Areas
) -> None:
    reading = read(text(victims(), tmp_path / "slachtoffers.txt"), territory)
    totals = reading.observations.filter(breakdown="")
    assert set(totals["nis"]) == territory.codes("2024")
    assert totals["value"].sum() == 13, "zonder Brussel"
    assert figures(reading, "73028")[""] == 0


@pytest.mark.parametrize(("year", "total"), [(2018, "MS_VICT"), (2021, "MS_VCT")])
def test_the_total_of_victims_had_two_names(
    tmp_path: Path, territory: Areas, year: int, total: str
) -> None:
    reading = read(text(victims(total, year), tmp_path / "s.txt"), territory)
    assert reading.indicator_id == "statbel:road_victims"
    assert figures(reading, "24062") == {
        "": 12,
        "ernst=doden": 0,
        "ernst=zwaargewonden": 0,
        "ernst=lichtgewonden": 12,
    }
    vintage = "2018" if year == 2018 else "2024"
    assert set(reading.observations["nis"]) == territory.codes(vintage)


def test_without_columns_of_severity_there_is_no_breakdown(
    tmp_path: Path, territory: Areas
) -> None:
    frame = victims().drop("MS_DEAD_30_DAYS")
    assert figures(read(text(frame, tmp_path / "s.txt"), territory), "24062") == {
        "": 12
    }


def test_the_breakdowns_are_those_of_the_catalogue(
    tmp_path: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    blocks = {i.indicator_id: i for i in indicators}
    accidents().write_excel(tmp_path / "a.xlsx")
    for path in (tmp_path / "a.xlsx", text(victims(), tmp_path / "s.txt")):
        reading = read(path, territory)
        known = {key for key, _label in blocks[reading.indicator_id].breakdowns()}
        assert set(reading.observations["breakdown"]) == known


@pytest.mark.parametrize(
    ("column", "old", "new", "message"),
    [
        (
            "DT_DAY",
            "2021-05-01",
            "01/05/2021",
            "gevonden '01/05/2021', verwacht een dag",
        ),
        (
            "DT_DAY",
            "2021-12-15",
            "2021-11-15",
            "2021: geen enkele rij in maand 12; verwacht een volledig jaar",
        ),
        ("MS_VCT", "1", "", "gevonden '', verwacht een geheel getal"),
        ("MS_SLY_INJ", "1", "1.5", r"gevonden '1\.5', verwacht een geheel getal"),
        ("CD_MUNTY_REFNIS", "24011", "", "gevonden '', verwacht een NIS-code"),
        ("CD_MUNTY_REFNIS", "24011", "24062", "gevonden 'Bierbeek' bij code 24062"),
    ],
)
def test_odd_rows_are_refused(
    tmp_path: Path, territory: Areas, column: str, old: str, new: str, message: str
) -> None:
    frame = victims().with_columns(pl.col(column).cast(pl.String).replace(old, new))
    with pytest.raises(Refusal, match=message):
        read(text(frame, tmp_path / "s.txt"), territory)


def test_a_municipality_of_another_year_is_refused(
    tmp_path: Path, territory: Areas
) -> None:
    frame = victims().with_columns(
        pl.col("CD_MUNTY_REFNIS").replace("24011", "12030"),
        pl.col("TX_MUNTY_DESCR_NL").replace("Bierbeek", "Puurs"),
    )
    with pytest.raises(Refusal, match="2021: Puurs 12030 niet op de kaart van 2024"):
        read(text(frame, tmp_path / "s.txt"), territory)


def test_two_totals_are_refused(tmp_path: Path, territory: Areas) -> None:
    frame = victims().with_columns(MS_VICT=pl.lit(2))
    with pytest.raises(Refusal, match="gevonden MS_VCT en MS_VICT, verwacht één"):
        read(text(frame, tmp_path / "s.txt"), territory)


def test_a_file_of_elsewhere_is_refused(tmp_path: Path, territory: Areas) -> None:
    frame = victims().filter(pl.col("CD_MUNTY_REFNIS") == "21004")
    with pytest.raises(Refusal, match="geen enkele Vlaamse gemeente"):
        read(text(frame, tmp_path / "s.txt"), territory)


def test_victims_come_in_a_zip(
    tmp_path: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    inner = text(victims(), tmp_path / "TF_ACCIDENTS_VICTIMS_2021.txt")
    outer = tmp_path / "TF_ACCIDENTS_VICTIMS_2021.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, inner.name)
    told = {"retrieved_at": date(2026, 1, 2)}
    found = collect(
        [RawFile(outer, outer.name, told)], indicators, territory, lambda _line: None
    )
    assert found.refusals == []
    ((reading, file),) = found.readings["statbel:road_victims"]
    assert figures(reading, "24062")[""] == 12
    assert file.source == "statbel"
