"""Municipalities as GeoJSON in degrees, checked, and as a topology of shared borders.

Neighbours of one source have the same points on their common border. On a grid of
some 21 by 22 metres (`STEP`), which is also what makes the map small, equal points
stay equal; a border is then cut where its points have other neighbours in one
municipality than in another.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, TypeAlias

from etl.borders import Arc, Point, Ring, relative, signed_area
from etl.refusal import Refusal

STEP = (0.0003, 0.0002)
"""Degrees east and north between two points of the grid."""
LEUVEN, LEUVEN_AT, NEAR = "24062", (4.70, 50.88), 0.1
"""Where the middle of Leuven must be, in degrees east and north, and how near."""
Coordinates: TypeAlias = list[list[list[list[float]]]]
"""Polygons of rings of positions."""


def municipalities(
    document: Any, expected: Set[str], place: str
) -> dict[str, Coordinates]:
    """The polygons of exactly the expected municipalities, by NIS code.

    Args:
        document: A feature collection with property `NISCODE`.
        expected: The codes that must be there, each once.
        place: How messages call the document.

    Raises:
        Refusal: It is something else, has other municipalities, or other coordinates.
    """
    try:
        pairs = [
            (str(f["properties"]["NISCODE"]).zfill(5), _polygons(f["geometry"]))
            for f in document["features"]
        ]
    except (KeyError, TypeError, IndexError) as error:
        reason = "geen GeoJSON met gemeenten en hun NISCODE"
        raise Refusal(place, reason) from error
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refusal(place, f"{len(pairs)} gebieden voor {len(found)} gemeenten")
    if difference := found.keys() ^ expected:
        raise Refusal(
            place,
            f"{len(found)} gemeenten, verwacht de {len(expected)} van vandaag; "
            f"verschil: {', '.join(sorted(difference)[:5])}",
        )
    _check_leuven(found[LEUVEN], place)
    return found


def topology(polygons: Mapping[str, Coordinates], layer: str) -> dict[str, Any]:
    """The same municipalities as TopoJSON, every common border once.

    Args:
        polygons: By NIS code, in degrees.
        layer: Name of the object, whose geometries have a property `nis`.

    Raises:
        Refusal: A municipality is smaller than the grid.
    """
    west, south = _corner(polygons.values())
    shapes = {
        nis: [shape for polygon in one if (shape := _on_grid(polygon, west, south))]
        for nis, one in sorted(polygons.items())
    }
    if lost := [nis for nis, shape in shapes.items() if not shape]:
        raise Refusal("grenzen", f"te klein voor de kaart: {', '.join(lost)}")
    rings = [ring for shape in shapes.values() for one in shape for ring in one]
    cutter = _Cutter(_junctions(rings))
    geometries = [
        {
            "type": "MultiPolygon",
            "properties": {"nis": nis},
            "arcs": [[cutter.cut(ring) for ring in one] for one in shape],
        }
        for nis, shape in shapes.items()
    ]
    return {
        "type": "Topology",
        "transform": {"scale": list(STEP), "translate": [west, south]},
        "objects": {layer: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [relative(list(arc)) for arc in cutter.numbers],
    }


def _polygons(geometry: Mapping[str, Any]) -> Coordinates:
    shape = geometry["coordinates"]
    return [
        [[[float(p[0]), float(p[1])] for p in ring] for ring in polygon]
        for polygon in ([shape] if geometry["type"] == "Polygon" else shape)
    ]


def _positions(polygons: Coordinates) -> Iterable[list[float]]:
    return (p for polygon in polygons for ring in polygon for p in ring)


def _check_leuven(polygons: Coordinates, place: str) -> None:
    """Degrees, east before north."""
    columns = list(zip(*_positions(polygons), strict=True))
    if not columns:
        raise Refusal(place, "Leuven heeft geen grens")
    middle = [(min(column) + max(column)) / 2 for column in columns]
    off = [abs(a - b) for a, b in zip(middle, LEUVEN_AT, strict=True)]
    if max(off) > NEAR:
        raise Refusal(
            place,
            f"Leuven ligt op {middle[0]:.1f}, {middle[1]:.1f}, verwacht bij "
            f"{LEUVEN_AT[0]:.1f} oost, {LEUVEN_AT[1]:.1f} noord (in graden, oost eerst)",
        )


def _corner(polygons: Iterable[Coordinates]) -> tuple[float, float]:
    """The south-west corner, on a whole hundredth of a degree."""
    corners = [map(min, zip(*_positions(one), strict=True)) for one in polygons]
    west, south = map(min, zip(*corners, strict=True))
    return int(west * 100) / 100, int(south * 100) / 100


def _on_grid(polygon: list[list[list[float]]], west: float, south: float) -> list[Arc]:
    """Rings without their closing point, the outer one clockwise; none if it vanishes."""
    rings = [
        _distinct(
            [
                (round((p[0] - west) / STEP[0]), round((p[1] - south) / STEP[1]))
                for p in ring
            ]
        )
        for ring in polygon
    ]
    sizes = [signed_area([*ring, *ring[:1]]) for ring in rings]
    if not sizes[0]:
        return []
    return [
        ring if (size < 0) == (number == 0) else ring[::-1]
        for number, (ring, size) in enumerate(zip(rings, sizes, strict=True))
        if size
    ]


def _distinct(points: Iterable[Point]) -> Arc:
    """Without repeated points, and without needles that go out and come back."""
    kept: Arc = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and kept[-2] == point:
            kept.pop()
        else:
            kept.append(point)
    while len(kept) > 2:
        if kept[-1] == kept[0] or kept[-2] == kept[0]:
            kept.pop()
        elif kept[-1] == kept[1]:
            del kept[0]
        else:
            break
    return kept


def _junctions(rings: Iterable[Arc]) -> set[Point]:
    """Points that do not have the same two neighbours wherever they occur."""
    neighbours: dict[Point, frozenset[Point]] = {}
    found = set()
    for ring in rings:
        for before, point, after in zip(
            [ring[-1], *ring], ring, [*ring[1:], ring[0]], strict=False
        ):
            beside = frozenset((before, after))
            if neighbours.setdefault(point, beside) != beside:
                found.add(point)
    return found


class _Cutter:
    """Cuts rings into arcs and numbers each arc once, in whichever direction."""

    def __init__(self, junctions: Set[Point]) -> None:
        self.junctions = junctions
        self.numbers: dict[tuple[Point, ...], int] = {}

    def cut(self, ring: Sequence[Point]) -> Ring:
        """The numbers of the arcs of a ring; without junction it is one arc."""
        places = [n for n, point in enumerate(ring) if point in self.junctions]
        places = places or [min(range(len(ring)), key=ring.__getitem__)]
        ends = [*places[1:], places[0] + len(ring)]
        twice = [*ring, *ring]
        return [
            self._number(tuple(twice[start : end + 1]))
            for start, end in zip(places, ends, strict=True)
        ]

    def _number(self, arc: tuple[Point, ...]) -> int:
        backwards = self.numbers.get(arc[::-1])
        if backwards is not None:
            return ~backwards
        return self.numbers.setdefault(arc, len(self.numbers))
