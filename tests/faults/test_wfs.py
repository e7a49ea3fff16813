"""Boundaries from the WFS: asked by name only, checked, and drawn when they are right."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from etl import areas, boundaries, inputs, settings, snapshot
from etl.__main__ import main
from etl.collect import Collection
from etl.publish import attached
from etl.settings import Refresh
from etl.store import Store
from tests.faults.fake_gsm import PAGE, Fault, cut, instead, serving, status
from tests.faults.fake_wfs import (
    EXCEPTION,
    FakeWfs,
    Feature,
    document,
    drawn,
    moved,
    paths,
    squares,
)

GENERALISED, LIVE = paths()
FILE = ("boundaries", "gemeentegrenzen.geojson")
Run = Callable[[], int]


@pytest.fixture
def wfs() -> Iterator[FakeWfs]:
    """A service with the boundaries of our own map."""
    with serving(FakeWfs) as server:
        server.offer(GENERALISED, document(drawn()))
        yield server


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A map of its own to replace."""
    path = tmp_path / "static" / "gemeenten.topojson"
    path.parent.mkdir()
    path.write_text("de vorige kaart", encoding="utf-8")
    monkeypatch.setattr(boundaries, "OUTPUT", path)
    monkeypatch.setattr(boundaries, "NEIGHBOURS", tmp_path / "neighbours.csv")
    return path


@pytest.fixture
def run(home: Path, wfs: FakeWfs, output: Path, quick: Refresh) -> Run:
    """`pull boundaries`."""
    return lambda: main(["pull", "boundaries", "--base-url", wfs.url])


def geometries(path: Path) -> list[dict[str, Any]]:
    topology = json.loads(path.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = topology["objects"]["gemeenten"]["geometries"]
    return found


def test_the_map_is_made_anew_from_what_came(
    run: Run,
    wfs: FakeWfs,
    home: Path,
    output: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run() == 0
    said = capsys.readouterr().out
    assert "boundaries: 1 nieuw, 0 ongewijzigd, 0 mislukt" in said
    assert "285 gemeenten" in said
    assert len(geometries(output)) == 285
    assert output.stat().st_size < 200_000
    assert [path.name for path in output.parent.iterdir()] == [output.name]
    assert Store(home / "raw").is_whole(Store(home / "raw").latest()[FILE])
    assert [path for path, _headers in wfs.asked] == [GENERALISED]
    # Our own map came back, so the same municipalities border on each other.
    made = boundaries.NEIGHBOURS.read_bytes()
    assert made == (areas.FOLDER / "neighbours.csv").read_bytes()


def test_asking_again_is_conditional_and_draws_the_same(
    run: Run, wfs: FakeWfs, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    before = output.read_bytes()
    capsys.readouterr()
    assert run() == 0
    assert "0 nieuw, 1 ongewijzigd" in capsys.readouterr().out
    assert "If-None-Match" in wfs.asked[-1][1]
    assert output.read_bytes() == before


def test_the_next_way_is_asked_when_the_first_fails(
    run: Run, wfs: FakeWfs, output: Path
) -> None:
    del wfs.bodies[GENERALISED]
    wfs.offer(LIVE, document(drawn()))
    assert run() == 0
    assert [path for path, _headers in wfs.asked] == [GENERALISED, LIVE]
    assert len(geometries(output)) == 285


def changed(change: Callable[[list[Feature]], Any]) -> Fault:
    """Squares for municipalities, with something wrong."""
    features = squares()
    change(features)
    return instead(document(features), "application/json")


def at_leuven(change: Callable[[list[float]], list[float]]) -> Fault:
    """Leuven somewhere else."""

    def everywhere(features: list[Feature]) -> None:
        for feature in features:
            moved(feature, change)

    return changed(everywhere)


def set_code(features: list[Feature], number: int, code: str) -> None:
    features[number]["properties"]["NISCODE"] = code


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (instead(EXCEPTION, "application/xml"), "meldt een fout (ExceptionReport) in plaats van gegevens"),
        (instead(b"<html>Even geduld</html>"), "stuurt een webpagina"),
        (instead(b"{"), "iets anders dan GeoJSON"),
        (instead(b"[]"), "geen GeoJSON met gemeenten"),
        (instead(b'{"features": [{"properties": {}}]}'), "geen GeoJSON met gemeenten"),
        (instead(b""), "stuurt een leeg bestand"),
        (status(404), "bestaat niet (meer)"),
        (status(503, Retry_After="0"), "antwoordt met fout 503"),
        (cut, "brak af na"),
        (changed(lambda f: f.pop()), "284 gemeenten, verwacht de 285 van vandaag; verschil: 73111"),
        (changed(lambda f: f.append(f[0])), "286 gebieden voor 285 gemeenten"),
        (changed(lambda f: set_code(f, 0, "21004")), "verschil: 11001, 21004"),
        (changed(lambda f: f[0].update(geometry=None)), "geen GeoJSON met gemeenten"),
        (at_leuven(lambda p: p[::-1]), "Leuven ligt op 50.9, 4.7"),
        (at_leuven(lambda p: [p[0] * 36_000, p[1] * 3_400]), "in graden, oost eerst"),
    ],
)  # fmt: skip
def test_other_boundaries_leave_the_map_as_it_is(
    run: Run,
    wfs: FakeWfs,
    home: Path,
    output: Path,
    fault: Fault,
    sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wfs.fail(GENERALISED, fault)
    assert run() == 1
    said = capsys.readouterr().out
    assert sentence in said
    assert "Alles blijft zoals het was" in said
    assert output.read_text(encoding="utf-8") == "de vorige kaart"
    assert FILE not in Store(home / "raw").latest()


def test_boundaries_that_do_not_fill_flanders_are_not_drawn(
    run: Run, wfs: FakeWfs, output: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wfs.offer(GENERALISED, document(squares()))
    assert run() == 1
    assert "verwacht 13625" in capsys.readouterr().err
    assert output.read_text(encoding="utf-8") == "de vorige kaart"


def test_only_who_asks_for_boundaries_gets_them(
    run: Run, wfs: FakeWfs, home: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del run
    assert main(["pull", "--base-url", wfs.url]) == 1
    asked = [path for path, _headers in wfs.asked]
    assert PAGE in asked
    assert GENERALISED not in asked


def test_boundaries_are_no_figures(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"statbel:population": snapshot.load().readings["statbel:population"]}
    monkeypatch.setattr(snapshot, "load", lambda: Collection(readings=few))
    before = inputs.at_hand(None).sha256
    run()
    assert inputs.at_hand(None).sha256 == before
    database = home / "monitor.duckdb"
    assert main(["build", "--database", str(database)]) == 0
    with attached(database, "READ_ONLY") as connection:
        sources = connection.execute("SELECT source FROM monitor.source").fetchall()
    assert ("boundaries",) not in sources
    assert ("pinc",) in sources


def test_status_says_how_to_ask_for_them(
    run: Run, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = str(home / "monitor.duckdb")
    main(["status", "--database", database])
    assert "(python -m etl pull boundaries)" in capsys.readouterr().out
    run()
    capsys.readouterr()
    main(["status", "--database", database])
    name = settings.sources()["boundaries"].name
    assert f"{name}\n  grenzen van 2025, veralgemeend: gelukt op" in (
        capsys.readouterr().out
    )
