"""Dutch: numbers, dates, units and sentences, on tables of cases."""

from datetime import date
from typing import Any

import pytest

from pages import sentences, text

NBSP = text.NBSP


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.5469, 2, "0,55"),
        (23661.72, 0, "23.662"),
        (6864766, 0, "6.864.766"),
        (-0.04, 1, "0,0"),
        (-1234.5, 1, "-1.234,5"),
        (0, 1, "0,0"),
        (None, 1, "–"),
    ],
)
def test_number(value: float | None, decimals: int, expected: str) -> None:
    assert text.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (0.5469, "%", 2, f"0,55{NBSP}%"),
        (22175.4, "euro", 0, f"22.175{NBSP}euro"),
        (None, "%", 1, "–"),
    ],
)
def test_figure(value: float | None, unit: str, decimals: int, expected: str) -> None:
    assert text.figure(value, unit, decimals) == expected


def test_dates() -> None:
    assert text.long_date(date(2026, 11, 23)) == "23 november 2026"
    assert text.long_date(None) == "onbekend"


@pytest.mark.parametrize(
    ("count", "expected"), [(1, "1 gemeente"), (32, "32 gemeenten"), (0, "0 gemeenten")]
)
def test_singular_and_plural(count: int, expected: str) -> None:
    assert text.municipalities(count) == expected


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "100"), (0.99999, "99,9"), (0.996, "99,6"), (0.8138, "81"), (0.0, "0")],
)
def test_a_coverage_never_rounds_up_to_everything(share: float, expected: str) -> None:
    assert text.percentage(share) == f"{expected}{NBSP}%"


@pytest.mark.parametrize(
    ("amount", "unit", "decimals", "expected"),
    [
        (-0.071, "%", 2, "0,07 procentpunt lager dan Vlaanderen"),
        (2507.2, "euro", 0, "2.507 euro hoger dan Vlaanderen"),
        (0.004, "%", 2, "vergelijkbaar met Vlaanderen"),
        (None, "%", 1, ""),
    ],
)
def test_difference(
    amount: float | None, unit: str, decimals: int, expected: str
) -> None:
    found = text.difference(amount, unit, decimals, "Vlaanderen").replace(NBSP, " ")
    assert found == expected


@pytest.mark.parametrize(
    ("amount", "year", "expected"),
    [
        (-0.05, 2021, "0,05 procentpunt lager dan in 2021"),
        (0.0, 2021, "ongewijzigd tegenover 2021"),
        (None, None, "geen vroegere meting"),
    ],
)
def test_change(amount: float | None, year: int | None, expected: str) -> None:
    assert text.change(amount, "%", 2, year).replace(NBSP, " ") == expected


@pytest.mark.parametrize(
    ("observed", "coverage", "expected"),
    [(32, 1.0, ""), (31, 0.983, f"onvolledig (31 van 32 gemeenten, 98{NBSP}%)")],
)
def test_coverage_mark(observed: int, coverage: float, expected: str) -> None:
    assert text.coverage_mark(observed, 32, coverage) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")],
)
def test_listing(parts: list[str], expected: str) -> None:
    assert text.listing(parts) == expected


def test_a_survey_has_no_rank() -> None:
    assert text.rank(None, 15, True).startswith("geen rang")
    assert text.rank(3, 15, False) == "plaats 3 van 15, van hoog naar laag"


def test_areas_that_cannot_be_told_apart_share_a_rank() -> None:
    assert text.rank(10, 15, False, 3) == (
        "gedeelde plaats 10 van 15, van hoog naar laag: niet te onderscheiden van 3 andere"
    )


def row(**changes: Any) -> dict[str, Any]:
    """A figure as the query gives it."""
    return {
        "title": "Personen met (equivalent) leefloon",
        "breakdown_label": "",
        "value": 0.547,
        "unit": "%",
        "decimals": 2,
        "published_decimals": 2,
        "year": 2022,
        "flanders": 0.618,
        "difference": -0.071,
        "share_of_flanders": None,
        "change": -0.05,
        "previous_year": 2021,
        "aggregation": "ratio",
        "is_survey": False,
        "n_observed": 32,
        "n_members": 32,
        "coverage": 1.0,
        "denominator_label": "inwoners",
        "low": 0.1,
        "high": 1.29,
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {},
            "Oost-Brabant: 0,55 % in 2022, 0,07 procentpunt lager dan Vlaanderen. "
            "Dat is 0,05 procentpunt lager dan in 2021.",
        ),
        (
            {"change": None},
            "Oost-Brabant: 0,55 % in 2022, 0,07 procentpunt lager dan Vlaanderen.",
        ),
        (
            {
                "value": None,
                "year": 2017,
                "n_observed": 31,
                "coverage": 0.8138,
                "is_survey": True,
            },
            "Voor 2017 is er geen regiocijfer: 31 van 32 gemeenten, 81 % van de inwoners.",
        ),
        (
            {"value": None, "aggregation": "none"},
            "Geen regionaal cijfer. De gemeenten gaan van 0,10 % tot 1,29 %.",
        ),
    ],
)
def test_headline(changes: dict[str, Any], expected: str) -> None:
    found = sentences.headline(row(**changes), "Oost-Brabant").replace(NBSP, " ")
    assert found == expected


def test_a_survey_figure_says_that_it_is_an_estimate() -> None:
    assert "zonder gekende foutenmarge" in sentences.headline(
        row(is_survey=True), "Oost-Brabant"
    )


def test_no_sentence_claims_a_cause() -> None:
    sentence = sentences.headline(row(), "X") + sentences.line([row()], "X")
    for word in ("omdat", "doordat", "dankzij", "door "):
        assert word not in sentence


def test_a_line_without_comparison_says_so() -> None:
    found = sentences.line([row(difference=None)], "Oost-Brabant")
    assert found == (
        "Voor Oost-Brabant is er nu geen cijfer dat met Vlaanderen te vergelijken is."
    )
