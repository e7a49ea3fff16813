"""The map: one simplified TopoJSON of today's Flemish municipalities.

Made by hand, whenever municipalities merge, from the Belgian boundaries of
2019-2024; the result is committed. All steps work on arcs (the pieces of border
that neighbours share), so that neighbours never come apart: arcs inside a merger
go, the others are simplified with their ends fixed, those in use renumbered.

Coordinates become planar metres, for Vega's `.project(type="identity",
reflectY=True)`. The quantised source is linear in longitude and latitude, and so
is an equirectangular projection (`x = R cos(51°) lon`, `y = R lat`): only
`transform` changes. On the parallel of 51° the map is true; elsewhere in Flanders
east-west distances are at most 0.7 % too short (50.69° N) or 1.1 % too long
(51.51° N) beside north-south ones, and taking the earth as a sphere costs another
0.3 %. Across a municipality of 10 km that is some 100 m, less than the source was
generalised: invisible on a map, but no basis for measuring.
"""

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import Any, TypeAlias

from etl import areas
from etl.refusal import Refusal

OUTPUT = Path(__file__).parents[1] / "pages" / "static" / "gemeenten.topojson"
LAYER, OBJECT = "municipalities", "gemeenten"
SOURCE_VINTAGE, MAP_VINTAGE = "2024", "2025"
FLANDERS = "02000"
EARTH_RADIUS = 6_371_008.8
"""Mean radius of the earth in metres."""
STANDARD_PARALLEL = 51.0
"""Degrees north; halfway Flanders, where the map is exact."""
TOLERANCE = 2_000.0
"""A point goes if the triangle with its two neighbours is smaller, in square metres."""
MINIMUM_POINTS = {1: 4, 2: 3}
"""Points an arc keeps, by the number of arcs in its ring; otherwise both ends suffice."""

Point: TypeAlias = tuple[int, int]
Arc: TypeAlias = list[Point]
Ring: TypeAlias = list[int]
"""Numbers of arcs, end to end; `~number` is an arc walked backwards."""
Polygon: TypeAlias = list[Ring]
"""An outer ring (clockwise: the inside is on the right), then its holes."""


def merge(polygons: Iterable[Polygon], arcs: Sequence[Arc]) -> list[Polygon]:
    """Join polygons of one topology into the polygons of their union.

    Args:
        polygons: All polygons of all members.
        arcs: Absolute, quantised points of every arc.

    Returns:
        One polygon, or more if the members do not all touch.
    """
    used = {number for polygon in polygons for ring in polygon for number in ring}
    rings = stitch(sorted(number for number in used if ~number not in used), arcs)
    shapes = [ring_points(ring, arcs) for ring in rings]
    outer = [n for n, shape in enumerate(shapes) if signed_area(shape) < 0]
    merged = {index: [rings[index]] for index in outer}
    for index, hole in enumerate(shapes):
        if index not in merged:
            around = [other for other in outer if _surrounds(shapes[other], hole)]
            owner = min(around, key=lambda other: abs(signed_area(shapes[other])))
            merged[owner].append(rings[index])
    return list(merged.values())


def stitch(numbers: Iterable[int], arcs: Sequence[Arc]) -> list[Ring]:
    """Chain directed arcs into closed rings that pass no point twice at an arc's end."""
    leaving: dict[Point, list[int]] = defaultdict(list)
    for number in numbers:
        leaving[arc_points(number, arcs)[0]].append(number)
    rings: list[Ring] = []
    for start in list(leaving):
        path: Ring = []
        node, visited = start, [start]
        while leaving[node]:
            path.append(leaving[node].pop())
            node = arc_points(path[-1], arcs)[-1]
            if node in visited:
                position = visited.index(node)
                rings.append(path[position:])
                del path[position:], visited[position:]
            visited.append(node)
    return rings


def simplify(arc: Arc, tolerance: float, minimum: int = 2) -> Arc:
    """Drop the least visible points first (Visvalingam); both ends stay.

    A point goes if its triangle is below `tolerance`, in quantised units squared,
    as long as `minimum` points stay.
    """
    kept = list(arc)
    while len(kept) > max(minimum, 2):
        triples = zip(kept, kept[1:], kept[2:], strict=False)
        sizes = [abs(signed_area([*triple, triple[0]])) for triple in triples]
        if min(sizes) >= tolerance:
            break
        del kept[sizes.index(min(sizes)) + 1]
    return kept


def build(
    source: Mapping[str, Any], successor: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, Any]:
    """Make the topology of today's municipalities.

    Args:
        source: TopoJSON with a layer `municipalities`, in degrees.
        successor: Today's NIS code of every municipality to take from the source.
        names: Official name of every municipality of today.

    Raises:
        Refusal: A municipality is missing from the source, or is not in the list.
    """
    arcs = [_absolute(arc) for arc in source["arcs"]]
    members = _members(source["objects"][LAYER]["geometries"], successor)
    _refuse("fusies en gemeenten verschillen", members.keys() ^ names.keys())
    shapes = {nis: merge(members[nis], arcs) for nis in sorted(members)}
    transform = planar(source["transform"])
    tolerance = TOLERANCE / math.prod(transform["scale"])
    kept, shapes = _simplify_used(shapes, arcs, tolerance)
    geometries = [_geometry(nis, names[nis], shape) for nis, shape in shapes.items()]
    return {
        "type": "Topology",
        "transform": transform,
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_relative(arc) for arc in kept],
    }


def planar(transform: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """Turn a transform to degrees into one to metres: scale to 0.1 mm, origin to 1 m."""
    metres = EARTH_RADIUS * math.pi / 180
    factors = (metres * math.cos(math.radians(STANDARD_PARALLEL)), metres)
    scale, translate = (
        [round(x * by, 4) for x, by in zip(transform[key], factors, strict=True)]
        for key in ("scale", "translate")
    )
    return {"scale": scale, "translate": [round(x) for x in translate]}


def arc_points(number: int, arcs: Sequence[Arc]) -> Arc:
    """The points of an arc in the direction in which it is walked."""
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def ring_points(ring: Ring, arcs: Sequence[Arc]) -> Arc:
    """The points of a ring; the first is also the last."""
    points = [point for number in ring for point in arc_points(number, arcs)[:-1]]
    return [*points, points[0]]


def signed_area(ring: Sequence[Point]) -> float:
    """Area of a closed ring, negative if it is walked clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def _surrounds(outer: Arc, hole: Arc) -> bool:
    """Whether rays to the east cross an odd number of times; common points say nothing."""
    edges = list(pairwise(outer))
    return any(
        sum(
            (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in edges
        )
        % 2
        for x, y in set(hole) - set(outer)
    )


def _members(
    geometries: Iterable[Mapping[str, Any]], successor: Mapping[str, str]
) -> dict[str, list[Polygon]]:
    """Polygons of the source by today's municipality.

    By list of codes: the source gives Mesen (33016) the label of another region.
    """
    members: dict[str, list[Polygon]] = defaultdict(list)
    missing, unknown = set(successor), set()
    for geometry in geometries:
        nis, shape = geometry["properties"]["nis"], geometry["arcs"]
        if nis in missing:
            single = geometry["type"] == "Polygon"
            members[successor[nis]] += [shape] if single else shape
            missing.remove(nis)
        elif nis in successor or geometry["properties"].get("reg_nis") == FLANDERS:
            unknown.add(nis)
    _refuse("gemeenten ontbreken", missing)
    _refuse("gemeenten onbekend of dubbel", unknown)
    return members


def _refuse(reason: str, codes: Set[str]) -> None:
    if codes:
        raise Refusal("grenzen", f"{reason}: {', '.join(sorted(codes))}")


def _simplify_used(
    shapes: Mapping[str, list[Polygon]], arcs: Sequence[Arc], tolerance: float
) -> tuple[list[Arc], dict[str, list[Polygon]]]:
    """Keep and simplify the arcs in use, numbered in order of first use."""
    minimum: Counter[int] = Counter()
    for ring in chain.from_iterable(chain.from_iterable(shapes.values())):
        for number in ring:
            arc = max(number, ~number)
            minimum[arc] = max(minimum[arc], MINIMUM_POINTS.get(len(ring), 2))
    new = {arc: position for position, arc in enumerate(minimum)}
    new |= {~arc: ~position for arc, position in new.items()}
    kept = [simplify(arcs[arc], tolerance, least) for arc, least in minimum.items()]
    return kept, {
        nis: [[[new[n] for n in ring] for ring in polygon] for polygon in shape]
        for nis, shape in shapes.items()
    }


def _geometry(nis: str, name: str, shape: list[Polygon]) -> dict[str, Any]:
    single = len(shape) == 1
    return {
        "type": "Polygon" if single else "MultiPolygon",
        "id": nis,
        "properties": {"name": name},
        "arcs": shape[0] if single else shape,
    }


def _absolute(arc: Sequence[Sequence[int]]) -> Arc:
    """Points from steps: TopoJSON stores the first point, then differences."""
    x, y = zip(*arc, strict=True)
    return list(zip(accumulate(x), accumulate(y), strict=True))


def _relative(arc: Arc) -> list[list[int]]:
    """Steps from points."""
    before = [(0, 0), *arc[:-1]]
    return [[x - x0, y - y0] for (x0, y0), (x, y) in zip(before, arc, strict=True)]


def make(source: Path, output: Path) -> str:
    """Write the map and say what was made, in Dutch.

    Raises:
        Refusal: The source is not the map of Belgium in 2019-2024.
    """
    tables = areas.load()
    lineage = tables.lineage.filter(vintage=SOURCE_VINTAGE, to_vintage=MAP_VINTAGE)
    successor = dict(lineage.select("nis", "to_nis").iter_rows())
    current = tables.vintages.filter(vintage=MAP_VINTAGE).select("nis", "name")
    try:
        topology = json.loads(source.read_text(encoding="utf-8"))
        result = build(topology, successor, dict(current.iter_rows()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"geen leesbare TopoJSON met een laag {LAYER}"
        raise Refusal(str(source), reason) from error
    text = json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n"
    output.write_text(text, encoding="utf-8", newline="\n")
    merged = [size for size in Counter(successor.values()).values() if size > 1]
    return (
        f"{output}: {current.height} gemeenten, waarvan {len(merged)} door fusie uit "
        f"{sum(merged)} gemeenten; {len(result['arcs'])} grensstukken, "
        f"{sum(map(len, result['arcs']))} punten, {len(text.encode())} bytes"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        usage=argparse.SUPPRESS,
        description="Maakt de kaart van de Vlaamse gemeenten van vandaag: voegt fusies samen, "
        "vereenvoudigt de grenzen en zet graden om in meter. "
        "Gebruik: python -m etl.boundaries BRON [--output BESTAND]",
        add_help=False,
    )
    add = parser.add_argument_group("argumenten").add_argument
    add("source", metavar="BRON", type=Path, help="TopoJSON van België in 2019-2024")
    note = "te schrijven bestand (standaard: pages/static/gemeenten.topojson)"
    add("--output", metavar="BESTAND", type=Path, default=OUTPUT, help=note)
    add("-h", "--help", action="help", help="toon deze uitleg en stop")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    chosen = _parser().parse_args(arguments)
    try:
        print(make(chosen.source, chosen.output))
    except Refusal as refusal:
        sys.exit(f"Geweigerd: {refusal}")


if __name__ == "__main__":
    main()
