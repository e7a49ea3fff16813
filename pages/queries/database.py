"""The live database, and the earlier ones that are kept: one DuckDB instance a build.

The ETL replaces the file as a whole; this module notices and opens the new
build at the next rerun, without a restart.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import polars.selectors as cs
import streamlit as st

from etl.live import (
    LIVE,
    Signature,
    build_signature,
    is_readable,
    kept_files,
    quoted,
    signature_of,
)

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


def kept_build(build_id: str) -> Signature | None:
    """Signature of an earlier build; None when it is not kept, or not for this version to read.

    Args:
        build_id: As somebody asks for it: only looked up among the ids that are kept.
    """
    path = kept_files(LIVE).get(build_id)
    if path is None:
        return None
    try:
        build = signature_of(path)
    except FileNotFoundError:  # dropped by a refresh in between
        return None
    return build if _is_readable(build) else None


def is_kept(build_id: str) -> bool:
    """Whether there is a file of an earlier build, readable or not."""
    return build_id in kept_files(LIVE)


def _file(build: Signature) -> Path:
    """The file of a build: the live one, or one of those kept."""
    for path in (LIVE, *kept_files(LIVE).values()):
        try:
            if signature_of(path) == build:
                return path
        except FileNotFoundError:
            continue
    return LIVE  # replaced in between, and not kept


@st.cache_data(max_entries=20, show_spinner=False)
def _is_readable(build: Signature) -> bool:
    return is_readable(_file(build))


@st.cache_resource(max_entries=4, show_spinner=False)
def _instance(build: Signature) -> duckdb.DuckDBPyConnection:
    """Open one DuckDB instance per build.

    Why in-memory plus ATTACH: `connect(path)` hands back the instance that is
    already open for that path, so after a swap it would show the old build.
    """
    connection = duckdb.connect(config=CONFIG)
    connection.execute(f"ATTACH '{quoted(_file(build))}' AS monitor (READ_ONLY)")
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
