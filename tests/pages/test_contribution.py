"""The contribution of municipalities: sums to the whole, own change and weight apart."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.live import build_signature
from pages import evidence
from pages.queries import contribution, figures, parts
from tests.pages.test_app import open_page, words

SCHEMA = {
    "nis": pl.String,
    "name": pl.String,
    "first_amount": pl.Float64,
    "first_base": pl.Float64,
    "last_amount": pl.Float64,
    "last_base": pl.Float64,
}
amount = st.floats(min_value=0, max_value=1e6)
base = st.floats(min_value=1, max_value=1e6)
ratios = st.lists(st.tuples(amount, base, amount, base), min_size=1, max_size=12)
sums = st.lists(st.tuples(amount, amount), min_size=1, max_size=12)


# A busy machine is no property of the figures.
properties = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def frame(rows: list[tuple[float | None, ...]]) -> pl.DataFrame:
    named = [(str(i), f"Gemeente {i:02}", *row) for i, row in enumerate(rows)]
    return pl.DataFrame(named, schema=SCHEMA, orient="row")


def change(rows: list[tuple[float, ...]]) -> float:
    """Of sum(amounts) / sum(bases)."""
    first, last = (
        sum(row[i] for row in rows) / sum(row[i + 1] for row in rows) for i in (0, 2)
    )
    return last - first


def largest(rows: list[tuple[float, ...]]) -> float:
    """Of the levels in a frame: what rounding errors are measured against."""
    return max(1.0, *(row[i] / row[i + 1] for row in rows for i in (0, 2)))


@properties
@given(ratios)
def test_the_parts_of_a_ratio_are_the_whole(rows: list[tuple[float, ...]]) -> None:
    found = contribution.decompose(frame(list(rows)))
    assert found["total"].sum() == pytest.approx(
        change(rows), abs=1e-9 * largest(rows), rel=1e-9
    )
    both = found["own_change"] + found["weight_change"]
    assert both.to_list() == pytest.approx(found["total"].to_list())


@properties
@given(sums)
def test_the_parts_of_a_sum_are_the_whole(rows: list[tuple[float, float]]) -> None:
    found = contribution.decompose(frame([(a, None, b, None) for a, b in rows]))
    whole = sum(b for _a, b in rows) - sum(a for a, _b in rows)
    assert found["total"].sum() == pytest.approx(whole, abs=1e-6)
    assert found["weight_change"].null_count() == len(rows)


@properties
@given(ratios)
def test_without_a_change_of_level_there_is_no_own_change(
    rows: list[tuple[float, ...]],
) -> None:
    """The first one keeps its ratio while its weight doubles."""
    a, b, *_rest = rows[0]
    rows = [(a, b, 2 * a, 2 * b), *rows[1:]]
    found = contribution.decompose(frame(list(rows)))
    first = found.row(by_predicate=pl.col("nis") == "0", named=True)
    assert first["own_change"] == pytest.approx(0, abs=1e-9 * largest(rows))


@properties
@given(ratios)
def test_when_every_weight_stays_there_is_own_change_only(
    rows: list[tuple[float, ...]],
) -> None:
    same: list[tuple[float, ...]] = [(a, b, c, 3 * b) for a, b, c, _d in rows]
    found = contribution.decompose(frame(list(same)))
    worst = max(abs(value) for value in found["weight_change"])
    assert worst <= 1e-9 * largest(same)


@properties
@given(ratios, st.floats(min_value=0.01, max_value=1000))
def test_another_unit_scales_every_part(
    rows: list[tuple[float, ...]], factor: float
) -> None:
    scaled = [(factor * a, b, factor * c, d) for a, b, c, d in rows]
    found, larger = (
        contribution.decompose(frame(list(each))).sort("nis") for each in (rows, scaled)
    )
    for column in ("own_change", "weight_change", "total"):
        wanted = (factor * found[column]).to_list()
        tolerance = 1e-9 * factor * largest(rows)
        assert larger[column].to_list() == pytest.approx(wanted, abs=tolerance)


def test_a_municipality_without_a_base_has_no_own_change() -> None:
    """3 of 10 and 0 of nothing become 3 of 10 and 4 of 10: from 30 to 35 percent."""
    found = contribution.decompose(frame([(300, 10, 300, 10), (0, 0, 400, 10)]))
    rows = found.rows_by_key("nis", named=True, unique=True)
    assert rows["1"]["own_change"] == 0
    # Weight from 0 to 1/2, 40 against a mean level of 32.5 percent.
    assert rows["1"]["total"] == pytest.approx(0.5 * (40 - 32.5))
    assert rows["0"]["total"] == pytest.approx(-0.5 * (30 - 32.5))
    assert found["total"].sum() == pytest.approx(5)


def test_leuven_by_hand() -> None:
    """Living wage, 2021 to 2022.

    Leuven: 1.502 of 101.032 and 1.322 of 102.236; the region: 3.285 of 550.162 and
    3.036 of 555.061.
    """
    key = (build_signature(), "gsm:ar_13", "", "REFREG05", 2021, 2022)
    found = contribution.contribution(*key)
    assert found.height == 32
    leuven = found.row(by_predicate=pl.col("nis") == "24062", named=True)
    weight = 101032 / 550162, 102236 / 555061
    level = 100 * 1502 / 101032, 100 * 1322 / 102236
    region = 100 * 3285 / 550162, 100 * 3036 / 555061
    own = sum(weight) / 2 * (level[1] - level[0])
    shift = (weight[1] - weight[0]) * (sum(level) / 2 - sum(region) / 2)
    assert leuven["own_change"] == pytest.approx(own) == pytest.approx(-0.035601, 1e-4)
    assert leuven["weight_change"] == pytest.approx(shift)
    assert shift == pytest.approx(0.000448, 1e-2)
    assert found["total"].sum() == pytest.approx(region[1] - region[0])
    assert found.row(-1, named=True)["name"] == "Leuven", "de laagste bijdrage"


@pytest.mark.parametrize(
    ("indicator", "breakdown", "region", "first", "last"),
    [
        ("gsm:mo_s_07", "antwoord=eens", "REFREG02", 2017, 2020),  # Puurs merged
        ("statbel:population", "", "REFREG04", 2024, 2025),
        ("gsm:ar_07", "herkomst=niet-eu", "REFREG01", 2019, 2020),
        ("pinc:jobseekers_nationality", "nationaliteit=buiten-de-eu", "02000", 2021, 2022),
    ],
)  # fmt: skip
def test_parts_and_rest_are_the_change_that_is_shown(
    indicator: str, breakdown: str, region: str, first: int, last: int
) -> None:
    build = build_signature()
    found = contribution.contribution(build, indicator, breakdown, region, first, last)
    ends = [
        parts.shown(build, indicator, breakdown, region, year) for year in (first, last)
    ]
    assert found.height > 10
    start, end = (end["value"] for end in ends if end)
    assert found["total"].sum() == pytest.approx(end - start, abs=1e-9 * end)


def test_what_was_observed_once_is_left_over_and_said() -> None:
    """Some of the municipalities are withheld in one of the two years."""
    key = ("pinc:jobseekers_nationality", "nationaliteit=buiten-de-eu")
    build = build_signature()
    found = contribution.contribution(build, *key, "02000", 2021, 2022)
    assert found.row(-1, named=True)["name"] == contribution.REST
    assert found["nis"].null_count() == 1


def test_a_merged_municipality_is_one_part() -> None:
    key = (build_signature(), "gsm:mo_s_07", "antwoord=eens", "REFREG02", 2017, 2020)
    names = contribution.contribution(*key)["name"].to_list()
    assert "Puurs-Sint-Amands" in names
    assert not {"Puurs", "Sint-Amands"} & set(names)


@pytest.mark.parametrize(
    ("indicator", "breakdown", "region", "years", "reason"),
    [
        ("gsm:ar_03", "", "REFREG05", (2020, 2021), "none"),
        ("pinc:unemployment_rate", "", "REFREG05", (2023, 2024), "implied"),
        ("gsm:mo_s_03", "antwoord=eens", "REFREG05", (2017, 2020), "geen cijfer"),
        ("gsm:ar_13", "", "REFREG05", (1900, 2022), "geen cijfer"),
        ("gsm:ar_13", "", "politiezone-aarschot", (2021, 2022), "een gemeente"),
        ("statbel:population", "", "10000", (2024, 2025), "afbakening"),
    ],
)
def test_no_decomposition_without_a_reason(
    indicator: str, breakdown: str, region: str, years: tuple[int, int], reason: str
) -> None:
    key = (build_signature(), indicator, breakdown, region, *years)
    assert contribution.refusal(*key) == reason
    found = contribution.contribution(*key)
    assert found.is_empty() and found.columns == list(contribution.DECOMPOSED)


def test_years_are_those_with_a_figure() -> None:
    known = contribution.years(
        build_signature(), "gsm:mo_s_03", "antwoord=eens", "REFREG05"
    )
    assert 2020 in known and 2017 not in known


FIGURE = {
    "unit": "%",
    "decimals": 2,
    "aggregation": "ratio",
    "is_survey": False,
    "value": 0.55,
    "year": 2022,
}


def parts_of(*totals: float) -> pl.DataFrame:
    rows = [(str(i), f"G{i}", t, 0.0, t) for i, t in enumerate(totals)]
    return pl.DataFrame(rows, schema=contribution.DECOMPOSED, orient="row")


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        (
            (0.01, -0.01, -0.05),
            "G2 droeg het meest bij: −0,0500; het sterkst de andere kant op ging G0: +0,0100.",
        ),
        ((0.06, 0.02), "G0 droeg het meest bij: +0,0600."),
        ((-0.01, -0.02), "G1 droeg het meest bij: −0,0200."),
        ((0.0, 0.0), "Geen enkele gemeente droeg zichtbaar bij."),
    ],
)
def test_who_contributed_most(totals: tuple[float, ...], sentence: str) -> None:
    said = evidence.contributions(parts_of(*totals), FIGURE, "Oost-Brabant", 2021)
    assert said[1] == sentence


def test_signs_are_those_of_what_is_printed() -> None:
    printed = [evidence.signed(value, 2) for value in (0.5, -0.5, 0.001, -0.001, None)]
    assert printed == ["+0,50", "−0,50", "0,00", "0,00", "–"]


def test_the_page_shows_what_each_municipality_contributed() -> None:
    query = {"indicator": "gsm:ar_13", "jaar": "2022", "gemeente": "24062"}
    app = open_page("indicator.py", **query, van="2015")
    found = words(app).replace("\u00a0", " ")
    assert "Oost-Brabant ging van 0,37 % in 2015 naar 0,55 % in 2022" in found
    assert "Leuven droeg het meest bij" in found
    assert "geen oorzaken" in found
    assert all(word not in found for word in ("doordat", "dankzij", "te wijten aan"))


def test_an_unknown_year_is_said_and_the_one_before_is_shown() -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13", jaar="2022", van="2022")
    assert "jaar “2022”" in " ".join(warning.value for warning in app.warning)
    assert "in 2021 naar" in words(app)


def test_a_municipality_says_what_it_contributed() -> None:
    build = build_signature()
    figure = figures.figure(build, "REFREG05", 2022, "gsm:ar_13", "")
    rows = contribution.contribution(build, "gsm:ar_13", "", "REFREG05", 2021, 2022)
    assert evidence.contribution_of(rows, "24062", figure, 2021) == (
        "Bijdrage aan de verandering van de regio van 2021 tot 2022: "
        "−0,0352 van −0,0501 procentpunt"
    )
    assert evidence.contribution_of(rows, "11002", figure, 2021) == ""
