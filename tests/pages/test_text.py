"""Dutch: numbers, dates and units, on tables of cases."""

from datetime import date

import pytest

from pages import text

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
        "gedeelde plaats 10 van 15, van hoog naar laag, met 3 andere"
    )
