"""One municipality: its place, its weight, its neighbours; and its page."""

import io
import math
from typing import Any

import polars as pl
import pytest

from pages.exports.csv_file import as_csv
from pages.queries import areas, contribution, figures, municipality, similar
from pages.queries.database import ask, live_build
from tests.pages.test_app import open_page, words

LEUVEN, TIENEN, REGION = "24062", "24107", "REFREG05"
PAJOTTEGEM, ANTWERPEN, VOEREN, HERSTAPPE = "23106", "11002", "73109", "73028"


def profile(nis: str, region: str = REGION, year: int | None = None) -> dict[str, Any]:
    build = live_build()
    assert build is not None
    rows = municipality.profile(build, region, year, nis)
    return {row["indicator_id"]: row for row in rows}


def said(**query: str) -> str:
    """Every word of the page, headings included."""
    app = open_page("gemeente.py", **query)
    heads = " ".join(element.value for element in app.subheader)
    return f"{heads} {words(app)}".replace("\u00a0", " ")


def test_shares_of_a_ratio_are_of_its_denominator_and_its_numerator() -> None:
    build = live_build()
    assert build is not None
    sql = """
        SELECT sum(numerator) AS a, sum(denominator) AS b,
            any_value(numerator) FILTER (nis = $nis) AS own_a,
            any_value(denominator) FILTER (nis = $nis) AS own_b
        FROM monitor.observation WHERE indicator_id = 'gsm:ar_13' AND breakdown = '' AND year = 2022
            AND nis IN (SELECT nis FROM monitor.area_member WHERE area_id = $region AND valid_to IS NULL)
    """
    whole = ask(build, sql, {"nis": LEUVEN, "region": REGION}).row(0, named=True)
    row = profile(LEUVEN)["gsm:ar_13"]
    assert row["year"] == 2022
    assert row["part"] == pytest.approx(100 * whole["own_a"] / whole["a"])
    assert row["weight"] == pytest.approx(100 * whole["own_b"] / whole["b"])
    assert row["part"] > 2 * row["weight"], (
        "Leuven: 44 % van de leefloners, 18 % van de inwoners"
    )


def test_shares_of_a_survey_are_of_the_people_it_is_weighted_with() -> None:
    build = live_build()
    assert build is not None
    people = municipality.population(build, REGION, 2023, LEUVEN)
    row = profile(LEUVEN)["gsm:mo_s_12"]
    assert people is not None
    assert row["year"] == people["year"] == 2023
    assert row["weight"] == pytest.approx(people["share"])
    assert row["part"] is None


def test_a_published_ratio_gives_its_denominator_away() -> None:
    """Jobseekers / rate, of Leuven and of the region: 28 % of the ones, 19 % of the others."""
    rows = profile(LEUVEN)
    row = rows["pinc:unemployment_rate"]
    own = 100 * row["own_numerator"] / row["municipality"]
    assert row["weight"] == pytest.approx(100 * own / row["denominator"])
    assert row["part"] > row["weight"], "hogere graad, dus meer in de teller"


def test_shares_of_all_municipalities_make_the_region() -> None:
    """Of the smallest region, after a merger: seven municipalities."""
    build = live_build()
    assert build is not None
    towns = areas.municipalities(build, "REFREG14").filter("in_region")["nis"]
    rows = [profile(nis, "REFREG14") for nis in towns]
    for indicator in ("gsm:ar_13", "eigen:jobs_per_werkende", "gsm:mo_s_12"):
        weights = [row[indicator]["weight"] for row in rows]
        assert sum(weights) == pytest.approx(100), indicator
    assert sum(row["gsm:ar_13"]["part"] for row in rows) == pytest.approx(100)


def test_outside_the_region_there_is_a_difference_but_no_weight() -> None:
    row = profile(ANTWERPEN)["gsm:ar_13"]
    assert row["weight"] is None and row["part"] is None
    assert row["to_region"] == pytest.approx(row["municipality"] - row["value"])


def test_the_distance_is_in_interquartile_ranges() -> None:
    row = profile(TIENEN)["gsm:ar_13"]
    assert row["distance"] == pytest.approx(
        abs(row["municipality"] - row["value"]) / (row["q3"] - row["q1"])
    )
    assert row["outside"] == (not row["q1"] <= row["municipality"] <= row["q3"])


def test_a_region_of_few_municipalities_has_no_spread_to_stand_out_from() -> None:
    rows = profile("24001", "politiezone-aarschot").values()
    assert {row["outside"] for row in rows} == {None}
    assert {row["distance"] for row in rows} == {None}
    assert profile("24001", "politiezone-aarschot")["gsm:ar_13"][
        "part"
    ] == pytest.approx(100)


def test_of_a_growth_nobody_has_a_share() -> None:
    row = profile(LEUVEN)["eigen:vestigingen_groei"]
    assert row["can_be_negative"] and row["part"] is None
    assert row["weight"] is not None


def test_a_region_of_one_is_not_compared_with_itself() -> None:
    found = said(gemeente="24001", regio="politiezone-aarschot", lijn="3")
    assert "PZ Aarschot is alleen Aarschot" in found
    assert "geen spreiding: 1 gemeente met een cijfer" in found
    assert "vergelijkbaar met PZ Aarschot" not in found
    assert "PZ Aarschot (regio)" not in found


def test_why_there_is_no_figure() -> None:
    merged = profile(PAJOTTEGEM)
    assert merged["gsm:mo_s_12"]["reason"] == "niet herberekend na fusie"
    assert merged["eigen:opstappers_per_inwoner"]["reason"] == "geen gegevens"
    assert merged["gsm:ar_13"]["reason"] is None
    assert (
        profile(HERSTAPPE)["eigen:kennisvacatures"]["reason"] == "niet van toepassing"
    )


def test_a_zero_that_the_checks_do_not_believe_is_marked() -> None:
    row = profile(VOEREN)["gsm:ar_09"]
    assert row["municipality"] == 0 and row["is_doubtful"]
    assert not profile(HERSTAPPE)["eigen:ongevallen_per_inwoner"]["is_doubtful"]
    assert not profile(LEUVEN)["gsm:ar_09"]["is_doubtful"]


def test_before_the_first_measurement_nothing_is_invented() -> None:
    rows = profile(LEUVEN, year=1990).values()
    assert {row["municipality"] for row in rows} == {None}


def test_where_it_belongs() -> None:
    build = live_build()
    assert build is not None
    found = {row["area_id"]: row for row in municipality.perimeters(build, LEUVEN)}
    assert {
        "REFREG05",
        "vervoerregio-leuven",
        "24000",
        "20001",
        "politiezone-leuven",
    } <= set(found)
    assert found["REFREG05"]["n"] == 32
    assert "02000" not in found, "Vlaanderen is geen regio van zichzelf"
    assert "24000" not in {
        row["area_id"] for row in municipality.perimeters(build, "23033")
    }


def test_what_it_came_from() -> None:
    build = live_build()
    assert build is not None
    found = municipality.merger(build, PAJOTTEGEM)
    assert found is not None
    assert found["names"] == ["Galmaarden", "Gooik", "Herne"]
    assert not found["kept_code"]
    kept = municipality.merger(build, ANTWERPEN)
    assert kept is not None and kept["kept_code"]
    assert municipality.merger(build, LEUVEN) is None


def test_neighbours_say_whether_they_are_in_the_region() -> None:
    build = live_build()
    assert build is not None
    found = municipality.neighbours(build, "24028", REGION)
    assert dict(found.select("name", "in_region").iter_rows()) == {
        "Herk-de-Stad": False,
        "Kortenaken": True,
        "Nieuwerkerken": False,
        "Zoutleeuw": True,
    }
    assert municipality.neighbours(build, VOEREN, REGION).is_empty()


def test_the_page_says_where_leuven_stands_out_and_what_it_weighs() -> None:
    found = said(gemeente=LEUVEN, lijn="3")
    assert "104.906 inwoners, 18,4 % van de regio" in found
    assert (
        "het verst van Oost-Brabant bij jobs per 100 werkende inwoners: 171,3 in 2011"
        in found
    )
    assert "43,5 %" in found and "18,4 %" in found
    assert "Leuven grenst aan 8 Vlaamse gemeenten" in found
    assert "Hasselt" in found and "(0,67)" in found
    assert "niet te splitsen: het regionale cijfer is een schatting" in found
    for title in ("Plaats in de regio", "Buurgemeenten", "Gemeenten die erop lijken"):
        assert title in found


def test_the_contribution_on_the_page_is_that_of_the_query() -> None:
    build = live_build()
    assert build is not None
    rows = contribution.contribution(build, "gsm:ar_13", "", REGION, 2021, 2022)
    own = rows.filter(nis=TIENEN)["total"].item()
    assert f"Tienen: {own:.3f} procentpunt".replace(".", ",") in said(
        gemeente=TIENEN, lijn="3"
    )


def test_a_merged_municipality_says_so() -> None:
    found = said(gemeente=PAJOTTEGEM, regio="REFREG06", lijn="4")
    assert "uit de fusie van Galmaarden, Gooik en Herne" in found
    assert "niet herberekend na fusie" in found
    assert "Voor Pajottegem is er geen reeks" in found


def test_a_municipality_of_another_region_weighs_nothing_here() -> None:
    found = said(gemeente=VOEREN)
    assert "Voeren ligt niet in Oost-Brabant. De regio's waar ze wel in ligt" in found
    assert "weegt er dus niet mee" in found
    assert "grenst aan geen enkele andere Vlaamse gemeente" in found
    assert "zo goed als zeker een verborgen waarde" in found
    assert "4.412 inwoners." in found


def test_nobody_resembles_the_smallest_municipality() -> None:
    assert "Geen enkele gemeente lijkt echt op Herstappe" in said(gemeente=HERSTAPPE)


def test_without_a_choice_there_are_a_map_and_a_list() -> None:
    app = open_page("gemeente.py")
    assert app.title[0].value == "Gemeente"
    assert app.get("vega_lite_chart")
    assert "gemeente=24137" in words(app), "een link per gemeente: Glabbeek"


def test_an_unknown_action_line_falls_back_with_a_message() -> None:
    app = open_page("gemeente.py", gemeente=LEUVEN, lijn="9")
    assert "actielijn “9”" in app.warning[0].value
    assert "Kennisintensieve vacatures" in words(app)


def test_an_early_year_says_what_is_missing() -> None:
    found = said(gemeente=LEUVEN, jaar="2003")
    assert "te weinig kenmerken" in found
    assert " telde " not in found, "het aantal inwoners is gekend vanaf 2009"
    assert "Geen regiocijfer" not in found


def test_the_download_holds_what_the_page_shows() -> None:
    build = live_build()
    assert build is not None
    frame = municipality.export(build, REGION, None, LEUVEN)
    read = pl.read_csv(io.BytesIO(as_csv(frame)), separator=";", decimal_comma=True)
    assert read.height == sum(
        row["headline"] is not None for row in figures.snapshot(build, REGION, None)
    )
    row = read.filter(Indicator="gsm:ar_13").row(0, named=True)
    assert math.isclose(row["Gemeente"] - row["Regio"], row["Verschil met regio"])
    assert (row["Jaar"], row["NIS"], row["Gebied"]) == (2022, 24062, REGION)


@pytest.mark.parametrize("trait", [trait.indicator for trait in similar.TRAITS])
def test_every_trait_has_all_municipalities(trait: str) -> None:
    build = live_build()
    assert build is not None
    found = similar.values(build, REGION, None).filter(indicator_id=trait)
    assert found["nis"].n_unique() == 285
    assert found["year"].n_unique() == 1
