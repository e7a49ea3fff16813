"""Vergelijken: areas side by side, two indicators, two years."""

import statistics
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from etl.live import Signature
from pages import comparisons
from pages.components import charts, heat_table, scatter, slope
from pages.components.comparison_parts import Shown
from pages.queries import comparison, database, figures
from pages.queries.comparison import Side
from tests.pages.test_app import open_page, words

PAGE = "vergelijken.py"
LEAVE, CAR, PEOPLE = "gsm:ar_13", "gsm:mo_s_12", "statbel:population"
INCOME, CARS = "gsm:ar_11", "statbel:cars_per_household"
PRICE = "embuild:house_price"


@pytest.fixture(scope="module")
def build() -> Signature:
    live = database.live_build()
    assert live is not None
    return live


def side(
    build: Signature,
    rows: str = "regios",
    region: str = "REFREG05",
    year: int | None = None,
) -> Side:
    return Side(build, rows, region, None, year)


def said(app: AppTest) -> str:
    return words(app).replace("\u00a0", " ")


# Areas side by side.


def test_the_table_says_the_same_of_a_region_as_the_overview(build: Signature) -> None:
    heads = [i["indicator_id"] for i in comparison.indicators(build) if i["headline"]]
    mine = comparison.cells(side(build), heads, None).filter(area_id="REFREG05")
    overview = {
        row["indicator_id"]: row for row in figures.snapshot(build, "REFREG05", None)
    }
    assert mine.height == len(heads) >= 20
    for cell in mine.to_dicts():
        row = overview[cell["indicator_id"]]
        for key in ("year", "value", "difference", "place", "n_ranked"):
            if key == "n_ranked" and row["is_survey"]:
                assert cell[key] is None
            else:
                assert cell[key] == pytest.approx(row[key]), (cell["indicator_id"], key)


@pytest.mark.parametrize("rows", ["regios", "gemeenten"])
def test_every_cell_of_an_indicator_is_of_one_year(build: Signature, rows: str) -> None:
    cells = comparison.cells(side(build, rows, year=2019), [LEAVE, CAR], None)
    years = dict(cells.group_by("indicator_id").agg("year").iter_rows())
    assert {key: set(found) for key, found in years.items()} == {
        LEAVE: {2019},
        CAR: {2017},
    }


def test_the_step_is_a_matter_of_the_median_distance(build: Signature) -> None:
    cells = comparison.cells(side(build), [LEAVE], None).to_dicts()
    usual = statistics.median(
        abs(c["difference"]) for c in cells if c["area_type"] == "referentieregio"
    )
    for cell in cells:
        if cell["kind"] == "vlaanderen":
            assert cell["step"] is None
            continue
        distance = abs(cell["difference"])
        expected = 1 + (distance > usual) + (distance > 2 * usual)
        assert cell["step"] == (expected if cell["difference"] > 0 else -expected)
    assert {abs(c["step"] or 0) for c in cells} == {0, 1, 2, 3}


def test_a_survey_has_no_place_and_a_total_no_distance(build: Signature) -> None:
    cells = comparison.cells(side(build), [CAR, PEOPLE], None)
    survey, total = (cells.filter(indicator_id=i) for i in (CAR, PEOPLE))
    assert survey["place"].null_count() == survey.height
    assert total["difference"].null_count() == total["step"].null_count() == 17 - 1
    assert sorted(total["place"].drop_nulls()) == list(range(1, 16))


def test_a_perimeter_that_is_no_referentieregio_stands_apart(build: Signature) -> None:
    cells = comparison.cells(
        side(build, region="vervoerregio-leuven"), [LEAVE], LEAVE
    ).to_dicts()
    assert [c["area_id"] for c in cells[:2]] == ["02000", "vervoerregio-leuven"]
    assert cells[1]["place"] is None
    assert [c["place"] for c in cells[2:]] == list(range(1, 16)), "gesorteerd"


def test_a_missing_cell_says_why(build: Signature) -> None:
    trains = comparison.cells(side(build), ["eigen:opstappers_per_inwoner"], None)
    reasons = dict(trains.select("area_id", "reason").iter_rows())
    assert reasons["REFREG05"] is None
    assert reasons["REFREG14"] == "0 van 10 gemeenten"
    towns = comparison.cells(
        side(build, "gemeenten", "REFREG14"), [CAR, PRICE], None
    ).to_dicts()
    why = {(c["name"], c["indicator_id"]): c["reason"] for c in towns}
    assert why["Lokeren", CAR] == "niet herberekend na fusie"
    assert why["Waasland", PRICE] == "geen regionaal cijfer"


def test_the_table_on_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Shown] = []
    drawn = heat_table.render

    def keep(choice: Any) -> Shown:
        kept.append(drawn(choice))
        return kept[-1]

    monkeypatch.setattr(heat_table, "render", keep)
    found = said(open_page(PAGE, lijn="3"))
    assert ">0,55</span><div>0,07 lager · 8e</div>" in found
    assert 'class="m-own"><th scope="row">Oost-Brabant' in found
    assert "41 van 42 gemeenten" in found
    assert "Kenniseconomie" not in found, "alleen de gekozen actielijn"
    frame = kept[-1].frame
    assert frame.height == 16 * 6
    row = frame.filter(gebied="REFREG05", indicator=LEAVE).row(0, named=True)
    assert (row["jaar"], row["plaats"]) == (2022, 8)
    assert row["verschil_met_vlaanderen"] == pytest.approx(
        row["waarde"] - row["vlaanderen"]
    )


def test_the_municipalities_of_the_region_sorted() -> None:
    found = said(
        open_page(PAGE, rijen="gemeenten", lijn="3", sorteer=LEAVE, gemeente="24107")
    )
    assert found.count('aria-sort="descending"') == 1
    assert found.index(">Leuven</a>") < found.index(">Tienen</a>")
    assert 'class="m-chosen"><th scope="row"><a' in found
    assert "Tienen ligt" in found


def test_numbers_in_a_column_align_on_the_comma() -> None:
    indicator = {"decimals": 1, "published_decimals": 0}
    flanders = {"area_type": "gewest", "kind": "vlaanderen", "value": 30.2}
    region = {"area_type": "referentieregio", "kind": "", "value": 37.52}
    assert heat_table.aligned(flanders, indicator) == "<span>30\u2008\u2007</span>"
    assert heat_table.aligned(region, indicator) == "<span>37,5</span>"


def test_every_action_line_at_once_and_unknown_values() -> None:
    app = open_page(PAGE, lijn="9", rijen="x", sorteer="y", beeld="z")
    messages = " ".join(warning.value for warning in app.warning)
    for value in ("“9”", "“x”", "“y”", "“z”"):
        assert value in messages
    assert [h.value for h in app.header] == [
        "1. Kenniseconomie",
        "2. Duurzame economie",
        "3. Arbeidsmarkt",
        "4. Mobiliteit",
    ]


# Two indicators.


def ranks(values: list[float]) -> list[float]:
    """Middle ranks, the smallest 1."""
    ordered = sorted(values)
    return [
        statistics.mean(i + 1 for i, other in enumerate(ordered) if other == value)
        for value in values
    ]


@pytest.mark.parametrize(("rows", "n"), [("regios", 15), ("gemeenten", 32)])
def test_correlation_as_by_hand(build: Signature, rows: str, n: int) -> None:
    mine = side(build, rows)
    found = comparison.pair(mine, INCOME, CAR).filter("peer")
    years = found.select("x_year", "y_year").row(0)
    measured = comparison.correlation(mine, INCOME, CAR, years)
    x, y = found["x"].to_list(), found["y"].to_list()
    assert measured["n"] == found.height == n
    assert measured["pearson"] == pytest.approx(statistics.correlation(x, y))
    assert measured["spearman"] == pytest.approx(
        statistics.correlation(ranks(x), ranks(y))
    )
    without = {
        name: statistics.correlation(x[:i] + x[i + 1 :], y[:i] + y[i + 1 :])
        for i, name in enumerate(found["name"])
    }
    heaviest = max(without, key=lambda name: abs(without[name] - measured["pearson"]))
    assert measured["without"] == heaviest
    assert measured["pearson_without"] == pytest.approx(without[heaviest])


def test_both_in_the_newest_common_year_else_in_the_nearest(build: Signature) -> None:
    common = comparison.pair(side(build), INCOME, LEAVE)
    assert set(common.select("x_year", "y_year").rows()) == {(2020, 2020)}
    # Cars per household only in 2019, the survey in 2017, 2020 and 2023.
    nearest = comparison.pair(side(build), CARS, CAR)
    assert set(nearest.select("x_year", "y_year").rows()) == {(2019, 2020)}
    assert comparison.pair(side(build), PRICE, LEAVE).is_empty()


def test_the_scatter_says_what_it_does_not_prove() -> None:
    app = open_page(PAGE, beeld="punten", x=CARS, y=CAR, punten="vlaanderen")
    found = said(app)
    assert "Samenhang is geen oorzaak" in found
    assert "geen mensen" in found
    assert "Er is geen jaar met beide cijfers: het eerste is van 2019" in found
    assert "geen gekende foutenmarge" in found
    assert "Pearson r = " in found
    assert app.dataframe[0].value.shape[1] == 3


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"x": LEAVE, "y": LEAVE}, "Twee keer dezelfde indicator"),
        ({"x": PRICE, "y": LEAVE}, "bestaat geen regionaal cijfer"),
        ({"x": CARS, "y": CAR, "jaar": "1998"}, "geen drie gebieden"),
    ],
)
def test_no_points_says_why(query: Mapping[str, str], message: str) -> None:
    assert message in said(open_page(PAGE, beeld="punten", **query))


def test_totals_go_together_because_areas_differ_in_size() -> None:
    found = said(open_page(PAGE, beeld="punten", x=PEOPLE, y="statbel:establishments"))
    assert "een groter gebied heeft van allebei meer" in found


def test_words_for_strength() -> None:
    def about(r: float | None, n: int = 15) -> str:
        row = {"n": n, "pearson": r, "spearman": r}
        return comparisons.together(row, "A", "B", "regios")

    assert "een sterke samenhang: Pearson r = 0,80" in about(0.8)
    assert "is “B” doorgaans ook hoger" in about(0.8)
    assert "is “B” doorgaans lager" in about(-0.5)
    assert "Pearson r = −0,50" in about(-0.5)
    assert about(0.1).endswith("Spearman ρ = 0,10.")
    assert "Te weinig punten (4)" in about(0.9, 4)
    assert "niet te berekenen" in about(None)


def test_marked_points_are_always_named_others_where_there_is_room() -> None:
    points = pl.DataFrame(
        {
            "name": ["A", "B", "C", "D", "E"],
            "kind": ["", "regio", "", "", ""],
            "peer": [True] * 5,
            "x": [0.0, 5.0, 5.1, 5.4, 10.0],
            "y": [0.0, 5.0, 5.0, 9.0, 10.0],
        }
    )
    found = {row["name"]: row for row in scatter.labelled(points, None).to_dicts()}
    assert {name: row["label"] for name, row in found.items()} == {
        "A": "A",
        "B": "B",
        "C": "",
        "D": "D",
        "E": "E",
    }
    assert {name for name, row in found.items() if row["room"] == 0} == {"A", "B", "E"}
    assert (found["A"]["side"], found["E"]["side"]) == ("right", "left")


# Two years.


def test_between_two_years(build: Signature) -> None:
    rows = {
        row["area_id"]: row
        for row in comparison.between(side(build), LEAVE, 2013, 2022).to_dicts()
    }
    mine = rows["REFREG05"]
    assert mine["change"] == pytest.approx(mine["end"] - mine["start"])
    assert mine["change_percent"] == pytest.approx(100 * mine["change"] / mine["start"])
    for end, place in (("start", "start_place"), ("end", "end_place")):
        higher = [r for r in rows.values() if r["peer"] and r[end] > mine[end]]
        assert mine[place] == 1 + len(higher)
    assert rows["02000"]["start_place"] is None


def test_the_slope_says_who_moved_and_has_no_place_for_a_survey() -> None:
    found = said(open_page(PAGE, beeld="jaren", indicator=LEAVE, van="2013"))
    assert "Oost-Brabant ging van 0,39 % in 2013 naar 0,55 % in 2022" in found
    assert "in 2022, van plaats 9 naar 8 van 15." in found
    assert "Plaats, van hoog naar laag" in found
    total = said(open_page(PAGE, beeld="jaren", indicator=PEOPLE))
    assert "en bleef op plaats 5 van 15." in total
    survey = said(open_page(PAGE, beeld="jaren", indicator=CAR))
    assert "bevraging zonder gekende foutenmarge" in survey
    assert "Plaats" not in survey


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"indicator": CARS}, "alleen in 2019"),
        ({"indicator": PRICE}, "bestaat geen regionaal cijfer"),
    ],
)
def test_one_year_or_no_regional_figure_says_so(
    query: Mapping[str, str], message: str
) -> None:
    assert message in said(open_page(PAGE, beeld="jaren", **query))


def test_the_last_year_is_later_than_the_first() -> None:
    app = open_page(PAGE, beeld="jaren", indicator=LEAVE, van="2015", tot="2010")
    assert "2010" in " ".join(warning.value for warning in app.warning)
    assert "in 2015 naar" in said(app)


def test_labels_of_lines_do_not_collide() -> None:
    found = pl.DataFrame(
        {
            "area_id": [f"R{i}" for i in range(16)],
            "name": [f"R{i}" for i in range(16)],
            "area_type": "referentieregio",
            "kind": [""] * 15 + ["vlaanderen"],
            "start": [1.0 + i / 100 for i in range(15)] + [9.0],
            "end": [1.0 + i / 100 for i in range(15)] + [9.0],
            "change": [0.0] * 16,
        }
    )
    indicator = {"decimals": 1, "published_decimals": 0}
    lines = slope.lines_of(found, indicator, (2010, 2020)).filter(year=2020)
    lines = lines.sort("place")
    gaps = lines["place"].diff().drop_nulls()
    least = (9.0 - 1.0) * slope.LINE / (slope.HEIGHT - 60)
    assert gaps.min() == pytest.approx(least)
    assert lines["place"][-1] == pytest.approx(9.0), "wie ruimte heeft, blijft staan"
    assert lines["shown"].to_list()[-2:] == ["1,1", "9"]


def test_places_move_apart_around_their_own_middle() -> None:
    assert charts.spread_out([], 1) == []
    assert charts.spread_out([0, 5], 1) == [0, 5]
    assert charts.spread_out([0, 0, 9], 2) == [-1, 1, 9]
    assert charts.spread_out([0, 0, 1], 1) == pytest.approx([-2 / 3, 1 / 3, 4 / 3])


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0.31, "+0,3"), (-0.31, "−0,3"), (0.01, "0,0"), (-0.01, "0,0")],
)
def test_a_change_has_a_sign(amount: float, shown: str) -> None:
    assert slope.signed(amount, 1) == shown
