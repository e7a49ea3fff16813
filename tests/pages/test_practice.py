"""Praktijk: what others do, and how perimeters fit a region."""

from typing import Any

import pytest

from pages.components import alignment as shown
from pages.queries import alignment, practice
from pages.queries.database import live_build
from tests.pages.test_app import open_page, words

BUILD = live_build()
assert BUILD is not None
AREAS = {
    row["name"]: row
    for row in alignment.of_region(BUILD, "REFREG05").to_dicts()
    if row["area_type"] != "politiezone"
}


@pytest.mark.parametrize(
    ("name", "relation", "sentence"),
    [
        ("Mechelen", "kruist", "Boortmeerbeek ligt in vervoerregio Mechelen."),
        (
            "Druivenstreek",
            "kruist",
            "Hoeilaart, Overijse en Tervuren liggen in eerstelijnszone Druivenstreek.",
        ),
        (
            "Dijleland",
            "kruist",
            "Streekwerking Dijleland telt ook Kampenhout, buiten de regio.",
        ),
        ("Vlaams-Brabant", "omvat", ""),
        ("Zuid-Hageland", "past erin", ""),
    ],
)
def test_the_perimeters_around_leuven(name: str, relation: str, sentence: str) -> None:
    assert AREAS[name]["relation"] == relation
    if sentence:
        assert shown.difference(AREAS[name]) == sentence


def test_every_kind_of_perimeter_covers_every_region_once() -> None:
    assert BUILD is not None
    for region in ("REFREG05", "REFREG13", "REFREG15"):
        rows = alignment.of_region(BUILD, region)
        for kind in alignment.SECTORS:
            part = rows.filter(area_type=kind)
            assert part["n_inside"].sum() == part["n_region"][0], (region, kind)


def test_limburg_is_its_province() -> None:
    assert BUILD is not None
    rows = alignment.of_region(BUILD, "REFREG15").filter(area_type="provincie")
    assert rows["relation"].to_list() == ["valt samen"]


CASES: list[tuple[list[str], str]] = [
    ([], "Geen enkele soort gebied gaat over de grens van R."),
    (["politiezone"], "blijven er 6 binnen"),
    ([k for k in alignment.SECTORS if k != "provincie"], "blijft er 1 binnen"),
]


@pytest.mark.parametrize(("crossing", "expected"), CASES)
def test_the_summary_counts_in_dutch(crossing: list[str], expected: str) -> None:
    rows: list[dict[str, Any]] = [
        {"area_type": kind, "relation": "kruist" if kind in crossing else "past erin"}
        for kind in alignment.SECTORS
    ]
    assert expected in shown.summary(rows, "R")


def test_a_line_filters_the_projects() -> None:
    assert BUILD is not None
    themes = {row["theme"] for row in practice.projects(BUILD, "4")}
    assert "Buurtmobiliteit" in themes and "Blauwe economie" not in themes
    app = open_page("praktijk.py", lijn="4")
    found = words(app)
    assert "Ideeën voor actielijn 4" in found and "Autodelen.net" in found
    assert "Blauwe economie" not in found


def test_a_line_without_projects_says_so() -> None:
    app = open_page("praktijk.py", lijn="1")
    assert "geen project" in app.info[0].value


def test_alignment_of_a_perimeter_that_is_no_region() -> None:
    app = open_page("praktijk.py", beeld="afstemming", regio="vervoerregio-leuven")
    assert "per referentieregio" in app.info[0].value
    assert "Zuid-West-Vlaanderen" in words(app)


def test_unknown_choices_are_named() -> None:
    app = open_page("praktijk.py", beeld="niets", lijn="9")
    messages = " ".join(warning.value for warning in app.warning)
    assert "niets" in messages and "“9”" in messages
