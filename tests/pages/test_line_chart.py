"""A small line chart: round numbers on the axis, gaps, names at the ends."""

import re
from urllib.parse import unquote

import pytest

from pages.components import line_chart
from pages.components.line_chart import Line


def drawn(*lines: Line) -> str:
    return unquote(line_chart.draw(lines, "%", "Verloop"))


@pytest.mark.parametrize(
    ("low", "high", "decimals", "expected"),
    [
        (24.0, 48.0, 1, [20, 30, 40, 50]),
        (0.31, 0.94, 2, [0.2, 0.4, 0.6, 0.8, 1.0]),
        (10200.0, 23662.0, 0, [10000, 15000, 20000, 25000]),
        (59.0, 60.0, 0, [59, 60]),
        (5.0, 5.0, 0, [4, 6]),
        (-1.4, 5.2, 1, [-2, 0, 2, 4, 6]),
    ],
)
def test_ticks(low: float, high: float, decimals: int, expected: list[float]) -> None:
    assert line_chart.ticks(low, high, decimals) == pytest.approx(expected)


def test_a_gap_stays_a_gap() -> None:
    points = [(2018, 1.0), (2019, 2.0), (2020, None), (2021, 3.0), (2022, 4.0)]
    image = drawn(Line("gekozen", "Leuven", points, 1))
    assert image.count("<polyline") == 2
    assert image.count("<circle") == 4


def test_names_carry_the_newest_value_and_do_not_overlap() -> None:
    image = drawn(
        Line("vlaanderen", "Vlaanderen", [(2020, 5.0), (2021, 5.1)], 1),
        Line("gekozen", "Leuven", [(2020, 5.0), (2021, 5.1)], 1),
    ).replace("\u00a0", " ")
    assert "5,1 % Vlaanderen" in image and "5,1 % Leuven" in image
    one, other = (
        float(y) for y in re.findall(r'<text class="\w+" x="\d+" y="([\d.]+)"', image)
    )
    assert abs(one - other) >= line_chart.LABEL_GAP


def test_a_line_that_ends_earlier_says_when() -> None:
    image = drawn(
        Line("regio", "Regio", [(2020, 5.0), (2021, 6.0)], 1),
        Line("gekozen", "Leuven", [(2019, 4.0), (2020, 5.0)], 1),
    )
    assert "(2020) Leuven" in image
    assert "(2021)" not in image


def test_long_names_are_cut_and_odd_ones_are_text() -> None:
    points = [(2020, 5.0), (2021, 6.0)]
    image = drawn(Line("regio", "Burgemeestersoverleg Oost-Brabant", points, 1))
    assert "Burgemeest" in image and "…" in image
    assert "<b>" not in drawn(Line("regio", "<b>", points, 1))
