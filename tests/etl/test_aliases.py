"""Former ids lead to what exists now; a file that leads nowhere is refused with its line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from etl import aliases, changes, load
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.refusal import Refusal
from tests.etl.conftest import indicator

HEADER = "kind,within,old,new\n"
OF_THE_PROJECT = aliases.FILE
Draft = Callable[[str, list[Indicator]], duckdb.DuckDBPyConnection]


@pytest.fixture
def draft(
    territory: Areas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Draft]:
    """A draft with areas and indicators, and a file with these rows."""
    opened = []

    def make(rows: str, indicators: list[Indicator]) -> duckdb.DuckDBPyConnection:
        file = tmp_path / "aliases.csv"
        file.write_text(HEADER + rows, encoding="utf-8")
        monkeypatch.setattr(aliases, "FILE", file)
        connection = duckdb.connect()
        opened.append(connection)
        connection.execute(f"ATTACH '{tmp_path / 'draft.duckdb'}' AS monitor")
        load.create(connection, territory, indicators)
        return connection

    yield make
    for connection in opened:
        connection.close()


SURVEY = {
    "kind": "survey",
    "answers": ["Eens", "Oneens"],
    "main_breakdown": "antwoord=eens",
    "aggregation": "none",
}


@pytest.fixture(scope="module")
def resolve(
    territory: Areas, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], dict[tuple[str, str], str]]]:
    """What the rows of a file lead to, beside the mergers; one draft for all."""
    file = tmp_path_factory.mktemp("aliases") / "aliases.csv"
    with duckdb.connect() as connection, pytest.MonkeyPatch.context() as patch:
        connection.execute("ATTACH ':memory:' AS monitor")
        load.create(connection, territory, [indicator(), indicator("VRAAG", **SURVEY)])
        patch.setattr(aliases, "FILE", file)

        def run(rows: str) -> dict[tuple[str, str], str]:
            file.write_text(HEADER + rows, encoding="utf-8")
            connection.execute("DELETE FROM monitor.alias")
            aliases.record(connection)
            found = connection.execute("SELECT kind, old, new FROM monitor.alias")
            return {(kind, old): new for kind, old, new in found.fetchall()}

        yield run


Resolve = Callable[[str], dict[tuple[str, str], str]]


def test_a_merged_municipality_leads_to_the_one_it_is_part_of(resolve: Resolve) -> None:
    found = resolve("")
    # 43 rows of the mergers, less Antwerpen, which kept its code.
    assert len(found) == 42
    assert found["area", "12030"] == "12041"  # Puurs
    assert found["area", "11007"] == "11002"  # Borsbeek
    assert ("area", "11002") not in found


def test_a_chain_is_followed_to_its_end(resolve: Resolve) -> None:
    rows = "indicator,,gsm:eerst,gsm:toen\nindicator,,gsm:toen,gsm:test_01\n"
    found = resolve(rows)
    assert found["indicator", "gsm:eerst"] == "gsm:test_01"
    assert found["indicator", "gsm:toen"] == "gsm:test_01"


def test_a_breakdown_belongs_to_its_indicator(resolve: Resolve) -> None:
    found = resolve("breakdown,gsm:vraag,antwoord=akkoord,antwoord=eens\n")
    assert found["breakdown", "antwoord=akkoord"] == "antwoord=eens"
    with pytest.raises(Refusal, match="uitsplitsing ‘antwoord=eens’ bestaat niet"):
        resolve("breakdown,gsm:test_01,antwoord=akkoord,antwoord=eens\n")


@pytest.mark.parametrize(
    ("rows", "line", "said"),
    [
        ("indicator,,gsm:oud,gsm:niets\n", 2, "onbekend doel: indicator ‘gsm:niets’"),
        ("area,,vervoerregio-x,99999\n", 2, "onbekend doel: gebied ‘99999’"),
        ("indicator,,gsm:test_01,gsm:test_01\n", 2, "‘gsm:test_01’ bestaat nog"),
        ("area,,24062,24001\n", 2, "gebied ‘24062’ bestaat nog"),
        ("area,,12030,24062\n", 2, "‘12030’ staat al in mergers.csv"),
        ("indicator,,gsm:a,gsm:b\nindicator,,gsm:b,gsm:a\n", 2, "in een kring"),
        ("indicator,,gsm:a,gsm:a\n", 2, "in een kring"),
        ("\npagina,,methode,gegevens\n", 3, "soort ‘pagina’, verwacht indicator, area"),
        ("indicator,,gsm:oud\n", 2, "3 cellen, verwacht 4"),
        ("indicator,,,gsm:test_01\n", 2, "het oude of het nieuwe id ontbreekt"),
        ("breakdown,,oud,nieuw\n", 2, "in de kolom within hoort het id"),
        ("indicator,gsm:x,gsm:oud,gsm:test_01\n", 2, "in de kolom within hoort het id"),
    ],
)
def test_a_wrong_row_is_refused_by_its_line(
    resolve: Resolve, rows: str, line: int, said: str
) -> None:
    with pytest.raises(Refusal) as refused:
        resolve(rows)
    assert refused.value.place == f"aliases.csv, regel {line}"
    assert said in refused.value.reason


def test_another_heading_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "aliases.csv"
    file.write_text("soort;oud;nieuw\n", encoding="utf-8")
    with pytest.raises(Refusal, match="verwacht kind,within,old,new"):
        aliases.read(file)


def test_the_file_of_the_project_is_read() -> None:
    assert isinstance(aliases.read(OF_THE_PROJECT), list)


def test_an_id_that_goes_is_said_unless_it_lives_on_under_another_name(
    draft: Draft, tmp_path: Path
) -> None:
    """Three of the live build are gone: one renamed, one without a word, and an area."""
    old = draft("", [indicator("A"), indicator("B"), indicator("C")])
    old.execute("""
        INSERT INTO monitor.area VALUES ('oude-streek', 'streekwerking', 'Oude streek', NULL, NULL, 0);
        INSERT INTO monitor.area_value (indicator_id, breakdown, area_id, year, value, method)
        VALUES ('gsm:a', '', '02000', 2020, 5, 'sum'), ('gsm:a', '', '02000', 2021, 6, 'sum');
    """)
    old.close()
    (tmp_path / "draft.duckdb").rename(tmp_path / "live.duckdb")
    connection = draft("indicator,,gsm:a,gsm:a2\n", [indicator("A2"), indicator("C")])
    connection.execute(f"ATTACH '{tmp_path / 'live.duckdb'}' AS live (READ_ONLY)")
    aliases.record(connection)
    connection.execute("""
        INSERT INTO monitor.area_value (indicator_id, breakdown, area_id, year, value, method)
        VALUES ('gsm:a2', '', '02000', 2020, 5, 'sum'), ('gsm:a2', '', '02000', 2021, 7, 'sum')
    """)
    said = changes.record(connection, "build")
    assert said[:3] == [
        "B: adressen met gsm:b leiden nergens meer heen; zet in data/aliases.csv hoe het nu heet",
        "Oude streek: adressen met oude-streek leiden nergens meer heen; "
        "zet in data/aliases.csv hoe het nu heet",
        "A: gsm:a is nu gsm:a2; oude adressen leiden daarheen",
    ]
    # A rename is no new indicator: its figures are compared as before.
    assert said[3:] == [
        "A2: 1 van 2 cijfers herzien, het meest Vlaams Gewest 2021: van 6,0 naar 7,0 %"
    ]
    stored = connection.execute(
        "SELECT kind, indicator_id, area_id FROM monitor.change WHERE kind <> 'herzien' "
        "AND sentence IS NOT NULL ORDER BY ALL"
    ).fetchall()
    assert stored == [
        ("dood adres", "gsm:b", None),
        ("dood adres", None, "oude-streek"),
        ("hernoemd", "gsm:a", None),
    ]
