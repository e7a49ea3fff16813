"""What the charts of an indicator draw, and what is said beside them."""

from typing import Any

import polars as pl
import pytest

from pages.components import bars, charts, multiples, trend_notes
from pages.components.charts import Lines

NBSP = "\u00a0"


def lines(breaks: list[tuple[int, str, bool]] | None = None, **changes: Any) -> Lines:
    """Region and Flanders in three years."""
    points = pl.DataFrame(
        {
            "kind": ["regio"] * 3 + ["vlaanderen"] * 3,
            "name": ["Oost-Brabant"] * 3 + ["Vlaanderen"] * 3,
            "year": [2020, 2021, 2022] * 2,
            "value": [1.0, None, 3.0, 2.0, 2.1, 2.2],
            "lower": pl.Series([None] * 6, dtype=pl.Float64),
            "upper": pl.Series([None] * 6, dtype=pl.Float64),
            "coverage": [1.0, 0.5, 0.95, 1.0, 1.0, None],
            "is_last": [False, False, True] * 2,
        }
    ).with_columns(**changes)
    band = pl.DataFrame(schema={"year": pl.Int64, "q1": pl.Float64, "q3": pl.Float64})
    schema = {"year": pl.Int32, "label": pl.String, "cuts": pl.Boolean}
    return Lines(
        points, band, pl.DataFrame(breaks or [], schema=schema, orient="row"), "%", 1
    )


def layers(shown: Lines) -> list[dict[str, Any]]:
    """Layers of the trend, each with its rows."""
    spec = charts.trend(shown).to_dict()
    return [
        layer | {"rows": spec["datasets"][layer["data"]["name"]]}
        for layer in spec["layer"]
    ]


def of_type(found: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [layer for layer in found if layer["mark"]["type"] == kind]


def test_a_line_is_cut_at_a_break_and_the_break_is_named() -> None:
    found = layers(lines([(2022, "anders gemeten vanaf 2022", True)]))
    line = of_type(found, "line")[0]
    assert line["encoding"]["detail"]["field"] == "segment"
    assert {row["year"]: row["segment"] for row in line["rows"]} == {
        2020: 0,
        2021: 0,
        2022: 1,
    }
    rule = of_type(found, "rule")[0]
    assert [row["year"] for row in rule["rows"]] == [2021.5]
    assert any(
        layer["encoding"]["text"]["field"] == "label"
        and layer["rows"][0]["label"] == "anders gemeten vanaf 2022"
        for layer in of_type(found, "text")
    )


def test_other_ground_is_marked_and_cuts_no_line() -> None:
    found = layers(lines([(2022, "ander gebied vanaf 2022: X", False)]))
    assert {row["segment"] for row in of_type(found, "line")[0]["rows"]} == {0}
    assert of_type(found, "rule")


def test_an_incomplete_point_is_open_and_says_so() -> None:
    found = layers(lines())
    points = of_type(found, "point")
    assert [layer["mark"]["filled"] for layer in points] == [True, False] or [
        layer["mark"]["filled"] for layer in points
    ] == [False, True]
    partial = [row for row in points[0]["rows"] if row["is_partial"]]
    assert [(row["name"], row["year"]) for row in partial] == [("Oost-Brabant", 2022)]
    assert partial[0]["figure"].replace(NBSP, " ") == "3,0 % (onvolledig: 95 %)"
    complete = layers(lines(coverage=pl.lit(1.0)))
    assert len(of_type(complete, "point")) == 1


def test_an_estimate_has_strokes_and_its_bounds_in_words() -> None:
    found = layers(lines(lower=pl.col("value") - 0.1, upper=pl.col("value") + 0.1))
    assert len(of_type(found, "rule")) == 1
    row = of_type(found, "line")[0]["rows"][3]
    assert row["figure"].replace(NBSP, " ") == "2,0 % (tussen 1,9 en 2,1)"
    assert not of_type(layers(lines()), "rule")


def test_the_words_of_a_trend_name_every_area_and_the_break() -> None:
    said = charts.trend_words(lines([(2022, "anders gemeten vanaf 2022", True)]))
    assert said.replace(NBSP, " ") == (
        "Verloop: Oost-Brabant 1,0 % in 2020 en 3,0 % in 2022; Vlaanderen 2,0 % in 2020 en "
        "2,2 % in 2022; anders gemeten vanaf 2022."
    )


@pytest.mark.parametrize(
    ("places", "gap", "expected"),
    [
        ([], 1, []),
        ([1.0, 5.0], 1, [1.0, 5.0]),
        ([1.0, 1.0], 1, [0.5, 1.5]),
        ([1.0, 1.2, 9.0], 1, [0.6, 1.6, 9.0]),  # the far one stays
        ([1.0, 1.0, 2.0], 1, [1 / 3, 4 / 3, 7 / 3]),  # the pair reaches the third
    ],
)
def test_labels_that_collide_move_apart_as_little_as_possible(
    places: list[float], gap: float, expected: list[float]
) -> None:
    assert charts.spread_out(places, gap) == pytest.approx(expected)


def test_the_number_of_a_negative_bar_stands_clear_of_its_name() -> None:
    rows = pl.DataFrame(
        {
            "label": ["a", "b"],
            "kind": ["", "regio"],
            "value": [2.0, -3.0],
            "lower": pl.Series([None, None], dtype=pl.Float64),
            "upper": pl.Series([None, None], dtype=pl.Float64),
        }
    )
    spec = bars.ranking(rows, "%", 1).to_dict()
    drawn = next(iter(spec["datasets"].values()))
    assert [row["place"] for row in drawn] == [2.0, 0.0]


def test_names_on_the_spread_do_not_cross_lines() -> None:
    """All on one side, and the line that starts lowest is the one farthest that way."""
    towns = pl.DataFrame({"name": list("abcd"), "value": [0.0, 1.0, 9.0, 10.0]})
    marks = pl.DataFrame(
        {"name": ["x", "y"], "kind": ["regio", "vlaanderen"], "value": [2.0, 1.0]}
    )
    spec = bars.spread(towns, marks, "%", 1).to_dict()
    text = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "text")
    assert text["mark"]["align"] == "left"
    rows = spec["datasets"][text["data"]["name"]]
    assert [row["name"] for row in rows] == ["y", "x"]
    assert rows[0]["row"] < rows[1]["row"]


@pytest.mark.parametrize(
    ("low", "high", "from_zero", "expected"),
    [
        (3.0, 56.0, True, [0, 20, 40, 60]),
        (512_000.0, 568_000.0, False, [500_000, 520_000, 540_000, 560_000, 580_000]),
        (-2.0, 7.0, True, [-5, 0, 5, 10]),
        (4.0, 4.0, False, [2, 4, 6]),
    ],
)
def test_small_charts_have_round_numbers(
    low: float, high: float, from_zero: bool, expected: list[float]
) -> None:
    assert multiples.scale(low, high, from_zero) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([2017], "2017"),
        ([2017, 2016], "2016 en 2017"),
        ([2009, 2010, 2011, 2014, 2020], "2009–2011, 2014 en 2020"),
    ],
)
def test_years_that_follow_each_other_are_one_period(
    found: list[int], expected: str
) -> None:
    assert trend_notes.years(found) == expected


def gap(year: int, **changes: Any) -> dict[str, Any]:
    return {
        "year": year,
        "n_observed": 31,
        "n_members": 32,
        "coverage": 0.814,
        "withheld": 0,
        "absent": ["Leuven"],
    } | changes


FIGURE = {"is_survey": True, "aggregation": "weighted", "denominator_label": None}


def test_missing_years_are_explained_in_one_sentence() -> None:
    said = trend_notes.gaps([gap(2017)], FIGURE)
    assert [s.replace(NBSP, " ") for s in said] == [
        "Voor 2017 is er geen regiocijfer: 31 van 32 gemeenten hadden een cijfer, 81 % van de "
        "inwoners (zonder Leuven). Onder 90 % tonen we er geen."
    ]
    few = [gap(2011, n_observed=1, coverage=0.185, absent=["a", "b"] * 15), gap(2014)]
    assert "Voor 2011 en 2014" in trend_notes.gaps(few, FIGURE)[0]
    assert "1 tot 31 van 32 gemeenten" in trend_notes.gaps(few, FIGURE)[0]
    assert "zonder" not in trend_notes.gaps(few, FIGURE)[0]


def test_a_withheld_municipality_withholds_the_region() -> None:
    said = trend_notes.gaps([gap(2019, withheld=1, coverage=0.97)], FIGURE)
    assert "niet vrij" in said[0] and "Onder 90" not in said[0]
