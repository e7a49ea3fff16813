"""Territory: sets, not counts; names, never guesses."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from etl import areas
from etl.areas import FOLDER, Areas, plain_name, vintage_of_year
from etl.refusal import Refusal

REGIONS = FOLDER.parents[2] / "shared" / "domain" / "regions"


@pytest.mark.parametrize(
    ("vintage", "count"), [("2018", 308), ("2024", 300), ("2025", 285)]
)
def test_every_municipality_is_in_exactly_one_region(
    territory: Areas, vintage: str, count: int
) -> None:
    municipalities = territory.codes(vintage)
    regions = territory.areas.filter(area_type="referentieregio")["area_id"]
    members = territory.members.filter(
        pl.col("area_id").is_in(regions.implode())
        & pl.col("nis").is_in(list(municipalities))
    )
    assert len(regions) == 15
    assert members.height == members["nis"].n_unique() == len(municipalities) == count


@pytest.mark.parametrize("vintage", ["2018", "2024", "2025"])
def test_oost_brabant_is_32_in_every_vintage(territory: Areas, vintage: str) -> None:
    mine = set(territory.members.filter(area_id="REFREG05")["nis"]) & territory.codes(
        vintage
    )
    assert len(mine) == 32
    assert {"23033", "23062"} <= mine, (
        "Hoeilaart en Overijse liggen buiten arrondissement Leuven"
    )


def test_leuven_perimeters(territory: Areas) -> None:
    def members(area_id: str) -> set[str]:
        return set(territory.members.filter(area_id=area_id)["nis"])

    region = members("REFREG05")
    assert members("burgemeestersoverleg-oost-brabant") == region - {"23033", "23062"}
    assert members("burgemeestersoverleg-oost-brabant") == members("24000")
    assert members("vervoerregio-leuven") == region - {"24014"}, "zonder Boortmeerbeek"
    assert members("quadripool") == {"24062", "24001", "24020", "24107"}


def test_membership_follows_the_time(territory: Areas) -> None:
    zwijndrecht = territory.members.filter(nis="11056")
    assert "10000" in zwijndrecht["area_id"], "tot 2024 in de provincie Antwerpen"
    assert "46030" in zwijndrecht["area_id"], "gaat op in Beveren-Kruibeke-Zwijndrecht"
    assert "REFREG14" in zwijndrecht["area_id"], "altijd in Waasland"


def test_antwerpen_keeps_its_code_with_a_larger_territory(territory: Areas) -> None:
    rows = territory.members.filter(area_id="11002").sort("nis")
    assert rows["nis"].to_list() == ["11002", "11007"]
    assert rows["valid_to"].to_list()[1].year == 2024


@pytest.mark.parametrize(
    ("start", "end", "old", "new"),
    [
        ("2018", "2025", "44001", "44084"),
        ("2018", "2024", "71047", "72042"),
        ("2024", "2025", "73006", "73110"),
        ("2024", "2024", "24062", "24062"),
    ],
)
def test_lineage(territory: Areas, start: str, end: str, old: str, new: str) -> None:
    rows = territory.lineage.filter(vintage=start, to_vintage=end, nis=old)
    assert rows["to_nis"].to_list() == [new]


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        (" Heist-Op-Den-Berg ", "Heist-op-den-Berg"),
        ("Puurs - Sint-Amands", "Puurs-Sint-Amands"),
        ("PuursSintAmands", "Puurs-Sint-Amands"),
        ("Hove (Antwerpen)", "Hove"),
        ("St.-Truiden", "Sint-Truiden"),
        ("St. Truiden", "Sint-Truiden"),
        ("Hechtel", "Hechtel-Eksel"),
        ("Kortenaeken", "Kortenaken"),
        ("Machelen-Diegem", "Machelen"),
        ("maasmechelen", "Maasmechelen"),
        ("Léau".replace("Léau", "Zoutleeuw\u00a0"), "Zoutleeuw"),
    ],
)
def test_names_match_in_every_known_spelling(printed: str, official: str) -> None:
    assert plain_name(printed) == plain_name(official)


def test_names_are_unique_within_a_vintage(territory: Areas) -> None:
    for vintage in areas.VINTAGES:
        names = territory.vintages.filter(vintage=vintage)["name"].map_elements(
            plain_name, return_dtype=pl.String
        )
        assert names.n_unique() == names.len()


def test_a_name_is_matched_on_its_vintage(territory: Areas) -> None:
    assert territory.match(["Aalter"], "2018", "test") == {"Aalter": "44001"}
    assert territory.match(["Aalter"], "2024", "test") == {"Aalter": "44084"}


def test_an_unknown_name_is_refused_with_its_place(territory: Areas) -> None:
    with pytest.raises(
        Refusal, match=r"lijst\.csv: onbekende gemeente .*: Atlantis, Lueven"
    ):
        territory.match(["Leuven", "Lueven", "Atlantis"], "2025", "lijst.csv")


@pytest.mark.parametrize(
    ("year", "vintage"),
    [(1991, "2018"), (2018, "2018"), (2019, "2024"), (2024, "2024"), (2025, "2025")],
)
def test_vintage_of_year(year: int, vintage: str) -> None:
    assert vintage_of_year(year) == vintage


def test_a_duplicate_that_hides_a_missing_name_is_refused(tmp_path: Path) -> None:
    """The published overview has Bornem twice and no Nijlen: the count is right, the set is not."""
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "members.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("REFREG02,12026", "REFREG02,12007"), encoding="utf-8")
    with pytest.raises(
        Refusal, match="niet elke gemeente staat precies één keer.*12007"
    ):
        areas.load(tmp_path)


def test_a_missing_merger_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "mergers.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if "73032" not in line), encoding="utf-8"
    )
    with pytest.raises(
        Refusal, match="de fusies leiden niet naar de gemeenten van 2025: 73032"
    ):
        areas.load(tmp_path)


def test_agrees_with_the_reference_lists(territory: Areas) -> None:
    if not REGIONS.is_dir():
        pytest.skip("de referentielijsten (../shared/domain/regions) staan hier niet")
    for vintage in areas.VINTAGES:
        listed = pl.read_csv(
            REGIONS / f"municipalities_{vintage}.csv", infer_schema=False
        )
        mine = territory.vintages.filter(vintage=vintage).sort("nis")
        assert mine.select("nis", "name").equals(
            listed.select("nis", "name").sort("nis")
        )
        regions = territory.members.filter(
            pl.col("area_id").str.starts_with("REFREG")
            & pl.col("nis").is_in(list(mine["nis"]))
        )
        assert dict(regions.select("nis", "area_id").iter_rows()) == dict(
            listed.select("nis", "region_code").iter_rows()
        )


def test_neighbours_go_both_ways_and_exist_today(territory: Areas) -> None:
    pairs = set(territory.neighbours.rows())
    assert len(pairs) == territory.neighbours.height
    assert {(other, nis) for nis, other in pairs} == pairs
    assert all(nis != other for nis, other in pairs)
    assert {nis for nis, _other in pairs} == territory.codes("2025") - {"73109"}, (
        "Voeren grenst alleen aan Wallonië en Nederland"
    )


@pytest.mark.parametrize(
    ("nis", "names"),
    [
        (
            "24062",
            "Bertem, Bierbeek, Haacht, Herent, Holsbeek, Lubbeek, Oud-Heverlee, Rotselaar",
        ),
        ("73028", "Tongeren-Borgloon"),
        ("13002", "Merksplas, Turnhout"),
        ("24107", "Boutersem, Glabbeek, Hoegaarden, Landen, Linter, Lubbeek"),
    ],
)
def test_neighbours_by_hand(territory: Areas, nis: str, names: str) -> None:
    """Leuven, an enclave in one municipality, one with pieces apart, and Tienen."""
    name = dict(territory.vintages.filter(vintage="2025").select("nis", "name").rows())
    found = territory.neighbours.filter(nis=nis)["neighbour_nis"]
    assert sorted(name[other] for other in found) == names.split(", ")


def test_a_list_from_before_a_merger_brings_nobody_back(tmp_path: Path) -> None:
    folder = tmp_path / "areas"
    shutil.copytree(FOLDER, folder)
    with (folder / "neighbours.csv").open("a", encoding="utf-8") as file:
        file.write("11002,11007\n")
    assert areas.load(folder).neighbours.equals(areas.load().neighbours)
