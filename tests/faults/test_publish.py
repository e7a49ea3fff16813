"""Inbox, publication, rollback and what is kept: the command line on a data folder of its own."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from filelock import FileLock

from etl import inputs
from etl.__main__ import main
from etl.publish import kept
from etl.store import Store
from tests.faults.fake_gsm import (
    REGISTER,
    FakeGsm,
    register_sheet,
    workbook,
)
from tests.faults.home import Run, ask, leuven

ARMOEDE = REGISTER.format("Armoede")


# Inbox --------------------------------------------------------------------------


def test_a_zip_and_a_workbook_of_everything_in_the_inbox(
    run: Run, home: Path, armoede: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox = home / "inbox"
    inbox.mkdir()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("map/alle cijfers (1).xlsx", armoede)
        archive.writestr("lees mij.pdf", b"x")
    (inbox / "download.zip").write_bytes(target.getvalue())
    (inbox / "half.xlsx.crdownload").write_bytes(b"x")
    assert run("build") == 0
    assert set(leuven(home)) == {2017, 2018, 2019}
    assert "download.zip/lees mij.pdf: alleen" in capsys.readouterr().out
    ((kind,),) = ask(
        home,
        "SELECT from_inbox FROM monitor.source_file WHERE name = 'alle cijfers (1).xlsx'",
    )
    assert kind is True


def test_a_file_taken_out_of_the_inbox_takes_its_figures_along(
    run: Run, home: Path, armoede: bytes
) -> None:
    (home / "inbox").mkdir()
    file = home / "inbox" / "armoede.xlsx"
    file.write_bytes(armoede)
    run("build")
    assert leuven(home)
    file.unlink()
    run("build")
    assert not leuven(home)


def test_an_unknown_code_is_admitted_by_proof_and_suggested(
    run: Run, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "inbox").mkdir()
    proven = register_sheet("AR_13", (2018, 2019)).with_columns(
        pl.lit("Helemaal nieuw").alias("Indicator")
    )
    unproven = proven.filter(pl.col("NIS-code") != "2000")
    book = workbook({"ZO_77": proven, "ZO_78": unproven})
    (home / "inbox" / "nieuw.xlsx").write_bytes(book)
    run("build")
    rows = ask(
        home,
        "SELECT indicator_id, aggregation, admission, unit, factor FROM monitor.indicator "
        "WHERE code IN ('ZO_77', 'ZO_78') ORDER BY code",
    )
    assert rows == [
        ("gsm:zo_77", "ratio", "bewezen door de bron", "%", 100.0),
        ("gsm:zo_78", "none", "alleen gemeenten", "%", 100.0),
    ]
    ((value,),) = ask(
        home,
        "SELECT round(value, 4) FROM monitor.area_value WHERE indicator_id = 'gsm:zo_77' "
        "AND area_id = 'REFREG05' AND year = 2019",
    )
    ((known,),) = ask(
        home,
        "SELECT round(value, 4) FROM monitor.area_value WHERE indicator_id = 'gsm:ar_13' "
        "AND area_id = 'REFREG05' AND year = 2019",
    )
    assert value == known
    capsys.readouterr()
    assert main(["catalogue", "suggest"]) == 0
    text = capsys.readouterr().out
    assert "code: ZO_77" in text
    assert "aggregation: ratio" in text


# Publish ------------------------------------------------------------------------


def test_rollback_returns_and_the_next_refresh_does_not_undo_it(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("refresh", "--yes")
    first = leuven(home)
    published.offer(
        ARMOEDE,
        workbook({c: register_sheet(c, range(2017, 2021)) for c in ("AR_13", "AR_15")}),
    )
    run("refresh", "--yes")
    assert 2020 in leuven(home)
    assert len(kept(home / "monitor.duckdb")) == 1
    assert run("rollback") == 0
    assert leuven(home) == first
    capsys.readouterr()
    run("refresh", "--yes")
    assert "sinds de build waarvan teruggekeerd is" in capsys.readouterr().out
    assert leuven(home) == first
    assert run("rollback", "bestaat-niet") == 1
    assert "is niet bewaard; wel bewaard:" in capsys.readouterr().err


def test_an_earlier_build_can_be_made_again(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("refresh", "--yes")
    first = leuven(home)
    store = Store(home / "raw")
    lines = store.builds.read_text("utf-8")
    today = json.loads(lines.splitlines()[0])["built_at"][:10]
    store.builds.write_text(lines.replace(today, "2026-01-05"), "utf-8")
    published.offer(
        ARMOEDE,
        workbook({c: register_sheet(c, range(2017, 2021)) for c in ("AR_13", "AR_15")}),
    )
    run("refresh", "--yes")
    assert leuven(home) != first
    assert run("build", "--as-of", "2026-02-01") == 0
    assert leuven(home) == first
    assert run("build", "--as-of", "2020-01-01") == 1
    assert "geen build op of voor 2020-01-01" in capsys.readouterr().err


def test_two_refreshes_at_once(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FileLock(home / "refresh.lock"):
        assert run("refresh", "--yes") == 1
    assert "er loopt al een vernieuwing" in capsys.readouterr().err
    assert not (home / "monitor.duckdb").exists()


def test_old_raw_files_go_and_needed_ones_stay(
    run: Run, published: FakeGsm, home: Path
) -> None:
    run("refresh", "--yes")
    store = Store(home / "raw")
    needed = store.current()[0].path
    unneeded = home / "raw" / ("0" * 16) / "oud.xlsx"
    unneeded.parent.mkdir()
    unneeded.write_bytes(b"x")
    by_hand = home / "raw" / "map van iemand" / "cijfers.xlsx"
    by_hand.parent.mkdir()
    by_hand.write_bytes(b"x")
    run("refresh", "--yes")
    assert needed.exists()
    assert by_hand.exists(), "wat iemand er zelf zette, blijft"
    assert not unneeded.exists()


def test_status_tells_the_last_word_of_every_way(
    run: Run, published: FakeGsm, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("status") == 0
    assert "nog nooit opgehaald" in capsys.readouterr().out
    run("refresh", "--yes")
    capsys.readouterr()
    run("status")
    said = capsys.readouterr().out
    assert "downloadpagina: gelukt op" in said
    assert "themawerkmap register: nog nooit gelukt" in said
    assert "laatste fout: bestand bestaat niet" in said
    assert "Reeksen die we missen:" in said
    assert str(date.today().year) in said


def test_the_inputs_are_where_the_database_is() -> None:
    assert inputs.RAW.name == "raw"
    assert inputs.RAW.parent == inputs.INBOX.parent
