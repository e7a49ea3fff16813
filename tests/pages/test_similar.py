"""Which municipalities look alike: by hand on four towns, by law, and one real pair recomputed."""

import math
import statistics
from collections.abc import Mapping, Sequence

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pages.queries import similar
from pages.queries.database import live_build

SCHEMA = {
    "indicator_id": pl.String,
    "is_skewed": pl.Boolean,
    "title": pl.String,
    "nis": pl.String,
    "name": pl.String,
    "in_region": pl.Boolean,
    "value": pl.Float64,
}


def towns(traits: Mapping[str, tuple[bool, Sequence[float | None]]]) -> pl.DataFrame:
    """Rows as `similar.values` gives them: a trait is (is_skewed, value of each town)."""
    rows = [
        (trait, is_skewed, trait.upper(), f"{place}", f"Dorp {place}", place < 2, value)
        for trait, (is_skewed, values) in traits.items()
        for place, value in enumerate(values)
        if value is not None
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


FOUR = {"a": (False, [0.0, 2.0, 4.0, 6.0]), "b": (True, [1.0, 10.0, 10.0, 100.0])}


def test_by_hand() -> None:
    """Deviations: a = sqrt(5); log10 of b is 0, 1, 1, 2, with deviation sqrt(1/2)."""
    found = similar.distances(towns(FOUR), "0")
    assert found["nis"].to_list() == ["1", "2", "3"]
    assert found["distance"].to_list() == pytest.approx(
        [
            (2 / math.sqrt(5) + 1 / math.sqrt(0.5)) / 2,
            (4 / math.sqrt(5) + 1 / math.sqrt(0.5)) / 2,
            (6 / math.sqrt(5) + 2 / math.sqrt(0.5)) / 2,
        ]
    )
    assert similar.typical(found) == found["distance"][1]


values = st.lists(st.integers(1, 1_000_000), min_size=4, max_size=8, unique=True)


@settings(max_examples=40, deadline=None)
@given(first=values, second=values, scale=st.floats(min_value=0.01, max_value=100))
def test_laws(first: list[int], second: list[int], scale: float) -> None:
    """Symmetric, nothing to oneself, and the unit does not matter."""
    n = min(len(first), len(second))
    made = towns({"a": (False, first[:n]), "b": (True, second[:n])})
    one, other = similar.distances(made, "0"), similar.distances(made, "1")
    assert one.filter(nis="1")["distance"].item() == pytest.approx(
        other.filter(nis="0")["distance"].item()
    )
    assert "0" not in one["nis"].to_list()
    assert (one["distance"] >= 0).all()
    scaled = made.with_columns(value=pl.col("value") * scale)
    assert_frame_equal(
        one.sort("nis"), similar.distances(scaled, "0").sort("nis"), abs_tol=1e-6
    )


def test_twins_have_no_distance() -> None:
    made = towns({"a": (False, [1.0, 1.0, 5.0]), "b": (True, [2.0, 2.0, 9.0])})
    assert similar.distances(made, "0").row(0, named=True) == {
        "nis": "1",
        "name": "Dorp 1",
        "in_region": True,
        "distance": 0.0,
    }


def test_who_lacks_a_trait_takes_no_part() -> None:
    made = towns(
        {"a": (False, [1.0, 2.0, 3.0, 4.0]), "b": (False, [None, 2.0, 3.0, 9.0])}
    )
    assert similar.distances(made, "0").is_empty()
    assert similar.lacking(made, "0") == ["B"]
    assert similar.distances(made, "1")["nis"].to_list() == ["2", "3"]
    assert similar.lacking(made, "1") == []


def test_tienen_and_lier_recomputed() -> None:
    """The nearest of Tienen, from the figures themselves."""
    build = live_build()
    assert build is not None
    found = similar.values(build, "REFREG05", None)
    differences = []
    for trait in similar.TRAITS:
        rows = found.filter(indicator_id=trait.indicator)
        level = {
            nis: math.log(value) if trait.is_skewed else value
            for nis, value in rows.select("nis", "value").iter_rows()
        }
        spread = statistics.pstdev(level.values())
        differences.append(abs(level["24107"] - level["12021"]) / spread)
    nearest = similar.distances(found, "24107").row(0, named=True)
    assert nearest["name"] == "Lier"
    assert nearest["distance"] == pytest.approx(statistics.mean(differences))
    assert 0.2 < nearest["distance"] < 0.3


def test_an_earlier_year_uses_no_later_figure() -> None:
    build = live_build()
    assert build is not None
    found = similar.values(build, "REFREG05", 2019)
    assert found["year"].max() == 2019
    assert "gsm:ar_16" in found["indicator_id"].to_list()
