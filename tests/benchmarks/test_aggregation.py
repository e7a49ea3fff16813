"""Speed, as ratios within one run: machines are noisy. Run with `make benchmark`."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from etl import build
from etl.publish import attached

pytestmark = pytest.mark.benchmark


def fastest(work: Callable[[], object], runs: int = 5) -> float:
    """Seconds of the fastest of some runs."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def test_a_perimeter_on_the_spot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One indicator must cost a fraction of all: the filter reaches below the formula."""
    database = tmp_path / "monitor.duckdb"
    build.build(None, database, lambda _line: None)
    with attached(database, "READ_ONLY") as connection:
        codes = {"codes": ["24062", "24001", "24020", "24107"]}
        every = "FROM monitor.perimeter($codes)"
        one = f"{every} WHERE indicator_id = 'gsm:ar_13'"
        all_seconds = fastest(lambda: connection.execute(every, codes).fetchall())
        one_seconds = fastest(lambda: connection.execute(one, codes).fetchall())
    with capsys.disabled():
        print(
            f"\neigen perimeter: alles {all_seconds:.3f} s, één indicator {one_seconds:.3f} s, "
            f"verhouding {all_seconds / one_seconds:.1f}"
        )
    assert all_seconds > one_seconds
