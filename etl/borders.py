"""Borders as arcs: pieces that neighbours share, so that they never come apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import accumulate, chain, pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[int, int]
Arc: TypeAlias = list[Point]
Ring: TypeAlias = list[int]
"""Numbers of arcs, end to end; `~number` is an arc walked backwards."""
Polygon: TypeAlias = list[Ring]
"""An outer ring (clockwise: the inside is on the right), then its holes."""

SPECK = 10.0
"""Cells of the grid: a loop smaller than this may be one that rounding turned inside out."""


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
            size = signed_area(hole)
            around = [other for other in outer if _surrounds(shapes[other], hole)]
            if not size or (not around and size < SPECK):
                continue
            owner = min(around, key=lambda other: abs(signed_area(shapes[other])))
            merged[owner].append(rings[index])
    return list(merged.values())


def sharing(shapes: Mapping[str, Sequence[Polygon]]) -> list[tuple[str, str]]:
    """Pairs of names whose shapes share an arc, each pair once; who meets in a point does not.

    Args:
        shapes: Polygons of one topology, by name.
    """
    users: dict[int, list[str]] = defaultdict(list)
    for name in sorted(shapes):
        for number in chain.from_iterable(chain.from_iterable(shapes[name])):
            users[max(number, ~number)].append(name)
    return sorted({(used[0], used[1]) for used in users.values() if len(used) == 2})


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
    as long as `minimum` points stay. Of equal triangles the first goes first.
    """
    before = list(range(-1, len(arc) - 1))
    after = list(range(1, len(arc) + 1))

    def size(place: int) -> float:
        triple = [arc[before[place]], arc[place], arc[after[place]]]
        return abs(signed_area([*triple, triple[0]]))

    sizes = {place: size(place) for place in range(1, len(arc) - 1)}
    waiting = [(size, place) for place, size in sizes.items()]
    heapify(waiting)
    while waiting and len(sizes) + 2 > max(minimum, 2):
        smallest, place = heappop(waiting)
        if smallest >= tolerance:
            break
        if sizes.get(place) != smallest:
            continue
        del sizes[place]
        before[after[place]], after[before[place]] = before[place], after[place]
        for beside in (before[place], after[place]):
            if beside in sizes:
                sizes[beside] = size(beside)
                heappush(waiting, (sizes[beside], beside))
    return [arc[0], *(arc[place] for place in sorted(sizes)), arc[-1]]


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


def absolute(arc: Sequence[Sequence[int]]) -> Arc:
    """Points from steps: TopoJSON stores the first point, then differences."""
    x, y = zip(*arc, strict=True)
    return list(zip(accumulate(x), accumulate(y), strict=True))


def relative(arc: Arc) -> list[list[int]]:
    """Steps from points."""
    before = [(0, 0), *arc[:-1]]
    return [[x - x0, y - y0] for (x0, y0), (x, y) in zip(before, arc, strict=True)]
