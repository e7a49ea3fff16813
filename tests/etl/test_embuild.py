"""Households, house sales and municipal investment: three tables, each with its own traps."""

from pathlib import Path

import polars as pl
import pytest

from etl import settings, sheets
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import SOURCES, embuild
from tests.etl.conftest import FIXTURES

HOUSEHOLDS = FIXTURES / "embuild" / "huishoudens.csv"
SALES = FIXTURES / "embuild" / "vastgoed_yearly.csv"
INVESTMENTS = FIXTURES / "embuild" / "investments_bv.parquet"


def read(path: Path, territory: Areas) -> dict[str, Reading]:
    (sheet,) = sheets.read(path)
    assert [s.NAME for s in SOURCES if s.recognise(sheet)] == ["embuild"]
    readings = {r.indicator_id: r for r in embuild.read(sheet, [], territory)}
    for reading in readings.values():
        validate(reading.observations, sheet.place())
    assert set(readings) <= set(embuild.codes_of(sheet, []))
    return readings


def changed(path: Path, folder: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    target = folder / path.name
    target.write_text(text.replace(old, new), encoding="utf-8")
    return target


def value(reading: Reading, nis: str, year: int) -> tuple[object, ...]:
    ((found),) = (
        reading.observations.filter(nis=nis, year=year)
        .select("value", "numerator", "missing", "vintage")
        .rows()
    )
    return tuple(found)


# Households ------------------------------------------------------------------


def test_counted_and_projected_households_are_two_indicators(
    territory: Areas,
) -> None:
    readings = read(HOUSEHOLDS, territory)
    counted = readings["embuild:households"]
    projected = readings["embuild:households_projected"]
    assert set(counted.observations["year"]) == {2023}
    assert set(projected.observations["year"]) == {2024}
    assert value(counted, "73028", 2023) == (28, 28, None, "2024")
    assert projected.observations.filter(nis="73028").is_empty(), "niet geraamd"


def test_the_first_projected_year_is_an_assumption(
    territory: Areas, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = dict(settings.assumptions())
    key = "households_projected_from"
    other[key] = other[key].model_copy(update={"value": 2025})
    monkeypatch.setattr(settings, "assumptions", lambda: other)
    assert set(read(HOUSEHOLDS, territory)) == {"embuild:households"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("2024,24062,4+,", "2024,24062,5+,", "'5\\+', verwacht een van 1, 2, 3, 4\\+"),
        ("2024,24062,4+,", "2023,24062,4+,", "komt meer dan één keer voor: 2023, 24062"),
        ("2023,73028,1,5", "2023,73028,1,", "gevonden '', verwacht een aantal"),
        ("2023,73028,1,5", "2023,73028,1,-5", "gevonden '-5', verwacht een aantal"),
        ("2023,73028,1,5", "2023,73028,1,1 005", "'1 005', verwacht een getal"),
        ("2023,73028,1,5", "2O23,73028,1,5", "'2O23', verwacht een jaar"),
        ("2023,73028,1,5", "2023,99028,1,5", "'99028', verwacht een gemeente"),
    ],
)  # fmt: skip
def test_a_wrong_row_of_households_is_refused(
    territory: Areas, tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        read(changed(HOUSEHOLDS, tmp_path, old, new), territory)


def test_a_missing_size_is_refused(territory: Areas, tmp_path: Path) -> None:
    lines = HOUSEHOLDS.read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "huishoudens.csv"
    path.write_text("".join(line for line in lines if "73028,2" not in line))
    with pytest.raises(Refusal, match="73028 in 2023: 3 groottes"):
        read(path, territory)


# House sales -----------------------------------------------------------------


def test_sales_of_houses_and_their_median(territory: Areas) -> None:
    readings = read(SALES, territory)
    sales, price = readings["embuild:house_sales"], readings["embuild:house_price"]
    assert value(sales, "24062", 2024)[:2] == (753, 753)
    assert value(price, "24062", 2024) == (455000, None, None, "2025")
    assert value(sales, "73028", 2024)[:2] == (0, 0), "geen verkoop is een nul"
    assert value(price, "73028", 2024)[::2] == (None, "nvt"), "maar geen mediaan"
    assert set(sales.observations["nis"]) == {"24062", "73028"}, "geen Brussel of Luik"
    assert sales.official.select("area_id", "value", "numerator").rows() == [
        ("02000", 55260, 55260),
        ("20001", 9226, 9226),
    ]
    assert price.official.select("value", "numerator").rows() == [
        (330000, None),
        (389500, None),
    ]
    assert [f.passed for f in sales.findings] == [True]


def test_few_sales_leave_the_median_empty(territory: Areas, tmp_path: Path) -> None:
    path = changed(SALES, tmp_path, "753.0,455000.0", "753.0,")
    price = read(path, territory)["embuild:house_price"]
    assert value(price, "24062", 2024)[::2] == (None, "leeg")


def test_kinds_of_houses_that_do_not_add_up_are_reported(
    territory: Areas, tmp_path: Path
) -> None:
    path = changed(SALES, tmp_path, "24062,huizen_23,638.0", "24062,huizen_23,639.0")
    (finding,) = read(path, territory)["embuild:house_sales"].findings
    assert (finding.gate, finding.passed, finding.year) == ("deel", False, 2024)
    assert finding.found == "24062 in 2024: delen 754, totaal 753"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("455000.0,LEUVEN", "455000.0,LIER", "gevonden 'LIER' bij code 24062"),
        ("5,24062,alle", "5,24999,alle", "'24999', verwacht een gemeente"),
        ("5,24062,alle", "4,24062,alle", "'4', verwacht een van 1, 2, 3, 5"),
        ("24062,alle_huizen", "24062,huizen", "'huizen', verwacht een van alle_huizen"),
        ("753.0", "", "kolom 'n': gevonden '', verwacht een aantal"),
        ("455000.0", "455 000", "kolom 'p50': gevonden '455 000', verwacht een getal"),
    ],
)
def test_a_wrong_row_of_sales_is_refused(
    territory: Areas, tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        read(changed(SALES, tmp_path, old, new), territory)


# Investment ------------------------------------------------------------------


def investments(folder: Path, change: pl.Expr) -> Path:
    path = folder / INVESTMENTS.name
    pl.read_parquet(INVESTMENTS).with_columns(change).write_parquet(path)
    return path


def test_accounts_and_plans_are_kept_apart(territory: Areas) -> None:
    readings = read(INVESTMENTS, territory)
    mobility = readings["embuild:investment_mobility"]
    planned = readings["embuild:investment_mobility_planned"]
    assert set(mobility.observations["year"]) == {2024}
    assert set(planned.observations["year"]) == {2025, 2026}
    by_hand = 19064235 + 4311366 + 3322500
    assert value(mobility, "24062", 2024) == (by_hand, by_hand, None, "2025")
    economy = readings["embuild:investment_economy"]
    by_hand = 30100 + 175608 + 187341 + 20991 + 302736
    assert value(economy, "24062", 2024)[0] == by_hand


def test_no_row_is_zero_only_for_who_reported_that_year(territory: Areas) -> None:
    mobility = read(INVESTMENTS, territory)["embuild:investment_mobility"].observations
    assert mobility.filter(nis="23009")["value"].to_list() == [0], "meldde ander werk"
    assert mobility.filter(nis="24001").is_empty(), "meldde niets"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.col("BV_domein").str.replace("^5 .*", "5 Economie"), "'5 Ondernemen en werken' ontbreekt"),
        (pl.col("Beleidsveld").str.replace("0220 Parkeren", "0200 Wegen"), "komt meer dan één keer voor"),
        (pl.col("NIS_code").str.replace("23009", "23999"), "'23999', verwacht een gemeente"),
        (pl.col("Totaal").replace(30300.0, None), "kolom 'Totaal': gevonden '', verwacht een bedrag"),
        (
            pl.when(pl.col("NIS_code") == "23009").then(2014).otherwise("Rapportjaar").alias("Rapportjaar"),
            "verwacht één planningscyclus per boekjaar",
        ),
    ],
)  # fmt: skip
def test_wrong_investments_are_refused(
    territory: Areas, tmp_path: Path, change: pl.Expr, message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        read(investments(tmp_path, change), territory)


def test_an_amount_that_contradicts_its_amount_per_inhabitant_is_reported(
    territory: Areas, tmp_path: Path
) -> None:
    lost_zeros = pl.col("Totaal").replace(3322500.0, 33225.0)
    readings = read(investments(tmp_path, lost_zeros), territory)
    (finding,) = readings["embuild:investment_mobility"].findings
    assert (finding.gate, finding.passed, finding.year) == ("quotient", False, 2024)
    assert finding.found.startswith("1 van 4 bedragen, samen goed voor 14,")
    assert finding.place.endswith("rij 10")
    (economy,) = readings["embuild:investment_economy"].findings
    assert economy.passed


# The catalogue and the real files --------------------------------------------


def test_what_is_assumed_stands_beside_the_figure(
    indicators: list[Indicator],
) -> None:
    known = {i.indicator_id: i for i in indicators}
    for assumption in settings.assumptions().values():
        for indicator_id in assumption.indicators:
            assert assumption.sentence in (known[indicator_id].note or "")
    sentence = settings.assumptions()["households_projected_from"].sentence
    assert "2023 het laatste getelde jaar" in sentence


def test_an_unknown_assumption_is_refused() -> None:
    with pytest.raises(Refusal, match=r"assumptions.yaml: 'iets' ontbreekt"):
        settings.assumed("iets")


def region(reading: Reading, territory: Areas, year: int) -> tuple[float, int]:
    """Sum and number of municipalities of Oost-Brabant."""
    members = territory.current_members.filter(area_id="REFREG05").select("nis")
    mine = reading.observations.join(members, on="nis").filter(
        pl.col("value").is_not_null(), year=year
    )
    return float(mine["value"].sum()), mine.height


def test_the_real_households(shared: Path, territory: Areas) -> None:
    readings = read(shared / "embuild" / "huishoudens.csv", territory)
    counted = readings["embuild:households"].observations
    projected = readings["embuild:households_projected"].observations
    assert (counted["year"].min(), counted["year"].max()) == (2010, 2023)
    assert (projected["year"].min(), projected["year"].max()) == (2024, 2040)
    assert set(counted["vintage"]) == set(projected["vintage"]) == {"2024"}
    assert set(counted.group_by("year").len()["len"]) == {300}
    assert set(projected.group_by("year").len()["len"]) == {299}
    assert region(readings["embuild:households"], territory, 2023) == (243589, 32)
    assert region(readings["embuild:households_projected"], territory, 2040) == (
        261362,
        32,
    )


def test_the_real_sales(shared: Path, territory: Areas) -> None:
    readings = read(shared / "embuild" / "vastgoed_yearly.csv", territory)
    sales = readings["embuild:house_sales"]
    assert [f.passed for f in sales.findings] == [True]
    added = sales.observations.group_by("year").agg(pl.col("numerator").sum())
    published = sales.official.filter(area_id="02000").select("year", "numerator")
    assert added.sort("year").equals(published.sort("year")), "som = Vlaams Gewest"
    assert region(sales, territory, 2024) == (4577, 32)
    price = readings["embuild:house_price"]
    assert region(price, territory, 2024)[1] == 32
    assert price.official.filter(area_id="02000", year=2024)["value"].item() == 330000
    few = price.observations.filter(pl.col("value").is_null())
    assert set(few["missing"]) == {"leeg", "nvt"}
    assert few.height == 66


def test_the_real_investments(shared: Path, territory: Areas) -> None:
    readings = read(shared / "embuild" / "investments_bv.parquet", territory)
    mobility = readings["embuild:investment_mobility"].observations
    counts = dict(mobility.group_by("year").len().rows())
    assert counts == {year: 281 if year == 2019 else 285 for year in range(2014, 2025)}
    planned = readings["embuild:investment_mobility_planned"]
    assert set(planned.observations["year"]) == set(range(2025, 2032))
    assert region(readings["embuild:investment_mobility"], territory, 2024) == (
        91699591,
        32,
    )
    assert region(planned, territory, 2026) == (135997583, 32)
    economy = readings["embuild:investment_economy"]
    five_years = sum(region(economy, territory, year)[0] for year in range(2020, 2025))
    assert five_years == 92892843
    lost = [f for f in economy.findings if not f.passed]
    assert len(lost) == 11, "elk jaar bedragen met verloren nullen"
