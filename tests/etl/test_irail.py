"""Boardings: a dot that is no decimal mark, and a region of which the stations are known."""

from pathlib import Path

import pytest

from etl import sheets
from etl.areas import Areas
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import SOURCES, irail
from tests.etl.conftest import FIXTURES

BOARDINGS = FIXTURES / "irail" / "embarkment_statistics.csv"


def read(path: Path, territory: Areas) -> Reading:
    (sheet,) = sheets.read(path)
    assert [s.NAME for s in SOURCES if s.recognise(sheet)] == ["irail"]
    (reading,) = irail.read(sheet, [], territory)
    validate(reading.observations, sheet.place())
    return reading


def values(reading: Reading) -> dict[str, float]:
    return dict(reading.observations.select("nis", "value").iter_rows())


def test_a_dot_marks_thousands(territory: Areas) -> None:
    found = values(read(BOARDINGS, territory))
    assert found["24062"] == 31461 + 775 + 570, "Leuven, Heverlee, Wijgmaal"
    assert found["24001"] == 5240 + 174, "Aarschot, Langdorp"


def test_no_station_is_zero_in_the_region_and_no_row_outside(territory: Areas) -> None:
    found = values(read(BOARDINGS, territory))
    members = territory.current_members.filter(area_id="REFREG05")["nis"]
    assert set(found) == set(members)
    assert sum(value == 0 for value in found.values()) == 17
    assert "41002" not in found, "Aalst heeft een station, maar ligt elders"


def test_the_period_is_told(territory: Areas) -> None:
    rows = read(BOARDINGS, territory).observations
    assert set(rows["reference_period"]) == {"oktober 2023, gemiddelde weekdag"}
    assert set(rows.select("year", "vintage").unique().rows()) == {(2023, "2024")}


def test_the_list_of_stations_holds_no_figures() -> None:
    (stations,) = sheets.read(FIXTURES / "irail" / "stations.csv")
    assert irail.is_index(stations)
    assert not any(source.recognise(stations) for source in SOURCES)
    (boardings,) = sheets.read(BOARDINGS)
    assert not irail.is_index(boardings)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("31.461", "31.46", "'31.46', verwacht een aantal met een punt per duizendtal"),
        ("31.461", "31 461", "'31 461', verwacht"),
        ("31.461", "", "gevonden '', verwacht een aantal opstappers"),
        ("NMBS/008833001", "NMBS/1", "geen rij voor: Leuven"),
        ("NMBS/008895000", "NMBS/008833001", "komt meer dan één keer voor"),
    ],
)
def test_a_wrong_row_is_refused(
    territory: Areas, tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = BOARDINGS.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "opstappers.csv").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Refusal, match=message):
        read(tmp_path / "opstappers.csv", territory)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x,Aalst,41002,test\n", "'Aalst' staat er buiten Oost-Brabant"),
        ("x,A,24062,test\nx,B,24062,test\n", "'A' staat er dubbel"),
    ],
)
def test_our_own_table_is_checked(
    territory: Areas,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    message: str,
) -> None:
    table = tmp_path / "rail_stations.csv"
    table.write_text("station_uri,name,nis,source\n" + line, encoding="utf-8")
    monkeypatch.setattr(irail, "STATIONS", table)
    with pytest.raises(Refusal, match=message):
        read(BOARDINGS, territory)


def test_the_real_boardings(shared: Path, territory: Areas) -> None:
    found = values(read(shared / "irail" / "embarkment_statistics.csv", territory))
    assert found == values(read(BOARDINGS, territory))
    assert sum(found.values()) == 56260
    (stations,) = sheets.read(shared / "irail" / "stations.csv")
    assert irail.is_index(stations)
