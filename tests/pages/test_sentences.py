"""Generated sentences, on tables of cases: what they say, and what they must never say."""

from typing import Any

import pytest

from etl import catalogue
from pages import sentences, text

Figure = dict[str, Any]
CLAIMS = ("omdat", "doordat", "dankzij", "door ", "wegens", "waardoor", "als gevolg")


def row(**changes: Any) -> Figure:
    """A figure as the query gives it; `difference` and `change` follow from the values."""
    figure: Figure = {
        "title": "Personen met (equivalent) leefloon",
        "breakdown_label": "",
        "action_line": "3",
        "also_lines": ["1"],
        "value": 0.547,
        "unit": "%",
        "decimals": 2,
        "published_decimals": 2,
        "year": 2022,
        "flanders": 0.618,
        "share_of_flanders": None,
        "previous": 0.597,
        "previous_year": 2021,
        "aggregation": "ratio",
        "method": "ratio",
        "lower": None,
        "upper": None,
        "is_survey": False,
        "n_observed": 32,
        "n_members": 32,
        "coverage": 1.0,
        "denominator_label": "inwoners",
        "low": 0.1,
        "high": 1.29,
        "n_values": 32,
        **changes,
    }
    return figure | {
        "difference": less(figure["value"], figure["flanders"]),
        "change": less(figure["value"], figure["previous"]),
    }


def less(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first - second


def survey(**changes: Any) -> Figure:
    """A figure of the survey, which is published in whole percentages."""
    common = {
        "title": "Thuiswerk",
        "breakdown_label": "2 dagen of meer",
        "decimals": 1,
        "published_decimals": 0,
        "is_survey": True,
        "aggregation": "weighted",
        "method": "weighted",
        "value": 38.6,
        "flanders": 32.0,
        "previous": 37.5,
        "year": 2023,
        "previous_year": 2020,
    }
    return row(**common | changes)


def count(**changes: Any) -> Figure:
    """A number of things: a part of Flanders, neither higher nor lower."""
    common = {
        "title": "Werkzoekenden zonder werk",
        "unit": "werkzoekenden",
        "decimals": 0,
        "published_decimals": 0,
        "aggregation": "sum",
        "method": "sum",
        "value": 14072.0,
        "flanders": 208915.0,
        "previous": 13451.0,
        "share_of_flanders": 6.7357,
        "year": 2024,
        "previous_year": 2023,
    }
    return row(**common | changes) | {"difference": None}


def read(sentence: str) -> str:
    """As somebody reads it: no spaces that may not break."""
    return sentence.replace(text.NBSP, " ")


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (
            row(),
            "X: 0,55 % in 2022, 0,07 procentpunt lager dan Vlaanderen. "
            "Dat is 0,05 procentpunt lager dan in 2021.",
        ),
        (
            row(previous=None, previous_year=None),
            "X: 0,55 % in 2022, 0,07 procentpunt lager dan Vlaanderen.",
        ),
        (
            row(flanders=None, previous=None),
            "X: 0,55 % in 2022.",
        ),
        (
            row(flanders=0.547),
            "X: 0,55 % in 2022, vergelijkbaar met Vlaanderen. Dat is 0,05 procentpunt lager dan in 2021.",
        ),
        (  # 0,549 and 0,545 differ by less than what is shown, and read the same
            row(value=0.549, flanders=0.5451, previous=0.5499),
            "X: 0,55 % in 2022, vergelijkbaar met Vlaanderen. Dat is ongewijzigd tegenover 2021.",
        ),
        (  # both read 32,1, though they lie 0,06 apart
            row(
                value=32.14,
                flanders=32.08,
                previous=32.06,
                decimals=1,
                published_decimals=1,
            ),
            "X: 32,1 % in 2022, vergelijkbaar met Vlaanderen. Dat is ongewijzigd tegenover 2021.",
        ),
        (  # below zero: lower is further below
            row(
                value=-0.8,
                flanders=0.4,
                previous=-0.3,
                decimals=1,
                published_decimals=1,
            ),
            "X: -0,8 % in 2022, 1,2 procentpunt lager dan Vlaanderen. Dat is 0,5 procentpunt lager dan in 2021.",
        ),
        (
            survey(),
            "X: 38,6 % in 2023, 7 procentpunt hoger dan Vlaanderen. Dat is 1,1 procentpunt hoger dan in 2020. "
            "Het cijfer komt uit een bevraging, zonder gekende foutenmarge: een klein verschil zegt weinig.",
        ),
        (
            count(),
            "X: 14.072 werkzoekenden in 2024, 6,7 % van Vlaanderen. Dat is 621 werkzoekenden meer dan in 2023.",
        ),
        (
            count(value=1.0, previous=2.0, share_of_flanders=0.0005),
            "X: 1 werkzoekende in 2024, minder dan 0,1 % van Vlaanderen. Dat is 1 werkzoekende minder dan in 2023.",
        ),
        (
            row(value=None, year=2017, n_observed=31, coverage=0.8138, is_survey=True),
            "Voor 2017 is er geen regiocijfer: 31 van 32 gemeenten, 81 % van de inwoners.",
        ),
        (
            row(value=None, year=2020, n_observed=0, n_members=1, coverage=None),
            "Voor 2020 is er geen regiocijfer: 0 van 1 gemeente.",
        ),
        (row(value=None, year=None), "Geen meting in de gekozen periode."),
        (
            row(value=None, aggregation="none"),
            "Geen regionaal cijfer. De gemeenten gaan van 0,10 % tot 1,29 %.",
        ),
        (
            row(value=None, aggregation="none", n_values=1, low=0.1, high=0.1),
            "Geen regionaal cijfer. Eén gemeente heeft een cijfer: 0,10 %.",
        ),
        (
            row(value=None, aggregation="none", low=0.1, high=0.1),
            "Geen regionaal cijfer. Alle gemeenten met een cijfer staan op 0,10 %.",
        ),
        (
            row(value=None, aggregation="none", n_values=0, low=None, high=None),
            "Geen regionaal cijfer.",
        ),
    ],
)
def test_headline(figure: Figure, expected: str) -> None:
    assert read(sentences.headline(figure, "X")) == expected


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            [row(), survey()],
            "X ligt hoger dan Vlaanderen voor thuiswerk: 2 dagen of meer (38,6 % tegenover 32 %), en lager voor "
            "personen met (equivalent) leefloon (0,55 % tegenover 0,62 %). Cijfers van 2022 tot 2023. "
            "Voor cijfers uit een bevraging is geen foutenmarge gekend.",
        ),
        (
            [row(flanders=0.547)],
            "X ligt op hetzelfde niveau als Vlaanderen voor personen met (equivalent) leefloon "
            "(0,55 % tegenover 0,55 %). Cijfers van 2022.",
        ),
        (
            [
                row(title="A", value=2.0, flanders=1.0),
                row(title="B", value=3.0, flanders=1.0),
                row(title="C", value=1.0, flanders=1.0),
                row(title="D", value=1.0, flanders=2.0),
            ],
            "X ligt hoger dan Vlaanderen voor a (2,00 % tegenover 1,00 %) en b (3,00 % tegenover 1,00 %), "
            "lager voor d (1,00 % tegenover 2,00 %), en op hetzelfde niveau voor c (1,00 % tegenover 1,00 %). "
            "Cijfers van 2022.",
        ),
        (
            [row(coverage=0.97, n_observed=31)],
            "X ligt lager dan Vlaanderen voor personen met (equivalent) leefloon "
            "(0,55 % tegenover 0,62 %, onvolledig). Cijfers van 2022.",
        ),
        (
            [row(method="implied", lower=0.54, upper=0.56)],
            "X ligt lager dan Vlaanderen voor personen met (equivalent) leefloon "
            "(0,55 % tegenover 0,62 %, schatting). Cijfers van 2022.",
        ),
        (
            [
                row(
                    unit="per 1.000 inwoners",
                    value=10.2,
                    flanders=13.0,
                    decimals=1,
                    published_decimals=1,
                )
            ],
            "X ligt lager dan Vlaanderen voor personen met (equivalent) leefloon "
            "(10,2 tegenover 13,0 per 1.000 inwoners). Cijfers van 2022.",
        ),
        (
            [count()],
            "Voor X is er nu geen cijfer dat met Vlaanderen te vergelijken is.",
        ),
        ([], "Voor X is er nu geen cijfer dat met Vlaanderen te vergelijken is."),
    ],
)
def test_line(figures: list[Figure], expected: str) -> None:
    assert read(sentences.line(figures, "X")) == expected


def test_a_line_starts_with_a_capital() -> None:
    found = sentences.line([row()], text.full_name("Leuven", "vervoerregio"))
    assert found.startswith("Vervoerregio Leuven ligt lager")


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (
            [row(), row(), row(value=1.0), row(value=0.618), count()],
            "Voor X: 4 cijfers zijn met Vlaanderen te vergelijken; 1 ligt hoger, 2 liggen lager "
            "en 1 ligt op hetzelfde niveau.",
        ),
        (
            [row(), survey()],
            "Voor X: 1 cijfer is met Vlaanderen te vergelijken; 1 ligt lager. "
            "Bevragingen zijn niet meegeteld: daar is geen foutenmarge gekend.",
        ),
        ([survey()], "Deze cijfers komen uit bevragingen, zonder gekende foutenmarge."),
        ([count()], "Deze cijfers zijn niet met Vlaanderen te vergelijken."),
    ],
)
def test_tally(figures: list[Figure], expected: str) -> None:
    assert sentences.tally(figures, "X") == expected


def test_no_sentence_claims_a_cause() -> None:
    for figure in (row(), survey(), count(), row(value=None), row(value=-1.0)):
        told = " ".join(
            (
                sentences.headline(figure, "X"),
                sentences.line([figure], "X"),
                sentences.tally([figure], "X"),
                sentences.coverage(figure),
                sentences.bounds(figure),
            )
        )
        assert not [claim for claim in CLAIMS if claim in told.lower()]


def test_percentages_differ_by_percentage_points() -> None:
    told = sentences.headline(row(value=1.0), "X")
    assert "procentpunt" in told
    assert not [part for part in told.split(", ")[1:] if "%" in part]


def test_every_unit_that_counts_has_a_singular() -> None:
    """'1 werkzoekenden' is no Dutch: a new unit needs its singular, or is the same for one."""
    same_for_one = {"euro"}
    units = {i.unit for i in catalogue.load() if i.aggregation == "sum"}
    assert units - same_for_one <= set(text.SINGULAR)
