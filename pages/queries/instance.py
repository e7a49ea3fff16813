"""DuckDB on the live database and the kept ones, one instance a build. No Streamlit here.

The launcher imports the text routes before Streamlit runs, so what they and the
pages share stands here: `database.py` adds the cache of the pages.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Timer

import duckdb
import polars as pl
import polars.selectors as cs

from etl.live import Signature, is_readable, kept_files, quoted, signature_of

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "2GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def readable_build(live: Path, database: Path) -> Signature | None:
    """Signature of a build; None when it is not there or not for this version to read.

    Args:
        live: The live database.
        database: The same, or an earlier one that is kept beside it.
    """
    try:
        build = signature_of(database)
    except FileNotFoundError:  # not built yet, or dropped by a refresh in between
        return None
    return build if _is_readable(live, build) else None


def _file(live: Path, build: Signature) -> Path:
    """The file of a build: the live one, or one of those kept."""
    for path in (live, *kept_files(live).values()):
        try:
            if signature_of(path) == build:
                return path
        except FileNotFoundError:
            continue
    return live  # replaced in between, and not kept


@lru_cache(maxsize=20)
def _is_readable(live: Path, build: Signature) -> bool:
    return is_readable(_file(live, build))


@lru_cache(maxsize=4)
def opened(live: Path, build: Signature) -> duckdb.DuckDBPyConnection:
    """Open one DuckDB instance per build; the last four stay open.

    Why in-memory plus ATTACH: `connect(path)` hands back the instance that is
    already open for that path, so after a swap it would show the old build.
    """
    connection = duckdb.connect(config=CONFIG)
    connection.execute(f"ATTACH '{quoted(_file(live, build))}' AS monitor (READ_ONLY)")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def fetch(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    params: Mapping[str, object],
    seconds: float | None = None,
) -> pl.DataFrame:
    """Run one SELECT with named parameters.

    Decimals become floats, because charts show a DECIMAL without its point.

    Args:
        connection: From `opened`.
        sql: Constant text; values only through `params`.
        params: Value per name.
        seconds: Give up after this long; None: never.

    Raises:
        duckdb.InterruptException: It took longer.
    """
    with connection.cursor() as cursor:  # a connection is not thread-safe
        limit = Timer(seconds, cursor.interrupt) if seconds else None
        try:
            if limit:
                limit.start()
            frame: pl.DataFrame = cursor.sql(sql, params=params).pl()
        finally:
            if limit:
                limit.cancel()
    return frame.cast({cs.decimal(): pl.Float64})
