"""Outlines of the municipalities, read from the map file that the browser gets too."""

import json
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "static" / "gemeenten.topojson"
Ring = list[tuple[int, int]]
"""Grid points of one outline; y counts upwards."""


@lru_cache(maxsize=1)
def outlines() -> dict[str, list[Ring]]:
    """Every ring of every municipality by NIS, in grid cells made square."""
    topology = json.loads(FILE.read_text(encoding="utf-8"))
    wide, high = topology["transform"]["scale"]
    arcs = [_points(arc, high / wide) for arc in topology["arcs"]]
    shapes = topology["objects"]["gemeenten"]["geometries"]
    return {
        shape["id"]: [_ring(ring, arcs) for ring in _rings(shape)] for shape in shapes
    }


def _points(arc: list[list[int]], stretch: float) -> Ring:
    """Steps from point to point become places."""
    across = accumulate(step[0] for step in arc)
    up = accumulate(step[1] for step in arc)
    return [(x, round(y * stretch)) for x, y in zip(across, up, strict=True)]


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    if shape["type"] == "Polygon":
        rings: list[list[int]] = shape["arcs"]
        return rings
    return [ring for polygon in shape["arcs"] for ring in polygon]


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """A negative number is the arc with number -1 - n, walked backwards."""
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points
