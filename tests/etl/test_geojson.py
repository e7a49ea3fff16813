"""From polygons to shared borders: squares, enclaves, needles, and the whole of Flanders."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from etl import borders, boundaries, geojson
from etl.geojson import STEP
from etl.refusal import Refusal
from tests.faults.fake_wfs import document, drawn

Grid = list[tuple[int, int]]


def polygons(**rings: list[Grid]) -> dict[str, geojson.Coordinates]:
    """One polygon per municipality; points on the grid, from 4° east and 51° north."""
    return {
        nis: [
            [
                [[4 + x * STEP[0], 51 + y * STEP[1]] for x, y in [*ring, ring[0]]]
                for ring in one
            ]
        ]
        for nis, one in rings.items()
    }


def cut(**rings: list[Grid]) -> tuple[dict[str, Any], list[borders.Arc]]:
    """Arcs of each municipality, and the points of all arcs."""
    made = geojson.topology(polygons(**rings), "laag")
    shapes = {
        one["properties"]["nis"]: one["arcs"]
        for one in made["objects"]["laag"]["geometries"]
    }
    return shapes, [borders.absolute(arc) for arc in made["arcs"]]


def square(x: int, y: int, size: int = 10) -> Grid:
    """Anticlockwise, as RFC 7946 wants it."""
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]


def test_neighbours_share_their_border_in_opposite_directions() -> None:
    shapes, arcs = cut(a=[square(0, 0)], b=[square(10, 0)])
    [[a]], [[b]] = shapes["a"], shapes["b"]
    assert len(arcs) == 3
    (shared,) = {~number for number in a} & set(b)
    assert sorted(borders.arc_points(shared, arcs)) == [(10, 0), (10, 10)]
    for ring in (a, b):
        assert borders.signed_area(borders.ring_points(ring, arcs)) == -100


def test_an_enclave_is_the_hole_of_its_neighbour() -> None:
    hole = square(3, 3, 3)
    shapes, arcs = cut(a=[square(0, 0), hole[2:] + hole[:2]], b=[hole])
    [[outer, inner]], [[b]] = shapes["a"], shapes["b"]
    assert [~number for number in inner] == b
    assert len(arcs) == 2
    assert borders.signed_area(borders.ring_points(outer, arcs)) == -100
    assert borders.signed_area(borders.ring_points(inner, arcs)) == 9


def test_a_border_is_cut_where_three_meet() -> None:
    left, right = square(0, 10), square(10, 10)
    below = [(0, 0), (20, 0), (20, 10), (10, 10), (0, 10)]
    shapes, arcs = cut(a=[left], b=[right], c=[below])
    ends = {arc[0] for arc in arcs} | {arc[-1] for arc in arcs}
    assert (10, 10) in ends
    users = Counter(max(n, ~n) for one in shapes.values() for n in one[0][0])
    assert sorted(users.values()) == [1, 1, 1, 2, 2, 2]


def test_needles_and_repeated_points_go() -> None:
    needle = [(0, 0), (5, 0), (5, -7), (5, 0), (5, 0), (10, 0), (10, 10), (0, 10)]
    shapes, arcs = cut(a=[needle])
    [[ring]] = shapes["a"]
    assert (5, -7) not in borders.ring_points(ring, arcs)
    start = [(5, -7), (5, 0), (0, 0), (0, 10), (10, 10), (10, 0), (5, 0)]
    shapes, arcs = cut(a=[start])
    [[ring]] = shapes["a"]
    assert (5, -7) not in borders.ring_points(ring, arcs)


def test_what_is_smaller_than_the_grid_goes_but_never_a_municipality() -> None:
    speck: Grid = [(3, 3), (3, 4), (3, 5)]
    shapes, _arcs = cut(a=[square(0, 0), speck])
    assert len(shapes["a"][0]) == 1
    with pytest.raises(Refusal, match="te klein voor de kaart: b"):
        cut(a=[square(0, 0)], b=[speck])


def test_a_loop_that_rounding_turned_inside_out_goes_and_a_large_one_is_refused() -> (
    None
):
    small: borders.Arc = [(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]
    large: borders.Arc = [(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]
    body: borders.Arc = [(20, 0), (20, 20), (40, 20), (40, 0), (20, 0)]
    assert borders.merge([[[0]], [[1]]], [body, small]) == [[[0]]]
    with pytest.raises(ValueError, match="empty"):
        borders.merge([[[0]], [[1]]], [body, large])


def test_the_map_from_geojson_is_the_map(tmp_path: Path) -> None:
    """Our own map as GeoJSON in degrees gives our own map again, on another grid."""
    source, output = tmp_path / "grenzen.geojson", tmp_path / "kaart.topojson"
    source.write_bytes(document(drawn()))
    boundaries.main([str(source), "--output", str(output)])
    made = json.loads(output.read_text(encoding="utf-8"))
    known = json.loads(boundaries.OUTPUT.read_text(encoding="utf-8"))
    assert made.keys() == known.keys()
    mine, theirs = (one["objects"]["gemeenten"]["geometries"] for one in (made, known))
    assert [(o["id"], o["properties"]) for o in mine] == [
        (o["id"], o["properties"]) for o in theirs
    ]
    for one, other in zip(mine, theirs, strict=True):
        assert area(one, made) == pytest.approx(area(other, known), rel=0.03), one["id"]
    users: dict[int, list[bool]] = defaultdict(list)
    for one in mine:
        for polygon in _shape(one):
            for ring in polygon:
                for number in ring:
                    users[max(number, ~number)].append(number >= 0)
    assert users.keys() == set(range(len(made["arcs"])))
    assert all(
        used in ([True], [True, False], [False, True]) for used in users.values()
    )
    assert output.stat().st_size < 200_000
    # Mergers left some borders of our own map in two pieces where one will do.
    assert 0.9 * len(known["arcs"]) < len(made["arcs"]) <= len(known["arcs"])


def _shape(one: dict[str, Any]) -> list[borders.Polygon]:
    return [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]


def area(one: dict[str, Any], topology: dict[str, Any]) -> float:
    """Square kilometres."""
    x, y = topology["transform"]["scale"]
    arcs = [borders.absolute(arc) for arc in topology["arcs"]]
    rings = [ring for polygon in _shape(one) for ring in polygon]
    sizes = [borders.signed_area(borders.ring_points(r, arcs)) for r in rings]
    return -sum(sizes) * float(x) * float(y) / 1e6


def test_a_map_that_is_too_large_is_simplified_further(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, output = tmp_path / "grenzen.geojson", tmp_path / "kaart.topojson"
    source.write_bytes(document(drawn()))
    monkeypatch.setattr(boundaries, "MAX_BYTES", 110_000)
    boundaries.make(source, output)
    assert output.stat().st_size < 110_000
    monkeypatch.setattr(boundaries, "MAX_BYTES", 1_000)
    with pytest.raises(Refusal, match="groter dan 1000 bytes"):
        boundaries.make(source, output)
    assert 1_000 < output.stat().st_size < 110_000, "de vorige kaart staat er nog"
