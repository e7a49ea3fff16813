"""A perimeter that a user puts together: the same rules as a region, and nothing given away."""

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.areas import Areas
from tests.etl.conftest import Aggregate, indicator
from tests.etl.test_aggregate import part, region, row, shown

RATIO = indicator("RATIO_01", aggregation="ratio", factor=100)
SUM = indicator("SUM_01", aggregation="sum", unit="personen")
SURVEY = indicator("WEIGHT_01", aggregation="weighted", weight="statbel:population")
POPULATION = indicator(
    "population", source="statbel", aggregation="sum", unit="inwoners"
)
properties = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
maybe = st.one_of(st.none(), st.integers(min_value=0, max_value=10**6))


def own(
    connection: duckdb.DuckDBPyConnection,
    codes: list[str],
    indicator_id: str,
    columns: str = "value",
) -> tuple[object, ...]:
    """The one figure of a perimeter in a database with one year."""
    found = connection.execute(
        f"SELECT {columns} FROM monitor.perimeter($codes) WHERE indicator_id = $id",
        {"codes": codes, "id": indicator_id},
    ).fetchall()
    assert len(found) == 1
    return tuple(found[0])


@properties
@given(data=st.data())
def test_the_members_of_a_region_make_the_region(
    aggregate: Aggregate, territory: Areas, data: st.DataObject
) -> None:
    """Also where municipalities are missing: value, coverage and counts are the same."""
    codes = region(territory)
    parts = data.draw(st.lists(maybe, min_size=32, max_size=32))
    rows = [
        part(nis, None if a is None else float(a), 10.0**6)
        for nis, a in zip(codes, parts, strict=True)
    ]
    connection = aggregate([RATIO], rows)
    columns = "value, numerator, denominator, coverage, n_observed, n_members"
    assert own(connection, codes, RATIO.indicator_id, columns) == shown(
        connection, RATIO.indicator_id, columns=columns
    )


@properties
@given(data=st.data())
def test_a_sum_is_the_sum_of_its_two_halves(
    aggregate: Aggregate, territory: Areas, data: st.DataObject
) -> None:
    codes = region(territory)
    values = data.draw(st.lists(st.integers(0, 10**6), min_size=32, max_size=32))
    left = data.draw(st.sets(st.sampled_from(codes), min_size=1, max_size=31))
    rows = [
        row("gsm:sum_01", nis, value=float(value))
        for nis, value in zip(codes, values, strict=True)
    ]
    connection = aggregate([SUM], rows)
    halves = [
        own(connection, half, SUM.indicator_id)[0]
        for half in (sorted(left), sorted(set(codes) - left))
    ]
    assert sum(halves) == pytest.approx(sum(values))  # type: ignore[arg-type]
    assert own(connection, codes, SUM.indicator_id) == (pytest.approx(sum(values)),)


@properties
@given(
    numerators=st.lists(st.integers(0, 1000), min_size=32, max_size=32),
    place=st.integers(0, 31),
)
def test_with_or_without_a_withheld_municipality_the_figure_is_the_same(
    aggregate: Aggregate, territory: Areas, numerators: list[int], place: int
) -> None:
    """Nobody can subtract one from the other to learn what was withheld."""
    codes = region(territory)
    rows = [
        part(nis, float(a), 1000.0) for nis, a in zip(codes, numerators, strict=True)
    ]
    hidden = part(codes[place], None, 1000.0)
    rows[place] = {**hidden, "missing": "gecensureerd"}
    official = {"indicator_id": RATIO.indicator_id, "breakdown": "", "year": 2022}
    connection = aggregate(
        [RATIO], rows, [{**official, "area_id": "REFREG05", "value": 50.0}]
    )
    rest = [nis for nis in codes if nis != codes[place]]
    columns = "value, numerator, n_withheld"
    with_it = own(connection, codes, RATIO.indicator_id, columns)
    without = own(connection, rest, RATIO.indicator_id, columns)
    assert with_it == (*without[:2], 1)
    assert without[0] is not None
    assert shown(connection, RATIO.indicator_id) == (None,), (
        "het gepubliceerde totaal min deze perimeter zou het verborgen cijfer geven"
    )


def test_a_withheld_figure_whose_parts_came_along_takes_no_part(
    aggregate: Aggregate, territory: Areas
) -> None:
    codes = region(territory)
    rows = [part(nis, 5, 100) for nis in codes[1:]]
    rows.append(
        row(
            "gsm:ratio_01",
            codes[0],
            numerator=90.0,
            denominator=100.0,
            missing="gecensureerd",
        )
    )
    connection = aggregate([RATIO], rows)
    found = own(connection, codes, RATIO.indicator_id, "value, numerator, n_observed")
    assert found == (5.0, 155.0, 31)
    assert shown(
        connection, RATIO.indicator_id, columns="value, numerator, n_observed"
    ) == (5.0, 155.0, 31)


def test_one_merged_municipality_is_as_strict_as_on_its_own_page(
    aggregate: Aggregate,
) -> None:
    """Bilzen and Hoeselt became one: counts add up, survey shares do not."""
    people = [
        row("statbel:population", nis, value=1000.0) for nis in ("73006", "73032")
    ]
    survey = [row("gsm:weight_01", nis, value=40.0) for nis in ("73006", "73032")]
    counts = [row("gsm:sum_01", nis, value=7.0) for nis in ("73006", "73032")]
    connection = aggregate([SURVEY, SUM, POPULATION], survey + counts + people)
    assert own(connection, ["73110"], SURVEY.indicator_id, "value, method") == (
        None,
        "none",
    )
    assert own(connection, ["73110", "73110"], SURVEY.indicator_id) == (None,)
    assert own(connection, ["73110"], SUM.indicator_id, "value, method") == (
        14.0,
        "sum",
    )


def test_two_municipalities_of_which_one_merged_make_a_region(
    aggregate: Aggregate,
) -> None:
    people = [
        row("statbel:population", nis, value=weight)
        for nis, weight in (("73006", 1000.0), ("73032", 1000.0), ("24062", 2000.0))
    ]
    survey = [
        row("gsm:weight_01", nis, value=value)
        for nis, value in (("73006", 40.0), ("73032", 60.0), ("24062", 70.0))
    ]
    connection = aggregate([SURVEY, POPULATION], survey + people)
    assert own(connection, ["73110", "24062"], SURVEY.indicator_id) == (60.0,)


def test_a_municipality_counts_once_and_an_unknown_one_never(
    aggregate: Aggregate, territory: Areas
) -> None:
    codes = region(territory)[:2]
    rows = [row("gsm:sum_01", nis, value=5.0) for nis in codes]
    connection = aggregate([SUM], rows)
    asked = [*codes, *codes, "99999"]
    assert own(connection, asked, SUM.indicator_id, "value, n_members") == (10.0, 2)
    nothing = connection.execute("FROM monitor.perimeter(['99999'])").fetchall()
    assert nothing == []
