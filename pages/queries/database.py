"""What the pages ask of the live database and the kept ones, with the cache of Streamlit before it.

The ETL replaces the file as a whole; this module notices and opens the new
build at the next rerun, without a restart.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from etl.live import LIVE, Signature, kept_files
from pages.queries import instance

Row = dict[str, Any]


def live_build() -> Signature | None:
    """Signature of the live build; None when there is none that this version reads."""
    return instance.readable_build(LIVE, LIVE)


def kept_build(build_id: str) -> Signature | None:
    """Signature of an earlier build; None when it is not kept, or not for this version to read.

    Args:
        build_id: As somebody asks for it: only looked up among the ids that are kept.
    """
    path = kept_files(LIVE).get(build_id)
    return None if path is None else instance.readable_build(LIVE, path)


def is_kept(build_id: str) -> bool:
    """Whether there is a file of an earlier build, readable or not."""
    return build_id in kept_files(LIVE)


@st.cache_data(max_entries=500, show_spinner=False)
def ask(build: Signature, sql: str, params: Mapping[str, object]) -> pl.DataFrame:
    """Run one SELECT with named parameters against one build."""
    return instance.fetch(instance.opened(LIVE, build), sql, params)
