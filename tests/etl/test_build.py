"""The whole way: files to a published database, and nothing lost when it fails."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from polars.testing import assert_frame_equal

from etl import build, checks, inputs, settings, snapshot
from etl.live import is_readable
from etl.publish import attached, publish
from etl.refusal import Refusal
from tests.etl.conftest import FIXTURES


def silent(_line: str) -> None:
    """Progress nobody reads."""


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database from the embedded figures alone, as on a fresh clone."""
    folder = tmp_path_factory.mktemp("embedded")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "RAW", folder / "raw")
        patch.setattr(inputs, "INBOX", folder / "inbox")
        build.build(None, folder / "monitor.duckdb", silent)
    return folder / "monitor.duckdb"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database from all the real source files."""
    shared = Path(__file__).parents[3] / "shared" / "data"
    if not shared.is_dir():
        pytest.skip("de echte bronbestanden (../shared/data) staan hier niet")
    database = tmp_path_factory.mktemp("real") / "monitor.duckdb"
    report = build.build(shared, database, silent)
    assert report.collection.refusals == []
    assert report.stopped == {}
    assert report.embedded == []
    return database


@pytest.fixture(params=["embedded", "real"])
def database(request: pytest.FixtureRequest) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same figures must come from the embedded form and from the real files."""
    with attached(request.getfixturevalue(request.param), "READ_ONLY") as connection:
        yield connection


def value(
    connection: duckdb.DuckDBPyConnection, columns: str, **key: object
) -> tuple[object, ...]:
    where = " AND ".join(f"{name} = ${name}" for name in key)
    (found,) = connection.execute(
        f"SELECT {columns} FROM monitor.area_value WHERE {where}", key
    ).fetchall()
    return tuple(found)


def test_reference_leefloon_2022(database: duckdb.DuckDBPyConnection) -> None:
    key = {"indicator_id": "gsm:ar_13", "breakdown": "", "year": 2022}
    flanders = value(database, "numerator, denominator, method", **key, area_id="02000")
    assert flanders == (41381, 6698876, "official")
    share, method, members, coverage = value(
        database, "value, method, n_members, coverage", **key, area_id="REFREG05"
    )
    assert round(share, 2) == 0.55  # type: ignore[call-overload]
    assert (method, members, coverage) == ("ratio", 32, 1.0)


def test_the_plain_mean_would_be_wrong(database: duckdb.DuckDBPyConnection) -> None:
    ((mean,),) = database.execute("""
        SELECT avg(o.value) FROM monitor.observation AS o
        INNER JOIN monitor.area_member AS m ON m.nis = o.nis AND m.area_id = 'REFREG05'
        WHERE o.indicator_id = 'gsm:ar_13' AND o.year = 2022
    """).fetchall()
    assert round(mean, 2) == 0.36


@pytest.mark.parametrize(
    ("indicator_id", "breakdown", "year", "area_id", "expected", "decimals"),
    [
        ("gsm:ar_11", "", 2020, "REFREG05", 23662, 0),
        ("gsm:ar_11", "", 2020, "02000", 21154, 0),
        ("gsm:ar_09", "", 2020, "REFREG05", 26.8, 1),
        ("statbel:population", "", 2025, "REFREG05", 568853, 0),
        ("statbel:population", "", 2025, "burgemeestersoverleg-oost-brabant", 531038, 0),
        ("statbel:population", "", 2025, "vervoerregio-leuven", 555453, 0),
        ("statbel:population", "", 2025, "02000", 6864766, 0),
    ],
)  # fmt: skip
def test_known_figures(
    database: duckdb.DuckDBPyConnection,
    indicator_id: str,
    breakdown: str,
    year: int,
    area_id: str,
    expected: float,
    decimals: int,
) -> None:
    (found,) = value(
        database,
        "value",
        indicator_id=indicator_id,
        breakdown=breakdown,
        year=year,
        area_id=area_id,
    )
    assert round(found, decimals) == expected  # type: ignore[call-overload]


def test_no_regional_figure_without_leuven(database: duckdb.DuckDBPyConnection) -> None:
    key = {
        "indicator_id": "gsm:mo_s_03",
        "breakdown": "antwoord=eens",
        "area_id": "REFREG05",
    }
    found = value(
        database, "value, n_observed, n_members, round(coverage, 2)", **key, year=2017
    )
    assert found == (None, 31, 32, 0.81)
    assert value(database, "value IS NOT NULL, coverage", **key, year=2020) == (
        True,
        1.0,
    )


def test_a_ratio_without_parts_has_no_regional_figure(
    database: duckdb.DuckDBPyConnection,
) -> None:
    key = {"indicator_id": "gsm:ar_03", "breakdown": "", "year": 2021}
    assert value(database, "value, method", **key, area_id="REFREG05") == (None, "none")
    (leuven,) = value(database, "value", **key, area_id="24062")
    assert 5 < leuven < 30  # type: ignore[operator]


def test_the_flemish_population_of_a_survey_reproduces_the_published_share(
    database: duckdb.DuckDBPyConnection,
) -> None:
    """488 of 543 cells within half a point, 540 within one (whole percents are printed)."""
    gaps = [
        gap
        for (gap,) in database.execute("""
            SELECT abs(difference) FROM monitor.reconciliation
            INNER JOIN monitor.indicator USING (indicator_id)
            WHERE is_survey AND difference IS NOT NULL
        """).fetchall()
    ]
    assert len(gaps) > 150
    assert sum(gap <= 0.5 for gap in gaps) / len(gaps) > 0.88
    assert sum(gap <= 1.0 for gap in gaps) / len(gaps) > 0.98


def test_every_register_adds_up_or_is_explained(
    database: duckdb.DuckDBPyConnection,
) -> None:
    rows = database.execute("""
        SELECT gate, indicator_id, verdict, count(*) FROM monitor.gate_result GROUP BY ALL
    """).fetchall()
    assert not [row for row in rows if row[2] == "fout"]
    rows = [row for row in rows if row[1].startswith("gsm:")]
    exact = {row[1] for row in rows if row[0] == "som" and row[2] == "ok"}
    explained = {row[1] for row in rows if row[0] == "som" and row[2] == "verklaard"}
    names = {f"gsm:ar_{n}" for n in ("01", "05", "11", "12", "13", "15", "16", "17")}
    assert exact == names
    others = {f"gsm:ar_{n}" for n in ("02", "06", "07", "08", "09", "10", "14", "18")}
    assert explained == others
    assert {
        row[1] for row in rows if row[0] == "quotient" and row[2] == "ok"
    } == names | others


def test_every_accepted_exception_has_a_reason(
    database: duckdb.DuckDBPyConnection,
) -> None:
    ((without,),) = database.execute(
        "SELECT count(*) FROM monitor.gate_result WHERE verdict = 'verklaard' AND reason IS NULL"
    ).fetchall()
    assert without == 0


def test_no_duplicate_keys_and_no_decimals(database: duckdb.DuckDBPyConnection) -> None:
    for table, key in (
        ("observation", "indicator_id, breakdown, nis, vintage, year"),
        ("area_value", "indicator_id, breakdown, area_id, year"),
        ("official_value", "indicator_id, breakdown, area_id, year"),
        ("area", "area_id"),
        ("flow", "indicator_id, origin_nis, destination_nis, vintage, year"),
    ):
        ((twice,),) = database.execute(
            f"SELECT count(*) FROM (SELECT {key} FROM monitor.{table} GROUP BY ALL HAVING count(*) > 1)"
        ).fetchall()
        assert twice == 0, table
    decimals = database.execute("""
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE database_name = 'monitor' AND data_type LIKE 'DECIMAL%'
    """).fetchall()
    assert decimals == [], "een grafiek toont een DECIMAL zonder zijn komma"


def test_every_figure_has_a_publisher_and_a_licence(
    database: duckdb.DuckDBPyConnection,
) -> None:
    rows = database.execute("""
        SELECT DISTINCT f.publisher, f.licence, length(f.sha256), f.retrieved_at IS NOT NULL
        FROM monitor.observation AS o LEFT JOIN monitor.source_file AS f USING (file_id)
    """).fetchall()
    # A manifest may name the publisher of one file more exactly than the source does.
    assert all(publisher for publisher, *_rest in rows)
    assert {row[1] for row in rows} <= {s.licence for s in settings.sources().values()}
    assert len(rows) > 1
    assert {row[2:] for row in rows} == {(64, True)}


def test_a_perimeter_of_ones_own(database: duckdb.DuckDBPyConnection) -> None:
    codes = [
        nis
        for (nis,) in database.execute(
            "SELECT nis FROM monitor.area_member WHERE area_id = 'REFREG13' AND valid_to IS NULL"
        ).fetchall()
    ]
    own = database.execute(
        "SELECT indicator_id, breakdown, year, value FROM monitor.perimeter($codes) ORDER BY ALL",
        {"codes": codes},
    ).fetchall()
    fixed = database.execute("""
        SELECT indicator_id, breakdown, year, value FROM monitor.area_value
        WHERE area_id = 'REFREG13' ORDER BY ALL
    """).fetchall()
    assert [row[:3] for row in own] == [row[:3] for row in fixed]
    for mine, theirs in zip(own, fixed, strict=True):
        assert mine[3] == pytest.approx(theirs[3]), mine[:3]


def test_embedded_and_real_figures_are_the_same(embedded: Path, real: Path) -> None:
    sql = "SELECT indicator_id, breakdown, area_id, year, value FROM monitor.area_value ORDER BY ALL"
    with attached(embedded, "READ_ONLY") as one, attached(real, "READ_ONLY") as other:
        assert_frame_equal(one.sql(sql).pl(), other.sql(sql).pl(), rel_tol=1e-9)


def test_the_embedded_figures_are_small() -> None:
    size = sum(path.stat().st_size for path in snapshot.FOLDER.iterdir())
    assert size < 3_000_000


def test_the_snapshot_can_be_written_again(embedded: Path, tmp_path: Path) -> None:
    snapshot.write(embedded, tmp_path)
    again = snapshot.load(tmp_path).readings
    before = snapshot.load().readings
    assert again.keys() == before.keys()
    for indicator_id, parts in before.items():
        for (reading, file), (written, its_file) in zip(
            parts, again[indicator_id], strict=True
        ):
            assert written.observations.equals(reading.observations), indicator_id
            assert written.findings == reading.findings, indicator_id
            assert its_file == file


# Refresh and failure ---------------------------------------------------------


def test_a_file_in_the_inbox_comes_before_the_embedded_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    shutil.copy(FIXTURES / "gsm" / "AR13.csv", inbox / "willekeurige naam.csv")
    monkeypatch.setattr(inputs, "RAW", tmp_path / "raw")
    monkeypatch.setattr(inputs, "INBOX", inbox)
    # Three municipalities are not Flanders: the gate must say so.
    report = build.build(None, tmp_path / "monitor.duckdb", silent)
    assert list(report.stopped) == ["gsm:ar_13"]
    assert "gsm:ar_13" in report.embedded, "de ingebedde cijfers blijven dienen"
    with attached(tmp_path / "monitor.duckdb", "READ_ONLY") as connection:
        found = value(
            connection,
            "n_members",
            indicator_id="gsm:ar_13",
            breakdown="",
            year=2022,
            area_id="REFREG05",
        )
    assert found == (32,)


def test_a_refused_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    raw = tmp_path / "raw" / "diep" / "in de boom"
    raw.mkdir(parents=True)
    for name in ("AR03.csv", "MO_S_12.csv"):
        shutil.copy(FIXTURES / "gsm" / name, raw)
    (raw / "AR12.csv").write_text(
        "Gemeente;NIS-code;Indicator;Jaar\nx;1;y;z\n", encoding="utf-8"
    )
    (raw / "vreemd.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    (raw / "oud.xls").write_bytes(b"xls")
    (raw / "half.csv.part").write_text("Gemeente", encoding="utf-8")
    report = build.build(tmp_path / "raw", tmp_path / "monitor.duckdb", silent)
    assert set(report.collection.readings) == {"gsm:ar_03", "gsm:mo_s_12"}
    assert [refusal.place for refusal in report.collection.refusals] == [
        "AR12.csv, rij 2, kolom 'Jaar'"
    ]
    assert report.collection.unrecognised == [
        "diep/in de boom/oud.xls: alleen .csv, .json, .parquet, .txt, .xlsx, .zip worden gelezen",
        "diep/in de boom/vreemd.csv: geen kop van een bekende bron",
    ]
    assert report.has_remarks


def test_two_files_of_one_indicator_are_never_mixed(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "gsm" / "AR03.csv", tmp_path / "oud.csv")
    text = (
        (FIXTURES / "gsm" / "AR03.csv")
        .read_text(encoding="utf-8")
        .replace(",2021,", ",2022,")
    )
    (tmp_path / "AR03 (1).csv").write_text(text, encoding="utf-8")
    report = build.build(tmp_path, tmp_path / "out" / "monitor.duckdb", silent)
    ((reading, file),) = report.collection.readings["gsm:ar_03"]
    assert file.name == "AR03 (1).csv"
    assert set(reading.observations["year"]) == {2020, 2022}
    assert report.collection.superseded == [
        "gsm:ar_03: oud.csv wijkt voor AR03 (1).csv (nieuwer)"
    ]


def test_a_failed_build_leaves_the_old_database(
    embedded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = tmp_path / "monitor.duckdb"
    shutil.copy(embedded, live)
    before = live.read_bytes()

    def fail(_connection: duckdb.DuckDBPyConnection) -> None:
        raise Refusal("aggregatie", "proef")

    monkeypatch.setattr(checks, "check_regions", fail)
    with pytest.raises(Refusal, match="proef"):
        build.build(FIXTURES / "gsm", live, silent)
    assert live.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["monitor.duckdb"], (
        "geen resten"
    )


def test_nothing_recognised_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="geen enkel bestand herkend"):
        build.build(tmp_path, tmp_path / "monitor.duckdb", silent)
    assert list(tmp_path.iterdir()) == []


def test_the_history_of_builds_is_carried_over(tmp_path: Path) -> None:
    live = tmp_path / "monitor.duckdb"
    for _ in range(2):
        build.build(FIXTURES / "gsm", live, silent)
    with attached(live, "READ_ONLY") as connection:
        assert connection.execute("SELECT count(*) FROM monitor.build").fetchone() == (
            2,
        )


def test_readers_keep_the_build_they_have_open(tmp_path: Path) -> None:
    live = tmp_path / "monitor.duckdb"
    publish(live, lambda c: c.execute("CREATE TABLE monitor.t AS SELECT 1 AS x"))
    with attached(live, "READ_ONLY") as reader:
        publish(live, lambda c: c.execute("CREATE TABLE monitor.t AS SELECT 2 AS x"))
        assert reader.execute("FROM monitor.t").fetchone() == (1,)
    with attached(live, "READ_ONLY") as reader:
        assert reader.execute("FROM monitor.t").fetchone() == (2,)


def test_what_this_version_can_read(embedded: Path, tmp_path: Path) -> None:
    assert is_readable(embedded)
    assert not is_readable(tmp_path / "absent.duckdb")
    (tmp_path / "broken.duckdb").write_bytes(b"no database")
    assert not is_readable(tmp_path / "broken.duckdb")
    publish(
        tmp_path / "other.duckdb",
        lambda c: c.execute("CREATE TABLE monitor.t (x INTEGER)"),
    )
    assert not is_readable(tmp_path / "other.duckdb")


def test_a_contradicted_rule_fails_the_gate(tmp_path: Path) -> None:
    """One municipality changed by one person: the sum no longer is the published one."""
    shared = Path(__file__).parents[3] / "shared" / "data" / "gsm" / "register_armoede"
    if not shared.is_dir():
        pytest.skip("de echte bronbestanden (../shared/data) staan hier niet")
    text = (shared / "AR13.csv").read_text(encoding="utf-8")
    assert "2022,1322,102236" in text
    changed = text.replace("2022,1322,102236", "2022,1323,102236")
    (tmp_path / "AR13.csv").write_text(changed, encoding="utf-8")
    report = build.build(tmp_path, tmp_path / "out" / "monitor.duckdb", silent)
    assert list(report.stopped) == ["gsm:ar_13"]
