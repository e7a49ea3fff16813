"""The page of one indicator: what each choice in the address shows, and what it says when it cannot."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.components import trend_part
from tests.pages.test_app import open_page, words

NBSP = "\u00a0"


def said(**query: str) -> str:
    """Everything the page says."""
    return words(open_page("indicator.py", **query)).replace(NBSP, " ")


def headers(app: AppTest) -> list[str]:
    return [header.value for header in app.header]


def specs(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("REFREG04", "Halle-Vilvoorde (referentieregio)"),
        ("23000", "Halle-Vilvoorde (arrondissement)"),
        ("44021", "Gent (gemeente)"),
        ("mediaan", "mediaan van de gemeenten van de regio"),
    ],
)
def test_the_comparator_is_named_in_the_title(key: str, title: str) -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13", vergelijk=key)
    assert f"Verloop: Oost-Brabant, Vlaanderen en {title}" in headers(app)
    assert not app.warning


def test_without_comparator_only_region_and_flanders() -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13")
    assert "Verloop: Oost-Brabant en Vlaanderen" in headers(app)
    box = next(box for box in app.selectbox if box.key == "vergelijk_keuze")
    assert box.value is None
    # The neighbour first, after the median; the region itself is none.
    assert box.options[:3] == [
        "Mediaan van de gemeenten van de regio",
        "Halle-Vilvoorde (referentieregio)",
        "Halle-Vilvoorde (arrondissement)",
    ]
    assert sum("(referentieregio)" in option for option in box.options) == 14


def test_a_comparator_that_cannot_be_drawn_says_why() -> None:
    assert (
        "Van Kempen (referentieregio) is er geen cijfer: deze indicator is niet samen"
        in (said(indicator="gsm:ar_03", vergelijk="REFREG03"))
    )
    assert "niet te herberekenen na een fusie" in said(
        indicator="gsm:mo_s_03", vergelijk="46030"
    )
    assert "staat al in beeld" in said(
        indicator="gsm:ar_13", vergelijk="24062", gemeente="24062"
    )


def test_the_region_is_not_compared_with_itself() -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13", vergelijk="REFREG05")
    assert "wordt niet met zichzelf vergeleken" in app.info[0].value
    assert not app.warning


@pytest.mark.parametrize("key", ["vergelijk", "kaart", "ranglijst", "tabel"])
def test_unknown_choices_fall_back_with_a_message(key: str) -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13", **{key: "zz"})
    assert ["zz" in warning.value for warning in app.warning] == [True]


def test_missing_years_margins_breaks_and_mergers_are_said() -> None:
    assert (
        "Voor 2017 is er geen regiocijfer: 31 van 32 gemeenten hadden een cijfer, 81 %"
        in (said(indicator="gsm:mo_s_03"))
    )
    assert "Oost-Brabant in 2024: tussen 5,26 en 5,37 %" in said(
        indicator="pinc:unemployment_rate"
    )
    assert "Vanaf 2016 is anders gemeten" in said(indicator="pinc:newcomers")
    assert "Kortessem en Hasselt" not in said(indicator="gsm:ar_13")
    limburg = said(indicator="gsm:ar_13", regio="REFREG15")
    assert "Neerpelt en Overpelt vormen sinds 2019 Pelt" in limburg
    assert "Het gebied zelf bleef even groot" in limburg


def test_an_area_that_lost_ground_is_marked_in_the_chart() -> None:
    """Zwijndrecht left the arrondissement Antwerpen in 2025."""
    app = open_page("indicator.py", indicator="statbel:population", regio="11000")
    assert "veranderde ook het gebied zelf" in words(app)
    chart = app.get("vega_lite_chart")[0].proto
    assert "rule" in chart.spec


def test_counts_of_areas_of_another_size_stand_on_their_own_scale() -> None:
    app = open_page("indicator.py", indicator="statbel:population", gemeente="24062")
    shown = words(app)
    assert "elk gebied staat op een eigen schaal" in shown
    assert shown.count('class="m-multiple"') == 2, "Vlaanderen en Leuven"


def test_all_breakdowns_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = said(indicator="gsm:mo_s_12", toon="alle")
    assert shown.count('class="m-multiple"') == 5
    assert "uitsplitsing=antwoord%3Dfiets" in shown, "een klik kiest de uitsplitsing"
    assert "56,7 % in 2023" in shown
    monkeypatch.setattr(trend_part, "MOST", 3)
    shown = said(indicator="gsm:mo_s_12", toon="alle")
    assert shown.count('class="m-multiple"') == 3
    assert "de eerste 3 van 5 uitsplitsingen" in shown


def test_parts_stand_without_their_total() -> None:
    shown = said(indicator="pinc:vacancies_open", toon="alle")
    assert shown.count('class="m-multiple"') == 28
    assert ">Totaal<" not in shown


def test_regions_that_cannot_be_told_apart_are_one_group() -> None:
    shown = said(indicator="pinc:unemployment_rate", ranglijst="regios", jaar="2024")
    assert "gedeelde plaats 10 van 15" in shown
    # Halle-Vilvoorde is in the group through the Vlaamse Ardennen, not by its own margin.
    assert (
        "Oost-Brabant is niet te onderscheiden van Regio Brugge en Vlaamse Ardennen."
        in shown
    )


@pytest.mark.parametrize("who", ["gemeenten", "regios"])
def test_a_survey_without_margin_has_no_numbers(who: str) -> None:
    app = open_page("indicator.py", indicator="gsm:mo_s_05", ranglijst=who)
    assert "Zonder rangnummers" in words(app)
    ranking = next(spec for spec in specs(app) if "label" in json.dumps(spec["layer"]))
    assert "1. " not in json.dumps(ranking)


def test_the_map_has_a_list_and_says_where_the_municipality_stands() -> None:
    shown = said(indicator="gsm:ar_13", gemeente="24062", jaar="2022")
    assert (
        "<strong>Leuven</strong>: 1,29 %, 0,75 procentpunt hoger dan Oost-Brabant"
        in shown
    )
    assert 'href="gemeente?' in shown and "Naar de pagina van Leuven" in shown
    assert "32 gemeenten van Oost-Brabant</summary>" in shown
    assert "gemeente=24001" in shown
    wide = said(indicator="gsm:ar_13", kaart="vlaanderen")
    assert "285 gemeenten van Vlaanderen</summary>" in wide


def test_of_a_total_the_municipality_has_a_share() -> None:
    shown = said(indicator="statbel:population", gemeente="24062", jaar="2025")
    assert "<strong>Leuven</strong>: 104.906 inwoners, 18,4 % van Oost-Brabant" in shown


def test_the_table_starts_with_the_areas_that_are_compared() -> None:
    query = {"indicator": "gsm:ar_13", "vergelijk": "REFREG04", "jaar": "2022"}
    table = open_page("indicator.py", **query).dataframe[0].value
    assert list(table["Gebied"][:4]) == [
        "Oost-Brabant",
        "Vlaanderen",
        "Halle-Vilvoorde",
        "Leuven",
    ]
    assert list(table["Verschil met regio (procentpunt)"][1:4]) == [0.07, -0.08, 0.75]
    assert len(table) == 35


def test_the_table_of_every_year_has_a_column_a_year() -> None:
    query = {"indicator": "gsm:ar_13", "tabel": "alle", "vergelijk": "mediaan"}
    table = open_page("indicator.py", **query).dataframe[0].value
    assert list(table.columns) == ["Gebied", *map(str, range(2003, 2023))]
    assert list(table["Gebied"][:3]) == [
        "Oost-Brabant",
        "Vlaanderen",
        "Mediaan gemeenten",
    ]
    assert table["2022"][0] == 0.55
    assert table["2022"][2] == pytest.approx(0.3, abs=0.1)


def test_the_neighbours_in_the_action_line() -> None:
    shown = said(indicator="gsm:ar_13", vergelijk="REFREG04")
    assert "Actielijn 3: Arbeidsmarkt · 11 van 23" in shown
    assert "Vorige: Gemiddeld inkomen per aangifte" in shown
    assert "indicator=gsm%3Aar_16&amp;vergelijk=REFREG04" in shown
    first = said(indicator="pinc:jobseekers")
    assert "Vorige:" not in first and "Volgende: Werkzoekendengraad" in first
    assert "Vorige:" in said(indicator="gsm:ec_15"), "ook zonder eigen cijfers"


def test_a_year_before_the_first_measurement() -> None:
    shown = said(indicator="gsm:mo_s_12", jaar="2009")
    assert "tot en met 2009: de eerste is van 2014" in shown
    assert "Toon de nieuwste meting" in shown
    assert "Kaart, " not in shown


def test_a_single_measurement_shows_the_spread() -> None:
    app = open_page("indicator.py", indicator="statbel:cars_per_household")
    assert "Meting van 2019: Oost-Brabant en Vlaanderen" in headers(app)
    assert "Elk punt is een gemeente van Oost-Brabant" in words(app)


def test_without_regional_figure_the_municipalities_are_the_picture() -> None:
    app = open_page(
        "indicator.py", indicator="embuild:house_price", vergelijk="mediaan"
    )
    assert headers(app)[0].startswith("Verloop: gemeenten van Oost-Brabant")
    assert "Elk punt is een gemeente" in words(app)


def test_one_municipality_is_not_ranked() -> None:
    app = open_page("indicator.py", indicator="gsm:ar_13", regio="politiezone-aarschot")
    assert "er valt niets te rangschikken" in words(app)
    assert "1. Aarschot" not in json.dumps(specs(app))
