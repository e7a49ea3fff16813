"""Provincies in Cijfers: labels close their block, names become codes, nothing is guessed."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from etl import sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sheets import Sheet
from etl.sources import SOURCES, pinc
from tests.etl.conftest import FIXTURES

SLICES = FIXTURES / "pinc"
Grid = list[list[str | float | None]]
Read = Callable[..., dict[str, Reading]]


@pytest.fixture(scope="session")
def read(territory: Areas, indicators: list[Indicator]) -> Read:
    """Read a file as the collection does."""

    def run(path: Path) -> dict[str, Reading]:
        (sheet,) = sheets.read(path)
        assert pinc.recognise(sheet)
        readings = {}
        for reading in pinc.read(sheet, indicators, territory):
            validate(reading.observations, sheet.place())
            readings[reading.indicator_id] = reading
        return readings

    return run


def workbook(folder: Path, grid: Grid) -> Path:
    path = folder / "export.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet("Werkloosheid gemeenten")
    for row, cells in enumerate([["Werkloosheid - gemeenten"], *grid]):
        page.write_row(row, 0, cells)
    book.close()
    return path


COUNT = "werkzoekenden zonder werk (jaargemiddelde) [aantal]"


def export(
    leuven: float | str = 0.078,
    rate: str = "werkzoekendengraad (jaargemiddelde) [%]",
    count: str | None = COUNT,
    year: str = "2024",
) -> Grid:
    """A workbook with a rate and a count of three municipalities that never merged."""
    return [
        [None, None, rate, None, count],
        [None, "2023", "2024", "2023", year],
        ["Aarschot", 0.049, 0.053, 700, 768],
        ["Leuven", 0.074, leuven, 3746, 3983],
        ["Zoutleeuw", 0.05, 0.054, 213, "-"],
        ["Vorst", "?", "?", "?", "?"],
        ["Niet te lokaliseren", "-", "-", "-", "-"],
        [],
        ["Speciale waarden", "- Geen waarde"],
        ["Bron", "VDAB | provincies.incijfers.be"],
    ]


def cell(
    reading: Reading, nis: str, year: int, breakdown: str = ""
) -> dict[str, object]:
    key = {"nis": nis, "year": year, "breakdown": breakdown}
    return reading.observations.row(
        by_predicate=pl.all_horizontal(pl.col(k) == v for k, v in key.items()),
        named=True,
    )


# The slices of the real files -------------------------------------------------


def test_a_label_belongs_to_the_columns_before_it(read: Read) -> None:
    found = read(SLICES / "unemployment_jobseekers_data.xlsx")
    rate = cell(found["pinc:unemployment_rate"], "24062", 2024)
    assert (rate["value"], rate["numerator"], rate["denominator"]) == (7.8, 3983, None)
    assert rate["vintage"] == "2025"
    count = cell(found["pinc:jobseekers"], "24062", 2014)
    assert (count["value"], count["numerator"]) == (3949, 3949)
    men = cell(found["pinc:unemployment_rate_group"], "24062", 2024, "groep=mannen")
    assert men["value"] == 7.6
    share = cell(found["pinc:jobseekers_share"], "24062", 2024)
    assert (share["value"], share["numerator"]) == (5.4, 3717)


def test_only_flemish_municipalities_are_read(read: Read) -> None:
    for name in ("vacancies_shortages_sectors.xlsx", "nieuwkomers.csv"):
        for reading in read(SLICES / name).values():
            assert set(reading.observations["nis"]) == {
                "24001",
                "24062",
                "24130",
                "73028",
            }
            assert reading.official.is_empty()


def test_missing_states_stay_apart(read: Read) -> None:
    found = read(SLICES / "unemployment_jobseekers_data.xlsx")
    herstappe = {
        year: cell(found["pinc:jobseekers"], "73028", year)
        for year in (2014, 2020, 2024)
    }
    assert [(c["value"], c["missing"]) for c in herstappe.values()] == [
        (None, "leeg"),
        (4, None),
        (None, "gecensureerd"),
    ]
    rate = cell(found["pinc:unemployment_rate"], "73028", 2023)
    assert (rate["value"], rate["numerator"], rate["missing"]) == (0, None, None)


def test_a_series_starts_where_its_figures_start(read: Read) -> None:
    found = read(SLICES / "unemployment_jobseekers_data.xlsx")
    assert found["pinc:jobseekers"].observations["year"].min() == 2014
    for code in ("nationality", "origin", "previous_home", "next_home", "share"):
        assert found[f"pinc:jobseekers_{code}"].observations["year"].min() == 2015


def test_an_index_of_rounded_ratios_adds_nothing() -> None:
    for name in ("nieuwkomers_per_1000.csv", "nieuwkomers_niet_eu_per_1000.csv"):
        (sheet,) = sheets.read(SLICES / name)
        assert pinc.is_index(sheet)
        assert not pinc.recognise(sheet)


def test_no_other_source_takes_these_files() -> None:
    for path in SLICES.iterdir():
        (sheet,) = sheets.read(path)
        claims = [s.NAME for s in SOURCES if s.recognise(sheet) or s.is_index(sheet)]
        assert claims == ["pinc"], path.name
    for path in (FIXTURES / "gsm").iterdir():
        assert not any(map(pinc.recognise, sheets.read(path))), path.name


def test_the_codes_of_a_refused_sheet(indicators: list[Indicator]) -> None:
    def codes(sheet: Sheet) -> list[str]:
        return pinc.codes_of(sheet, indicators)

    (newcomers,) = sheets.read(SLICES / "nieuwkomers_niet_eu.csv")
    assert codes(newcomers) == ["pinc:newcomers_non_eu"]
    (vacancies,) = sheets.read(SLICES / "vacancies_shortages_sectors.xlsx")
    assert codes(vacancies) == ["pinc:vacancies_received", "pinc:vacancies_open"]


# Oddities ---------------------------------------------------------------------


def test_the_small_export_is_read(read: Read, tmp_path: Path) -> None:
    found = read(workbook(tmp_path, export()))
    assert set(found) == {"pinc:jobseekers", "pinc:unemployment_rate"}
    leuven = cell(found["pinc:jobseekers"], "24062", 2024)
    assert (leuven["sheet"], leuven["row"]) == ("Werkloosheid gemeenten", 5)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"leuven": "7,8 %"}, "rij 5.*2024.*gevonden '7,8 %', verwacht een getal"),
        ({"leuven": -99997}, "gevonden '-99997', verwacht een getal vanaf 0"),
        ({"leuven": 7.8}, "hoogste waarde 7.8, verwacht fracties tot 1"),
        ({"year": "2024*"}, r"rij 3.*gevonden '2024\*', verwacht een jaar"),
        ({"year": "2023"}, "bij jaar 2023 loopt het blok niet door"),
        ({"count": None}, "bij jaar 2023 loopt het blok niet door"),
        ({"count": COUNT.replace("aantal", "%")}, "eenheid '%', verwacht 'werkzoek"),
        ({"rate": "werkzoekendengraad (jaargemiddelde)"}, "eenheid 'geen', verw"),
        ({"count": "WZW Mars [aantal] (1)"}, "percentage is, staat niet in het best"),
        ({"rate": "werkduur [aantal]"}, "niet in de catalogus: werkduur.*is gelezen"),
    ],
)
def test_what_does_not_fit_is_refused(
    read: Read, tmp_path: Path, changed: dict[str, str], message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        read(workbook(tmp_path, export(**changed)))


def test_a_label_in_the_first_column_of_its_block_is_refused(
    read: Read, tmp_path: Path
) -> None:
    grid = export()
    grid[0] = [None, grid[0][2], None, COUNT, None]
    with pytest.raises(Refusal, match="het opschrift boven het laatste"):
        read(workbook(tmp_path, grid))


def test_an_export_without_labels_is_refused(read: Read, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="rij 2: geen opschriften boven de kolommen"):
        read(workbook(tmp_path, [[], [], *export()[2:]]))


def test_an_unknown_label_does_not_cost_the_rest(
    territory: Areas, indicators: list[Indicator], tmp_path: Path
) -> None:
    grid = export(rate="werkduur [aantal]")
    (sheet,) = sheets.read(workbook(tmp_path, grid))
    found = pinc.read(sheet, indicators, territory)
    assert next(found).indicator_id == "pinc:jobseekers"
    with pytest.raises(Refusal, match="zet ze bij 'source_titles'"):
        next(found)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Luik", "onbekende gemeente op de kaart van 2025: Luik"),
        ("Galmaarden", "onbekende gemeente op de kaart van 2025: Galmaarden"),
        ("Hasselt", "4 gemeenten, en van fusiegemeenten .* ontbreken: Aartselaar"),
        ("Leuven", "sleutel komt meer dan één keer voor: pinc:jobseekers"),
        (None, "rij 4: cijfers zonder gemeentenaam"),
    ],
)
def test_a_name_is_never_guessed(
    read: Read, tmp_path: Path, name: str | None, message: str
) -> None:
    grid = export()
    grid.insert(2, [name, 0.1, 0.1, 1, 1])
    with pytest.raises(Refusal, match=message):
        read(workbook(tmp_path, grid))


@pytest.mark.parametrize("vintage", ["2018", "2024", "2025"])
def test_a_full_list_tells_its_own_boundaries(
    read: Read, territory: Areas, tmp_path: Path, vintage: str
) -> None:
    names = territory.vintages.filter(vintage=vintage)["name"]
    lines = ["gemeenten;nieuwkomers|2024", *(f'"{name}";1' for name in names)]
    (tmp_path / "n.csv").write_text("\n".join(lines), encoding="utf-8")
    rows = read(tmp_path / "n.csv")["pinc:newcomers"].observations
    assert rows["vintage"].unique().to_list() == [vintage]
    assert set(rows["nis"]) == territory.codes(vintage)


def test_percentages_of_a_csv_are_not_fractions(read: Read, tmp_path: Path) -> None:
    header = "gemeenten;werkzoekendengraad 18-24 jaar (jaargemiddelde)|2024"
    (tmp_path / "g.csv").write_text(f"{header}\nLeuven;15,2\n", encoding="utf-8")
    reading = read(tmp_path / "g.csv")["pinc:unemployment_rate_group"]
    assert cell(reading, "24062", 2024, "groep=18-24-jaar")["value"] == 15.2
    (tmp_path / "g.csv").write_text(f"{header}\nLeuven;0,152\n", encoding="utf-8")
    with pytest.raises(Refusal, match="verwacht percentages van 1 tot 100"):
        read(tmp_path / "g.csv")


# The whole files --------------------------------------------------------------


@pytest.fixture(scope="session")
def everything(read: Read, shared: Path) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for pattern in ("unemployment*.xlsx", "vacancies*.xlsx", "*komers*- gemeenten.csv"):
        for path in sorted((shared / "pinc").glob(pattern)):
            (sheet,) = sheets.read(path)
            found |= {} if pinc.is_index(sheet) else read(path)
    return found


def test_every_indicator_is_found_for_every_municipality(
    everything: dict[str, Reading], indicators: list[Indicator], territory: Areas
) -> None:
    mine = {i.indicator_id: i for i in indicators if i.source == "pinc"}
    assert set(everything) == set(mine)
    region = territory.current_members.filter(area_id="REFREG05")["nis"]
    for indicator_id, reading in everything.items():
        rows = reading.observations
        assert set(rows["breakdown"]) == {b for b, _ in mine[indicator_id].breakdowns()}
        assert set(rows["nis"]) == territory.codes("2025")
        newest = rows.filter(
            pl.col("nis").is_in(region.implode()),
            pl.col("value").is_not_null(),
            year=2024,
            breakdown=mine[indicator_id].main_breakdown,
        )
        assert newest.height == 32, indicator_id


def test_28_sectors_are_the_total(everything: dict[str, Reading]) -> None:
    for code in ("received", "open"):
        rows = everything[f"pinc:vacancies_{code}"].observations
        assert rows["breakdown"].n_unique() == 29
        parts = rows.filter(pl.col("breakdown") != "").group_by("nis", "year")
        added = parts.agg(pl.col("value").sum())
        total = rows.filter(breakdown="").select("nis", "year", total="value")
        joined = added.join(total, on=["nis", "year"], validate="1:1")
        assert joined.height == 285 * 11
        assert (joined["value"] == joined["total"]).all()


def test_the_regional_rate_lies_within_its_bounds(
    everything: dict[str, Reading], territory: Areas
) -> None:
    region = territory.current_members.filter(area_id="REFREG05")["nis"]
    rows = everything["pinc:unemployment_rate"].observations.filter(
        pl.col("nis").is_in(region.implode()), year=2024
    )
    people = pl.col("numerator")
    rates = rows.select(
        (100 * people.sum() / (100 * people / (pl.col("value") + step)).sum())
        .round(2)
        .alias(str(step))
        for step in (-0.05, 0, 0.05)
    )
    assert rates.row(0) == (5.26, 5.31, 5.37)


def test_knowledge_intensive_vacancies(
    everything: dict[str, Reading], territory: Areas
) -> None:
    sectors = [
        "sector=informatica-media-en-telecom",
        "sector=financiele-diensten",
        "sector=zakelijke-dienstverlening",
        "sector=onderwijs",
    ]
    region = territory.current_members.filter(area_id="REFREG05")["nis"]
    rows = everything["pinc:vacancies_received"].observations.filter(
        pl.col("nis").is_in(region.implode()), year=2024
    )
    knowing = pl.col("value").filter(pl.col("breakdown").is_in(sectors)).sum()
    total = pl.col("value").filter(pl.col("breakdown") == "").sum()
    assert rows.select((100 * knowing / total).round(1)).item() == 32.1


def test_non_eu_newcomers_are_among_the_newcomers(
    everything: dict[str, Reading],
) -> None:
    every = everything["pinc:newcomers"].observations
    some = everything["pinc:newcomers_non_eu"].observations
    joined = every.join(some, on=["nis", "year"], validate="1:1")
    assert joined.height == 285 * 11
    assert (joined["value_right"] <= joined["value"]).all()
    assert cell(everything["pinc:newcomers"], "24062", 2024)["value"] == 3697
