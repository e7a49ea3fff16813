"""The catalogue: every block valid, every term used, nothing unknown accepted."""

import re
from pathlib import Path

import pytest

from etl import catalogue
from etl.blocks import slug
from etl.catalogue import Indicator
from etl.refusal import Refusal
from tests.etl.conftest import indicator

BLOCK = """
indicators:
  - source: gsm
    code: XX_01
    title: Test
    theme: Test
    definition: Test
    unit: "%"
    group: Test
    aggregation_reason: Test
"""


def test_ids_and_titles_are_unique(indicators: list[Indicator]) -> None:
    assert len({i.indicator_id for i in indicators}) == len(indicators)
    assert len({i.title for i in indicators}) == len(indicators)


SHOWN = {"Armoede", "Mobiliteit", "Werk", "Economie", "Demografie"}


def test_the_catalogue_covers_every_code_of_the_source(
    indicators: list[Indicator], shared: Path
) -> None:
    text = (shared / "gsm" / "catalogue_2023.csv").read_text(encoding="utf-8")
    published = set(re.findall(r"GSM_Extract_(\w+)\.xlsx", text))
    assert len(published) == 422
    described = {i.code for i in indicators if i.source == "gsm"}
    assert described - published == {"WE_36"}, "gezien in 2026, niet in 2023"
    assert published <= described


def test_two_definitions_are_two_indicators_with_a_documented_break(
    indicators: list[Indicator],
) -> None:
    followers = {i.indicator_id: i.follows_id for i in indicators if i.follows_id}
    assert followers["gsm:we_36"] == "gsm:we_07"
    assert followers["gsm2023:we_s_01_2023"] == "gsm:we_s_01"
    assert all(len(i.follows.reason) > 40 for i in indicators if i.follows)


def test_a_break_names_its_year_and_reason(indicators: list[Indicator]) -> None:
    breaks = {i.indicator_id: i.breaks for i in indicators if i.breaks}
    assert [found.year for found in breaks["pinc:newcomers"]] == [2016]
    assert "Leuven" in breaks["pinc:newcomers"][0].reason


def test_every_text_is_there(indicators: list[Indicator]) -> None:
    for i in indicators:
        assert len(i.definition) > 40, i.code
        assert i.aggregation_reason.endswith("."), i.code
        assert i.page is not None or i.unseen or i.theme not in SHOWN, i.code
        if i.aggregation == "ratio":
            assert i.numerator_label, i.code
            assert i.denominator_label, i.code


def test_headlines_have_each_place_once(indicators: list[Indicator]) -> None:
    places = [(i.action_line, i.headline) for i in indicators if i.headline is not None]
    assert len(set(places)) == len(places)
    assert all(line != "context" for line, _place in places)


def test_breakdown_keys_follow_the_contract() -> None:
    i = indicator(
        kind="survey",
        answers=["Oneens", "Eens"],
        dimensions={
            "item": {"column": "Item", "values": ["Te voet", "Fiets - algemeen"]}
        },
        main_breakdown="antwoord=eens;item=te-voet",
        aggregation="weighted",
        weight="statbel:population",
    )
    assert i.breakdowns()[0] == ("antwoord=oneens;item=te-voet", "Te voet, Oneens")
    assert len(i.breakdowns()) == 4


def test_a_total_has_no_breakdown() -> None:
    i = indicator(
        dimensions={
            "geslacht": {
                "column": "Geslacht",
                "values": ["Totaal", "Mannen"],
                "total": "Totaal",
            }
        }
    )
    assert i.breakdowns() == [("", ""), ("geslacht=mannen", "Mannen")]


def test_parts_know_their_total(indicators: list[Indicator]) -> None:
    (ar_18,) = [i for i in indicators if i.code == "AR_18"]
    totals = ar_18.totals()
    assert (
        totals["geslacht=mannen;type-vergoeding=ivt-en-it"]
        == "type-vergoeding=ivt-en-it"
    )
    assert "type-vergoeding=ivt-en-it" not in totals, (
        "de bron geeft geen totaal over de types"
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("West- en Noord-EU15", "west-en-noord-eu15"),
        ("België", "belgie"),
        ("5 km of minder", "5-km-of-minder"),
    ],
)
def test_slug(text: str, key: str) -> None:
    assert slug(text) == key


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("    agregation: ratio\n", "blok XX_01: agregation"),
        ("    aggregation: gemiddelde\n", "blok XX_01: aggregation"),
        ("    aggregation: weighted\n", "'weight' hoort bij"),
        ("    kind: survey\n    answers: [Ja, Nee]\n", "vraagt 'main_breakdown'"),
        ("    answers: [Ja, Nee]\n", "hoort bij kind: survey"),
        ("    main_breakdown: antwoord=ja\n", "kent geen 'antwoord=ja'"),
        ("    aggregation: implied\n", "vraagt 'rounding'"),
    ],
)
def test_a_wrong_block_is_refused_by_name(
    tmp_path: Path, extra: str, message: str
) -> None:
    (tmp_path / "test.yaml").write_text(BLOCK + extra, encoding="utf-8")
    with pytest.raises(Refusal, match=message):
        catalogue.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BLOCK + BLOCK.replace("\nindicators:", ""), "gsm:xx_01 staat 2 keer"),
        ("indicators: [", "geen geldige YAML"),
        ("indicatoren: []\n", "onbekende sleutel: indicatoren"),
        (
            BLOCK + "    aggregation: weighted\n    weight: gsm:zz_99\n",
            "verwijst naar gsm:zz_99: onbekend",
        ),
    ],
)
def test_a_wrong_file_is_refused_by_name(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "test.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=message):
        catalogue.load(tmp_path)
