"""Progress verdicts: the classes, the guards, and what must never change a verdict."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import changes, load, progress
from etl.areas import Areas
from etl.catalogue import Indicator
from tests.etl.conftest import indicator

ORDER = ["verkeerde richting", "ver achter", "vertraagd", "op schema", "doel bereikt"]
TREND = ["ongunstig", "licht ongunstig", "stabiel", "licht gunstig", "gunstig"]
SCHEMA = {
    "indicator_id": pl.String,
    "breakdown": pl.String,
    "area_id": pl.String,
    "target_id": pl.String,
    "kind": pl.String,
    "direction": pl.String,
    "measure": pl.String,
    "stable_change": pl.Float64,
    "unit": pl.String,
    "no_trend_verdict": pl.String,
    "base_year": pl.Int32,
    "base_value": pl.Float64,
    "last_year": pl.Int32,
    "last_value": pl.Float64,
    "target_year": pl.Int32,
    "target_value": pl.Float64,
    "points": pl.Int64,
    "margin": pl.Float64,
    "overlaps": pl.Boolean,
    "break_year": pl.Int32,
}
PLAIN: dict[str, object] = {
    "kind": "doel",
    "direction": "up",
    "measure": "share",
    "stable_change": 0.1,
    "unit": "%",
    "base_year": 2020,
    "base_value": 70.0,
    "last_year": 2025,
    "target_year": 2030,
    "target_value": 80.0,
    "points": 6,
}
"""From 70 % in 2020 to 80 % in 2030: one point a year."""


def judged(*cases: Mapping[str, object]) -> pl.DataFrame:
    rows = [{name: {**PLAIN, **one}.get(name) for name in SCHEMA} for one in cases]
    return progress.judge(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def verdict(**case: object) -> str:
    found: str = judged(case)["class"][0]
    return found


@pytest.mark.parametrize(
    ("value", "expected", "ratio"),
    [
        (80.0, "doel bereikt", 2.0),
        (81.0, "doel bereikt", 2.2),
        (75.0, "op schema", 1.0),
        (74.75, "op schema", 0.95),
        (74.7, "vertraagd", 0.94),
        (73.0, "vertraagd", 0.60),
        (72.9, "ver achter", 0.58),
        (70.0, "ver achter", 0.0),
        (69.9, "verkeerde richting", -0.02),
    ],
)
def test_the_pace_decides(value: float, expected: str, ratio: float) -> None:
    found = judged({"last_value": value})
    assert found["class"][0] == expected
    assert found["ratio"][0] == pytest.approx(ratio)


def test_a_falling_indicator_is_the_mirror_of_a_rising_one() -> None:
    down = {"direction": "down", "base_value": 30.0, "target_value": 20.0}
    found = judged(*({**down, "last_value": value} for value in (20, 25, 27, 29, 31)))
    assert found["class"].to_list() == [
        "doel bereikt",
        "op schema",
        "vertraagd",
        "ver achter",
        "verkeerde richting",
    ]


def test_a_level_grows_compound() -> None:
    """From 1.000 to 1.210 in two years is 10 % a year: after one year 1.100, not 1.105."""
    level = {
        "measure": "level",
        "base_value": 1000.0,
        "target_value": 1210.0,
        "last_year": 2021,
        "target_year": 2022,
    }
    found = judged(*({**level, "last_value": value} for value in (1100, 1105, 1060)))
    assert found["required_change"].to_list() == pytest.approx([10, 10, 10])
    assert found["yearly_change"].to_list() == pytest.approx([10, 10.5, 6])
    assert found["ratio"].to_list() == pytest.approx([1, 1.05, 0.6])
    assert found["class"].to_list() == ["op schema", "op schema", "vertraagd"]
    assert found["change_unit"].to_list() == ["%"] * 3
    assert found["projected_value"][0] == pytest.approx(1210)


def test_a_rate_is_approached_in_a_straight_line() -> None:
    found = judged({"measure": "rate", "unit": "per 1.000", "last_value": 75.0})
    assert found["ratio"][0] == pytest.approx(1)
    assert found["change_unit"][0] == "per 1.000"


@pytest.mark.parametrize("base", [0.0, 50.0])
def test_from_or_to_zero_a_level_goes_in_a_straight_line(base: float) -> None:
    """Compound growth from zero does not exist, and to zero it would be -100 % a year."""
    target = 50.0 - base
    halfway = {"measure": "level", "base_value": base, "target_value": target}
    direction = "up" if target > base else "down"
    found = judged({**halfway, "direction": direction, "last_value": 25.0})
    assert found["ratio"][0] == pytest.approx(1)
    assert found["class"][0] == "op schema"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (80.0, "behouden"),
        (83.0, "behouden"),
        (79.9, "verkeerde richting"),
        (60.0, "verkeerde richting"),
    ],
)
def test_a_target_equal_to_its_base_is_kept_or_lost(
    value: float, expected: str
) -> None:
    found = judged({"base_value": 80.0, "last_value": value})
    assert found["class"][0] == expected
    assert found["ratio"][0] is None


def test_past_a_ceiling_is_never_on_track() -> None:
    """At most 1.237, from 1.000: 1.300 has gone further than the way to the ceiling."""
    ceiling = {
        "measure": "level",
        "direction": "down",
        "base_value": 1000.0,
        "target_value": 1237.0,
    }
    found = judged(
        *({**ceiling, "last_value": v} for v in (900, 1100, 1237, 1300, 2000))
    )
    assert found["class"].to_list() == ["doel bereikt"] * 3 + ["verkeerde richting"] * 2


def test_a_target_that_the_base_had_passed_can_be_lost() -> None:
    found = judged(
        {"base_value": 85.0, "last_value": 82.0},
        {"base_value": 85.0, "last_value": 79.0},
    )
    assert found["class"].to_list() == ["doel bereikt", "verkeerde richting"]


def test_who_is_not_there_in_the_target_year_is_late() -> None:
    over = {"last_year": 2030, "last_value": 79.9}
    assert verdict(**over) == "vertraagd"
    assert verdict(**over, target_year=2031) == "op schema"
    assert judged(over)["projected_value"][0] is None


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        ({"points": 2}, "te weinig metingen"),
        ({"break_year": 2023}, "geen oordeel"),
        ({"margin": 5.0}, "onzeker"),
        ({"overlaps": True}, "onzeker"),
        ({"direction": None}, "geen oordeel"),
        ({"base_value": None}, "geen oordeel"),
        ({"target_value": None}, "geen oordeel"),
        ({"last_value": None}, "geen oordeel"),
    ],
)
def test_a_guard_keeps_the_verdict_away(
    guard: dict[str, object], expected: str
) -> None:
    found = judged({"last_value": 75.0, **guard})
    assert found["class"][0] == expected
    assert found["ratio"][0] is None


def test_a_target_that_is_reached_overrides_the_guards() -> None:
    guards = {"points": 1, "break_year": 2023, "margin": 50.0, "base_value": None}
    assert verdict(last_value=80.0, **guards) == "doel bereikt"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (5.0, "gunstig"),
        (4.9, "licht gunstig"),
        (0.5, "licht gunstig"),
        (0.4, "stabiel"),
        (-0.4, "stabiel"),
        (-0.5, "licht ongunstig"),
        (-4.9, "licht ongunstig"),
        (-5.0, "ongunstig"),
    ],
)
def test_without_a_target_the_yearly_change_decides(
    change: float, expected: str
) -> None:
    """A share: 0,1 and 1 percentage point a year, over five years."""
    assert verdict(kind="richting", last_value=70 + change) == expected
    mirrored = {"direction": "down", "base_value": 30.0, "last_value": 30 - change}
    assert verdict(kind="richting", **mirrored) == expected


@pytest.mark.parametrize("measure", ["rate", "level"])
def test_without_a_target_a_rate_or_level_moves_in_percent(measure: str) -> None:
    """±0,1 % and ±1 % a year, compound: 1.000 grows to 1.051 in five years at 1 %."""
    found = judged(
        *(
            {
                "kind": "richting",
                "measure": measure,
                "base_value": 1000.0,
                "last_value": v,
            }
            for v in (1052, 1050, 1006, 1004, 996, 994, 952, 950)
        )
    )
    assert found["class"].to_list() == [
        "gunstig",
        "licht gunstig",
        "licht gunstig",
        "stabiel",
        "stabiel",
        "licht ongunstig",
        "licht ongunstig",
        "ongunstig",
    ]


def test_growth_from_zero_is_no_percentage() -> None:
    zero = {"kind": "richting", "base_value": 0.0, "last_value": 5.0}
    assert verdict(**zero, measure="level") == "geen oordeel"
    assert verdict(**zero, measure="share") == "gunstig"


def test_amounts_in_current_prices_get_a_target_but_no_direction() -> None:
    told = {"no_trend_verdict": "Een stijging kan inflatie zijn.", "last_value": 75.0}
    assert verdict(**told, kind="richting") == "geen oordeel"
    assert verdict(**told, kind="referentie") == "geen oordeel"


def test_a_line_of_reference_is_never_reached() -> None:
    assert verdict(kind="referentie", last_value=85.0) == "gunstig"
    assert judged({"kind": "referentie", "last_value": 85.0})["ratio"][0] is None


whole = st.integers(1, 99).map(float)
years = st.integers(2021, 2030)
directions = st.sampled_from(["up", "down"])
kinds = st.sampled_from(["doel", "richting"])


@settings(deadline=None)
@given(kinds, directions, whole, whole, whole, years)
def test_a_share_and_its_complement_have_one_verdict(
    kind: str, direction: str, base: float, value: float, target: float, last: int
) -> None:
    """80 % with work and 20 % without are the same fact."""
    case = {"kind": kind, "last_year": last, "direction": direction}
    mirrored = {**case, "direction": "down" if direction == "up" else "up"}
    found = judged(
        {**case, "base_value": base, "last_value": value, "target_value": target},
        {
            **mirrored,
            "base_value": 100 - base,
            "last_value": 100 - value,
            "target_value": 100 - target,
        },
    )
    assert found["class"][0] == found["class"][1]


@settings(deadline=None)
@given(
    kinds,
    directions,
    st.sampled_from(["share", "rate", "level"]),
    st.tuples(whole, whole, whole),
    years,
    st.sampled_from([0.001, 0.5, 10.0, 1000.0, 1e6]),
)
def test_another_unit_changes_nothing(
    kind: str,
    direction: str,
    measure: str,
    figures: tuple[float, float, float],
    last: int,
    factor: float,
) -> None:
    """Per 1.000 or per 100.000; the threshold of a share is in its unit too."""
    case = {"kind": kind, "direction": direction, "measure": measure, "last_year": last}
    names = ("base_value", "last_value", "target_value")
    step = 0.1 * factor if measure == "share" else 0.1
    found = judged(
        {**case, **dict(zip(names, figures, strict=True))},
        {
            **case,
            **{n: f * factor for n, f in zip(names, figures, strict=True)},
            "stable_change": step,
        },
    )
    assert found["class"][0] == found["class"][1]


@settings(deadline=None)
@given(
    kinds,
    directions,
    st.sampled_from(["share", "rate", "level"]),
    whole,
    whole,
    st.lists(st.integers(0, 99), min_size=2, max_size=2).map(sorted),
    years,
)
def test_more_improvement_never_gives_a_worse_class(
    kind: str,
    direction: str,
    measure: str,
    base: float,
    target: float,
    values: Sequence[int],
    last: int,
) -> None:
    better = values if direction == "up" else list(reversed(values))
    case = {
        "kind": kind,
        "direction": direction,
        "measure": measure,
        "base_value": base,
        "target_value": target,
        "last_year": last,
    }
    found = judged(*({**case, "last_value": float(value)} for value in better))
    order = [*ORDER, "behouden"] if kind == "doel" else TREND
    worse, best = (order.index(one) for one in found["class"])
    assert worse <= best


# --- from the database: which figures go in, and what is said of them ---------------------------

REGION, TOWN, ELSEWHERE = "REFREG05", "24062", "REFREG04"
Points = Mapping[int, float]


class Base:
    """A database with a few figures of a few areas."""

    def __init__(self, territory: Areas, indicators: Sequence[Indicator]) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("ATTACH ':memory:' AS monitor")
        load.create(self.connection, territory, indicators)

    def figures(
        self,
        code: str,
        points: Points,
        area: str = REGION,
        breakdown: str = "",
        bounds: float | None = None,
    ) -> None:
        """Figures as shown; `bounds` is half an interval."""
        for year, value in points.items():
            edge = (None, None) if bounds is None else (value - bounds, value + bounds)
            self.connection.execute(
                "INSERT INTO monitor.area_value BY NAME SELECT ? AS indicator_id, ? AS breakdown, "
                "? AS area_id, ? AS year, ? AS value, ? AS lower, ? AS upper, 'ratio' AS method",
                [f"gsm:{code.lower()}", breakdown, area, year, value, *edge],
            )
            self.connection.execute(
                "INSERT INTO monitor.observation BY NAME SELECT ? AS indicator_id, '' AS breakdown, "
                "'24062' AS nis, '2024' AS vintage, ? AS year, ? AS value, 'x' AS file_id",
                [f"gsm:{code.lower()}", year, value],
            )

    def target(self, code: str, **fields: object) -> None:
        """A target of our own, 80 % in 2030 from 2020, unless told otherwise."""
        row = {
            "target_id": "eigen",
            "indicator_id": f"gsm:{code.lower()}",
            "area_id": REGION,
            "owner": "Taskforce",
            "base_year": 2020,
            "target_year": 2030,
            "value": 80.0,
            "direction": "up",
            "proxy": False,
            "title": "Doel",
            "action_lines": ["3"],
            "breakdown": "",
            "unit": "%",
            "is_relative": False,
            "here_value": 80.0,
            "measure": "hetzelfde",
            "status": "bevestigd",
            "position": 0,
            **fields,
        }
        load.append(self.connection, "target", pl.DataFrame([row]))

    def verdicts(
        self, target: str | None = None, area: str = REGION
    ) -> dict[str, object]:
        """The row of `progress` for the first indicator."""
        self.connection.execute("DELETE FROM monitor.progress")
        progress.record(self.connection, date(2026, 11, 26))
        return self.row(target, area)

    def row(self, target: str | None = None, area: str = REGION) -> dict[str, object]:
        """The same, as it was recorded."""
        rows = self.connection.sql(
            "SELECT * FROM monitor.progress WHERE target_id IS NOT DISTINCT FROM $target "
            "AND area_id = $area",
            params={"target": target, "area": area},
        ).pl()
        return rows.row(0, named=True) if rows.height else {}


@pytest.fixture(scope="module")
def made(territory: Areas) -> Iterator[Base]:
    """One database for all tests here; making it takes longer than any of them."""
    answers = {"answers": ["eens", "oneens"], "main_breakdown": "antwoord=eens"}
    base = Base(
        territory,
        [
            indicator("AR_13", direction="up", headline=1, factor=100.0),
            indicator(
                "MO_S_04",
                direction="up",
                kind="survey",
                aggregation="weighted",
                weight="statbel:population",
                **answers,
            ),
            indicator("AR_14", direction="up", follows={
                "code": "AR_13", "year": 2022, "reason": "een andere definitie"}),
            indicator("AR_15", direction="up", breaks=[
                {"year": 2023, "reason": "anders geregistreerd sinds 2023"}]),
            indicator("AR_16", headline=2),
            indicator("AR_17", direction="down", unit="jobs"),
        ],
    )  # fmt: skip
    yield base
    base.connection.close()


@pytest.fixture
def base(made: Base) -> Iterator[Base]:
    """Empty of figures and targets; what a test does to it is undone."""
    made.connection.execute("BEGIN")
    yield made
    made.connection.execute("ROLLBACK")


YEARLY: Points = {year: 60.0 + year - 2015 for year in range(2015, 2026)}
"""60 in 2015, one more each year, 70 in 2025."""


def test_a_direction_looks_five_years_back(base: Base) -> None:
    base.figures("AR_13", YEARLY)
    found = base.verdicts()
    assert (found["base_year"], found["last_year"], found["points"]) == (2020, 2025, 6)
    assert found["yearly_change"] == pytest.approx(1)
    assert (found["class"], found["robust"]) == ("gunstig", True)
    assert found["reason"] == (
        "Van 65,0 % in 2020 naar 70,0 % in 2025: +1,00 procentpunt per jaar; meer is beter. "
        "Robuust: ook met basisjaar 2019 en 2021."
    )


def test_a_sparse_series_starts_at_the_measurement_before(base: Base) -> None:
    base.figures("AR_13", {2014: 50.0, 2017: 60.0, 2020: 61.0, 2023: 63.0})
    found = base.verdicts()
    assert found["base_year"] == 2017
    assert found["yearly_change"] == pytest.approx(0.5)
    # From 2014: 13/9 = 1,44 a year; from 2020: 2/3.
    assert (found["class"], found["robust"]) == ("licht gunstig", False)
    assert "met 2014 ‘gunstig’" in str(found["reason"])
    assert "met 2020" not in str(found["reason"])


def test_years_to_come_are_no_measurements(base: Base) -> None:
    base.figures("AR_13", {2022: 60.0, 2024: 61.0, 2026: 62.0, 2027: 99.0, 2040: 99.0})
    assert base.verdicts()["last_year"] == 2026


def test_only_shown_figures_count(base: Base) -> None:
    base.figures("AR_13", {2022: 60.0, 2024: 61.0})
    base.connection.execute(
        "INSERT INTO monitor.area_value BY NAME SELECT 'gsm:ar_13' AS indicator_id, '' AS "
        "breakdown, 'REFREG05' AS area_id, 2023 AS year, NULL AS value, 'ratio' AS method"
    )
    found = base.verdicts()
    assert found["class"] == "te weinig metingen"
    assert found["reason"] == (
        "Te weinig metingen (2022 en 2024): een oordeel vraagt er minstens 3."
    )


def test_a_headline_without_figures_or_direction_says_so(base: Base) -> None:
    assert base.verdicts()["reason"] == "Geen oordeel: er is geen cijfer."
    base.figures("AR_16", YEARLY)
    base.connection.execute("DELETE FROM monitor.indicator WHERE code <> 'AR_16'")
    assert "niet vanzelf beter" in str(base.verdicts()["reason"])


@pytest.mark.parametrize("code", ["AR_14", "AR_15"])
def test_no_verdict_across_a_break(base: Base, code: str) -> None:
    """A predecessor until 2022, another way of registering since 2023."""
    base.connection.execute(f"DELETE FROM monitor.indicator WHERE code <> '{code}'")
    base.connection.execute("UPDATE monitor.indicator SET headline = 1")
    base.figures(code, YEARLY)
    found = base.verdicts()
    assert (found["base_year"], found["class"]) == (2020, "geen oordeel")
    assert "ander" in str(found["reason"])
    base.connection.execute("DELETE FROM monitor.area_value WHERE year < 2023")
    assert base.verdicts()["class"] == "gunstig"


def test_a_break_in_an_input_breaks_the_formula(base: Base) -> None:
    base.figures("AR_13", YEARLY)
    base.connection.execute(
        "INSERT INTO monitor.derived_from BY NAME SELECT 'gsm:ar_13' AS indicator_id, "
        "'gsm:ar_15' AS input_id, 'numerator' AS side, 0 AS position, [''] AS breakdowns, "
        "2 AS years, 2 AS lag, 1 AS sign"
    )
    # The input breaks in 2023; two years added up, two years later: until 2026.
    assert base.verdicts()["class"] == "geen oordeel"
    base.connection.execute("DELETE FROM monitor.area_value WHERE year < 2021")
    base.connection.execute("UPDATE monitor.area_value SET year = year + 1")
    assert base.verdicts()["base_year"] == 2022
    assert "voor 2026" in str(base.verdicts()["reason"])


def test_an_estimate_within_its_bounds_is_uncertain(base: Base) -> None:
    base.figures("AR_13", {2019: 5.0, 2021: 5.1, 2024: 5.4}, bounds=0.2)
    assert base.verdicts()["class"] == "onzeker"
    base.figures("AR_13", {2025: 5.9}, bounds=0.2)
    assert base.verdicts()["class"] == "licht gunstig"


def test_a_survey_without_answers_gets_no_verdict_on_a_small_difference(
    base: Base,
) -> None:
    """One municipality, 135 answers, half says yes: 1,96·√(2·2500/135) = 11,9 points."""
    base.connection.execute("DELETE FROM monitor.indicator WHERE code <> 'MO_S_04'")
    base.connection.execute("UPDATE monitor.indicator SET headline = 1")
    base.connection.execute(
        "INSERT INTO monitor.weight VALUES ('statbel:population', '24062', '2025', 2025, 1e5)"
    )
    answer = "antwoord=eens"
    base.figures("MO_S_04", {2017: 50.0, 2020: 55.0, 2023: 61.0}, TOWN, answer)
    found = base.verdicts(area=TOWN)
    assert found["class"] == "onzeker"
    assert "11,9 procentpunt" in str(found["reason"])
    base.connection.execute(
        "UPDATE monitor.area_value SET value = 62 WHERE year = 2023"
    )
    assert base.verdicts(area=TOWN)["class"] == "gunstig"


def test_the_full_verdict_on_a_target_of_our_own(base: Base) -> None:
    """65 in 2020, 70 in 2025, 80 in 2030: 1 a year where 1,5 is needed, 67 %."""
    base.figures("AR_13", YEARLY)
    base.target("AR_13")
    found = base.verdicts("eigen")
    assert (found["kind"], found["class"]) == ("doel", "vertraagd")
    assert found["ratio"] == pytest.approx(1 / 1.5)
    assert found["required_change"] == pytest.approx(1.5)
    assert found["projected_value"] == pytest.approx(75)
    assert found["reason"] == (
        "Van 65,0 % in 2020 naar 70,0 % in 2025: +1,00 procentpunt per jaar; meer is beter. "
        "Doel: 80,0 % in 2030. Nodig is +1,50 procentpunt per jaar; het tempo is 67 % daarvan. "
        "Zo voort wordt het 75,0 %. Robuust: ook met basisjaar 2019 en 2021."
    )
    assert base.verdicts()["kind"] == "richting"


def test_a_verdict_that_another_base_year_would_change_is_sensitive(base: Base) -> None:
    """From 2019 at 60: 10 in six years where 20 in eleven are needed: 92 %. From 2021 far less."""
    base.figures("AR_13", {**YEARLY, 2019: 60.0, 2021: 69.0})
    base.target("AR_13", value=75.0, here_value=75.0)
    found = base.verdicts("eigen")
    assert (found["class"], found["robust"]) == ("op schema", False)
    assert "met 2021 ‘ver achter’" in str(found["reason"])


def test_a_target_is_also_tested_over_the_last_five_years(base: Base) -> None:
    """From 2015: 10 in ten years, just the pace. The last five years stood still."""
    base.figures("AR_13", {2015: 60.0, 2016: 62.0, 2020: 70.0, 2022: 70.0, 2025: 70.0})
    base.target("AR_13", base_year=2015, value=75.0, here_value=75.0)
    found = base.verdicts("eigen")
    assert found["class"] == "op schema"
    assert "met 2020 ‘ver achter’" in str(found["reason"])


def test_a_relative_target_is_made_from_the_base_year(base: Base) -> None:
    base.figures("AR_13", YEARLY)
    base.target("AR_13", is_relative=True, value=20.0, here_value=None)
    found = base.verdicts("eigen")
    assert found["target_value"] == pytest.approx(78)
    assert found["ratio"] == pytest.approx(1 / 1.3)


def test_a_target_without_a_figure_of_its_base_year(base: Base) -> None:
    base.figures("AR_13", {year: v for year, v in YEARLY.items() if year != 2020})
    base.target("AR_13")
    assert base.verdicts("eigen")["class"] == "geen oordeel"
    assert "het basisjaar 2020" in str(base.verdicts("eigen")["reason"])


PROXY = {"measure": "benadering", "proxy": True}


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (PROXY, "Benadering: het doel is hier alleen een lijn, bij 80,0 %."),
        ({"base_year": None}, "Het doel is hier alleen een lijn, bij 80,0 %."),
        ({"status": "uiteenlopend"}, "Het doel is hier alleen een lijn, bij 80,0 %."),
    ],
)
def test_what_asks_too_much_of_the_figures_is_a_line_only(
    base: Base, why: dict[str, object], words: str
) -> None:
    base.figures("AR_13", {year: value + 20 for year, value in YEARLY.items()})
    base.target("AR_13", **why)
    found = base.verdicts("eigen")
    assert (found["kind"], found["class"]) == ("referentie", "gunstig")
    assert (found["target_value"], found["ratio"]) == (80, None)
    assert str(found["reason"]).startswith(words)


def test_elsewhere_a_target_is_a_line_where_its_area_reaches(base: Base) -> None:
    base.figures("AR_13", YEARLY, area="02000")
    base.figures("AR_13", YEARLY, area=ELSEWHERE)
    base.target("AR_13")
    assert base.verdicts("eigen", "02000")["kind"] == "referentie"
    assert base.verdicts("eigen", ELSEWHERE) == {}
    assert base.verdicts("eigen", TOWN) == {}


def test_a_count_falls_by_percents(base: Base) -> None:
    """From 1.000 to 904 in five years: -2 % a year."""
    base.connection.execute("DELETE FROM monitor.indicator WHERE code <> 'AR_17'")
    base.figures("AR_17", {2020: 1000.0, 2022: 960.0, 2025: 903.92})
    found = base.verdicts()
    assert found["yearly_change"] == pytest.approx(-2, abs=0.001)
    assert (found["class"], found["change_unit"]) == ("gunstig", "%")


@settings(
    deadline=None,
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.dictionaries(st.integers(2000, 2026), whole, min_size=1, max_size=12),
        min_size=10,
        max_size=15,
    )
)
def test_every_series_gets_a_verdict_with_a_reason(
    base: Base, series: list[dict[int, float]]
) -> None:
    base.connection.execute("DELETE FROM monitor.area_value")
    for number, points in enumerate(series, start=1):
        base.figures("AR_13", points, area=f"REFREG{number:02}")
    base.verdicts()
    for number in range(1, len(series) + 1):
        found = base.row(area=f"REFREG{number:02}")
        assert found["class"] in {*TREND, "te weinig metingen"}
        assert str(found["reason"]).endswith(".")


def test_a_verdict_that_turns_is_told_for_regions(territory: Areas) -> None:
    """And not for every municipality: those would bury the rest."""
    base = Base(territory, [indicator("AR_13", direction="up", headline=1)])
    for area in (REGION, TOWN):
        base.figures("AR_13", YEARLY, area=area)
    base.verdicts()
    base.connection.execute("ATTACH ':memory:' AS live")
    base.connection.execute("CREATE TABLE live.progress AS FROM monitor.progress")
    assert changes.verdicts(base.connection) == []
    for area in (REGION, TOWN):
        base.figures("AR_13", {2026: 62.0}, area=area)
    base.verdicts()
    told = [change.sentence for change in changes.verdicts(base.connection)]
    base.connection.close()
    assert told == ["AR_13, Oost-Brabant: van ‘gunstig’ naar ‘licht ongunstig’"]
