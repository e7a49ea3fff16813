"""Files of any kind as text cells; what is not a table is refused by name."""

from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from etl import sheets
from etl.refusal import Refusal


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "decimal"),
    [
        ("Gemeente;Waarde\nLeuven;1,5\n", ","),
        ("\ufeffGemeente;Waarde\r\nLeuven;1,5\r\n", ","),
        ("Gemeente,Waarde\nLeuven,1.5\n", "."),
        ("Gemeente\tWaarde\nLeuven\t1,5\n", ","),
    ],
)
def test_csv_generations(tmp_path: Path, content: str, decimal: str) -> None:
    (sheet,) = sheets.read(write(tmp_path, "a.csv", content))
    assert sheet.header == ("Gemeente", "Waarde")
    assert sheet.decimal == decimal
    assert sheet.cells.row(0)[:2] == (2, "Leuven")


def test_a_list_of_facts(tmp_path: Path) -> None:
    text = """\ufeff{"facts": [
        {"Gemeente ": " Leuven ", "Aantal": 12848.0, "Code": null},
        {"Gemeente ": null, "Aantal": 3, "Code": "x"}
    ]}"""
    (sheet,) = sheets.read(write(tmp_path, "a.json", text))
    assert sheet.header == ("Gemeente", "Aantal", "Code")
    assert sheet.decimal == "."
    assert sheet.cells.rows() == [(2, "Leuven", "12848.0", None), (3, None, "3.0", "x")]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ('{"a": 1}, {"b": 2}', "a.json, rij 3: gevonden b, verwacht a"),
        ('{"a": 1}, {}', "a.json, rij 3: gevonden niets, verwacht a"),
        ('{"a": [1]}', "a.json, rij 2, kolom 'a': gevonden een lijst of object"),
        ('{"a": 1}, {"a": [1]}', "rij 3, kolom 'a': gevonden een lijst of object"),
        (
            '{"a": 1}, {"a": {"b": 1}}',
            "rij 3, kolom 'a': gevonden een lijst of object",
        ),
    ],
)
def test_facts_of_unlike_shape_are_refused(
    tmp_path: Path, facts: str, message: str
) -> None:
    path = write(tmp_path, "a.json", f'{{"facts": [{facts}]}}')
    with pytest.raises(Refusal, match=message):
        list(sheets.read(path))


def test_header_and_cells_are_cleaned(tmp_path: Path) -> None:
    text = 'Gemeente,"Inkomen \n(in miljoen\u00a0euro) "\n Leuven ,EU        \n,\n'
    (sheet,) = sheets.read(write(tmp_path, "a.csv", text))
    assert sheet.header == ("Gemeente", "Inkomen (in miljoen euro)")
    assert sheet.cells.rows() == [(2, "Leuven", "EU")], "een lege rij telt niet mee"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.csv",
            "Gemeente;x\nLi\u00e8ge;1\n".encode("latin-1"),
            "geen UTF-8: byte 13 is 0xe8",
        ),
        ("a.csv", "Gemeente;x\nLeu\x00ven;1\n", "NUL-teken op plaats 14"),
        ("a.csv", "", "geen leesbare tabel|leeg bestand"),
        ("a.csv", "Gemeente;x\n", "leeg bestand"),
        ("a.csv", "<!DOCTYPE html>\n<html></html>\n", "is een webpagina"),
        ("a.csv", b"PK\x03\x04rest", "is een werkmap of ZIP"),
        ("a.csv", "a;b\n1;2\n1;2;3\n", "geen leesbare tabel"),
        ("a.xlsx", "<html>geen werkmap</html>", "is geen werkmap"),
        ("a.xlsx", b"PK\x05\x06" + bytes(18), "onleesbare werkmap"),
        ("a.parquet", b"PAR1nonsense", "onleesbaar Parquet-bestand"),
        ("a.json", "", "geen leesbare JSON"),
        ("a.json", "<html></html>", "geen leesbare JSON"),
        ("a.json", '{"facts": [{"a": 1}', "geen leesbare JSON"),
        ("a.json", "[" * 100_000, "geen leesbare JSON"),
        ("a.json", b'{"facts": [{"a": "Li\xe8ge"}]}', "geen UTF-8: byte 20 is 0xe8"),
        ("a.json", '[{"a": 1}]', "gevonden JSON met geen object, verwacht 'facts'"),
        ("a.json", "{}", "gevonden JSON met niets, verwacht 'facts'"),
        (
            "a.json",
            '{"type": 1, "features": []}',
            "gevonden JSON met type, features, verwacht",
        ),
        ("a.json", '{"facts": [1]}', "gevonden JSON met facts, verwacht 'facts'"),
        ("a.json", '{"facts": []}', "leeg bestand"),
        ("a.json", '{"facts": [{}]}', "leeg bestand"),
    ],
)
def test_what_is_no_table_is_refused(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    with pytest.raises(Refusal, match=rf"^{name}: ({message})"):
        list(sheets.read(write(tmp_path, name, content)))


def test_workbook_keeps_codes_and_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first = book.add_worksheet("AR_13")
        first.write_row(0, 0, ["Gemeente", "NIS-code", "Waarde"])
        first.write_row(2, 0, ["Leuven", 24062, 0.0061773])
        book.add_worksheet("leeg")
    (sheet,) = sheets.read(path)
    assert sheet.name == "AR_13"
    assert sheet.cells["row"].to_list() == [3], (
        "rij 2 is leeg, de nummers blijven die van Excel"
    )
    assert sheet.cells["c1"][0] in ("24062", "24062.0")
    assert float(sheet.cells["c2"][0]) == pytest.approx(0.0061773)
    assert sheet.place(3, "Waarde") == "a.xlsx, blad AR_13, rij 3, kolom 'Waarde'"


def test_parquet(tmp_path: Path) -> None:
    pl.DataFrame({"code": ["02000"], "total": [13840.0]}).write_parquet(
        tmp_path / "a.parquet"
    )
    (sheet,) = sheets.read(tmp_path / "a.parquet")
    assert sheet.cells.rows() == [(2, "02000", "13840.0")]
