"""Formulas over other indicators: parts added on one map, never ratios."""

import pytest

from etl import derive
from etl.blocks import Formula
from tests.etl.conftest import Aggregate, indicator


def block(**terms: object) -> object:
    return indicator(
        "DERIVED_1",
        source="eigen",
        aggregation="ratio",
        factor=1000,
        unit="per 1.000 inwoners",
        formula=Formula.model_validate(terms),
    )


def count(code: str) -> object:
    return indicator(code, aggregation="sum", unit="aantal")


def row(
    code: str, nis: str, year: int, value: float, vintage: str = "2025", **more: object
) -> dict[str, object]:
    return {
        "indicator_id": f"gsm:{code.lower()}",
        "nis": nis,
        "vintage": vintage,
        "year": year,
        "value": value,
        "numerator": value,
        **more,
    }


def derived(
    aggregate: Aggregate, made: object, rows: list[dict[str, object]], *codes: str
) -> list[tuple[object, ...]]:
    connection = aggregate([count(code) for code in codes], rows)
    derive.run(connection, [made])  # type: ignore[list-item]
    return connection.execute("""
        SELECT nis, vintage, year, numerator, denominator, value, missing FROM monitor.observation
        WHERE indicator_id = 'eigen:derived_1' ORDER BY ALL
    """).fetchall()


def test_parts_are_divided(aggregate: Aggregate) -> None:
    made = block(
        numerator=[{"indicator": "gsm:a_01"}], denominator=[{"indicator": "gsm:b_01"}]
    )
    rows = [row("A_01", "24062", 2023, 50), row("B_01", "24062", 2023, 100_000)]
    assert derived(aggregate, made, rows, "A_01", "B_01") == [
        ("24062", "2025", 2023, 50, 100_000, 0.5, None)
    ]


def test_an_older_map_is_brought_to_the_newer_one_from_complete_parts(
    aggregate: Aggregate,
) -> None:
    """Bilzen and Hoeselt merged in 2025: their inhabitants are those of the new municipality."""
    made = block(
        numerator=[{"indicator": "gsm:a_01"}], denominator=[{"indicator": "gsm:b_01"}]
    )
    rows = [
        row("A_01", "73110", 2023, 10),
        row("B_01", "73006", 2023, 30_000, "2024"),
        row("B_01", "73032", 2023, 10_000, "2024"),
        row("B_01", "24062", 2023, 1, "2024"),
    ]
    assert derived(aggregate, made, rows, "A_01", "B_01") == [
        ("73110", "2025", 2023, 10, 40_000, 0.25, None)
    ]
    half = [one for one in rows if one["nis"] != "73032"]
    assert derived(aggregate, made, half, "A_01", "B_01") == []


def test_growth_is_made_from_levels(aggregate: Aggregate) -> None:
    made = block(
        numerator=[
            {"indicator": "gsm:a_01"},
            {"indicator": "gsm:a_01", "lag": 1, "sign": -1},
        ],
        denominator=[{"indicator": "gsm:a_01", "lag": 1}],
    )
    rows = [
        row("A_01", "24062", year, value) for year, value in ((2021, 100), (2022, 110))
    ]
    found = derived(aggregate, made, rows, "A_01")
    assert [one[2:5] for one in found] == [(2022, 10, 100)]


def test_several_years_only_when_all_are_there(aggregate: Aggregate) -> None:
    made = block(
        numerator=[{"indicator": "gsm:a_01", "years": 3}],
        denominator=[{"indicator": "gsm:a_01"}],
    )
    rows = [row("A_01", "24062", year, 10) for year in (2019, 2020, 2021, 2023)]
    found = derived(aggregate, made, rows, "A_01")
    assert [one[2:5] for one in found] == [(2021, 30, 10)]


def test_a_breakdown_of_which_a_part_is_missing_gives_nothing(
    aggregate: Aggregate,
) -> None:
    made = block(
        numerator=[{"indicator": "gsm:a_01", "breakdowns": ["s=x", "s=y"]}],
        denominator=[{"indicator": "gsm:a_01", "breakdowns": ["s=x"]}],
    )
    rows = [
        row("A_01", "24062", 2022, 1, breakdown="s=x"),
        row("A_01", "24062", 2023, 1, breakdown="s=x"),
        row("A_01", "24062", 2023, 2, breakdown="s=y"),
    ]
    found = derived(aggregate, made, rows, "A_01")
    assert [one[2:5] for one in found] == [(2023, 3, 1)]


def test_nothing_divided_by_zero(aggregate: Aggregate) -> None:
    made = block(
        numerator=[{"indicator": "gsm:a_01"}], denominator=[{"indicator": "gsm:b_01"}]
    )
    rows = [row("A_01", "24062", 2023, 5), row("B_01", "24062", 2023, 0)]
    ((*_key, value, missing),) = derived(aggregate, made, rows, "A_01", "B_01")
    assert (value, missing) == (None, "nvt")


def test_a_formula_is_a_ratio() -> None:
    with pytest.raises(ValueError, match="vraagt aggregation: ratio"):
        indicator(
            aggregation="sum",
            formula={
                "numerator": [{"indicator": "a:b"}],
                "denominator": [{"indicator": "a:b"}],
            },
        )
