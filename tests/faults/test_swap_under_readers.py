"""Many publications while others read. Slow: run with `make stress`."""

import threading
from pathlib import Path

import pytest

from etl.publish import attached, publish

pytestmark = pytest.mark.stress
SWAPS, READERS = 60, 6


def test_readers_never_see_half_a_build(tmp_path: Path) -> None:
    live = tmp_path / "monitor.duckdb"
    errors: list[Exception] = []
    seen: set[int] = set()
    done = threading.Event()

    def put(number: int) -> None:
        publish(
            live,
            lambda c: c.execute(
                f"CREATE TABLE monitor.t AS SELECT {number} AS build FROM range(1000)"
            ),
        )

    def read() -> None:
        try:
            while not done.is_set():
                with attached(live, "READ_ONLY") as connection:
                    builds = connection.execute(
                        "SELECT build, count(*) FROM monitor.t GROUP BY 1"
                    )
                    ((build, count),) = builds.fetchall()
                assert count == 1000
                seen.add(build)
        except Exception as error:
            errors.append(error)

    put(0)
    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, SWAPS + 1):
        put(number)
    done.set()
    for reader in readers:
        reader.join(timeout=30)
    assert errors == []
    assert len(seen) > 2, "de lezers zagen nieuwe builds"
