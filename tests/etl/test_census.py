"""Commuting: a share of a region comes from the pairs, and a pair that is missing is refused."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import build, inputs, load, sheets, snapshot
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.collect import SourceFile
from etl.observations import Reading, validate
from etl.publish import attached
from etl.refusal import Refusal
from etl.sources import census
from tests.etl.conftest import FIXTURES, whole_matrix

SLICE = FIXTURES / "census" / "census-2011-slice.csv"
REAL = "census2011_commuting/census-2011-updated_row-commutes-to-column_mun.csv"
FILE = SourceFile(
    "test", "census", "census-2011.csv", None, None, "test", 1, None, "MIT", "Statbel", None
)  # fmt: skip


def read(
    file: Path, territory: Areas, catalogue: list[Indicator]
) -> dict[str, Reading]:
    (sheet,) = sheets.read(file)
    assert census.recognise(sheet)
    return {r.indicator_id: r for r in census.read(sheet, catalogue, territory)}


@pytest.fixture
def matrix(tmp_path: Path, territory: Areas) -> Path:
    return whole_matrix(territory, tmp_path / "census-2011.csv")


# Reading ---------------------------------------------------------------------


def test_a_municipality_has_its_diagonal_and_its_totals(
    matrix: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    """Leuven in the slice: 20 953 stay, 9 519 go elsewhere in it, 13 489 come in."""
    found = {
        key: r.observations.filter(nis="24062")
        .select("value", "numerator", "denominator", "vintage", "year")
        .row(0)
        for key, r in read(matrix, territory, indicators).items()
    }
    part = pl.read_csv(SLICE)
    living = sum(part.filter(NIS=24062).drop("NIS").row(0))
    working = part["24062"].sum()
    assert (living, working) == (30_472, 34_442)
    share = pytest.approx(100 * 20953 / living)
    assert found["census:work_within"] == (share, 20953, living, "2024", 2011)
    share = pytest.approx(100 * 20953 / working)
    assert found["census:jobs_filled_within"] == (share, 20953, working, "2024", 2011)
    assert found["census:employed_residents"] == (living, living, None, "2024", 2011)
    assert found["census:jobs"] == (working, working, None, "2024", 2011)


def test_only_flemish_figures_but_the_pairs_of_all_of_belgium(
    matrix: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    for key, reading in read(matrix, territory, indicators).items():
        validate(reading.observations, "test")
        assert set(reading.observations["nis"]) == territory.codes("2024"), key
        assert (reading.flows is not None) == (
            key in ("census:work_within", "census:jobs_filled_within")
        )
        if reading.flows is not None:
            assert {"21004", "25112"} <= set(reading.flows["origin_nis"])
            assert {"21004", "25112"} <= set(reading.flows["destination_nis"])
            assert reading.flows["value"].min() == 1, "een nul heeft geen rij"
            assert (
                reading.flows["value"].sum()
                == pl.read_csv(SLICE).drop("NIS").sum().sum_horizontal().item()
            )


def test_a_share_of_nobody_does_not_apply_and_a_count_of_nobody_is_zero(
    matrix: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    found = {
        key: r.observations.filter(nis="11001").select("value", "missing").row(0)
        for key, r in read(matrix, territory, indicators).items()
    }
    assert found["census:work_within"] == (None, "nvt")
    assert found["census:jobs"] == (0, None)


def test_a_slice_is_refused(territory: Areas, indicators: list[Indicator]) -> None:
    """Totals of half a matrix would all be too low."""
    with pytest.raises(
        Refusal,
        match=r"census-2011-slice\.csv: de kolommen .* ontbreekt: 11001, .* en 556 andere",
    ):
        read(SLICE, territory, indicators)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda m: m.filter(pl.col("NIS") != "21004"),
         "kolom 'NIS': de rijen .*ontbreekt: 21004$"),
        (lambda m: m.with_columns(NIS=pl.col("NIS").replace("21004", "21020")),
         "ontbreekt: 21004; onbekend: 21020"),
        (lambda m: pl.concat([m, m.filter(pl.col("NIS") == "24062")]),
         "de rijen .*dubbel: 24062"),
        (lambda m: m.drop("24062"), "de kolommen .*ontbreekt: 24062"),
    ],
)  # fmt: skip
def test_another_territory_is_refused_by_name(
    matrix: Path,
    territory: Areas,
    indicators: list[Indicator],
    change: Callable[[pl.DataFrame], pl.DataFrame],
    complaint: str,
) -> None:
    change(pl.read_csv(matrix, infer_schema=False)).write_csv(matrix)
    with pytest.raises(Refusal, match=complaint):
        read(matrix, territory, indicators)


@pytest.mark.parametrize("cell", ["-1", "1,5", "x", "", "1 200"])
def test_a_cell_that_is_no_count_is_refused_by_row_and_column(
    matrix: Path, territory: Areas, indicators: list[Indicator], cell: str
) -> None:
    rows = pl.read_csv(matrix, infer_schema=False)
    mine = pl.when(pl.col("NIS") == "24001").then(pl.lit(cell)).otherwise("24062")
    rows.with_columns(mine.alias("24062")).write_csv(matrix)
    line = rows["NIS"].to_list().index("24001") + 2
    with pytest.raises(Refusal, match=f"rij {line}, kolom '24062': gevonden"):
        read(matrix, territory, indicators)


@pytest.mark.parametrize("name", ["pendel.csv", "census-2011-op-grenzen-2019.csv"])
def test_a_name_without_one_year_is_refused(
    tmp_path: Path, territory: Areas, indicators: list[Indicator], name: str
) -> None:
    with pytest.raises(Refusal, match="verwacht één jaar"):
        read(whole_matrix(territory, tmp_path / name), territory, indicators)


def test_other_tables_are_not_recognised(tmp_path: Path) -> None:
    for number, header in enumerate(
        ("NIS,age,number", "NIS,11001,naam", "nis,11001,11002")
    ):
        file = tmp_path / f"{number}.csv"
        file.write_text(f"{header}\n11001,1,2\n", encoding="utf-8")
        (sheet,) = sheets.read(file)
        assert not census.recognise(sheet), header


# Aggregating -----------------------------------------------------------------


@dataclass
class Country:
    """A database with the four indicators, and the pairs it was made from."""

    connection: duckdb.DuckDBPyConnection
    pairs: pl.DataFrame
    territory: Areas

    def total(self, origins: set[str] | None, destinations: set[str] | None) -> float:
        """Persons by both ends, counted apart from the product; None: anywhere."""
        chosen = self.pairs
        if origins is not None:
            chosen = chosen.filter(pl.col("origin").is_in(list(origins)))
        if destinations is not None:
            chosen = chosen.filter(pl.col("destination").is_in(list(destinations)))
        return float(chosen["value"].sum())

    def members(self, codes: set[str]) -> set[str]:
        """Municipalities of the matrix that lie in current ones."""
        lineage = self.territory.lineage.filter(vintage="2024", to_vintage="2025")
        return set(lineage.filter(pl.col("to_nis").is_in(list(codes)))["nis"])

    def perimeter(self, codes: set[str]) -> dict[str, tuple[float, float, float]]:
        """Value, numerator, denominator per indicator; coverage must be whole."""
        rows = self.connection.execute(
            """SELECT indicator_id, value, numerator, denominator, coverage, method, n_members
            FROM monitor.perimeter($codes)""",
            {"codes": sorted(codes)},
        ).fetchall()
        assert len(rows) == 4
        for indicator_id, *_figures, coverage, method, n_members in rows:
            assert coverage == 1, indicator_id
            if n_members > 1 and "within" in indicator_id:
                assert method == "pairs"
        return {row[0]: row[1:4] for row in rows}


@pytest.fixture(scope="module", params=["deel", "echt"])
def country(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    territory: Areas,
    indicators: list[Indicator],
) -> Iterator[Country]:
    if request.param == "echt":
        file = request.getfixturevalue("shared") / REAL
    else:
        folder = tmp_path_factory.mktemp("census")
        file = whole_matrix(territory, folder / "census-2011.csv")
    mine = [i for i in indicators if i.source == "census"]
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS monitor")
        load.create(connection, territory, mine)
        readings = read(file, territory, indicators)
        load.load_figures(connection, {k: [(r, FILE)] for k, r in readings.items()})
        sql = load.SCHEMA.parent / "aggregate.sql"
        connection.execute(sql.read_text(encoding="utf-8"))
        pairs = pl.read_csv(file, schema_overrides={"NIS": pl.String}).unpivot(
            index="NIS", variable_name="destination"
        )
        yield Country(connection, pairs.rename({"NIS": "origin"}), territory)


CURRENT = sorted(
    pl.read_csv(FIXTURES.parents[1] / "data" / "areas" / "members.csv", infer_schema=False)
    .filter(pl.col("area_id").str.starts_with("REFREG"))["nis"]
)  # fmt: skip
perimeters = st.sets(st.sampled_from(CURRENT), min_size=1, max_size=285)
properties = settings(max_examples=15, deadline=None)


@properties
@given(codes=perimeters)
def test_inside_into_and_out_of_a_perimeter_add_up(
    country: Country, codes: set[str]
) -> None:
    mine = country.members(codes)
    anywhere = set(country.pairs["origin"])
    found = country.perimeter(codes)
    _share, inside, residents = found["census:work_within"]
    _share, again, jobs = found["census:jobs_filled_within"]
    assert inside == again == country.total(mine, mine)
    assert inside + country.total(mine, anywhere - mine) == residents
    assert inside + country.total(anywhere - mine, mine) == jobs
    assert found["census:employed_residents"][0] == residents
    assert found["census:jobs"][0] == jobs
    for share, a, b in found.values():
        if b:
            assert share == pytest.approx(100 * a / b)


@properties
@given(one=perimeters, other=perimeters)
def test_together_at_least_as_much_stays_inside(
    country: Country, one: set[str], other: set[str]
) -> None:
    def inside(codes: set[str]) -> float:
        return country.perimeter(codes)["census:work_within"][1]

    apart = other - one
    assert inside(one | other) >= inside(one) + (inside(apart) if apart else 0)


def test_flanders_is_counted_by_hand(country: Country) -> None:
    flemish = country.territory.codes("2024")
    inside = country.total(flemish, flemish)
    living, working = country.total(flemish, None), country.total(None, flemish)
    found = country.perimeter(set(CURRENT))
    share, *parts = found["census:work_within"]
    assert share == pytest.approx(100 * inside / living)
    assert parts == [inside, living]
    share, *parts = found["census:jobs_filled_within"]
    assert share == pytest.approx(100 * inside / working)
    assert parts == [inside, working]
    shown = country.connection.execute("""
        SELECT indicator_id, value, numerator, denominator FROM monitor.area_value
        WHERE area_id = '02000' ORDER BY ALL
    """).fetchall()
    for indicator_id, *figures in shown:
        assert tuple(figures) == pytest.approx(found[indicator_id]), indicator_id
    own = country.pairs.filter(
        pl.col("origin").is_in(list(flemish)),
        pl.col("origin") == pl.col("destination"),
    )
    assert inside > own["value"].sum(), "niet de som van de gemeenten"


def test_a_merged_municipality_counts_what_went_between_its_parts(
    country: Country,
) -> None:
    """Bilzen and Hoeselt: 4308 + 318 + 450 + 1049."""
    found = country.connection.execute("""
        SELECT numerator, method, n_members FROM monitor.area_value
        WHERE area_id = '73110' AND indicator_id = 'census:work_within'
    """).fetchall()
    assert found == [(6125, "pairs", 2)]


def test_a_municipality_without_its_pairs_leaves_no_regional_share(
    country: Country, territory: Areas, indicators: list[Indicator]
) -> None:
    """Other shares may lack a tenth; here every pair with Tielt-Winge is unknown."""
    mine = [i for i in indicators if i.source == "census"]
    flows = country.connection.sql("FROM monitor.flow").pl()
    rows = country.connection.sql(
        "SELECT * EXCLUDE (file_id) FROM monitor.observation WHERE nis <> '24135'"
    ).pl()
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS monitor")
        load.create(connection, territory, mine)
        empty = connection.sql("FROM monitor.official_value").pl().drop("file_id")
        readings = {
            i.indicator_id: Reading(
                i.indicator_id,
                rows.filter(indicator_id=i.indicator_id),
                empty,
                flows=flows.filter(indicator_id=i.indicator_id),
            )
            for i in mine
        }
        load.load_figures(connection, {k: [(r, FILE)] for k, r in readings.items()})
        sql = load.SCHEMA.parent / "aggregate.sql"
        connection.execute(sql.read_text(encoding="utf-8"))
        found = connection.execute("""
            SELECT value, numerator, n_observed, n_members FROM monitor.area_value
            WHERE area_id = 'REFREG05' AND indicator_id = 'census:work_within'
        """).fetchall()
    assert found == [(None, None, 31, 32)]


# The whole way ---------------------------------------------------------------


def test_pairs_are_kept_with_the_embedded_figures_and_from_the_live_database(
    tmp_path: Path, territory: Areas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Write and read again; a file that is refused leaves the pairs of before standing."""
    live, inbox, folder = tmp_path / "m.duckdb", tmp_path / "inbox", tmp_path / "snap"
    inbox.mkdir()
    monkeypatch.setattr(inputs, "RAW", tmp_path / "raw")
    monkeypatch.setattr(inputs, "INBOX", inbox)
    monkeypatch.setattr(snapshot, "FOLDER", folder)
    matrix = whole_matrix(territory, inbox / "census-2011.csv")
    build.build(None, live, lambda _line: None, embedded=False)
    before = _flows(live)
    shutil.copy(FIXTURES / "gsm" / "AR03.csv", inbox)
    assert before.height > 600
    snapshot.write(live, folder)
    again = snapshot.load(folder).readings
    kept = [
        r.flows for parts in again.values() for r, _file in parts if r.flows is not None
    ]
    assert pl.concat(kept).sort(pl.all()).equals(before.sort(pl.all()))
    matrix.write_text(SLICE.read_text(encoding="utf-8"), encoding="utf-8")
    report = build.build(None, live, lambda _line: None, embedded=False)
    assert set(report.kept) == set(census.INDICATORS)
    assert _flows(live).equals(before)


def _flows(database: Path) -> pl.DataFrame:
    with attached(database, "READ_ONLY") as connection:
        frame: pl.DataFrame = connection.sql("FROM monitor.flow ORDER BY ALL").pl()
    return frame


# The real file ---------------------------------------------------------------


def test_the_real_matrix(
    shared: Path, territory: Areas, indicators: list[Indicator]
) -> None:
    found = read(shared / REAL, territory, indicators)
    flows = found["census:work_within"].flows
    assert flows is not None
    assert (flows.height, flows["value"].sum()) == (121_298, 4_298_578)
    region = set(territory.members.filter(area_id="REFREG05")["nis"])
    for reading in found.values():
        rows = reading.observations.filter(pl.col("nis").is_in(list(region)))
        assert rows["value"].len() - rows["value"].null_count() == 32
    leuven = found["census:jobs_filled_within"].observations.filter(nis="24062")
    assert leuven.select("numerator", "denominator").row(0) == (20953, 72068)


@pytest.mark.parametrize("country", ["echt"], indirect=True)
@pytest.mark.parametrize(
    ("area_id", "published"),
    [("20001", 44.6), ("10000", 17.7), ("30000", 15.4), ("40000", 28.1), ("70000", 23.7)],
)  # fmt: skip
def test_provinces_agree_with_what_statbel_says_of_2011(
    country: Country, area_id: str, published: float
) -> None:
    """Statbel counts work abroad as outside too: a little higher, most at the Dutch border."""
    ((inside,),) = country.connection.execute(
        """SELECT value FROM monitor.area_value
        WHERE indicator_id = 'census:work_within' AND area_id = ?""",
        [area_id],
    ).fetchall()
    limit = 5 if area_id in ("10000", "70000") else 0.5
    assert 0 < published - (100 - inside) < limit
