"""The open data package: what it says of itself is what is in it, and it is the database."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from etl import export, package
from etl.__main__ import main
from etl.publish import attached
from etl.refusal import Refusal
from tests.conftest import DATABASE

TYPES: dict[str, Any] = {
    "string": pl.String,
    "number": pl.Float64,
    "integer": pl.Int64,
    "boolean": pl.Boolean,
    "date": pl.Date,
    "datetime": pl.Datetime,
    "array": pl.List(pl.String),
}
SMALL = ("source", "gate", "alias")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole package of the test database."""
    target = tmp_path_factory.mktemp("export") / "open"
    export.export(DATABASE, target, lambda _line: None)
    return target


@pytest.fixture(scope="module")
def document(folder: Path) -> dict[str, Any]:
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with attached(DATABASE, "READ_ONLY") as connection:
        yield connection


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a few tables, for what is about files."""
    whole = package.content()
    tables = {name: whole.tables[name] for name in SMALL}
    part = whole.model_copy(update={"tables": tables})
    monkeypatch.setattr(package, "content", lambda: part)


def read(folder: Path, resource: dict[str, Any]) -> pl.DataFrame:
    """A resource by nothing but its own description."""
    path, fields = folder / resource["path"], resource["schema"]["fields"]
    if resource["format"] == "parquet":
        return pl.read_parquet(path)
    text = pl.read_csv(path, infer_schema=False, empty_string_is_null=False)
    cells = []
    for field in fields:
        cell = pl.col(field["name"])
        for missing in field.get("missingValues", [""]):
            cell = pl.when(cell != missing).then(cell)
        match field["type"]:
            case "boolean":
                cell = cell.replace_strict({"true": True, "false": False})
            case "date":
                cell = cell.str.to_date("%Y-%m-%d")
            case "datetime":
                cell = cell.str.to_datetime("%Y-%m-%dT%H:%M:%SZ")
            case "array":
                cell = cell.str.json_decode(pl.List(pl.String))
            case "number" | "integer":
                cell = cell.cast(TYPES[field["type"]])
        cells.append(cell.alias(field["name"]))
    return text.select(cells)


def test_every_file_is_what_its_description_says(
    folder: Path, document: dict[str, Any]
) -> None:
    assert document["$schema"].endswith("/2.0/datapackage.json")
    names = [resource["name"] for resource in document["resources"]]
    assert len(names) == len(set(names))
    for resource in document["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        rows, schema = read(folder, resource), resource["schema"]
        assert rows.columns == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            column = rows[field["name"]]
            expected = TYPES[field["type"]]
            assert column.dtype.is_integer() == (expected == pl.Int64), field
            assert column.dtype.is_float() == (expected == pl.Float64), field
            if field.get("constraints", {}).get("required"):
                assert column.null_count() == 0, (resource["name"], field["name"])
            assert field["description"], f"{resource['name']}: {field['name']}"
        if key := schema.get("primaryKey"):
            assert rows.select(key).is_duplicated().sum() == 0, resource["name"]
    extra = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    listed = {resource["path"] for resource in document["resources"]}
    assert extra - listed == {"datapackage.json", "LEESMIJ.md"}


def test_references_lead_to_a_row(folder: Path, document: dict[str, Any]) -> None:
    resources = {resource["name"]: resource for resource in document["resources"]}
    known: dict[str, set[str]] = {}
    for resource in document["resources"]:
        if resource["format"] != "parquet":
            continue
        for reference in resource["schema"].get("foreignKeys", []):
            other, (key,) = (
                reference["reference"]["resource"],
                reference["reference"]["fields"],
            )
            if other not in known:
                known[other] = set(read(folder, resources[other])[key])
            (column,) = reference["fields"]
            found = pl.read_parquet(folder / resource["path"], columns=[column])
            assert set(found[column]) <= known[other], (resource["name"], column)


def test_the_rows_are_those_of_the_database(
    folder: Path, document: dict[str, Any], database: duckdb.DuckDBPyConnection
) -> None:
    told = package.content().tables
    for name in told:
        row = database.execute(f"SELECT count(*) FROM monitor.{name}").fetchone()
        assert row is not None
        parquet = pl.scan_parquet(folder / "parquet" / f"{name}.parquet")
        assert parquet.select(pl.len()).collect().item() == row[0], name
        parts = [
            pl.scan_csv(folder / resource["path"]).select(pl.len()).collect().item()
            for resource in document["resources"]
            if resource["format"] == "csv"
            and resource["name"].split("-")[0].removesuffix(".csv") == name
        ]
        assert parts == [] if told[name].csv == "none" else sum(parts) == row[0], name


def test_a_theme_in_csv_is_the_same_to_the_last_digit(
    folder: Path, document: dict[str, Any], database: duckdb.DuckDBPyConnection
) -> None:
    (resource,) = [
        r for r in document["resources"] if r["name"] == "area_value-lokaal-bestuur"
    ]
    expected: pl.DataFrame = (
        database.cursor()
        .sql("""
        SELECT v.* FROM monitor.area_value AS v INNER JOIN monitor.indicator USING (indicator_id)
        WHERE theme = 'Lokaal bestuur'
    """)
        .pl()
    )
    order = ["indicator_id", "breakdown", "area_id", "year"]
    assert_frame_equal(
        read(folder, resource).sort(order),
        expected.sort(order),
        check_dtypes=False,
        check_exact=True,
    )


def test_build_sources_and_licences_are_told(
    document: dict[str, Any], folder: Path, database: duckdb.DuckDBPyConnection
) -> None:
    row = database.execute(
        "SELECT max_by(build_id, built_at) FROM monitor.build"
    ).fetchone()
    assert row is not None
    assert document["version"] == document["build"]["id"] == row[0]
    assert document["created"].endswith("Z")
    licences = {source["licence"] for source in document["sources"]}
    assert licences >= {"CC BY 4.0", "niet vermeld"}
    # One licence for the whole would be untrue: not every publisher states one.
    assert "licenses" not in document
    readme = (folder / "LEESMIJ.md").read_text(encoding="utf-8")
    for source in document["sources"]:
        assert f"{source['publisher']}. Licentie: {source['licence']}" in readme


def test_the_personal_and_the_internal_stay_out(document: dict[str, Any]) -> None:
    names = {resource["name"].split("-")[0] for resource in document["resources"]}
    assert not names & {"action", "meeting", "pull"}


@pytest.mark.usefixtures("small")
def test_an_earlier_export_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    target = tmp_path / "open"
    export.export(DATABASE, target, lambda _line: None)
    (target / "nota.txt").write_text("van mij", encoding="utf-8")
    document = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    gone = {"path": "csv/verdwenen.csv"}
    outside = {"path": "../buiten.csv"}
    document["resources"] += [gone, outside]
    (target / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    (target / "csv" / "verdwenen.csv").touch()
    (tmp_path / "buiten.csv").touch()
    written = export.export(DATABASE, target, lambda _line: None)
    assert written.files == 2 * len(SMALL) + 2
    assert (target / "nota.txt").exists()
    assert not (target / "csv" / "verdwenen.csv").exists()
    assert (tmp_path / "buiten.csv").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.usefixtures("small")
def test_a_zip_holds_the_same_and_replaces_only_itself(tmp_path: Path) -> None:
    target = tmp_path / "pakket.zip"
    for _again in range(2):
        export.export(DATABASE, target, lambda _line: None)
    with zipfile.ZipFile(target) as packed:
        assert packed.testzip() is None
        names = packed.namelist()
        document = json.loads(packed.read("datapackage.json"))
    assert {r["path"] for r in document["resources"]} | {
        "datapackage.json",
        "LEESMIJ.md",
    } == set(names)
    other = tmp_path / "foto.zip"
    with zipfile.ZipFile(other, "w") as mine:
        mine.writestr("datapackage.json", '{"name": "iets anders"}')
    before = other.read_bytes()
    with pytest.raises(Refusal, match="geen eerdere uitvoer"):
        export.export(DATABASE, other, lambda _line: None)
    assert other.read_bytes() == before


@pytest.mark.parametrize(
    "content", [{}, {"datapackage.json": "[]"}, {"datapackage.json": "geen json"}]
)
def test_a_folder_of_something_else_is_refused(
    tmp_path: Path, content: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "belangrijk"
    target.mkdir()
    (target / "brief.txt").touch()
    for name, text in content.items():
        (target / name).write_text(text, encoding="utf-8")
    before = sorted(path.name for path in target.iterdir())
    assert main(["export", str(target), "--database", str(DATABASE)]) == 1
    assert "geen eerdere uitvoer" in capsys.readouterr().err
    assert sorted(path.name for path in target.iterdir()) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    target = tmp_path / "brief"
    target.touch()
    with pytest.raises(Refusal, match="verwacht een map"):
        export.export(DATABASE, target, lambda _line: None)


@pytest.mark.usefixtures("small")
def test_the_command_says_what_it_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "diep" / "open.zip"
    arguments = ["export", str(target), "--database", str(DATABASE), "--log", "json"]
    assert main(arguments) == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["files"] == 2 * len(SMALL) + 2
    assert last["bytes"] == target.stat().st_size


def test_without_a_database_nothing_is_written(tmp_path: Path) -> None:
    target = tmp_path / "open"
    assert main(["export", str(target), "--database", str(tmp_path / "geen")]) == 1
    assert not target.exists()
