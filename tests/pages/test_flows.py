"""Flows on the page of an indicator: a database with the slice of the commuting matrix."""

from collections.abc import Iterator

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from etl import areas, build, inputs
from etl import live as etl_live
from pages.queries import database, flows
from tests.etl.conftest import FIXTURES, whole_matrix
from tests.pages.test_app import open_page, words

SLICE = pl.read_csv(FIXTURES / "census" / "census-2011-slice.csv")
WITHIN, FILLED = "census:work_within", "census:jobs_filled_within"


@pytest.fixture(scope="module", autouse=True)
def pages_of_the_slice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The pages read the embedded figures and the matrix."""
    folder = tmp_path_factory.mktemp("flows")
    (folder / "inbox").mkdir()
    whole_matrix(areas.load(), folder / "inbox" / "census-2011.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "RAW", folder / "raw")
        patch.setattr(inputs, "INBOX", folder / "inbox")
        build.build(None, folder / "monitor.duckdb", lambda _line: None)
        patch.setattr(etl_live, "LIVE", folder / "monitor.duckdb")
        patch.setattr(database, "LIVE", folder / "monitor.duckdb")
        yield


def shown(app: AppTest) -> str:
    """Words of a page, headings of every level included."""
    titles = " ".join(element.value for element in app.subheader)
    return f"{titles} {words(app)}".replace("\u00a0", " ")


def members(region: str) -> list[str]:
    mine = set(areas.load().members.filter(area_id=region)["nis"])
    return [code for code in SLICE.columns[1:] if code in mine]


def number(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", ".")


def test_inside_into_and_out_of_the_region_and_its_largest_municipality() -> None:
    mine = members("REFREG05")
    rows = SLICE.filter(pl.col("NIS").cast(pl.String).is_in(mine)).drop("NIS")
    inside = rows.select(mine).to_numpy().sum()
    residents = rows.to_numpy().sum()
    jobs = SLICE.select(mine).to_numpy().sum()
    found = shown(open_page("indicator.py", indicator=WITHIN))
    assert "Pendelstromen, 2011" in found
    assert "Leuven (gemeente)" in found
    assert ">20.953<" in found
    for amount in (inside, jobs - inside, residents - inside):
        assert f">{number(amount)}<" in found, amount


def test_the_strongest_flows_have_names_also_outside_flanders() -> None:
    found = shown(open_page("indicator.py", indicator=WITHIN))
    assert "Waar inwoners van Leuven werken" in found
    assert "Waar wie in Leuven werkt, woont" in found
    out = found.split("Werkgemeente", 1)[1].split("Woongemeente", 1)[0]
    assert out.index("Brussel") < out.index("Zaventem") < out.index("Schaarbeek")
    assert ">3.270<" in out
    assert 'src="data:image/svg+xml' in out
    assert out.count('scope="row"') == 10
    assert "buiten Oost-Brabant" in out
    assert "in Oost-Brabant" in out


def test_the_chosen_municipality_comes_first() -> None:
    found = shown(open_page("indicator.py", indicator=FILLED, gemeente="24001"))
    assert "Waar inwoners van Aarschot werken" in found
    assert ">4.090<" in found


def test_a_municipality_without_flows_says_so() -> None:
    found = shown(open_page("indicator.py", indicator=WITHIN, gemeente="11001"))
    assert found.count("Geen stromen van of naar andere gemeenten") == 2


def test_a_merged_municipality_has_its_parts_together() -> None:
    live = database.live_build()
    assert live is not None
    row = flows.balance(live, WITHIN, 2011, "73110")
    assert row["inside"] == 4308 + 318 + 450 + 1049
    found = flows.strongest(live, WITHIN, 2011, "73110", "REFREG05", 3)
    out = found.filter(way="uit")
    assert out["name"].to_list() == ["Brussel", "Leuven", "Machelen"]
    assert out["value"].to_list() == [156 + 63, 151 + 59, 47 + 20]


def test_the_share_says_how_it_was_made_and_is_not_held_against_flanders() -> None:
    found = shown(open_page("indicator.py", indicator=WITHIN))
    assert "berekend uit de verplaatsingen tussen gemeenten" in found
    assert "procentpunt" not in found
    assert "dan Vlaanderen" not in found
    assert "niet met elkaar te vergelijken" in found


@pytest.mark.parametrize(
    "region", ["politiezone-aarschot", "REFREG14", "vervoerregio-leuven"]
)
def test_other_perimeters(region: str) -> None:
    assert "Pendelstromen" in shown(
        open_page("indicator.py", indicator=WITHIN, regio=region)
    )


def test_the_theme_page_shows_the_shares() -> None:
    found = shown(open_page("mobiliteit.py"))
    assert "Werkenden die in hun eigen gebied werken" in found
    assert "Mensen die in de gemeente werken" in found


@pytest.mark.parametrize("indicator", ["census:jobs", "gsm:ar_13"])
def test_only_what_comes_from_pairs_has_this_part(indicator: str) -> None:
    assert "Pendelstromen" not in shown(open_page("indicator.py", indicator=indicator))


def test_the_map_of_the_flows_counts_every_flemish_municipality() -> None:
    build = database.live_build()
    assert build is not None
    for way, column in (("uit", "destination"), ("in", "origin")):
        rows = flows.around(build, WITHIN, 2011, "24062", way)
        assert rows.height == 285, column
        assert rows.filter(nis="24062")["value"].to_list() == [None]
        known = rows.drop_nulls("value")
        assert known["class"].is_between(1, 5).all()
        # Equal flows never stand in different classes.
        per_value = known.group_by("value").agg(pl.col("class").n_unique())
        assert per_value["class"].max() == 1
    balance = flows.balance(build, WITHIN, 2011, "24062")
    assert (
        flows.around(build, WITHIN, 2011, "24062", "in")["value"].sum()
        <= balance["into"]
    )
