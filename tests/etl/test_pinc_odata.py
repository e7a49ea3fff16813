"""Our own CSV of the OData service: levels, missing codes, ratios, and what is refused."""

from pathlib import Path

import polars as pl
import pytest

from etl import sheets
from etl.areas import Areas
from etl.blocks import Dimension
from etl.catalogue import Indicator
from etl.observations import Reading, validate
from etl.refusal import Refusal
from etl.sources import SOURCES, pinc_odata

Row = tuple[str, str, str, str]
"""Role, level and code joined by a space, year, value."""


def block(**fields: object) -> Indicator:
    common = {
        "source": "pinc",
        "code": "wzw",
        "title": "Werkzoekenden",
        "theme": "Werk",
        "definition": "Werkzoekenden zonder werk.",
        "unit": "werkzoekenden",
        "group": "Werk",
        "aggregation": "sum",
        "aggregation_reason": "Personen tellen op.",
    }
    return Indicator.model_validate({**common, **fields})


RATE = block(unit="%", aggregation="ratio", factor=100)


def table(*rows: Row, **fixed: str) -> pl.DataFrame:
    frame = pl.DataFrame(
        [(role, *place.split(), year, value) for role, place, year, value in rows],
        schema=["role", "geolevel", "area", "period", "value"],
        orient="row",
    )
    constants = {
        "pinc_odata": "wzw",
        "breakdown": "",
        "variable": "v9999",
        "unit": "aantal",
        "scale": "1",
        **fixed,
    }
    return (
        frame.with_columns(
            pl.lit(value).alias(name) for name, value in constants.items()
        )
        .with_columns(code=pl.col("geolevel") + "_" + pl.col("area"))
        .select(pinc_odata.HEADER)
    )


def read(
    frame: pl.DataFrame, folder: Path, territory: Areas, indicator: Indicator
) -> Reading:
    frame.write_csv(folder / "pinc_odata_wzw.csv")
    (sheet,) = sheets.read(folder / "pinc_odata_wzw.csv")
    assert [one for one in SOURCES if one.recognise(sheet)] == [pinc_odata]
    assert not any(one.is_index(sheet) for one in SOURCES)
    assert pinc_odata.codes_of(sheet, []) == ["pinc:wzw"]
    (reading,) = pinc_odata.read(sheet, [indicator], territory)
    validate(reading.observations, sheet.place())
    return reading


def test_counts_and_every_way_of_being_absent(tmp_path: Path, territory: Areas) -> None:
    rows = [
        ("value", "gemeente 24062", "2024", "110"),
        ("value", "gemeente 24001", "2024", "0"),
        ("value", "gemeente 24011", "2024", "-99996"),
        ("value", "gemeente 24014", "2024", "-99997.0"),
        ("value", "gemeente 24016", "2024", "-99998"),
        ("value", "gemeente 24020", "2024", "-99999"),
        ("value", "gemeente 24028", "2024", "x"),
        ("value", "gemeente 24033", "2024", ""),
        ("value", "gemeente 24038", "2024", "1.5e3"),
    ]
    found = read(table(*rows), tmp_path, territory, block()).observations
    assert found.select("nis", "value", "numerator", "missing").rows() == [
        ("24062", 110.0, 110.0, None),
        ("24001", 0.0, 0.0, None),
        ("24011", None, None, "leeg"),
        ("24014", None, None, "gecensureerd"),
        ("24016", None, None, "nvt"),
        ("24020", None, None, "onbekend"),
        ("24028", None, None, "gecensureerd"),
        ("24033", None, None, "leeg"),
        ("24038", 1500.0, 1500.0, None),
    ]
    assert set(found["vintage"]) == {"2025"}
    assert found["row"].to_list() == list(range(2, 11))


def test_larger_areas_are_what_the_publisher_says(
    tmp_path: Path, territory: Areas
) -> None:
    rows = [
        ("value", "gemeente 24062", "2024", "110"),
        ("value", "gemeente 21004", "2024", "5000"),
        ("value", "gemeente 99991", "2024", "3"),
        ("value", "refreg REFREG05", "2024", "2345"),
        ("value", "refreg refreg04", "2024", "-99997"),
        ("value", "refreg REFREG91", "2024", "3"),
        ("value", "refreg REFREG99", "2024", "3"),
        ("value", "gewest 2000", "2024", "200000"),
        ("value", "gewest 4000", "2024", "90000"),
    ]
    reading = read(table(*rows), tmp_path, territory, block())
    assert reading.observations["nis"].to_list() == ["24062"]
    assert reading.official.select("area_id", "year", "value", "numerator").rows() == [
        ("REFREG05", 2024, 2345.0, 2345.0),
        ("02000", 2024, 200000.0, 200000.0),
    ]


def test_a_ratio_is_made_from_its_parts(tmp_path: Path, territory: Areas) -> None:
    rows = [
        ("numerator", "gemeente 24062", "2024", "5"),
        ("denominator", "gemeente 24062", "2024", "200"),
        ("numerator", "gemeente 24001", "2024", "0"),
        ("denominator", "gemeente 24001", "2024", "0"),
        ("numerator", "gemeente 24011", "2024", "x"),
        ("denominator", "gemeente 24011", "2024", "100"),
        ("numerator", "gemeente 24014", "2024", "3"),
        ("numerator", "refreg REFREG05", "2024", "50"),
        ("denominator", "refreg REFREG05", "2024", "1000"),
    ]
    reading = read(table(*rows), tmp_path, territory, RATE)
    columns = ("nis", "value", "numerator", "denominator", "missing")
    assert reading.observations.select(columns).rows() == [
        ("24062", 2.5, 5.0, 200.0, None),
        ("24001", None, 0.0, 0.0, "nvt"),
        ("24011", None, None, 100.0, "gecensureerd"),
        ("24014", None, 3.0, None, "leeg"),
    ]
    assert reading.official.select("value", "numerator", "denominator").rows() == [
        (5.0, 50.0, 1000.0)
    ]


def test_a_rounded_rate_keeps_the_count_beside_it(
    tmp_path: Path, territory: Areas
) -> None:
    rows = [
        ("value", "gemeente 24062", "2024", "0.053"),
        ("numerator", "gemeente 24062", "2024", "2500"),
    ]
    frame = table(*rows, unit="%").with_columns(
        scale=pl.when(role="value").then(pl.lit("100")).otherwise(pl.lit("1"))
    )
    implied = block(unit="%", aggregation="implied", rounding=0.1, factor=100)
    found = read(frame, tmp_path, territory, implied).observations
    assert found.select("value", "numerator").rows() == [(5.3, 2500.0)]


def test_old_boundaries_and_breakdowns(tmp_path: Path, territory: Areas) -> None:
    sex = Dimension(column="geslacht", values=["Mannen", "Vrouwen"])
    frames = [
        table(("value", "gemeente2018 44001", "2017", "7")),
        table(("value", "gemeente2024 44084", "2020", "8")),
        table(("value", "gemeente 73110", "2024", "9")),
        table(("value", "gemeente 73110", "2024", "4"), breakdown="geslacht=mannen"),
    ]
    indicator = block(dimensions={"geslacht": sex})
    found = read(pl.concat(frames), tmp_path, territory, indicator).observations
    columns = ("nis", "vintage", "year", "breakdown", "value")
    assert found.select(columns).rows() == [
        ("44001", "2018", 2017, "", 7.0),
        ("44084", "2024", 2020, "", 8.0),
        ("73110", "2025", 2024, "", 9.0),
        ("73110", "2025", 2024, "geslacht=mannen", 4.0),
    ]


GOOD = ("value", "gemeente 24062", "2024", "110")
WRONG = {
    "een gebied van dat niveau": ("value", "gemeente 44001", "2024", "1"),
    "kolom 'code': gevonden 'refreg_REFREG77'": ("value", "refreg REFREG77", "2024", "1"),
    "gevonden 'provincie', verwacht een van gemeente": ("value", "provincie 20001", "2024", "1"),
    "gevonden '2024K1', verwacht een jaar": ("value", "gemeente 24001", "2024K1", "1"),
    "rij 3, kolom 'value': gevonden '1.234,5'": ("value", "gemeente 24001", "2024", "1.234,5"),
    "kolom 'role': gevonden 'iets'": ("iets", "gemeente 24001", "2024", "1"),
    "elk gebied één keer per jaar": ("value", "gemeente 24062", "2024", "111"),
    "één niveau van gemeenten per jaar": ("value", "gemeente2024 24001", "2024", "1"),
}  # fmt: skip


@pytest.mark.parametrize("sentence", WRONG)
def test_what_is_not_understood_is_refused_by_its_place(
    tmp_path: Path, territory: Areas, sentence: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        read(table(GOOD, WRONG[sentence]), tmp_path, territory, block())
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("frame", "indicator", "sentence"),
    [
        (table(GOOD), block(code="ander"), "gevonden wzw, verwacht één code"),
        (table(GOOD, breakdown="geslacht=x"), block(), "een indeling van de catalogus"),
        (table(GOOD, scale="veel"), block(), "kolom 'scale': gevonden 'veel'"),
        (table(GOOD, unit="%"), block(), "verwacht 'werkzoekenden' (de catalogus)"),
        (table((*GOOD[:3], "0.053")), RATE, "verwacht procenten van 0 tot 100"),
    ],
)
def test_another_indicator_unit_or_scale_is_refused(
    tmp_path: Path,
    territory: Areas,
    frame: pl.DataFrame,
    indicator: Indicator,
    sentence: str,
) -> None:
    with pytest.raises(Refusal) as refusal:
        read(frame, tmp_path, territory, indicator)
    assert sentence in str(refusal.value)


def test_a_code_without_its_level_is_refused(tmp_path: Path, territory: Areas) -> None:
    bare = table(GOOD).with_columns(code=pl.lit("24062"))
    with pytest.raises(Refusal, match="gevonden '24062', verwacht een gebied"):
        read(bare, tmp_path, territory, block())
