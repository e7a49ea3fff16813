"""What the pages ask of the live database, with the cache of Streamlit before it.

The ETL replaces the file as a whole; this module notices and opens the new
build at the next rerun, without a restart.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
import streamlit as st

from etl.live import LIVE, Signature
from pages.queries import instance

Row = dict[str, Any]


def live_build() -> Signature | None:
    """Signature of the live build; None when there is none that this version reads."""
    return instance.live_build(LIVE)


@st.cache_data(max_entries=500, show_spinner=False)
def ask(build: Signature, sql: str, params: Mapping[str, object]) -> pl.DataFrame:
    """Run one SELECT with named parameters against one build."""
    return instance.fetch(instance.opened(LIVE, build), sql, params)
