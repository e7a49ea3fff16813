"""The trace: from a figure back to its rows, added up anew."""

import csv
import io
import re
from typing import Any

import pytest

from etl.live import build_signature
from pages import accounts
from pages.components import about
from pages.queries import trace
from pages.queries.database import ask
from pages.queries.parts import shown
from tests.pages.test_app import open_page, words

LEUVEN, REGION, FLANDERS = "24062", "REFREG05", "02000"
Key = tuple[str, str, str, int]
LIVING_WAGE: Key = ("gsm:ar_13", "", REGION, 2022)


def told(key: Key) -> dict[str, str]:
    """The steps of an account, without the empty ones."""
    build = build_signature()
    figure, made = shown(build, *key), trace.account(build, *key)
    assert figure is not None and made is not None
    steps = accounts.steps(figure, made, trace.official(build, *key))
    return {term: said.replace("\u00a0", " ") for term, said in steps if said}


def plain(found: str) -> str:
    return re.sub(r"<[^>]+>", " ", found).replace("\u00a0", " ")


def test_the_rows_give_the_figure_whatever_its_method() -> None:
    """Some figures of every kind of area, and the newest of a region for every register."""
    build = build_signature()
    sql = """
        SELECT indicator_id, breakdown, area_id, year, computed_value FROM monitor.area_value
        INNER JOIN monitor.area USING (area_id)
        WHERE computed_value IS NOT NULL
            AND hash(indicator_id || breakdown || area_id || year) % 40000 = 0
        UNION ALL
        SELECT indicator_id, i.main_breakdown, area_id, max(year), max_by(computed_value, year)
        FROM monitor.area_value INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE area_id = 'REFREG10' AND breakdown = i.main_breakdown AND NOT i.is_survey
            AND computed_value IS NOT NULL
        GROUP BY ALL ORDER BY ALL
    """
    keys = ask(build, sql, {})
    assert keys.height > 50
    for *key, value in keys.iter_rows():
        made = trace.account(build, *key)
        assert made is not None
        assert made["value"] == pytest.approx(value, rel=1e-9), key


def test_living_wage_by_hand() -> None:
    said = told(LIVING_WAGE)
    assert (
        said["Teller: personen met een (equivalent) leefloon"]
        == "3.036, de som van 32 gemeenten"
    )
    assert said["Noemer: inwoners"] == "555.061, de som van 32 gemeenten"
    assert said["Formule"] == "3.036 / 555.061 × 100 = 0,546967 %"
    assert said["Afgerond"] == "0,55 %, op 2 decimalen"
    assert said["Controle"].startswith("✓ Klopt")
    assert said["Dekking"] == "32 van 32 gemeenten, 100 % van de inwoners"
    assert said["Gemeentegrenzen"] == "de 300 gemeenten van 2019 tot en met 2024"
    rows = trace.rows(build_signature(), *LIVING_WAGE).to_dicts()
    leuven = next(row for row in rows if row["nis"] == LEUVEN)
    assert (leuven["numerator"], leuven["denominator"]) == (1322, 102236)
    assert accounts.place(leuven, False, True) == "AR13.csv, rij 2481"
    assert sum(row["numerator"] for row in rows) == 3036


def test_a_figure_that_its_rows_do_not_give_is_said() -> None:
    build = build_signature()
    figure, made = shown(build, *LIVING_WAGE), trace.account(build, *LIVING_WAGE)
    assert figure is not None and made is not None
    made |= {"compared": 0.5, "difference": made["value"] - 0.5}
    found = accounts.verdict(figure, made, None).replace("\u00a0", " ")
    assert found == (
        "Klopt niet: de rijen geven 0,546967 %, in de databank staat 0,500000 %."
    )


@pytest.mark.parametrize(
    ("key", "term", "text"),
    [
        (
            ("pinc:unemployment_rate", "", REGION, 2024),
            "Grenzen van de schatting",
            "tussen 5,26 en 5,37 %",
        ),
        (("statbel:population", "", REGION, 2025), "Som", "de som van 32 gemeenten"),
        (
            ("census:work_within", "", REGION, 2011),
            "Formule",
            "127.077 / 227.230 × 100 = 55,92439 %",
        ),
        (
            ("gsm:ar_13", "", FLANDERS, 2022),
            "Volgens de bron",
            "41.381 / 6.698.876 × 100 = 0,617730 %",
        ),
        (("gsm:ar_13", "", LEUVEN, 2022), "Zoals geleverd", "1,293087 %"),
        (
            ("gsm:ar_13", "", LEUVEN, 2022),
            "Nagerekend",
            "1.322 / 102.236 × 100 = 1,293087 %",
        ),
        (
            ("eigen:vestigingen_groei", "", LEUVEN, 2023),
            "Zoals berekend",
            "1,693842 %",
        ),
        (
            ("gsm:ar_03", "", REGION, 2021),
            "Geen regionaal cijfer",
            "zonder het aantal geboorten",
        ),
    ],
)
def test_steps_of_every_method(key: Key, term: str, text: str) -> None:
    assert text in told(key)[term]


def test_a_weighted_mean_names_its_weight() -> None:
    said = told(("gsm:mo_s_07", "antwoord=eens", REGION, 2020))
    weighted, weight = (
        float(re.match(r"[\d.]+", said[term]).group().replace(".", ""))  # type: ignore[union-attr]
        for term in ("Waarde × gewicht", "Gewicht")
    )
    assert "inwoners" in said["Gewicht"]
    found = float(said["Formule"].split("= ")[1].removesuffix(" %").replace(",", "."))
    assert weighted / weight == pytest.approx(found, abs=1e-4)


def test_beside_the_source_stands_the_difference_with_our_own() -> None:
    said = told(("gsm:mo_s_07", "antwoord=eens", FLANDERS, 2020))["Controle"]
    assert "Getoond wordt het cijfer van de bron" in said
    assert said.endswith("procentpunt.")


def test_what_is_not_shown_is_not_given_away_by_its_account() -> None:
    said = told(("gsm:mo_s_03", "antwoord=eens", REGION, 2017))
    assert (
        said["Controle"] == "Geen cijfer: er zijn te weinig gemeenten met een waarde."
    )
    assert said["Dekking"] == (
        "31 van 32 gemeenten, 81 % van de inwoners; onder 90 % tonen we geen cijfer"
    )
    assert not {"Formule", "Afgerond", "Som"} & said.keys()


def row(**changes: Any) -> dict[str, Any]:
    return {
        "missing": None,
        "file_id": "a",
        "file_name": "AR13.csv",
        "observed": True,
        "sheet": None,
        "row": 12,
        "value": 3.0,
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "rij 12"),
        ({"sheet": "Data"}, "blad Data, rij 12"),
        (
            {"missing": "gecensureerd", "observed": False},
            "niet vrijgegeven, rij 12",
        ),
        ({"file_id": None, "row": None, "observed": False}, "staat niet in het bestand"),
        ({"row": None, "value": 0.0}, "geen rij: telt als nul"),
        ({"observed": False}, "telt niet mee: een deel ontbreekt, rij 12"),
    ],
)  # fmt: skip
def test_where_a_municipality_stands_or_why_it_does_not(
    changes: dict[str, Any], text: str
) -> None:
    assert accounts.place(row(**changes), False, False) == text


@pytest.mark.parametrize(
    ("indicator", "year", "inputs"),
    [
        ("eigen:kennisvacatures", 2024, ["pinc:vacancies_received"] * 2),
        ("eigen:vestigingen_groei", 2023, ["statbel:establishments"] * 3),
        (
            "eigen:investeringen_economie",
            2023,
            ["embuild:investment_economy", "statbel:population"],
        ),
    ],
)
def test_the_inputs_of_a_formula_add_up_to_its_parts(
    indicator: str, year: int, inputs: list[str]
) -> None:
    build = build_signature()
    terms = trace.terms(build, indicator, REGION, year)
    assert [term["input_id"] for term in terms] == inputs
    made = trace.account(build, indicator, "", REGION, year)
    assert made is not None
    for side in ("numerator", "denominator"):
        total = sum(term["value"] for term in terms if term["side"] == side)
        assert total == pytest.approx(made[side])


def test_the_file_holds_every_row_and_their_sum() -> None:
    build = build_signature()
    content = about.as_csv(trace.export(build, *LIVING_WAGE)).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    assert [r["soort"] for r in rows] == ["gemeente"] * 32 + ["samen"]
    assert (rows[-1]["teller"], rows[-1]["noemer"]) == ("3036,0", "555061,0")
    assert rows[-1]["waarde"].startswith("0,54696")
    assert {r["bestand"] for r in rows[:-1]} == {"AR13.csv"}
    assert all(r["rij"] and r["sha256"] and r["build"] for r in rows[:-1])


def test_the_page_traces_region_flanders_and_municipality() -> None:
    found = plain(words(open_page("indicator.py", indicator="gsm:ar_13", jaar="2022")))
    assert "3.036 / 555.061 × 100 = 0,546967 %" in found
    assert "Samen: 32 gemeenten" in found
    query = {"indicator": "gsm:ar_13", "jaar": "2022", "gemeente": LEUVEN}
    one = plain(words(open_page("indicator.py", **query, spoor="gemeente")))
    assert "1.322 / 102.236 × 100 = 1,293087 %" in one and "rij 2481" in one
    # Another perimeter, and a value that there is not.
    app = open_page("indicator.py", indicator="gsm:ar_13", regio="REFREG14", spoor="x")
    assert "spoor “x”" in " ".join(warning.value for warning in app.warning)
    assert re.search(r"\b(\d+) van \1 gemeenten, 100 % van", plain(words(app)))


def test_the_page_links_a_formula_to_its_inputs() -> None:
    found = words(open_page("indicator.py", indicator="eigen:kennisvacatures"))
    assert "indicator=pinc%3Avacancies_received" in found
    assert "uitsplitsing=sector%3Donderwijs" in found
