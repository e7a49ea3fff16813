"""Look into the database of a test's own data folder."""

from collections.abc import Callable
from pathlib import Path

from etl.publish import attached

Run = Callable[..., int]
"""The command line on that folder: verb and arguments to exit status."""


def ask(home: Path, sql: str) -> list[tuple[object, ...]]:
    with attached(home / "monitor.duckdb", "READ_ONLY") as connection:
        rows: list[tuple[object, ...]] = connection.execute(sql).fetchall()
        return rows


def leuven(home: Path, code: str = "ar_15") -> dict[int, float]:
    rows = ask(
        home,
        "SELECT year, numerator FROM monitor.observation "
        f"WHERE indicator_id = 'gsm:{code}' AND nis = '24062' AND breakdown = ''",
    )
    return dict(rows)  # type: ignore[arg-type]
