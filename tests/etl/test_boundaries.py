"""The map: the committed file, and merging and simplifying on small squares."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from etl import areas, borders, boundaries
from etl.borders import Arc, Polygon
from etl.refusal import Refusal

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
SOURCE = SHARED / "boundaries" / "belgium_2019.topojson"
MUNICIPALITIES = ROOT / "data" / "areas" / "municipalities.csv"
OFFICIAL_AREAS = {"1": 2_858, "2": 2_118, "3": 3_197, "4": 3_025, "7": 2_427}
"""Square kilometres per province (first digit of the NIS code) on the map of 2025, rounded."""


@cache
def topology() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(boundaries.OUTPUT.read_text(encoding="utf-8"))
    return loaded


@cache
def arcs() -> list[Arc]:
    return [borders.absolute(arc) for arc in topology()["arcs"]]


@cache
def shapes() -> dict[str, list[Polygon]]:
    return {
        one["id"]: [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        for one in topology()["objects"]["gemeenten"]["geometries"]
    }


def rings() -> Iterator[tuple[str, list[int]]]:
    for nis, shape in shapes().items():
        for polygon in shape:
            for ring in polygon:
                yield nis, ring


def area(nis: str) -> float:
    """Square kilometres of one municipality on the map."""
    return square_kilometres(shapes()[nis], arcs(), topology()["transform"])


def square_kilometres(
    shape: list[Polygon], points: list[Arc], transform: dict[str, Any]
) -> float:
    x, y = map(float, transform["scale"])
    each = [
        borders.signed_area(borders.ring_points(ring, points))
        for polygon in shape
        for ring in polygon
    ]
    return -sum(each) * x * y / 1e6


def current_names() -> dict[str, str]:
    with MUNICIPALITIES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return {row["nis"]: row["name"] for row in rows if not row["valid_to"]}


def test_the_map_has_exactly_the_current_municipalities_with_their_names() -> None:
    geometries = topology()["objects"]["gemeenten"]["geometries"]
    found = {one["id"]: one["properties"]["name"] for one in geometries}
    assert len(geometries) == 285
    assert found == current_names()


def test_the_map_is_small_and_compact() -> None:
    raw = boundaries.OUTPUT.read_bytes()
    compact = json.dumps(topology(), ensure_ascii=False, separators=(",", ":")) + "\n"
    assert len(raw) < 200_000
    assert raw == compact.encode()


def test_every_arc_is_used_by_one_municipality_or_by_two_in_opposite_directions() -> (
    None
):
    users: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for nis, ring in rings():
        for number in ring:
            users[max(number, ~number)].append((nis, number >= 0))
    assert users.keys() == set(range(len(arcs())))
    for used in users.values():
        assert len(used) <= 2
        assert len({nis for nis, _ in used}) == len(used)
        assert len({forward for _, forward in used}) == len(used)


def test_borders_between_neighbours_are_not_drawn_twice() -> None:
    assert len({tuple(min(arc, arc[::-1])) for arc in arcs()}) == len(arcs())


def test_every_ring_is_closed_and_has_a_surface() -> None:
    for nis, ring in rings():
        walked = [borders.arc_points(number, arcs()) for number in ring]
        following = [*walked[1:], walked[0]]
        assert all(a[-1] == b[0] for a, b in zip(walked, following, strict=True)), nis
        points = borders.ring_points(ring, arcs())
        assert len(points) >= 4, nis
        assert borders.signed_area(points) != 0, nis


@pytest.mark.parametrize(
    ("nis", "parts"),
    [
        ("13002", 2),
        ("31043", 2),
        ("33016", 1),
        ("46030", 1),
        ("73109", 1),
        ("73110", 1),
    ],
)
def test_exclaves_and_mergers_have_the_right_number_of_parts(
    nis: str, parts: int
) -> None:
    assert len(shapes()[nis]) == parts


def test_voeren_lies_apart() -> None:
    voeren = {max(n, ~n) for nis, ring in rings() if nis == "73109" for n in ring}
    others = {max(n, ~n) for nis, ring in rings() if nis != "73109" for n in ring}
    assert not voeren & others


def test_coordinates_are_metres_and_flanders_has_its_area() -> None:
    assert sum(map(area, shapes())) == pytest.approx(13_625, rel=0.01)


@pytest.mark.parametrize("province", OFFICIAL_AREAS)
def test_area_of_each_province_is_plausible(province: str) -> None:
    found = sum(area(nis) for nis in shapes() if nis.startswith(province))
    assert found == pytest.approx(OFFICIAL_AREAS[province], rel=0.04)


def test_leuven_is_as_large_as_in_the_generalised_source() -> None:
    """The source is generalised: it draws 61.7 square kilometres, officially about 57."""
    assert area("24062") == pytest.approx(57, rel=0.1)


def needs_source() -> None:
    if not SOURCE.exists():
        pytest.skip(
            f"needs {SOURCE}, which stands beside the checkout only at the maker's"
        )


def test_the_committed_file_is_what_the_script_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs_source()
    output = tmp_path / "gemeenten.topojson"
    boundaries.main([str(SOURCE), "--output", str(output)])
    assert output.read_bytes() == boundaries.OUTPUT.read_bytes()
    assert "285 gemeenten, waarvan 13 door fusie uit 28" in capsys.readouterr().out


def test_each_municipality_keeps_the_area_of_its_members() -> None:
    needs_source()
    source = json.loads(SOURCE.read_text(encoding="utf-8"))
    tables = areas.load()
    lineage = tables.lineage.filter(vintage="2024", to_vintage="2025")
    successor = dict(lineage.select("nis", "to_nis").iter_rows())
    points = [borders.absolute(arc) for arc in source["arcs"]]
    members = boundaries._members(
        source["objects"]["municipalities"]["geometries"], successor
    )
    for nis, before in members.items():
        expected = square_kilometres(before, points, topology()["transform"])
        assert area(nis) == pytest.approx(expected, rel=0.015), nis


# Four unit squares (times 10), A and B above, C and D below; clockwise rings:
#
#   0,20 --- 10,20 --- 20,20
#    |    A    |    B    |
#   0,10 --- 10,10 --- 20,10
#    |    C    |    D    |
#   0,0 ---- 10,0 ---- 20,0
SQUARES: list[Arc] = [
    [(0, 10), (0, 20), (10, 20)],  # 0: outside of A
    [(10, 20), (20, 20), (20, 10)],  # 1: outside of B
    [(20, 10), (20, 0), (10, 0)],  # 2: outside of D
    [(10, 0), (0, 0), (0, 10)],  # 3: outside of C
    [(10, 20), (10, 10)],  # 4: A | B
    [(20, 10), (10, 10)],  # 5: B | D
    [(10, 0), (10, 10)],  # 6: C | D
    [(0, 10), (10, 10)],  # 7: A | C
]
A: Polygon = [[0, 4, ~7]]
B: Polygon = [[1, 5, ~4]]
C: Polygon = [[3, 7, ~6]]
D: Polygon = [[2, 6, ~5]]


def test_two_squares_merge_into_a_rectangle_without_their_border() -> None:
    [[ring]] = borders.merge([A, B], SQUARES)
    assert sorted(ring) == sorted([0, 1, 5, ~7])
    assert borders.signed_area(borders.ring_points(ring, SQUARES)) == -200


def test_all_squares_merge_into_one_outer_ring() -> None:
    [[ring]] = borders.merge([A, B, C, D], SQUARES)
    assert set(ring) == {0, 1, 2, 3}


def test_neighbours_share_a_piece_of_border_not_a_corner() -> None:
    """A B over C D: A and D meet in the middle point only."""
    squares = {"a": [A], "b": [B], "c": [C], "d": [D]}
    assert borders.sharing(squares) == [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]


def test_the_list_of_neighbours_belongs_to_the_map() -> None:
    with boundaries.NEIGHBOURS.open(encoding="utf-8", newline="") as file:
        listed = [(row["nis"], row["neighbour_nis"]) for row in csv.DictReader(file)]
    assert listed == borders.sharing(shapes())


def test_squares_that_touch_in_one_corner_stay_two_polygons() -> None:
    merged = borders.merge([A, D], SQUARES)
    assert sorted(map(len, merged)) == [1, 1]
    assert {frozenset(ring) for [ring] in merged} == {
        frozenset({0, 4, ~7}),
        frozenset({2, 6, ~5}),
    }


# A frame of two halves (west and east) around a hole, with an island in the hole.
FRAME: list[Arc] = [
    [(15, 0), (0, 0), (0, 30), (15, 30)],  # 0: outside of west
    [(15, 30), (30, 30), (30, 0), (15, 0)],  # 1: outside of east
    [(15, 30), (15, 25)],  # 2: west | east, above
    [(15, 5), (15, 0)],  # 3: west | east, below
    [(15, 25), (5, 25), (5, 5), (15, 5)],  # 4: inside of west
    [(15, 5), (25, 5), (25, 25), (15, 25)],  # 5: inside of east
    [(10, 10), (10, 20), (20, 20), (20, 10), (10, 10)],  # 6: island
]
WEST: Polygon = [[0, 2, 4, 3]]
EAST: Polygon = [[1, ~3, 5, ~2]]
ISLAND: Polygon = [[6]]


def test_a_merger_around_a_hole_keeps_the_hole() -> None:
    [[outer, hole]] = borders.merge([WEST, EAST], FRAME)
    assert (set(outer), set(hole)) == ({0, 1}, {4, 5})
    assert borders.signed_area(borders.ring_points(hole, FRAME)) == 400


def test_an_island_in_the_hole_does_not_take_the_hole() -> None:
    merged = borders.merge([ISLAND, WEST, EAST], FRAME)
    assert sorted([{frozenset(ring) for ring in one} for one in merged], key=len) == [
        {frozenset({6})},
        {frozenset({0, 1}), frozenset({4, 5})},
    ]


def test_a_hole_that_a_municipality_already_had_survives() -> None:
    block: Polygon = [[0, 1], [4, 5]]
    [[outer, hole]] = borders.merge([block], FRAME)
    assert (set(outer), set(hole)) == ({0, 1}, {4, 5})


def test_simplifying_drops_small_bends_and_keeps_ends_and_large_ones() -> None:
    bends: Arc = [(0, 0), (5, 1), (10, 0), (20, 30), (30, 0)]
    assert borders.simplify(bends, 50) == [(0, 0), (10, 0), (20, 30), (30, 0)]


def test_simplifying_never_collapses_a_ring() -> None:
    assert len(borders.simplify(FRAME[6], 1e9, minimum=4)) == 4
    assert borders.simplify(FRAME[6][:3], 1e9) == [(10, 10), (20, 20)]


def small_source(*nis: str, region: str = "02000") -> dict[str, Any]:
    polygons = dict(zip("abcd", (A, B, C, D), strict=True))
    geometries = [
        {
            "type": "Polygon",
            "arcs": polygons[code[0]],
            "properties": {"nis": code, "reg_nis": region},
        }
        for code in nis
    ]
    return {
        "transform": {"scale": [0.001, 0.001], "translate": [4.0, 51.0]},
        "objects": {"municipalities": {"geometries": geometries}},
        "arcs": [borders.relative(arc) for arc in SQUARES],
    }


def test_building_merges_renumbers_and_ignores_the_region_label() -> None:
    successor, names = {"a": "new", "b": "new", "c": "c"}, {"new": "Nieuw", "c": "Cé"}
    built = boundaries.build(small_source("a", "b", "c", region=""), successor, names)
    geometries = built["objects"]["gemeenten"]["geometries"]
    assert [(one["id"], one["properties"]["name"]) for one in geometries] == [
        ("c", "Cé"),
        ("new", "Nieuw"),
    ]
    used = {max(n, ~n) for one in geometries for ring in one["arcs"] for n in ring}
    assert used == set(range(len(built["arcs"])))
    assert len(used) == 6


@pytest.mark.parametrize(
    ("nis", "message"),
    [
        (["a"], "gemeenten ontbreken: b"),
        (["a", "b", "c"], "gemeenten onbekend of dubbel: c"),
        (["a", "b", "b"], "gemeenten onbekend of dubbel: b"),
    ],
)
def test_a_missing_unknown_or_double_municipality_is_refused(
    nis: list[str], message: str
) -> None:
    with pytest.raises(Refusal, match=message):
        boundaries.build(
            small_source(*nis), {"a": "a", "b": "b"}, {"a": "Aa", "b": "Bee"}
        )


def test_a_merger_without_a_name_is_refused() -> None:
    with pytest.raises(Refusal, match="verschillen: x"):
        boundaries.build(small_source("a"), {"a": "x"}, {})


@pytest.mark.parametrize("text", ["{}", "[]", "geen json"])
def test_another_file_is_refused_in_dutch(tmp_path: Path, text: str) -> None:
    source, output = tmp_path / "ander.json", tmp_path / "uit.topojson"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match="Geweigerd: .*geen leesbare GeoJSON"):
        boundaries.main([str(source), "--output", str(output)])
    assert not output.exists()


def test_metres_follow_from_the_transform_alone() -> None:
    made = boundaries.planar({"scale": [0.001, 0.001], "translate": [4.0, 51.0]})
    assert made["scale"] == pytest.approx([69.98, 111.19], abs=0.01)
    assert made["translate"] == [279_909, 5_670_949]
