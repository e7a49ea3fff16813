"""Files of figures, read back as a spreadsheet or an analyst would read them."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import fastexcel
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pages.exports.csv_file import as_csv
from pages.exports.workbook import (
    ABOUT,
    Metadata,
    Sheet,
    decimals_format,
    workbook,
)

FRAME = pl.DataFrame(
    {
        "Gebied": ["02000", "24062", "24001"],
        "Naam": ["=1+1", "Leuven", None],
        "Jaar": [2021, 2022, 2022],
        "Waarde": [0.546961, -1234.5, None],
        "Personen": [1234567, 0, 12],
        "Opgehaald": [date(2026, 11, 25)] * 3,
    }
)
METADATA = Metadata("Leefloon", [("Bron", "=HYPERLINK('x')"), ("Build", "b1")])
FORMATS = {"Waarde": decimals_format(2)}
STARTERS = st.sampled_from("=+-@")
WORDS = st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"]))


def parts(content: bytes) -> dict[str, str]:
    """The XML inside a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def read(content: bytes, sheet: str, **options: Any) -> pl.DataFrame:
    loaded = fastexcel.read_excel(content).load_sheet(sheet, **options)
    found: pl.DataFrame = loaded.to_polars()
    return found


def styles_of(inside: dict[str, str], *cells: str) -> list[str]:
    """Number format of cells: its code, or its number when it is one that Excel has itself."""
    ids = re.findall(
        r"<xf numFmtId=.(\d+)", inside["xl/styles.xml"].split("<cellXfs")[1]
    )
    codes = dict(
        re.findall(
            r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', inside["xl/styles.xml"]
        )
    )
    sheet = inside["xl/worksheets/sheet1.xml"]
    used = [re.findall(rf'<c r="{cell}" s="(\d+)"', sheet)[0] for cell in cells]
    return [codes.get(ids[int(style)], ids[int(style)]) for style in used]


@pytest.fixture(scope="module")
def book() -> bytes:
    return workbook([Sheet("Cijfers", FRAME, FORMATS)], METADATA)


def test_numbers_come_back_as_numbers_and_codes_as_text(book: bytes) -> None:
    found = read(book, "Cijfers")
    assert found.schema["Waarde"] == pl.Float64
    assert found.schema["Gebied"] == pl.String
    whole = pl.col("Jaar", "Personen").cast(pl.Int64)
    assert_frame_equal(
        found.with_columns(whole, pl.col("Opgehaald").cast(pl.Date)), FRAME
    )


def test_a_sheet_tells_what_the_figures_are(book: bytes) -> None:
    assert fastexcel.read_excel(book).sheet_names == ["Cijfers", ABOUT]
    found = read(book, ABOUT, header_row=None).rows()
    assert found[0][0] == "Leefloon"
    assert ("Bron", "=HYPERLINK('x')") in found, "tekst, geen formule"
    assert ("Build", "b1") in found


def test_the_table_is_ready_for_use(book: bytes) -> None:
    inside = parts(book)
    sheet = inside["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in sheet and 'topLeftCell="A2"' in sheet
    assert '<autoFilter ref="A1:F4"' in inside["xl/tables/table1.xml"]
    assert styles_of(inside, "C2", "D2", "E2", "F2") == [
        "1",  # 0: a year has no point for thousands
        "#,##0.00",
        "#,##0",
        "[$-0813]d mmmm yyyy",
    ]
    assert "<dc:title>Leefloon</dc:title>" in inside["docProps/core.xml"]
    assert "nl-BE" in inside["docProps/custom.xml"]


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame(schema={"Naam": pl.String, "Waarde": pl.Float64}),
        pl.DataFrame(
            {"Waarde": [float("nan"), float("inf"), 1.5], "Ja": [True, None, False]}
        ),
    ],
    ids=["leeg", "geen getal"],
)
def test_odd_tables_give_a_workbook(frame: pl.DataFrame) -> None:
    found = read(workbook([Sheet("Cijfers", frame)], METADATA), "Cijfers")
    assert found.columns == frame.columns
    if frame.height:
        assert found["Waarde"].to_list() == [None, None, 1.5]
        assert found["Ja"].to_list() == ["ja", None, "nee"]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(STARTERS, WORDS).map("".join), min_size=1, max_size=5))
def test_what_looks_like_a_formula_stays_text(texts: list[str]) -> None:
    content = workbook([Sheet("Cijfers", pl.DataFrame({"Naam": texts}))], METADATA)
    inside = parts(content)
    assert not any("<f>" in xml for name, xml in inside.items() if "sheet" in name)
    found = read(content, "Cijfers", dtypes={"Naam": "string"})
    assert found["Naam"].to_list() == texts


def test_the_csv_is_belgian_and_comes_back_whole() -> None:
    content = as_csv(FRAME.drop("Naam"))
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"0,546961" in content and b"-1234,5" in content
    found = pl.read_csv(
        content, separator=";", decimal_comma=True, schema=FRAME.drop("Naam").schema
    )
    assert_frame_equal(found, FRAME.drop("Naam"))


@given(STARTERS, WORDS)
def test_no_text_of_a_csv_is_a_formula(start: str, words: str) -> None:
    lines = as_csv(pl.DataFrame({"Naam": [start + words], "Waarde": [-5.0]}))
    found = pl.read_csv(lines, separator=";", decimal_comma=True)
    assert found.row(0) == (f"'{start}{words}", -5.0), "getallen blijven getallen"
