"""The regional formula: examples by hand, and properties that must always hold."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import checks
from etl.areas import Areas
from tests.etl.conftest import Aggregate, indicator

RATIO = indicator("RATIO_01", aggregation="ratio", factor=100)
SUM = indicator("SUM_01", aggregation="sum", unit="personen")
NONE = indicator("NONE_01")
SURVEY = indicator("WEIGHT_01", aggregation="weighted", weight="statbel:population")
IMPLIED = indicator("IMPLIED_01", aggregation="implied", factor=100, rounding=0.1)
POPULATION = indicator(
    "population", source="statbel", aggregation="sum", unit="inwoners"
)

properties = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
counts = st.integers(min_value=0, max_value=10**6)


def region(territory: Areas, vintage: str = "2024") -> list[str]:
    mine = set(territory.members.filter(area_id="REFREG05")["nis"])
    return sorted(mine & territory.codes(vintage))


def row(code: str, nis: str, **fields: object) -> dict[str, object]:
    return {"indicator_id": code, "nis": nis, "vintage": "2024", "year": 2022, **fields}


def part(nis: str, a: float | None, b: float | None) -> dict[str, object]:
    value = None if a is None or not b else 100 * a / b
    missing = "leeg" if value is None else None
    return row(
        "gsm:ratio_01", nis, numerator=a, denominator=b, value=value, missing=missing
    )


def shown(
    connection: object,
    indicator_id: str,
    area_id: str = "REFREG05",
    columns: str = "value",
) -> tuple[object, ...]:
    found = connection.execute(  # type: ignore[attr-defined]
        f"SELECT {columns} FROM monitor.area_value WHERE indicator_id = ? AND area_id = ?",
        [indicator_id, area_id],
    ).fetchall()
    assert len(found) == 1
    return tuple(found[0])


def test_a_ratio_is_the_quotient_of_sums(
    aggregate: Aggregate, territory: Areas
) -> None:
    rows = [part(nis, 10, 1000) for nis in region(territory)]
    rows[0] = part(region(territory)[0], 500, 10_000)
    value, method, coverage = shown(
        aggregate([RATIO], rows), RATIO.indicator_id, columns="value, method, coverage"
    )
    assert value == pytest.approx(100 * (500 + 31 * 10) / (10_000 + 31 * 1000))
    assert (method, coverage) == ("ratio", 1.0)


@properties
@given(data=st.data())
def test_a_ratio_lies_between_its_members(
    aggregate: Aggregate, territory: Areas, data: st.DataObject
) -> None:
    codes = region(territory)
    bs = data.draw(st.lists(st.integers(1, 10**6), min_size=32, max_size=32))
    rows = [
        part(nis, data.draw(st.integers(0, b)), b)
        for nis, b in zip(codes, bs, strict=True)
    ]
    (value,) = shown(aggregate([RATIO], rows), RATIO.indicator_id)
    ratios = [r["value"] for r in rows]
    assert min(ratios) - 1e-9 <= value <= max(ratios) + 1e-9  # type: ignore[type-var, operator]


@properties
@given(values=st.lists(counts, min_size=32, max_size=32))
def test_sums_are_conserved_in_every_perimeter(
    aggregate: Aggregate, territory: Areas, values: list[int]
) -> None:
    rows = [
        row("gsm:sum_01", nis, value=float(value))
        for nis, value in zip(region(territory), values, strict=True)
    ]
    connection = aggregate([SUM], rows)
    (total,) = shown(connection, SUM.indicator_id)
    assert total == pytest.approx(sum(values))
    own = connection.execute(
        "SELECT value FROM monitor.perimeter($codes)", {"codes": region(territory)}
    ).fetchall()
    assert own == [(total,)], (
        "een eigen perimeter van dezelfde gemeenten geeft hetzelfde"
    )


@properties
@given(a=counts, b=counts)
def test_merging_conserves_counts(aggregate: Aggregate, a: int, b: int) -> None:
    """Bilzen and Hoeselt became Bilzen-Hoeselt in 2025."""
    rows = [
        row("gsm:sum_01", "73006", value=float(a)),
        row("gsm:sum_01", "73032", value=float(b)),
    ]
    assert shown(aggregate([SUM], rows), SUM.indicator_id, "73110") == (float(a + b),)


@properties
@given(data=st.data())
def test_a_missing_value_never_becomes_a_zero(
    aggregate: Aggregate, territory: Areas, data: st.DataObject
) -> None:
    codes = region(territory)
    absent = data.draw(st.sampled_from(codes))
    rows = [part(nis, None if nis == absent else 5, 100) for nis in codes]
    value, observed = shown(
        aggregate([RATIO], rows), RATIO.indicator_id, columns="value, n_observed"
    )
    assert value == pytest.approx(5.0)
    assert observed == 31


@pytest.mark.parametrize(
    ("absent_share", "is_shown"),
    [(0.05, True), (0.0999, True), (0.11, False), (0.5, False)],
)
def test_coverage_decides(
    aggregate: Aggregate, territory: Areas, absent_share: float, is_shown: bool
) -> None:
    codes = region(territory)
    weight = 31 * 100 * absent_share / (1 - absent_share)
    rows = [part(codes[0], None, weight), *(part(nis, 5, 100) for nis in codes[1:])]
    value, coverage, method = shown(
        aggregate([RATIO], rows), RATIO.indicator_id, columns="value, coverage, method"
    )
    assert coverage == pytest.approx(1 - absent_share)
    assert (value is not None) == is_shown
    assert method == "ratio", "de methode blijft bekend"


def test_an_absent_row_counts_by_population(
    aggregate: Aggregate, territory: Areas
) -> None:
    codes = region(territory)
    people = [row("statbel:population", nis, value=1000.0) for nis in codes]
    rows = [part(nis, 5, 100) for nis in codes[:-8]]
    value, coverage, observed, members = shown(
        aggregate([RATIO, POPULATION], rows + people),
        RATIO.indicator_id,
        columns="value, coverage, n_observed, n_members",
    )
    assert value is None
    assert (coverage, observed, members) == (0.75, 24, 32)


@properties
@given(data=st.data())
def test_a_weighted_mean_ignores_weights_without_value(
    aggregate: Aggregate, territory: Areas, data: st.DataObject
) -> None:
    codes = region(territory)
    shares = data.draw(st.lists(st.floats(0, 100), min_size=32, max_size=32))
    weights = data.draw(st.lists(st.integers(1, 10**5), min_size=32, max_size=32))
    people = [
        row("statbel:population", nis, value=float(w))
        for nis, w in zip(codes, weights, strict=True)
    ]
    rows = [
        row("gsm:weight_01", nis, value=share)
        for nis, share in zip(codes, shares, strict=True)
    ]
    connection = aggregate([SURVEY, POPULATION], rows[:-1] + people)
    value, coverage = shown(connection, SURVEY.indicator_id, columns="value, coverage")
    assert coverage == pytest.approx(sum(weights[:-1]) / sum(weights))
    if coverage >= 0.9:  # type: ignore[operator]
        expected = sum(
            w * x for w, x in zip(weights[:-1], shares[:-1], strict=True)
        ) / sum(weights[:-1])
        assert value == pytest.approx(expected)
    else:
        assert value is None


def test_a_survey_is_not_recomputed_after_a_merger(aggregate: Aggregate) -> None:
    people = [
        row("statbel:population", nis, value=1000.0) for nis in ("11002", "11007")
    ]
    rows = [row("gsm:weight_01", nis, value=40.0) for nis in ("11002", "11007")]
    connection = aggregate([SURVEY, POPULATION], rows + people)
    value, method, members = shown(
        connection, SURVEY.indicator_id, "11002", "value, method, n_members"
    )
    assert (value, method, members) == (None, "none", 2), (
        "het oude Antwerpen is het nieuwe niet"
    )


def test_a_half_merged_municipality_has_no_figure(aggregate: Aggregate) -> None:
    rows = [row("gsm:sum_01", "73006", value=7.0)]
    assert shown(aggregate([SUM], rows), SUM.indicator_id, "73110") == (None,)


def test_no_decision_gives_no_regional_figure(
    aggregate: Aggregate, territory: Areas
) -> None:
    rows = [row("gsm:none_01", nis, value=5.0) for nis in region(territory)]
    connection = aggregate([NONE], rows)
    assert shown(connection, NONE.indicator_id, columns="value, method") == (
        None,
        "none",
    )
    assert shown(connection, NONE.indicator_id, "24062", "value, method") == (
        5.0,
        "official",
    )


def test_an_official_value_comes_first(aggregate: Aggregate, territory: Areas) -> None:
    rows = [part(nis, 5, 100) for nis in region(territory)]
    official = [
        {
            "indicator_id": RATIO.indicator_id,
            "breakdown": "",
            "area_id": "REFREG05",
            "year": 2022,
            "value": 5.2,
        }
    ]
    connection = aggregate([RATIO], rows, official)
    found = shown(
        connection,
        RATIO.indicator_id,
        columns="value, method, computed_value, computed_method",
    )
    assert found == (5.2, "official", 5.0, "ratio")
    verdicts = connection.execute(
        "SELECT verdict, round(difference, 6) FROM monitor.reconciliation"
    ).fetchall()
    assert verdicts == [("verschilt", -0.2)]


def test_an_official_value_that_reveals_a_withheld_one_is_withheld(
    aggregate: Aggregate, territory: Areas
) -> None:
    codes = region(territory)
    rows = [row("gsm:sum_01", nis, value=5.0) for nis in codes[1:]]
    rows.append(row("gsm:sum_01", codes[0], missing="gecensureerd"))
    official = [
        {
            "indicator_id": SUM.indicator_id,
            "breakdown": "",
            "area_id": "REFREG05",
            "year": 2022,
            "value": 160.0,
        }
    ]
    assert shown(aggregate([SUM], rows, official), SUM.indicator_id) == (None,)


def test_an_implied_ratio_has_the_bounds_of_its_rounding(
    aggregate: Aggregate, territory: Areas
) -> None:
    """Numerator and rounded ratio published: the true ratio lies between the bounds."""
    codes = region(territory)
    true = {nis: (100 + i, 2000 + 37 * i) for i, nis in enumerate(codes)}
    rows = [
        row("gsm:implied_01", nis, numerator=float(a), value=round(100 * a / b, 1))
        for nis, (a, b) in true.items()
    ]
    value, lower, upper, method = shown(
        aggregate([IMPLIED], rows),
        IMPLIED.indicator_id,
        columns="value, lower, upper, method",
    )
    exact = 100 * sum(a for a, _ in true.values()) / sum(b for _, b in true.values())
    assert lower < exact < upper  # type: ignore[operator]
    assert lower < value < upper  # type: ignore[operator]
    assert method == "implied"


def test_a_region_is_made_on_the_vintage_of_its_source(
    aggregate: Aggregate, territory: Areas
) -> None:
    """Every municipality of Regio Antwerpen in 2020 answered: coverage 1, not 0,48."""
    mine = set(territory.members.filter(area_id="REFREG01")["nis"]) & territory.codes(
        "2024"
    )
    people = [row("statbel:population", nis, value=1000.0) for nis in mine]
    rows = [row("gsm:weight_01", nis, value=40.0) for nis in mine]
    connection = aggregate([SURVEY, POPULATION], rows + people)
    assert shown(
        connection, SURVEY.indicator_id, "REFREG01", "value, coverage, n_members"
    ) == (
        pytest.approx(40.0),
        1.0,
        29,
    )


def test_a_year_without_population_is_no_fault_of_the_formula(
    aggregate: Aggregate, territory: Areas
) -> None:
    """A projection beyond the newest population, with one municipality left out."""
    rows = territory.vintages.filter(pl.col("nis") != "73028", vintage="2025").select(
        pl.lit("gsm:test_01").alias("indicator_id"),
        "nis",
        "vintage",
        pl.lit(2040).alias("year"),
        pl.lit(1.0).alias("value"),
        pl.lit(1.0).alias("numerator"),
    )
    connection = aggregate([indicator(aggregation="sum")], rows.to_dicts())
    checks.check_regions(connection)
    found = connection.execute("""
        SELECT area_id, value, coverage FROM monitor.area_value
        WHERE area_id IN ('REFREG05', '70000') ORDER BY ALL
    """).fetchall()
    assert found == [("70000", None, None), ("REFREG05", 32, 1.0)]
