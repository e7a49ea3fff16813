"""Upload workbooks: accidents that are not victims, and thefts without a place."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from etl import sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources import SOURCES, pinc_uploads
from tests.etl.conftest import FIXTURES

ACCIDENTS = "20210623_Upload crimi en verkeer.xlsx"
CRIME = "Upload_2008_2020.xlsx"


def read(path: Path, territory: Areas) -> dict[str, Reading]:
    readings = {}
    for sheet in sheets.read(path):
        if pinc_uploads.recognise(sheet):
            assert [s.NAME for s in SOURCES if s.recognise(sheet)] == ["pinc_uploads"]
            for reading in pinc_uploads.read(sheet, [], territory):
                assert reading.indicator_id not in readings, "één blad per indicator"
                validate(reading.observations, sheet.place())
                readings[reading.indicator_id] = reading
    return readings


def test_thefts_of_flemish_municipalities(territory: Areas) -> None:
    readings = read(FIXTURES / "pinc_uploads" / CRIME, territory)
    assert list(readings) == ["pinc_uploads:bicycle_thefts"]
    rows = readings["pinc_uploads:bicycle_thefts"].observations
    assert set(rows["nis"]) == {"11002", "23023", "24062"}, "geen Brussel, geen 99991"
    assert set(rows["vintage"]) == {"2024"}, "Galmaarden is van voor 2025"
    assert set(rows["sheet"]) == {"upload3"}
    assert rows["value"].equals(rows["numerator"], check_names=False)


def test_accidents_and_their_severity_are_two_indicators(
    territory: Areas, indicators: list[Indicator]
) -> None:
    readings = read(FIXTURES / "pinc_uploads" / ACCIDENTS, territory)
    assert set(readings) == {
        "pinc_uploads:accidents",
        "pinc_uploads:accidents_by_severity",
    }
    severity = readings["pinc_uploads:accidents_by_severity"].observations
    antwerp = severity.filter(nis="11002", year=2019).select("breakdown", "value")
    assert dict(antwerp.iter_rows()) == {
        "ernst=dodelijk-ongeval": 12,
        "ernst=ongeval-met-zwaargewonden": 176,
        "ernst=ongeval-met-alleen-lichtgewonden": 2369,
    }
    total = readings["pinc_uploads:accidents"].observations
    assert total.filter(nis="11002", year=2019)["value"].item() == 2562
    (block,) = [i for i in indicators if i.code == "accidents_by_severity"]
    assert {key for key, _label in block.breakdowns()} == set(severity["breakdown"])
    for text in (block.title, *(label for _key, label in block.breakdowns())):
        assert not text.lower().startswith(("doden", "gewonden", "slachtoffers"))


def test_a_sheet_with_provinces_gives_nothing(territory: Areas) -> None:
    found = {
        sheet.name: sheet for sheet in sheets.read(FIXTURES / "pinc_uploads" / CRIME)
    }
    provinces = found["upload provincies"]
    assert pinc_uploads.recognise(provinces)
    assert list(pinc_uploads.read(provinces, [], territory)) == []
    assert not pinc_uploads.recognise(found["upload1"]), "andere misdrijven"


HEADER = ("Period", "GEOLEVEL", "geoitem", "V2801_vh_ds_fiets")


def sheet(**change: str) -> Sheet:
    """Two municipalities, the first one changed."""
    first = {"c0": "2020", "c1": "gemeente", "c2": "24062", "c3": "7", **change}
    second = {"c0": "2020", "c1": "gemeente", "c2": "24001", "c3": "0"}
    cells = pl.DataFrame([first, second]).with_row_index("row", offset=2)
    return Sheet("test.xlsx", "upload", HEADER, cells, ".")


def test_upper_case_in_the_header_is_no_other_column(territory: Areas) -> None:
    assert pinc_uploads.recognise(sheet())
    (reading,) = pinc_uploads.read(sheet(), [], territory)
    assert sorted(reading.observations["value"]) == [0, 7]


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("-99996", "leeg"),
        ("-99997", "gecensureerd"),
        ("-99998", "nvt"),
        ("-99999", "onbekend"),
        ("x", "gecensureerd"),
    ],
)
def test_a_missing_code_is_no_number(territory: Areas, code: str, state: str) -> None:
    (reading,) = pinc_uploads.read(sheet(c3=code), [], territory)
    row = reading.observations.filter(nis="24062")
    assert row.select("value", "numerator", "missing").row(0) == (None, None, state)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"c3": "-3"}, "gevonden '-3', verwacht een aantal of een code"),
        ({"c3": "zeven"}, "gevonden 'zeven', verwacht een getal"),
        ({"c1": "gemeente2018"}, "gevonden 'gemeente2018', verwacht 'gemeente'"),
        ({"c2": "24999"}, "gevonden '24999', verwacht een gemeente"),
        ({"c0": "20"}, "gevonden '20', verwacht een jaar"),
        ({"c2": "24001"}, "komt meer dan één keer voor: 2020, 24001"),
    ],
)
def test_a_wrong_row_is_refused(
    territory: Areas, change: dict[str, str], message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        list(pinc_uploads.read(sheet(**change), [], territory))


Region = Callable[[Reading, int], float]


@pytest.fixture
def region(territory: Areas) -> Region:
    """Sum over Oost-Brabant, of which all 32 municipalities must be there."""
    members = territory.current_members.filter(area_id="REFREG05").select("nis")

    def total(reading: Reading, year: int) -> float:
        mine = reading.observations.join(members, on="nis").filter(
            pl.col("value").is_not_null(), year=year
        )
        assert mine["nis"].n_unique() == 32
        return float(mine["value"].sum())

    return total


def test_the_real_thefts(shared: Path, territory: Areas, region: Region) -> None:
    readings = read(shared / "pinc_uploads" / CRIME, territory)
    thefts = readings["pinc_uploads:bicycle_thefts"]
    counts = dict(thefts.observations.group_by("year").len().rows())
    assert counts == dict.fromkeys(range(2008, 2021), 300)
    assert region(thefts, 2020) == 1759
    flanders = thefts.observations.filter(year=2020)["value"].sum()
    provinces = 6619 + 1079 + 3772 + 2806 + 3217
    assert provinces - flanders == 1, "één diefstal zonder plaats (99991)"


def test_the_real_accidents(shared: Path, territory: Areas, region: Region) -> None:
    readings = read(shared / "pinc_uploads" / ACCIDENTS, territory)
    total = readings["pinc_uploads:accidents"]
    severity = readings["pinc_uploads:accidents_by_severity"]
    assert (region(total, 2019), region(total, 2020)) == (1436, 1244)
    assert (region(severity, 2019), region(severity, 2020)) == (1430, 1225)
    key = ["nis", "year"]
    parts = severity.observations.group_by(key).agg(
        pl.col("value").sum().alias("parts")
    )
    both = total.observations.join(parts, on=key, validate="1:1")
    equal = both.filter(pl.col("value") == pl.col("parts")).height
    assert (equal, both.height) == (506, 600), (
        "bijna, maar geen indeling van het totaal"
    )
