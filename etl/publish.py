"""Build a database beside the live one, check it, then swap."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.live import quoted

Step = Callable[[duckdb.DuckDBPyConnection], object]


def publish(live: Path, *steps: Step) -> None:
    """Replace the live database in one atomic step.

    Readers keep the build they have open. When a step raises, the live file
    stays as it was and the draft is removed.

    Args:
        live: The database file that the dashboard reads.
        steps: Fill and check catalog `monitor`, in this order.
    """
    live.parent.mkdir(parents=True, exist_ok=True)
    # Same folder: os.replace is only atomic within one file system. The process
    # id keeps two runs at once out of each other's draft.
    draft = live.with_name(f"{live.name}.draft-{os.getpid()}")
    try:
        with attached(draft) as connection:
            for step in steps:
                step(connection)
        draft.replace(live)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)


@contextmanager
def attached(
    database: Path, mode: str = "READ_WRITE"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database file as catalog `monitor`, which its macros count on."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(database)}' AS monitor ({mode})")
        yield connection
        connection.execute("DETACH monitor")  # checkpoints and closes the file
