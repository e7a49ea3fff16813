"""Sentences on a municipality, on a table of cases."""

from datetime import date
from typing import Any

import pytest

from pages import municipality_sentences as sentences
from pages import text

BASE: dict[str, Any] = {
    "title": "Personen met leefloon",
    "breakdown_label": "",
    "unit": "%",
    "year": 2022,
    "previous_year": 2021,
    "decimals": 2,
    "published_decimals": 2,
    "is_survey": False,
    "is_doubtful": False,
    "municipality": 1.293,
    "reason": None,
    "to_region": 0.746,
    "outside": True,
    "distance": 3.4,
}


def row(**changes: Any) -> dict[str, Any]:
    return BASE | changes


JOBS = row(
    title="Jobs per 100 werkende inwoners",
    unit="per 100 werkende inwoners",
    year=2011,
    decimals=1,
    published_decimals=1,
    municipality=171.33,
    to_region=93.53,
    distance=5.9,
)
INCOME = row(
    title="Gemiddeld inkomen per inwoner",
    unit="euro",
    year=2020,
    decimals=0,
    published_decimals=0,
    municipality=22175.1,
    to_region=-1486.6,
    distance=0.5,
)
CARS = row(
    title="Wagens per huishouden",
    unit="wagens per huishouden",
    municipality=0.7353,
    to_region=-0.444,
    distance=5.4,
)
INVESTED = row(
    title="Gemeentelijke investeringen per inwoner",
    unit="euro per inwoner per jaar",
    year=2024,
    decimals=1,
    published_decimals=1,
    municipality=1.76,
    to_region=-31.68,
    distance=1.0,
)
BICYCLE = row(
    title="Veilig fietsen",
    breakdown_label="Eens",
    year=2023,
    decimals=1,
    published_decimals=0,
    is_survey=True,
    municipality=34.0,
    to_region=-14.58,
    distance=1.3,
)
EQUAL = row(municipality=0.549, to_region=0.002, outside=False, distance=0.01)
MISSING = row(
    municipality=None,
    to_region=None,
    outside=None,
    distance=None,
    reason="geen gegevens",
)
TOTAL = row(
    title="Inwoners met werk",
    unit="personen",
    year=2011,
    decimals=0,
    published_decimals=0,
    municipality=37000.0,
    to_region=None,
    distance=None,
)
CAUTION = (
    "Van die bevragingen is geen foutenmarge bekend: een klein verschil zegt weinig."
)
LEAD = "Gemeten aan de spreiding tussen die gemeenten ligt Leuven het verst van Oost-Brabant bij "


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], ""),
        ([BASE], "ligt het ene kerncijfer van Leuven buiten"),
        ([EQUAL], "ligt het ene kerncijfer van Leuven binnen"),
        ([EQUAL, EQUAL], "ligt geen van de 2 kerncijfers van Leuven buiten"),
        ([BASE, EQUAL], "ligt 1 van de 2 kerncijfers van Leuven buiten"),
        ([BASE, JOBS, EQUAL], "liggen 2 van de 3 kerncijfers van Leuven buiten"),
        ([BASE, JOBS], "liggen alle 2 kerncijfers van Leuven buiten"),
        ([BASE, EQUAL, MISSING, BICYCLE], "ligt 1 van de 2 kerncijfers"),
        ([BASE, EQUAL, row(is_doubtful=True)], "ligt 1 van de 2 kerncijfers"),
        ([MISSING], ""),
        ([BICYCLE], ""),
    ],
)
def test_how_many_lie_outside_the_middle_half(
    rows: list[dict[str, Any]], expected: str
) -> None:
    found = sentences.position(rows, "Leuven", "Oost-Brabant")
    assert found.startswith(
        f"Bevragingen niet meegerekend {expected}" if expected else ""
    )
    assert bool(found) == bool(expected)
    if found:
        assert found.endswith("de middelste helft van de gemeenten van Oost-Brabant.")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], ""),
        ([EQUAL], ""),
        ([MISSING], ""),
        ([TOTAL], ""),
        ([BICYCLE], ""),
        ([row(is_doubtful=True)], ""),
        ([row(to_region=0.004)], ""),
        ([BASE], "personen met leefloon: 1,29 % in 2022, 0,75 procentpunt hoger."),
        (
            [INCOME],
            "gemiddeld inkomen per inwoner: 22.175 euro in 2020, 1.487 euro lager.",
        ),
        ([JOBS], "jobs per 100 werkende inwoners: 171,3 in 2011, 93,5 hoger."),
        (
            [INVESTED],
            "gemeentelijke investeringen per inwoner: 1,8 euro per inwoner per jaar in 2024, "
            "31,7 lager.",
        ),
        (
            [BASE, CARS],
            "wagens per huishouden: 0,74 in 2022, 0,44 lager. Daarna volgt personen met leefloon "
            "(1,29 % in 2022, 0,75 procentpunt hoger).",
        ),
        (
            [INCOME, BASE, CARS, JOBS, TOTAL],
            "jobs per 100 werkende inwoners: 171,3 in 2011, 93,5 hoger. Daarna volgen wagens per "
            "huishouden (0,74 in 2022, 0,44 lager) en personen met leefloon (1,29 % in 2022, "
            "0,75 procentpunt hoger).",
        ),
    ],
)
def test_what_lies_furthest(rows: list[dict[str, Any]], expected: str) -> None:
    found = sentences.registers(rows, "Leuven", "Oost-Brabant").replace(text.NBSP, " ")
    assert found == (LEAD + expected if expected else "")


def test_surveys_come_apart_and_with_caution() -> None:
    found = sentences.surveys([BICYCLE, BASE], "Tienen", "Oost-Brabant")
    assert found.replace(text.NBSP, " ") == (
        "In de bevragingen van inwoners ligt Tienen het verst van Oost-Brabant bij veilig fietsen: "
        f"eens (34 % in 2023, 15 procentpunt lager). {CAUTION}"
    )
    assert sentences.surveys([BASE], "Tienen", "Oost-Brabant") == ""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([BASE], ""),
        ([MISSING], "Van Mesen is er in de gekozen periode geen enkel kerncijfer."),
        (
            [BASE, MISSING],
            "Voor 1 kerncijfer heeft Mesen geen waarde: personen met leefloon (geen gegevens).",
        ),
        (
            [
                BASE,
                MISSING,
                row(**{**MISSING, "title": "OKI", "reason": "niet vrijgegeven"}),
            ],
            "Voor 2 kerncijfers heeft Mesen geen waarde: personen met leefloon (geen gegevens) en "
            "OKI (niet vrijgegeven).",
        ),
        (
            [
                BASE,
                *[MISSING] * 3,
                row(**{**MISSING, "reason": "niet herberekend na fusie"}),
            ],
            "Voor 4 kerncijfers heeft Mesen geen waarde: 3 keer geen gegevens en 1 keer niet "
            "herberekend na fusie.",
        ),
    ],
)
def test_what_is_missing(rows: list[dict[str, Any]], expected: str) -> None:
    assert sentences.absent(rows, "Mesen") == expected


def test_no_sentence_gives_a_cause_or_a_judgement() -> None:
    rows = [BASE, JOBS, CARS, INCOME, BICYCLE, EQUAL, MISSING, TOTAL]
    found = " ".join(sentences.summary(rows, "Leuven", "Oost-Brabant")).lower()
    assert len(sentences.summary(rows, "Leuven", "Oost-Brabant")) == 4
    for word in (
        "door ",
        "omdat",
        "dankzij",
        "waardoor",
        "beter",
        "slechter",
        "goed",
        "plaats ",
    ):
        assert word not in found


@pytest.mark.parametrize(
    ("count", "share", "in_region", "expected"),
    [
        (104906, 18.37, True, "telde Leuven 104.906 inwoners, 18,4 % van de regio."),
        (104906, 18.37, False, "telde Leuven 104.906 inwoners."),
        (75, 0.013, True, "telde Leuven 75 inwoners, minder dan 0,1 % van de regio."),
        (1, 100.0, True, "telde Leuven 1 inwoner, 100,0 % van de regio."),
    ],
)
def test_inhabitants(count: int, share: float, in_region: bool, expected: str) -> None:
    people = {"year": 2025, "municipality": count, "share": share}
    found = sentences.inhabitants(people, "Leuven", in_region).replace(text.NBSP, " ")
    assert found == f"Op 1 januari 2025 {expected}"


@pytest.mark.parametrize(
    ("names", "kept", "expected"),
    [
        (
            ["Galmaarden", "Gooik", "Herne"],
            False,
            "Nieuw ontstond op 1 januari 2025 uit de fusie van Galmaarden, Gooik en Herne.",
        ),
        (["Borsbeek", "Nieuw"], True, "Op 1 januari 2025 ging Borsbeek op in Nieuw."),
        (
            ["A", "B", "Nieuw"],
            True,
            "Op 1 januari 2025 gingen A en B op in Nieuw.",
        ),
    ],
)
def test_mergers(names: list[str], kept: bool, expected: str) -> None:
    found = {"valid_from": date(2025, 1, 1), "names": names, "kept_code": kept}
    assert sentences.merger(found, "Nieuw") == expected


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (BASE, "0,75 procentpunt hoger dan Oost-Brabant"),
        (INCOME, "1.487 euro lager dan Oost-Brabant"),
        (EQUAL, "vergelijkbaar met Oost-Brabant"),
        (MISSING, "geen gegevens"),
        (TOTAL, ""),
        (
            row(is_doubtful=True),
            "een nul die zo goed als zeker een verborgen waarde is",
        ),
    ],
)
def test_the_difference_in_the_table(figure: dict[str, Any], expected: str) -> None:
    assert sentences.compared(figure, "Oost-Brabant") == expected


@pytest.mark.parametrize(
    ("change", "own", "expected"),
    [
        (
            -0.0512,
            {"total": -0.0041, "own_change": -0.0043, "weight_change": 0.0002},
            [
                "Regio 2021–2022: -0,05 procentpunt",
                "Tienen: -0,004 procentpunt",
                "(eigen cijfer -0,004, gewicht 0,000)",
            ],
        ),
        (
            0.3,
            None,
            [
                "Regio 2021–2022: +0,30 procentpunt",
                "Tienen: niet in beide jaren gemeten",
            ],
        ),
        (
            0.0,
            {"total": 0.0, "own_change": 0.0, "weight_change": None},
            ["Regio 2021–2022: 0,00 procentpunt", "Tienen: 0,000 procentpunt"],
        ),
    ],
)
def test_contributions(
    change: float, own: dict[str, Any] | None, expected: list[str]
) -> None:
    found = sentences.contributed(row(change=change), own, "Tienen")
    assert [line.replace(text.NBSP, " ") for line in found] == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (
            0,
            "Voeren grenst aan geen enkele andere Vlaamse gemeente. Gemeenten buiten Vlaanderen",
        ),
        (1, "Voeren grenst aan 1 Vlaamse gemeente. "),
        (8, "Voeren grenst aan 8 Vlaamse gemeenten. "),
    ],
)
def test_neighbours(count: int, expected: str) -> None:
    assert sentences.neighbours("Voeren", count).startswith(expected)


def test_a_unit_is_said_once() -> None:
    assert sentences.title(JOBS) == "Jobs per 100 werkende inwoners"
    assert sentences.title(INVESTED) == (
        "Gemeentelijke investeringen per inwoner (euro per inwoner per jaar)"
    )
    assert sentences.title(BICYCLE) == "Veilig fietsen: eens"
