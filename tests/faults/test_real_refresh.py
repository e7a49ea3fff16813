"""The full refresh on the real files, where they stand beside the checkout.

The themes come from a fake source, as the workbooks that the publisher delivers;
everything else lies in the inbox.
"""

import io
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from etl import inputs, snapshot
from etl.__main__ import main
from etl.collect import Collection
from etl.publish import attached
from etl.store import Store
from tests.faults.fake_gsm import REGISTER, FakeGsm

SURVEY = "/%24web/Rapporten_outputs/OutputSurvey/GSM_surveyresultaten_{}.xlsx"
THEMES = {
    "register_armoede": REGISTER.format("Armoede"),
    "survey_armoede": SURVEY.format("Armoede"),
    "survey_mobiliteit": SURVEY.format("Mobiliteit"),
    "survey_werk": SURVEY.format("Werk"),
}


def theme_workbook(folder: Path) -> bytes:
    """The sheets of a theme, saved one by one as CSV, back in one workbook; index first."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": True}
    with xlsxwriter.Workbook(target, options) as book:
        for path in sorted(folder.glob("*.csv"), key=lambda p: p.stem != "Indicatoren"):
            sheet = book.add_worksheet(path.stem)
            frame = pl.read_csv(path, infer_schema=False, has_header=False)
            for row, cells in enumerate(frame.iter_rows()):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell)
    return target.getvalue()


@pytest.fixture
def source(gsm: FakeGsm, shared: Path) -> FakeGsm:
    for folder, path in THEMES.items():
        gsm.offer(path, theme_workbook(shared / "gsm" / folder))
    gsm.link(*THEMES.values())
    return gsm


def test_the_full_refresh_on_all_real_files(
    source: FakeGsm,
    shared: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(inputs, "INBOX", shared)
    monkeypatch.setattr(snapshot, "load", lambda: Collection())
    database = home / "monitor.duckdb"
    arguments = [
        "refresh",
        "--yes",
        "--base-url",
        source.url,
        "--database",
        str(database),
    ]
    assert main(arguments) == 3, "andere thema's zijn hier niet te krijgen"
    said = capsys.readouterr().out
    assert "gsm: 4 nieuw" in said
    assert "Gelezen: 135 indicatoren" in said
    assert "Geweigerd" not in said
    assert "Tegengehouden" not in said
    with attached(database, "READ_ONLY") as connection:
        ask: Callable[[str], list[tuple[object, ...]]] = lambda sql: connection.execute(  # noqa: E731
            sql
        ).fetchall()
        assert ask("SELECT count(*) FROM monitor.observation") == [(575_916,)]
        assert ask("""
            SELECT numerator, denominator FROM monitor.area_value WHERE indicator_id = 'gsm:ar_13'
                AND breakdown = '' AND year = 2022 AND area_id = '02000'
        """) == [(41_381, 6_698_876)]
        assert ask("""
            SELECT round(value, 2) FROM monitor.area_value WHERE indicator_id = 'gsm:ar_13'
                AND breakdown = '' AND year = 2022 AND area_id = 'REFREG05'
        """) == [(0.55,)]
        assert ask(
            "SELECT count(*) FROM monitor.gate_result WHERE verdict = 'fout'"
        ) == [(0,)]
        found = ask(
            "SELECT error_id FROM monitor.publisher_error WHERE still_there ORDER BY ALL"
        )
        assert len(found) == 10, (
            "elke gekende fout die in deze bestanden zit, is gevonden"
        )
        assert ask(
            "SELECT count(*) FROM monitor.indicator_state WHERE state = 'vers'"
        ) == [(148,)]
    assert len(Store(home / "raw").current()) == 4
    before = database.stat().st_mtime_ns
    main(arguments)
    assert "vernieuwing: niets nieuws" in capsys.readouterr().out
    assert database.stat().st_mtime_ns == before
