"""`plan export` and `plan import` from the command line, and what a build makes of them."""

import json
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from etl import inputs, live
from etl.__main__ import main
from etl.publish import attached
from tests.etl.conftest import FIXTURES
from tests.etl.plan.test_edits import line, write
from tests.etl.plan.test_form import TITLES

ACTION = ["", "3", "Banenmarkt", "Interleuven", "", "2026", "", "", "lopend", "", "gsm:ar_13", "verslag"]  # fmt: skip


@pytest.fixture
def edit_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "plan_edits.jsonl"
    monkeypatch.setattr(live, "PLAN_EDITS", path)
    return path


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "ingevuld.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Acties")
        page.write_row(0, 0, TITLES["Acties"])
        page.write_row(1, 0, ACTION)
    return path


def test_export_then_import(
    tmp_path: Path, edit_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = str(tmp_path / "plan.xlsx")
    assert main(["plan", "export", form]) == 0
    assert "15 acties, 3 mijlpalen, 2 notities, 25 doelen" in capsys.readouterr().out
    assert main(["plan", "import", form]) == 0
    assert "verandert niets" in capsys.readouterr().out
    assert not edit_file.exists()


@pytest.mark.parametrize("name", ["plan.xls", "ingevuld.xlsx"])
def test_export_never_writes_over_work(
    tmp_path: Path, edit_file: Path, filled: Path, name: str
) -> None:
    before = filled.read_bytes()
    assert main(["plan", "export", str(tmp_path / name)]) == 1
    assert filled.read_bytes() == before


def test_import_keeps_the_edits_and_says_what_next(
    edit_file: Path, filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", "import", str(filled), "--wie", "An", "--log", "json"]) == 0
    *_, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert (last["who"], last["edits"]) == ("An", 1)
    assert "python -m etl build" in last["text"]
    (kept,) = map(json.loads, edit_file.read_text(encoding="utf-8").splitlines())
    assert (kept["who"], kept["id"]) == ("An", "banenmarkt")


def test_a_refused_form_changes_nothing(
    tmp_path: Path, edit_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "fout.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Acties")
        page.write_row(0, 0, TITLES["Acties"])
        page.write_row(1, 0, ["", "9", "Een", "", "", "binnenkort"])
        page.write_row(2, 0, ACTION)
    assert main(["plan", "import", str(path)]) == 1
    message = capsys.readouterr().err
    assert "fout.xlsx: 3 fouten" in message
    for cell in (
        "Acties!B2: gevonden '9'",
        "Acties!F2: gevonden 'binnenkort'",
        "Acties!L2: Bron",
    ):
        assert cell in message
    assert not edit_file.exists()


def test_a_build_takes_the_edits_in_and_names_a_wrong_one(
    tmp_path: Path, edit_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And `build --if-needed` does nothing until the plan changes."""
    database = tmp_path / "monitor.duckdb"
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "AR03.csv").write_bytes((FIXTURES / "gsm" / "AR03.csv").read_bytes())
    build = ["build", "--raw", str(raw), "--database", str(database)]
    assert main(build) == 0
    assert main([*build, "--if-needed"]) == 0
    assert "De databank is er al" in capsys.readouterr().out
    before = inputs.at_hand(raw).sha256
    write(
        edit_file,
        line("20T09", "action", "regionet-leuven", set={"owner": "Interleuven"}),
        line("20T10", "action", "regionet-leuven", set={"execution": "bezig"}),
    )
    assert inputs.at_hand(raw).sha256 != before
    assert main([*build, "--if-needed"]) == 3
    output = capsys.readouterr().out
    assert (
        "Wijziging van het actieplan niet toegepast: plan_edits.jsonl, regel 2"
        in output
    )
    with attached(database, "READ_ONLY") as connection:
        assert owner(connection) == ("Interleuven", "geen termijn")
        rows = connection.execute(
            "SELECT who, field, new FROM monitor.plan_edit"
        ).fetchall()
        assert rows == [("an", "owner", "Interleuven")]
        counts = connection.execute(
            "SELECT count(*), count(DISTINCT area_id) FROM monitor.progress WHERE target_id IS NULL"
        ).fetchone()
        assert counts is not None
        assert counts[0] > 1000
    assert main([*build, "--if-needed"]) == 0
    # Who goes back to an earlier build does not want it undone by the next start.
    assert main(["rollback", "--database", str(database)]) == 0
    capsys.readouterr()
    assert main([*build, "--if-needed"]) == 0
    assert "De databank is er al" in capsys.readouterr().out


def owner(connection: duckdb.DuckDBPyConnection) -> tuple[object, ...] | None:
    row: tuple[object, ...] | None = connection.execute(
        "SELECT owner, timing FROM monitor.action WHERE action_id = 'regionet-leuven'"
    ).fetchone()
    return row
