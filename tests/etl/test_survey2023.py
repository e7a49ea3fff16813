"""The derived survey of 2023: read right, joined to earlier waves, never across a break."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl import build, collect, sheets, snapshot
from etl.areas import Areas
from etl.blocks import Wave, slug
from etl.catalogue import Indicator
from etl.collect import Collection, Part, filled
from etl.observations import Reading, validate
from etl.publish import attached
from etl.refusal import Refusal
from etl.sources import gsm, survey2023
from tests.etl.conftest import FIXTURES, indicator

SLICE = FIXTURES / "gsm2023" / "bevraging_2023.csv"
TABLE = "gsm/survey_2023_derived/master_sm_df_20240506.converted.csv"
CAR = "Verplaatsingen woon-werk/woon-school: dominant vervoermiddel - Auto"
OWN = "Gemeente,NIS-code,Indicator,Jaar,Oneens (%),Neutraal (%),Eens (%)"

Read = Callable[[Path], dict[str, Reading]]


@pytest.fixture
def read(indicators: list[Indicator], territory: Areas) -> Read:
    def run(path: Path) -> dict[str, Reading]:
        (sheet,) = sheets.read(path)
        assert survey2023.recognise(sheet)
        readings = list(survey2023.read(sheet, indicators, territory))
        for reading in readings:
            validate(reading.observations, path.name)
        return {reading.indicator_id: reading for reading in readings}

    return run


def gather(folder: Path, indicators: list[Indicator], territory: Areas) -> Collection:
    return collect.collect(
        collect.files_below(folder), indicators, territory, lambda line: None
    )


def changed(folder: Path, old: str, new: str) -> Path:
    text = SLICE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "anders.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


# Reading ---------------------------------------------------------------------


def test_one_answer_of_one_year(read: Read) -> None:
    rows = read(SLICE)["gsm:mo_s_12"].observations
    assert rows.filter(nis="24062").select(
        "breakdown", "vintage", "year", "value", "numerator", "missing"
    ).rows() == [("antwoord=auto", "2024", 2023, 29.0, None, None)]
    assert rows.height == 8


def test_items_are_breakdowns(read: Read) -> None:
    rows = read(SLICE)["gsm2023:mo_s_16_2023"].observations
    assert rows["breakdown"].n_unique() == 8
    car = rows.filter(nis="24062", breakdown="antwoord=ja;item=auto-of-bestelwagen")
    assert car["value"].to_list() == [76.0]


def test_no_other_source_takes_this_table_for_its_own() -> None:
    (sheet,) = sheets.read(SLICE)
    assert not gsm.recognise(sheet)
    assert not gsm.is_index(sheet)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",Leuven,", ",Lueven,", "onbekende gemeente op de kaart van 2024: Lueven"),
        (",24062.0,", ",24107.0,", r"'24107.0' bij Leuven, verwacht 24062"),
        (",24062.0,", ",,", "gevonden '' bij Leuven"),
        (f",{CAR},", ",Auto,", f"kolom '{CAR}': deze kolom ontbreekt"),
        (
            ",Buurthinder,",
            ",Veilig fietsen,",
            "'Veilig fietsen': deze kolom komt 2 keer",
        ),
    ],
)
def test_what_is_not_sure_is_refused(
    read: Read, tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        read(changed(tmp_path, old, new))


@pytest.mark.parametrize("figure", ["0.57", "101.0", "-1.0", "57,0 %"])
def test_another_scale_is_refused_with_its_place(
    read: Read, tmp_path: Path, figure: str
) -> None:
    frame = pl.read_csv(SLICE, infer_schema=False).with_columns(
        pl.when(pl.col("gemeente") == "Leuven")
        .then(pl.lit(figure))
        .otherwise(CAR)
        .alias(CAR)
    )
    frame.write_csv(tmp_path / "schaal.csv")
    with pytest.raises(Refusal, match=f"rij \\d+, kolom '{CAR}'.*'{figure}'"):
        read(tmp_path / "schaal.csv")


def test_an_empty_cell_is_missing_and_no_zero(read: Read, tmp_path: Path) -> None:
    frame = pl.read_csv(SLICE, infer_schema=False)
    empty = pl.when(pl.col("gemeente") != "Leuven").then(pl.col(CAR))
    frame.with_columns(empty.alias(CAR)).write_csv(tmp_path / "leeg.csv")
    rows = read(tmp_path / "leeg.csv")["gsm:mo_s_12"].observations
    assert rows.filter(nis="24062").select("value", "missing").row(0) == (None, "leeg")


def test_a_municipality_twice_is_refused(read: Read, tmp_path: Path) -> None:
    lines = SLICE.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "dubbel.csv").write_text("".join([*lines, lines[1]]), encoding="utf-8")
    with pytest.raises(Refusal, match="meer dan één keer"):
        read(tmp_path / "dubbel.csv")


# Joining ---------------------------------------------------------------------


def test_a_wave_joins_the_years_of_the_own_file(
    tmp_path: Path, indicators: list[Indicator], territory: Areas
) -> None:
    shutil.copy(SLICE, tmp_path)
    shutil.copy(FIXTURES / "gsm" / "MO_S_12.csv", tmp_path)
    found = gather(tmp_path, indicators, territory)
    own, wave = found.readings["gsm:mo_s_12"]
    assert (own[1].source, wave[1].source) == ("gsm", "gsm2023")
    assert set(own[0].observations["year"]).isdisjoint({2023})
    assert set(wave[0].observations["year"]) == {2023}
    assert len(found.readings["gsm:cu_s_25"]) == 1, (
        "zonder eigen bestand staat ze alleen"
    )


def own_file(folder: Path, year: int, header: str = OWN) -> None:
    """A file of the publisher itself, about a question of which only 2023 was known."""
    answers = ",".join(["0.5"] * (header.count("%") - 2) + ["0.2", "0.3"])
    text = f"Leuven,24062,Voldoende winkelvoorzieningen,{year},{answers}\n"
    (folder / "CU_S_26.csv").write_text(f"{header}\n{text}", encoding="utf-8")


def test_the_own_file_brings_all_answers_and_the_wave_joins(
    tmp_path: Path, indicators: list[Indicator], territory: Areas
) -> None:
    shutil.copy(SLICE, tmp_path)
    own_file(tmp_path, 2020)
    found = gather(tmp_path, indicators, territory)
    assert found.refusals == []
    own, wave = found.readings["gsm:cu_s_26"]
    assert own[0].described
    assert own[0].described.answers == ["Oneens", "Neutraal", "Eens"]
    assert own[0].described.main_breakdown == "antwoord=eens"
    assert wave[1].source == "gsm2023"


@pytest.mark.parametrize(
    ("year", "header", "why"),
    [
        (2023, OWN, "heeft 2023 zelf"),
        (2020, OWN.replace("Eens", "Akkoord"), "kent geen antwoord=eens"),
    ],
)
def test_a_wave_makes_way_where_it_does_not_fit(
    tmp_path: Path,
    indicators: list[Indicator],
    territory: Areas,
    year: int,
    header: str,
    why: str,
) -> None:
    shutil.copy(SLICE, tmp_path)
    own_file(tmp_path, year, header)
    found = gather(tmp_path, indicators, territory)
    ((_reading, file),) = found.readings["gsm:cu_s_26"]
    assert file.source == "gsm"
    assert found.superseded == [
        f"gsm:cu_s_26: bevraging_2023.csv wijkt voor CU_S_26.csv ({why})"
    ]


def test_a_refreshed_own_file_keeps_the_embedded_wave_and_the_other_way_round(
    tmp_path: Path,
) -> None:
    shutil.copy(SLICE, tmp_path)
    shutil.copy(FIXTURES / "gsm" / "MO_S_12.csv", tmp_path)
    database = tmp_path / "out" / "monitor.duckdb"
    report = build.build(tmp_path, database, lambda line: None)
    snapshot.write(database, tmp_path / "snapshot")
    embedded = snapshot.load(tmp_path / "snapshot").readings
    before = report.collection.readings["gsm:mo_s_12"]
    for (reading, file), (written, its_file) in zip(
        before, embedded["gsm:mo_s_12"], strict=True
    ):
        assert written.observations.height == reading.observations.height
        assert {f.gate for f in written.findings} == {f.gate for f in reading.findings}
        assert its_file.file_id == file.file_id
    for kept in (0, 1):
        fresh: dict[str, list[Part]] = {"gsm:mo_s_12": [before[kept]]}
        own, wave = filled(fresh, embedded)["gsm:mo_s_12"]
        assert (own[1].embedded, wave[1].embedded) == (kept == 1, kept == 0)


# The catalogue ---------------------------------------------------------------


def test_every_wave_stands_alone_or_beside_its_own_answers(
    indicators: list[Indicator],
) -> None:
    waves = [i for i in indicators if i.wave_2023]
    assert len(waves) == 73
    for i in waves:
        assert i.wave_2023
        assert i.is_survey, i.code
        assert i.aggregation == "weighted", i.code
        assert len(i.wave_2023.reason) > 40, i.code
        assert f"antwoord={slug(i.wave_2023.answer)}" in i.main_breakdown, i.code


def test_what_is_not_comparable_is_an_indicator_of_its_own(
    indicators: list[Indicator],
) -> None:
    broken = {"WE_S_01", "AR_S_02", "MO_S_03", "MO_S_01_2", "MO_S_09", "MO_S_16"}
    broken |= {"MO_S_17", "MO_S_08", "CU_S_27"}
    assert not [i.code for i in indicators if i.code in broken and i.wave_2023]
    follow = {i.follows.code for i in indicators if i.source == "gsm2023" and i.follows}
    assert follow == broken


@pytest.mark.parametrize(
    ("wave", "message"),
    [
        ({"answer": "Eens", "reason": "proef"}, "'title' of 'items'"),
        ({"answer": "Eens", "title": "Titel", "reason": "proef"}, "kent geen"),
    ],
)
def test_a_wave_that_does_not_fit_its_block_is_refused(
    wave: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        indicator(
            kind="survey",
            answers=["Ja", "Nee"],
            main_breakdown="antwoord=ja",
            wave_2023=wave,
        )


def test_a_wave_names_its_columns() -> None:
    wave = Wave(answer="Ja", items={"Te voet": "Vraag - Te voet"}, reason="proef")
    assert wave.columns() == {"antwoord=ja;item=te-voet": "Vraag - Te voet"}


# The real file ---------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A database of the real table, the real sheet it joins, and the population."""
    folder = tmp_path_factory.mktemp("real")
    for name in (
        TABLE,
        "gsm/survey_mobiliteit/MO_S_12.csv",
        "gsm/survey_werk/WE_S_01.csv",
        "pinc/muni_choropleth.parquet",
    ):
        shutil.copy(shared / name, folder)
    report = build.build(folder, folder / "out" / "m.duckdb", lambda line: None)
    assert report.collection.refusals == []
    assert report.stopped == {}
    return folder / "out" / "m.duckdb"


def ask(database: Path, sql: str) -> list[tuple[Any, ...]]:
    with attached(database, "READ_ONLY") as connection:
        return connection.execute(sql).fetchall()


def test_known_figures_of_oost_brabant(real: Path) -> None:
    rows = ask(
        real,
        """SELECT indicator_id, round(value, 1), n_observed, n_members, coverage
        FROM monitor.area_value INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE area_id = 'REFREG05' AND year = 2023 AND breakdown = i.main_breakdown
            AND indicator_id IN ('gsm:mo_s_12', 'gsm:cu_s_26', 'gsm2023:we_s_01_2023')
        ORDER BY ALL""",
    )
    assert rows == [
        ("gsm2023:we_s_01_2023", 18.7, 32, 32, 1.0),
        ("gsm:cu_s_26", 65.1, 32, 32, 1.0),
        ("gsm:mo_s_12", 56.7, 32, 32, 1.0),
    ]


def test_all_but_herstappe(real: Path) -> None:
    rows = ask(
        real,
        """SELECT DISTINCT indicator_id, breakdown, count(DISTINCT nis), count(value)
        FROM monitor.observation WHERE year = 2023 AND vintage = '2024'
            AND indicator_id <> 'statbel:population' GROUP BY ALL""",
    )
    assert len(rows) > 73
    assert {row[2:] for row in rows} == {(299, 299)}
    assert (
        ask(real, "FROM monitor.gate_result WHERE verdict IN ('fout', 'opmerking')")
        == []
    )


def test_one_line_over_the_waves_and_none_over_the_break(real: Path) -> None:
    years: dict[str, list[int]] = dict(
        ask(
            real,
            """SELECT indicator_id, list(DISTINCT year ORDER BY year)
            FROM monitor.area_value INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE breakdown = i.main_breakdown AND area_id = 'REFREG05'
                AND indicator_id IN ('gsm:mo_s_12', 'gsm:we_s_01', 'gsm2023:we_s_01_2023')
            GROUP BY ALL""",
        )
    )
    assert years == {
        "gsm:mo_s_12": [2014, 2017, 2020, 2023],
        "gsm:we_s_01": [2020],
        "gsm2023:we_s_01_2023": [2023],
    }
    files = ask(
        real,
        """SELECT DISTINCT year, f.source FROM monitor.observation
        INNER JOIN monitor.source_file AS f USING (file_id)
        WHERE indicator_id = 'gsm:mo_s_12' ORDER BY ALL""",
    )
    assert files == [(2014, "gsm"), (2017, "gsm"), (2020, "gsm"), (2023, "gsm2023")]


def test_every_derived_figure_says_so(real: Path) -> None:
    without = ask(
        real,
        """SELECT DISTINCT indicator_id FROM monitor.observation
        INNER JOIN monitor.source_file AS f USING (file_id)
        INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE f.source = 'gsm2023' AND i.note NOT LIKE '%een derde%'
            OR f.source = 'gsm2023' AND i.note IS NULL""",
    )
    assert without == []
    with_more = "SELECT note FROM monitor.indicator WHERE indicator_id = 'gsm:we_s_01'"
    ((note,),) = ask(real, with_more)
    assert "een derde" not in str(note)
