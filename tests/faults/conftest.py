"""A fake source, and settings that do not wait for long."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import inputs, settings, snapshot
from etl.__main__ import main
from etl.collect import Collection, Parts
from etl.settings import Refresh
from tests.faults.fake_gsm import REGISTER, FakeGsm, register_sheet, serving, workbook
from tests.faults.home import Run


@pytest.fixture
def gsm() -> Iterator[FakeGsm]:
    """A fake source without files."""
    with serving(FakeGsm) as server:
        yield server


@pytest.fixture(scope="session")
def armoede() -> bytes:
    """The theme workbook Armoede with two real registers, three years."""
    years = (2017, 2018, 2019)
    codes = ("AR_13", "AR_15")
    return workbook({code: register_sheet(code, years) for code in codes})


@pytest.fixture
def published(gsm: FakeGsm, armoede: bytes) -> FakeGsm:
    """The source as it should be: a page that links to one theme workbook."""
    path = REGISTER.format("Armoede")
    gsm.offer(path, armoede)
    gsm.link(path)
    return gsm


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Refresh:
    """The project's settings, in a hurry."""
    real = settings.refresh()
    download = real.download.model_copy(
        update={
            "backoff": 0.01,
            "longest_wait": 3.0,
            "connect_timeout": 2.0,
            "read_timeout": 1.0,
            "total_timeout": 4.0,
            "max_bytes": 3_000_000,
        }
    )
    fast = real.model_copy(update={"download": download})
    monkeypatch.setattr(settings, "refresh", lambda: fast)
    return fast


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own: `raw`, `inbox` and the database."""
    monkeypatch.setattr(inputs, "RAW", tmp_path / "raw")
    monkeypatch.setattr(inputs, "INBOX", tmp_path / "inbox")
    return tmp_path


@pytest.fixture(scope="session")
def few() -> Parts:
    """Three of the embedded indicators."""
    everything = snapshot.load().readings
    names = ("statbel:population", "gsm:ar_13", "gsm:ar_03")
    return {name: everything[name] for name in names}


@pytest.fixture
def run(
    home: Path,
    gsm: FakeGsm,
    quick: Refresh,
    few: Parts,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """The command line on a data folder of its own, with few embedded figures."""
    monkeypatch.setattr(
        snapshot,
        "load",
        lambda: Collection(readings={name: list(parts) for name, parts in few.items()}),
    )

    def call(verb: str, *arguments: str) -> int:
        asks = verb in ("refresh", "pull")
        there = ["--base-url", gsm.url] if asks else []
        database = (
            [] if verb == "pull" else ["--database", str(home / "monitor.duckdb")]
        )
        return main([verb, *arguments, *there, *database])

    return call
