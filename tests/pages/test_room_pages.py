"""The page of the screen as HTML: what the address asks, what is drawn."""

import pytest

from pages.briefing import scale
from pages.briefing.drawn import Series
from pages.room import charts, document
from pages.room.shapes import outlines


def test_the_address_sets_tempo_look_and_perimeter() -> None:
    page = document.screen(
        {"tempo": "5", "kleur": "donker", "regio": "REFREG08", "onderwerpen": "titel"},
        "b",
    )
    assert 'data-tempo="5"' in page and 'data-kleur="donker"' in page
    assert "Hoe staat Zuid-West-Vlaanderen ervoor?" in page
    assert "Let op" not in page


def test_what_is_not_understood_is_said_and_replaced() -> None:
    asked = {
        "tempo": "4",
        "kleur": "<b>",
        "regio": "atlantis",
        "onderwerpen": "titel,<i>",
    }
    page = document.screen(asked, "b")
    assert "Tempo “4”: verwacht seconden van 5 tot 600." in page
    assert "Kleur “&lt;b&gt;”: verwacht licht of donker." in page
    assert "Regio “atlantis” is niet bekend." in page
    assert "Onbekend onderwerp, of zonder cijfers voor deze regio: “&lt;i&gt;”." in page
    assert 'data-tempo="30"' in page and "Hoe staat Oost-Brabant ervoor?" in page
    assert "<b>”" not in page and "<i>”" not in page


def test_the_code_in_the_address_of_the_operator_is_text() -> None:
    assert "&quot;&gt;&lt;script" in document.operator({"code": '"><script>'})


def test_outlines_close_and_cover_every_municipality() -> None:
    shapes = outlines()
    assert len(shapes) == 285
    assert all(
        ring[0] == ring[-1] and len(ring) > 3
        for rings in shapes.values()
        for ring in rings
    )


@pytest.mark.parametrize(
    ("low", "high", "decimals", "expected"),
    [
        (25.3, 37.1, 1, [25.0, 30.0, 35.0, 40.0]),
        (0.55, 0.62, 2, [0.55, 0.6, 0.65]),
        (7.0, 7.0, 0, [7.0, 8.0, 9.0]),
    ],
)
def test_round_numbers_on_the_axis(
    low: float, high: float, decimals: int, expected: list[float]
) -> None:
    assert scale.ticks(low, high, decimals) == pytest.approx(expected)


def test_a_gap_breaks_the_line() -> None:
    points = [(2019, 1.0), (2020, 2.0), (2021, None), (2022, 2.0), (2023, 3.0)]
    drawn = charts.trend([Series("regio", "Regio", points)], 0, "woorden")
    assert drawn.count("<polyline") == 2


def test_a_municipality_without_value_is_striped() -> None:
    drawn = charts.municipal_map({"24062": None, "24107": 3}, "woorden")
    assert drawn.count('class="k0"') == drawn.count('class="k3"') == 1
