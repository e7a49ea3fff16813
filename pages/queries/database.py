"""The live database: one DuckDB instance a build, one cursor a question.

The ETL replaces the file as a whole; this module notices and opens the new
build at the next rerun, without a restart.
"""

from collections.abc import Mapping
from typing import Any

import duckdb
import polars as pl
import polars.selectors as cs
import streamlit as st

from etl.live import LIVE, Signature, build_signature, is_readable, quoted

Row = dict[str, Any]
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "2GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def live_build() -> Signature | None:
    """Signature of the live build; None when there is none that this version reads."""
    try:
        build = build_signature()
    except FileNotFoundError:
        return None
    return build if _is_readable(build) else None


@st.cache_data(max_entries=4, show_spinner=False)
def _is_readable(build: Signature) -> bool:
    return is_readable(LIVE)


@st.cache_resource(max_entries=2, show_spinner=False)
def _instance(build: Signature) -> duckdb.DuckDBPyConnection:
    """Open one DuckDB instance per build.

    Why in-memory plus ATTACH: `connect(path)` hands back the instance that is
    already open for that path, so after a swap it would show the old build.
    """
    connection = duckdb.connect(config=CONFIG)
    connection.execute(f"ATTACH '{quoted(LIVE)}' AS monitor (READ_ONLY)")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


@st.cache_data(max_entries=500, show_spinner=False)
def ask(build: Signature, sql: str, params: Mapping[str, object]) -> pl.DataFrame:
    """Run one SELECT with named parameters against one build.

    Decimals become floats, because charts show a DECIMAL without its point.
    """
    with _instance(build).cursor() as cursor:  # a connection is not thread-safe
        frame: pl.DataFrame = cursor.sql(sql, params=params).pl()
    return frame.cast({cs.decimal(): pl.Float64})
