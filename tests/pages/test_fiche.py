"""The fiche of a municipality: two pages, whatever the municipality, with the figures of the database."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from etl.live import Signature
from pages import text
from pages.exports.paper import fiche as module
from pages.exports.paper import typeset
from pages.exports.paper.fiche import (
    UnknownPlaceError,
    contents,
    fiche,
    fiches,
    file_name,
)
from pages.queries import areas, municipality, perimeters
from pages.queries.database import live_build
from tests.pages.paper import HOSTILE, check_accessible, plain, read, title

TODAY = date(2026, 11, 26)
REGION, LEUVEN, GLABBEEK = "REFREG05", "24062", "24137"


@pytest.fixture(scope="module")
def build() -> Signature:
    found = live_build()
    assert found
    return found


@pytest.fixture(scope="module")
def leuven(build: Signature) -> bytes:
    return fiche(build, LEUVEN, REGION, TODAY)


def test_every_figure_is_that_of_the_database(build: Signature, leuven: bytes) -> None:
    found = plain(leuven)
    for row in municipality.profile(build, REGION, None, LEUVEN):
        unit, decimals = text.short_unit(row["unit"]), row["published_decimals"]
        own = text.figure(row["municipality"], unit, decimals)
        beside = text.figure(row["value"], unit, row["decimals"])
        flanders = text.figure(row["flanders"], unit, decimals)
        shown = f"{own} {beside} {flanders}".replace(text.NBSP, " ")
        assert shown in found, row["title"]
    assert "telde Leuven 104.906 inwoners, 18,4 % van de regio" in found


def test_two_pages_tagged_with_a_title(leuven: bytes) -> None:
    assert len(read(leuven).pages) == 2
    check_accessible(leuven, "Gemeentefiche Leuven")


def test_it_says_what_stands_out_and_where_it_comes_from(leuven: bytes) -> None:
    found = plain(leuven)
    assert (
        "ligt Leuven het verst van Oost-Brabant bij jobs per 100 werkende inwoners"
        in found
    )
    assert "Het grootst is het aandeel van Leuven bij treinopstappers" in found
    assert "Buurgemeenten in Vlaanderen. Bertem," in found
    assert "Statbel, Algemene Directie Statistiek (licentie: CC BY 4.0)" in found
    assert "gemaakt op 26 november 2026 pagina 2 van 2" in found


def test_a_place_says_no_more_than_the_figures_do(build: Signature) -> None:
    """Who cannot be told apart shares a place; a survey has none."""
    lines = contents(build, GLABBEEK, REGION, TODAY)
    rows = {
        row["name"]: row
        for line in (*lines["first"], *lines["second"])
        for row in line["rows"]
    }
    assert rows["Werkzoekendengraad"]["rank"] == "31–32 van 32"
    assert rows["Vestigingen per 1.000 inwoners"]["rank"] == "3 van 32"
    assert rows["Veilig fietsen"]["rank"] == ""


@pytest.mark.parametrize(
    ("nis", "region", "without", "said"),
    [
        (
            "46030",
            REGION,
            ["rank", "share"],
            "uit de fusie van Beveren, Kruibeke en Zwijndrecht",
        ),
        (
            "73028",
            REGION,
            ["rank", "share"],
            "Voor 11 kerncijfers heeft Herstappe geen waarde",
        ),
        (
            LEUVEN,
            "quadripool",
            ["spine"],
            "4 gemeenten zijn te weinig om er een spreiding",
        ),
        (
            "44021",
            "eerstelijnszone-gent",
            ["region", "spine", "rank", "share"],
            "Gent is alleen Gent",
        ),
    ],
)
def test_what_is_not_there_is_left_out_and_said(
    build: Signature, nis: str, region: str, without: list[str], said: str
) -> None:
    made = fiche(build, nis, region, TODAY)
    assert contents(build, nis, region, TODAY)["without"] == without
    assert len(read(made).pages) == 2
    assert said in plain(made)


def test_a_name_is_a_name_whatever_is_in_it(
    build: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = module._place(build, LEUVEN, REGION)
    hostile = replace(place, name=HOSTILE, region_name=f"{HOSTILE} regio")
    monkeypatch.setattr(module, "_place", lambda *_asked: hostile)
    made = fiche(build, LEUVEN, REGION, TODAY)
    assert len(read(made).pages) == 2
    assert (
        plain(made).count('#panic("x") *a* _b_ $c$ @d <e> \\f "g" `h` [i] // j /* k ~')
        >= 5
    )


@pytest.mark.parametrize(
    ("nis", "region"), [("99999", REGION), (LEUVEN, "atlantis"), (LEUVEN, "02000")]
)
def test_an_unknown_place_is_refused(build: Signature, nis: str, region: str) -> None:
    with pytest.raises(UnknownPlaceError, match="niet bekend"):
        fiche(build, nis, region, TODAY)


def test_a_zip_of_every_municipality_says_how_far_it_is(
    build: Signature, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int, str]] = []
    made = fiches(build, "quadripool", TODAY, lambda *said: told.append(said))
    assert told == [
        (1, 4, "Aarschot"),
        (2, 4, "Diest"),
        (3, 4, "Leuven"),
        (4, 4, "Tienen"),
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as pack:
        assert pack.namelist()[2] == "gemeentefiche_24062_Leuven.pdf"
        assert pack.infolist()[2].date_time[:3] == (2026, 11, 26)
        assert title(pack.read(pack.namelist()[2])) == "Gemeentefiche Leuven"
    monkeypatch.setattr(typeset, "pdf", lambda *_asked: b"")
    again = [
        fiches(build, "quadripool", TODAY, lambda *_said: None) for _time in range(2)
    ]
    assert again[0] == again[1]
    with pytest.raises(UnknownPlaceError):
        fiches(build, "atlantis", TODAY, lambda *_said: None)


@pytest.mark.parametrize(
    ("name", "plain_name"),
    [
        ("Leuven", "Leuven"),
        ("Beveren-Kruibeke-Zwijndrecht", "Beveren-Kruibeke-Zwijndrecht"),
        ("’s Gravenbrakel / Écaussinnes", "s_Gravenbrakel_Ecaussinnes"),
        ("De Panne", "De_Panne"),
    ],
)
def test_a_file_name_is_plain(name: str, plain_name: str) -> None:
    assert file_name("24062", name) == f"gemeentefiche_24062_{plain_name}.pdf"


@pytest.mark.stress
def test_every_municipality_of_flanders_has_two_pages(build: Signature) -> None:
    """The 32 beside their region, all others beside a region that is not theirs."""
    members = {row["nis"] for row in perimeters.members(build, REGION)}
    every = areas.municipalities(build, REGION)["nis"].to_list()
    pages = {nis: len(read(fiche(build, nis, REGION, TODAY)).pages) for nis in every}
    assert len(members) == 32 and len(pages) == 285
    assert {nis: count for nis, count in pages.items() if count != 2} == {}
