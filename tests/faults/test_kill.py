"""A refresh that is killed at any moment: the database is one of two versions, and goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from etl.live import is_readable
from etl.publish import attached
from tests.faults.fake_gsm import REGISTER, FakeGsm, no_answer, register_sheet, workbook

SCRIPT = Path(__file__).with_name("small_refresh.py")
ARMOEDE = REGISTER.format("Armoede")
YEARS = tuple(range(2015, 2020))


def start(home: Path, server: FakeGsm) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        str(SCRIPT),
        "refresh",
        "--yes",
        "--base-url",
        server.url,
    ]
    return subprocess.Popen(
        command,
        env={**os.environ, "MONITOR_DATABASE": str(home / "monitor.duckdb")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def refresh(home: Path, server: FakeGsm) -> str:
    process = start(home, server)
    output = process.communicate(timeout=300)[0].decode()
    # 3: the other themes are not on offer here.
    assert process.returncode in (0, 1, 3), output
    assert "Traceback" not in output, output
    return output


def editions() -> list[bytes]:
    """Two editions of one register; the second has ten persons more in Leuven and Flanders."""
    first = register_sheet("AR_13", YEARS)
    here = pl.col("NIS-code").is_in(["24062", "2000"]) & (pl.col("Jaar") == 2019)
    more = pl.col("Teller") + pl.when(here).then(10).otherwise(0)
    second = first.with_columns(Teller=more).with_columns(
        Procent=pl.col("Teller") / pl.col("Noemer")
    )
    return [workbook({"AR_13": frame}) for frame in (first, second)]


def shown(home: Path) -> float:
    """Leuven 2019 in the live database, which must be whole."""
    assert is_readable(home / "monitor.duckdb")
    with attached(home / "monitor.duckdb", "READ_ONLY") as connection:
        row = connection.execute("""
            SELECT max(numerator) FILTER (area_id = '24062' AND year = 2019),
                count(*) FILTER (area_id = 'REFREG05' AND value IS NOT NULL)
            FROM monitor.area_value WHERE indicator_id = 'gsm:ar_13'
        """).fetchone()
    assert row
    assert row[1] == len(YEARS), "elk jaar heeft zijn regionaal cijfer"
    return float(row[0])


def kill_often(home: Path, server: FakeGsm, times: int) -> None:
    """Offer another edition, kill the refresh at a random moment, look, and let one finish."""
    bodies = editions()
    server.link(ARMOEDE)
    server.offer(ARMOEDE, bodies[0])
    started = time.monotonic()
    refresh(home, server)
    duration = time.monotonic() - started
    first = shown(home)
    chance = random.Random(13)  # noqa: S311
    for number in range(times):
        edition = (number + 1) % 2
        server.offer(ARMOEDE, bodies[edition])
        process = start(home, server)
        time.sleep(chance.uniform(0.1, duration))
        process.kill()
        process.communicate()
        assert shown(home) in {first, first + 10}
        refresh(home, server)
        assert shown(home) == first + 10 * edition, f"na moord {number}"
        assert not [path for path in home.iterdir() if "draft" in path.name]


def test_killed_four_times(tmp_path: Path, gsm: FakeGsm) -> None:
    kill_often(tmp_path, gsm, 4)


@pytest.mark.stress
def test_killed_a_hundred_times(tmp_path: Path, gsm: FakeGsm) -> None:
    kill_often(tmp_path, gsm, 100)


def test_ctrl_c_leaves_everything_as_it_was(tmp_path: Path, gsm: FakeGsm) -> None:
    bodies = editions()
    gsm.link(ARMOEDE)
    gsm.offer(ARMOEDE, bodies[0])
    refresh(tmp_path, gsm)
    before = (tmp_path / "monitor.duckdb").read_bytes()
    gsm.offer(ARMOEDE, bodies[1])
    gsm.fail(ARMOEDE, no_answer)
    process = start(tmp_path, gsm)
    while gsm.count(ARMOEDE) < 2:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    output = process.communicate(timeout=60)[0].decode()
    assert process.returncode == 1, output
    assert "Afgebroken." in output
    assert "Traceback" not in output
    assert (tmp_path / "monitor.duckdb").read_bytes() == before
