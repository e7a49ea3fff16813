"""Odd input of every kind: refused by name, without a traceback, with the last good figures."""

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest

from etl import catalogue, inputs
from etl.store import Store
from tests.faults import fake_gsm
from tests.faults.fake_gsm import PAGE, REGISTER, FakeGsm, register_sheet, workbook
from tests.faults.home import Run, ask, leuven

ARMOEDE = REGISTER.format("Armoede")


@pytest.fixture
def inbox(home: Path) -> Path:
    folder = home / "inbox"
    folder.mkdir()
    return folder


def put(path: Path, content: bytes) -> None:
    """A file that has been there for a while."""
    path.write_bytes(content)
    os.utime(path, (time.time() - 60, time.time() - 60))


def survey(code: str, title: str) -> pl.DataFrame:
    """A survey sheet with the answers of two municipalities."""
    rows = [("Leuven", "24062", 20, 80), ("Tienen", "24107", 40, 60)]
    return pl.DataFrame(
        [(name, nis, title, 2023, no, yes) for name, nis, no, yes in rows],
        schema=["Gemeente", "NIS-code", "Indicator", "Jaar", "Nee (%)", "Ja (%)"],
        orient="row",
    )


def test_a_new_code_that_is_gone_again(run: Run, inbox: Path, home: Path) -> None:
    new = register_sheet("AR_13", [2019]).with_columns(
        pl.lit("Nieuw").alias("Indicator")
    )
    put(inbox / "nieuw.xlsx", workbook({"ZO_77": new}))
    run("build")
    (inbox / "nieuw.xlsx").unlink()
    assert run("build") == 0
    assert run("changes") == 0
    assert ask(home, "SELECT count(*) FROM monitor.indicator WHERE code = 'ZO_77'") == [
        (0,)
    ]


def test_kept_figures_keep_the_breakdown_that_only_their_file_described(
    run: Run, inbox: Path, home: Path
) -> None:
    title = "Nog nooit gezien"
    put(inbox / "x.xlsx", workbook({"MO_S_77": survey("MO_S_77", title)}))
    run("build")
    described = "SELECT main_breakdown FROM monitor.indicator WHERE code = 'MO_S_77'"
    assert ask(home, described) == [("antwoord=ja",)]
    wrong = survey("MO_S_77", title).rename({"Jaar": "Periode"})
    put(inbox / "x.xlsx", workbook({"MO_S_77": wrong}))
    assert run("build") == 3
    assert ask(home, described) == [("antwoord=ja",)]
    shown = ask(
        home,
        "SELECT value FROM monitor.area_value WHERE indicator_id = 'gsm:mo_s_77' "
        "AND area_id = '24062' AND breakdown = 'antwoord=ja'",
    )
    assert shown == [(80,)]


def test_a_file_in_the_inbox_that_became_something_else(
    run: Run, inbox: Path, home: Path, armoede: bytes
) -> None:
    put(inbox / "a, b.xlsx", armoede)
    run("build")
    before = leuven(home)
    assert before
    put(inbox / "a, b.xlsx", armoede[: len(armoede) // 2])
    assert run("build") == 3
    assert leuven(home) == before
    put(inbox / "a, b.xlsx", workbook({"Blad1": pl.DataFrame({"Indicator": ["x"]})}))
    assert run("build") == 3
    assert leuven(home) == before


def test_a_zip_taken_out_of_the_inbox_takes_its_figures_along(
    run: Run, inbox: Path, home: Path, armoede: bytes
) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("armoede.xlsx", armoede)
    put(inbox / "alles.zip", target.getvalue())
    run("build")
    assert leuven(home)
    (inbox / "alles.zip").unlink()
    run("build")
    assert not leuven(home)


def test_odd_files_in_the_inbox_are_named(
    run: Run, inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = io.BytesIO()
    with zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"Gemeente;NIS-code\n" * 500)
    body = bytearray(damaged.getvalue())
    body[40:60] = b"\xff" * 20
    put(inbox / "kapot.zip", bytes(body))
    put(inbox / "geheim.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    put(inbox / "leeg.csv", b"")
    (inbox / "map.xlsx").mkdir()
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 50_000_000)
    put(inbox / "bom.xlsx", bomb.getvalue())
    assert run("build") == 3
    said = capsys.readouterr().out
    assert "kapot.zip: kan niet uitgepakt worden" in said
    assert "geheim.xlsx: is met een wachtwoord beveiligd" in said
    assert "leeg.csv" in said
    assert "bom.xlsx: pakt uit tot 50000000 bytes" in said


@pytest.mark.parametrize("text", ["{", "[]", '{"a.csv": 1}'])
def test_a_manifest_that_is_none(
    run: Run, inbox: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(inbox / "manifest.json", text.encode())
    assert run("build") == 1
    assert "manifest.json" in capsys.readouterr().err


def test_a_file_that_is_still_being_copied(
    run: Run, inbox: Path, home: Path, armoede: bytes
) -> None:
    half = len(armoede) // 2
    path = inbox / "armoede.xlsx"
    path.write_bytes(armoede[:half])

    def go_on() -> None:
        with path.open("ab") as file:
            file.write(armoede[half:])

    rest = threading.Timer(0.5, go_on)
    rest.start()
    run("build")
    rest.join()
    assert leuven(home), "gelezen toen het er helemaal was"


def test_a_copy_that_does_not_end_is_refused(
    run: Run,
    inbox: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (inbox / "armoede.xlsx").write_bytes(b"PK")
    monkeypatch.setattr(inputs, "PATIENCE", 0.3)
    monkeypatch.setattr(inputs, "QUIET", 60.0)
    assert run("build") == 1
    assert "armoede.xlsx" in (said := capsys.readouterr().err)
    assert "wordt nog geschreven" in said


def test_a_date_in_the_future_does_not_hold_a_build(
    run: Run, inbox: Path, home: Path, armoede: bytes
) -> None:
    path = inbox / "armoede.xlsx"
    path.write_bytes(armoede)
    tomorrow = time.time() + 86_400
    os.utime(path, (tomorrow, tomorrow))
    run("build")
    assert leuven(home)


def test_a_database_that_another_program_holds(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("refresh", "--yes")
    before = (home / "monitor.duckdb").read_bytes()
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(home / "monitor.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    holder.stdout.readline()
    capsys.readouterr()
    assert run("refresh", "--yes") == 1
    assert "in gebruik door een ander programma" in capsys.readouterr().err
    holder.communicate()
    assert (home / "monitor.duckdb").read_bytes() == before


def test_a_build_from_another_folder_can_be_undone(
    run: Run, published: FakeGsm, home: Path, tmp_path: Path
) -> None:
    run("refresh", "--yes")
    before = leuven(home)
    other = tmp_path / "ander"
    other.mkdir()
    put(other / "x.xlsx", workbook({"AR_13": register_sheet("AR_13", [2019])}))
    run("build", "--raw", str(other))
    assert not leuven(home)
    assert run("rollback") == 0
    assert leuven(home) == before


def test_two_rollbacks_in_a_row_both_hold(
    run: Run, published: FakeGsm, home: Path
) -> None:
    for last in (2019, 2020, 2021):
        years = range(2017, last + 1)
        published.offer(
            ARMOEDE,
            workbook(
                {
                    "AR_13": register_sheet("AR_13", years),
                    "AR_15": register_sheet("AR_15", years),
                }
            ),
        )
        run("refresh", "--yes")
    run("rollback")
    run("rollback")
    assert max(leuven(home)) == 2019
    run("refresh", "--yes")
    assert max(leuven(home)) == 2019
    run("build")
    assert max(leuven(home)) == 2021, "wie zelf bouwt, wil het"


def test_a_block_taken_out_of_the_catalogue_takes_its_figures_along(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("build")
    assert leuven(home, "ar_13")
    without = [i for i in catalogue.load() if i.code != "AR_13"]
    monkeypatch.setattr(catalogue, "load", lambda: without)
    assert run("build") == 0
    assert not leuven(home, "ar_13")
    kept_gates = (
        "SELECT count(*) FROM monitor.gate_result WHERE indicator_id = 'gsm:ar_13'"
    )
    assert ask(home, kept_gates) == [(0,)]


def test_links_that_are_no_addresses(run: Run, published: FakeGsm, home: Path) -> None:
    published.link(
        "http://[x/GSM_register_Werk.xlsx", "javascript:void(0).xlsx", ARMOEDE
    )
    run("pull")
    assert [file.name for file in Store(home / "raw").current()] == [
        "GSM_register_Armoede.xlsx"
    ]
    published.fail(ARMOEDE, fake_gsm.redirect("http://[x/y"))
    run("pull")


def test_a_file_of_everything_that_fails_makes_place_for_the_themes(
    run: Run, published: FakeGsm, home: Path
) -> None:
    published.link("/alle_cijfers.xlsx", ARMOEDE)
    run("pull")
    assert published.count("/alle_cijfers.xlsx") == 1
    assert published.count(PAGE) == 1
    assert [file.name for file in Store(home / "raw").current()] == [
        "GSM_register_Armoede.xlsx"
    ]


def test_a_torn_record_is_skipped(run: Run, published: FakeGsm, home: Path) -> None:
    run("refresh", "--yes")
    for name in ("manifest.jsonl", "builds.jsonl"):
        with (home / "raw" / name).open("ab") as file:
            file.write(b'{"source": "gsm", "name": "caf\xc3')
    assert run("refresh", "--yes") in (0, 1)
    assert Store(home / "raw").current()


def test_what_cannot_be_tidied_is_no_failure(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "raw" / ("a" * 16) / "map").mkdir(parents=True)
    run("refresh", "--yes")
    assert "vernieuwing: gepubliceerd" in capsys.readouterr().out
