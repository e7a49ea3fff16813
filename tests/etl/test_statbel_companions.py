"""Income, cars and establishments: slices of the real files, their oddities, the whole files."""

import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from etl import sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import SOURCES, gsm, statbel
from tests.etl.conftest import FIXTURES

SLICES = FIXTURES / "statbel"
CARS, INCOME, ESTABLISHMENTS = (
    "TF_CAR_HHTYPE_MUNTY.txt",
    "TF_PSNL_INC_TAX_MUNTY.xlsx",
    "vestigingseenheden.json",
)
REGION = "REFREG05"


def read(
    path: Path, indicators: Sequence[Indicator], territory: Areas
) -> dict[str, Reading]:
    (sheet,) = sheets.read(path)
    assert [source for source in SOURCES if source.recognise(sheet)] == [statbel]
    readings = list(statbel.read(sheet, indicators, territory))
    for reading in readings:
        validate(reading.observations, sheet.place())
    assert [r.indicator_id for r in readings] == list(
        statbel.codes_of(sheet, indicators)
    )
    return {reading.indicator_id: reading for reading in readings}


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """A slice with one piece of text replaced."""
    text = (SLICES / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder / name


def region(reading: Reading, territory: Areas) -> pl.DataFrame:
    """Per year: how many of the 32 have a value, and the sums of the parts."""
    members = territory.members.filter(area_id=REGION)["nis"]
    rows = reading.observations.filter(pl.col("nis").is_in(members.implode()))
    return (
        rows.group_by("year")
        .agg(
            pl.col("value").count().alias("n"), pl.col("numerator", "denominator").sum()
        )
        .sort("year")
    )


# Income -----------------------------------------------------------------------


def test_income_of_the_slice(territory: Areas, indicators: list[Indicator]) -> None:
    readings = read(SLICES / INCOME, indicators, territory)
    columns = ("nis", "year", "vintage", "numerator", "denominator", "row")
    rows = readings["statbel:income_per_return"].observations
    assert set(rows["nis"]) == {"24062", "24011", "46025", "73028"}, "zonder Brussel"
    leuven = rows.filter(nis="24062", year=2020)
    assert leuven.select(columns).row(0) == pytest.approx(
        ("24062", 2020, "2024", 2267957710.41, 57064, 7)
    )
    assert leuven["value"][0] == pytest.approx(39744.11, abs=0.01)
    other = readings["statbel:income_per_inhabitant"].observations
    assert other.filter(nis="24062", year=2020)["value"][0] == pytest.approx(
        22447.91, abs=0.01
    )


def income_text(folder: Path, income: str, returns: str = "57064") -> Path:
    """The same layout as `|` text with a byte-order mark, as later editions have it."""
    columns = {
        "CD_YEAR": "2023",
        "CD_MUNTY_REFNIS": "24062",
        "MS_NBR_NON_ZERO_INC": returns,
        "MS_TOT_NET_TAXABLE_INC": income,
        "MS_TOT_RESIDENTS": "101032",
        "TX_MUNTY_DESCR_NL": "Leuven",
    }
    path = folder / "TF_PSNL_INC_TAX_MUNTY.txt"
    path.write_text(f"\ufeff{'|'.join(columns)}\r\n{'|'.join(columns.values())}\r\n")
    return path


@pytest.mark.parametrize(
    ("income", "returns", "missing", "parts"),
    [
        ("*", "57064", "gecensureerd", (None, 57064)),
        ("2267957710.41", "*", "gecensureerd", (2267957710.41, None)),
        ("2267957710.41", "0", "nvt", (2267957710.41, 0)),
        ("", "57064", "leeg", (None, 57064)),
    ],
)
def test_a_withheld_amount_is_no_zero(
    tmp_path: Path,
    territory: Areas,
    indicators: list[Indicator],
    income: str,
    returns: str,
    missing: str,
    parts: tuple[float | None, float | None],
) -> None:
    readings = read(income_text(tmp_path, income, returns), indicators, territory)
    (row,) = readings["statbel:income_per_return"].observations.to_dicts()
    assert (row["value"], row["missing"]) == (None, missing)
    assert (row["numerator"], row["denominator"]) == parts


@pytest.mark.parametrize("income", ["2.267.957.710,41", "2 267", "n.b."])
def test_an_amount_of_another_format_is_refused(
    tmp_path: Path, territory: Areas, indicators: list[Indicator], income: str
) -> None:
    with pytest.raises(
        Refusal, match=r"MS_TOT_NET_TAXABLE_INC': gevonden .* verwacht een getal"
    ):
        read(income_text(tmp_path, income), indicators, territory)


def test_the_whole_income_file(
    shared: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    readings = read(shared / "statbel" / "income" / INCOME, indicators, territory)
    per_return = readings["statbel:income_per_return"]
    years = region(per_return, territory)
    assert years["year"].to_list() == list(range(2005, 2021))
    assert set(years["n"]) == {32}
    assert per_return.observations.height == 16 * 300
    assert per_return.observations["missing"].null_count() == 4800
    heads = region(readings["statbel:income_per_inhabitant"], territory).row(-1)
    assert heads[2] / heads[3] == pytest.approx(23610.97, abs=0.01)


def test_income_is_that_of_the_monitor_and_residents_are_those_of_next_year(
    shared: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    readings = read(shared / "statbel" / "income" / INCOME, indicators, territory)
    heads = readings["statbel:income_per_inhabitant"].observations
    (sheet,) = sheets.read(shared / "gsm" / "register_armoede" / "AR11.csv")
    monitored = gsm.read(sheet, indicators, territory)
    monitor = next(iter(monitored)).observations
    both = heads.filter(pl.col("year") >= 2008).join(
        monitor, on=["nis", "vintage", "year"], validate="1:1"
    )
    gap = (both["numerator"] - both["numerator_right"] * 1e6).abs().max()
    assert both.height == 13 * 300
    assert gap < 5000, "miljoen euro, op twee decimalen"  # type: ignore[operator]
    assert heads.filter(nis="24062", year=2020)["denominator"][0] == 101032
    next_year = monitor.filter(nis="24062", year=2020)["denominator"][0]
    assert next_year == 102275, "de monitor deelt door de inwoners van het jaar zelf"


# Cars -------------------------------------------------------------------------


def test_cars_of_the_slice(territory: Areas, indicators: list[Indicator]) -> None:
    readings = read(SLICES / CARS, indicators, territory)
    columns = ("nis", "year", "vintage", "numerator", "denominator", "value")
    # Leuven: 7.746 + 730 + 123 + 11 + 20 + 33 cars; 24.407 households, 16.232 without.
    cars = readings["statbel:cars_per_household"].observations
    assert cars.filter(nis="24062").select(columns).row(0) == pytest.approx(
        ("24062", 2019, "2024", 8663, 24407, 8663 / 24407)
    )
    without = readings["statbel:households_without_car"].observations
    assert without.filter(nis="24062").select(columns).row(0) == pytest.approx(
        ("24062", 2019, "2024", 16232, 24407, 100 * 16232 / 24407)
    )
    assert cars["nis"].sort().to_list() == ["24011", "24062"], "zonder Brussel"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (" 16.172   ", " 16172   ", r"gevonden '16172', verwacht .*'14\.304'"),
        (" 16.172   ", " 16,172   ", "gevonden '16,172'"),
        (" 16.172   ", "", "gevonden '', verwacht een geheel getal"),
        (
            "Leuven;Louvain;1;3+",
            "Leuven;Louvain;1;4",
            r"gevonden '4', verwacht 0, 1, 2 of 3\+",
        ),
        (
            "Leuven;Louvain;8;0",
            "Leuven;Louvain;9;0",
            "gevonden '9', verwacht een type van 1",
        ),
        (
            "Leuven;Louvain;8;0",
            "Leuven;Louvain;1;0",
            "meer dan één keer voor: 24062, 2019, 1, 0",
        ),
        ("24062;Leuven", "24062;Lier", "gevonden 'Lier' bij code 24062"),
        (
            "24062;Leuven",
            "24999;Leuven",
            "bij code 24999, verwacht 'geen gemeente'",
        ),
        ("24062;Leuven", "2406a;Leuven", "gevonden '2406a', verwacht een NIS-code"),
        ("2019;24062", "19;24062", "gevonden '19', verwacht een jaar"),
    ],
)
def test_odd_cars_are_refused(
    tmp_path: Path,
    territory: Areas,
    indicators: list[Indicator],
    old: str,
    new: str,
    message: str,
) -> None:
    with pytest.raises(Refusal, match=message):
        read(changed(tmp_path, CARS, old, new), indicators, territory)


def test_a_workbook_has_plain_numbers(
    tmp_path: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    (sheet,) = sheets.read(SLICES / CARS)
    cells = sheet.cells.select(pl.exclude("row").str.replace_all(".", "", literal=True))
    cells.rename(dict(zip(cells.columns, sheet.header, strict=True))).write_excel(
        tmp_path / "TF_CAR_HHTYPE_MUNTY.xlsx"
    )
    book = read(tmp_path / "TF_CAR_HHTYPE_MUNTY.xlsx", indicators, territory)
    text = read(SLICES / CARS, indicators, territory)
    for indicator_id, reading in text.items():
        assert book[indicator_id].observations.equals(reading.observations)


def test_the_whole_cars_file(
    shared: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    readings = read(shared / "statbel" / "cars_refnis" / CARS, indicators, territory)
    cars = readings["statbel:cars_per_household"]
    assert region(cars, territory).row(0) == (2019, 32, 276102, 234068)
    without = readings["statbel:households_without_car"]
    assert region(without, territory).row(0) == (2019, 32, 53421, 234068)
    assert cars.observations["nis"].n_unique() == 300
    leuven = cars.observations.filter(nis="24062")
    assert leuven.select("numerator", "denominator").row(0) == (37124, 50490)


# Establishments ---------------------------------------------------------------


def test_establishments_of_the_slice(
    territory: Areas, indicators: list[Indicator]
) -> None:
    reading = read(SLICES / ESTABLISHMENTS, indicators, territory)[
        "statbel:establishments"
    ]
    columns = ("nis", "vintage", "year", "reference_period", "value", "numerator")
    assert reading.observations.select(columns).sort("nis", "year").rows() == [
        ("24062", "2025", 2022, "Q4 2022", 12634, 12634),
        ("24062", "2025", 2023, "Q4 2023", 12848, 12848),
        ("46021", "2025", 2022, "Q4 2022", 8464, 8464),
        ("46021", "2025", 2023, "Q4 2023", 8596, 8596),
    ]
    (finding,) = reading.findings
    assert (finding.gate, finding.year, finding.passed) == ("dubbel", 2023, False)
    assert finding.found.startswith("2 rijen staan dubbel")
    assert reading.official.is_empty()


def facts(folder: Path, *more: dict[str, object]) -> Path:
    """The slice with facts added."""
    document = json.loads((SLICES / ESTABLISHMENTS).read_text(encoding="utf-8"))
    document["facts"] += more
    path = folder / "feiten.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def fact(**labels: object) -> dict[str, object]:
    """A fact on Leuven in 2018, with some labels changed."""
    return {
        "Gewest": "Vlaams Gewest",
        "Provincie": "Provincie Vlaams-Brabant",
        "Arrondissement": "Arrondissement Leuven",
        "Gemeente": "Leuven",
        "Kwartaal": "4de kwartaal 2018",
        "Aantal vestigingseenheden": 10461.0,
    } | labels


def test_a_fact_without_municipality_is_the_total_of_what_it_names(
    tmp_path: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    path = facts(
        tmp_path,
        fact(Gemeente=None),
        fact(Gemeente=None, Arrondissement=None),
        fact(Gemeente=None, Arrondissement=None, Provincie=None),
    )
    reading = read(path, indicators, territory)["statbel:establishments"]
    assert reading.official.select("area_id", "year", "value").rows() == [
        ("24000", 2018, 10461),
        ("20001", 2018, 10461),
        ("02000", 2018, 10461),
    ]
    assert 2018 not in reading.observations["year"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (
            {"Kwartaal": "1ste kwartaal 2019"},
            "gevonden '1ste kwartaal 2019', verwacht '4de kwartaal'",
        ),
        ({"Aantal vestigingseenheden": None}, "gevonden '', verwacht een geheel"),
        ({"Aantal vestigingseenheden": 10.5}, r"gevonden '10\.5'"),
        ({"Gemeente": "Louvain"}, "onbekende gemeente op de kaart van 2025: Louvain"),
        (
            {"Kwartaal": "4de kwartaal 2022"},
            r"Leuven, 4de kwartaal 2022: gevonden 12634\.0 en 10461\.0",
        ),
        (
            {"Gemeente": None, "Arrondissement": "Arrondissement Luik"},
            "onbekend gebied: Vlaams Gewest, Provincie Vlaams-Brabant, Arrondissement Luik",
        ),
    ],
)
def test_odd_facts_are_refused(
    tmp_path: Path,
    territory: Areas,
    indicators: list[Indicator],
    labels: dict[str, object],
    message: str,
) -> None:
    with pytest.raises(Refusal, match=message):
        read(facts(tmp_path, fact(**labels)), indicators, territory)


def test_facts_of_elsewhere_are_refused(
    tmp_path: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    path = tmp_path / "feiten.json"
    path.write_text(json.dumps({"facts": [fact(Gewest="Waals Gewest")]}))
    with pytest.raises(Refusal, match="geen enkele rij van het Vlaams Gewest"):
        read(path, indicators, territory)


def test_the_whole_establishments_file(
    shared: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    path = shared / "statbel" / "establishments" / ESTABLISHMENTS
    reading = read(path, indicators, territory)["statbel:establishments"]
    years = region(reading, territory)
    assert years["year"].to_list() == list(range(2018, 2024))
    assert set(years["n"]) == {32}
    assert years["numerator"].to_list() == [54958, 57854, 60546, 62743, 65375, 66960]
    assert reading.observations.height == 6 * 285
    (finding,) = reading.findings
    assert finding.found.startswith("285 rijen staan dubbel")
