"""A fake WFS of Digitaal Vlaanderen on loopback; its municipalities are those of our own map."""

import json
import math
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from etl import borders, boundaries, settings
from tests.faults.fake_gsm import FakeGsm

Feature = dict[str, Any]
EXCEPTION = b"""<?xml version="1.0" encoding="UTF-8"?>
<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">
  <ows:Exception exceptionCode="InvalidParameterValue"><ows:ExceptionText>Feature type
  VRBG:Refgem unknown</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"""


class FakeWfs(FakeGsm):
    """The server, with boundaries under the addresses of `data/sources.yaml`."""


def paths() -> list[str]:
    """Path and query of every way in."""
    pull = settings.sources()["boundaries"].pull
    assert pull
    parts = [urlsplit(way.address) for way in pull.ways]
    return [f"{one.path}?{one.query}" for one in parts]


def document(features: list[Feature]) -> bytes:
    """A feature collection as GeoServer writes it."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": features,
            "numberReturned": len(features),
            "crs": {
                "type": "name",
                "properties": {"name": "urn:ogc:def:crs:EPSG::4326"},
            },
        }
    ).encode()


@cache
def _drawn() -> bytes:
    topology = json.loads(boundaries.OUTPUT.read_text(encoding="utf-8"))
    arcs = [borders.absolute(arc) for arc in topology["arcs"]]
    degree = boundaries.EARTH_RADIUS * math.pi / 180
    per_degree = (
        degree * math.cos(math.radians(boundaries.STANDARD_PARALLEL)),
        degree,
    )
    transform = topology["transform"]

    def position(point: borders.Point) -> list[float]:
        return [
            (step * scale + start) / metres
            for step, scale, start, metres in zip(
                point,
                transform["scale"],
                transform["translate"],
                per_degree,
                strict=True,
            )
        ]

    features = [
        {
            "type": "Feature",
            "id": f"Refgem.{number}",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [
                        [position(p) for p in borders.ring_points(ring, arcs)][::-1]
                        for ring in polygon
                    ]
                    for polygon in (
                        [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
                    )
                ],
            },
            "properties": {"NAAM": one["properties"]["name"], "NISCODE": one["id"]},
        }
        for number, one in enumerate(topology["objects"]["gemeenten"]["geometries"])
    ]
    return json.dumps(features).encode()


def drawn() -> list[Feature]:
    """The municipalities of our own map as features in degrees, anticlockwise."""
    features: list[Feature] = json.loads(_drawn())
    return features


def squares() -> list[Feature]:
    """The same municipalities, each a square around its middle."""
    features = drawn()
    for feature in features:
        points = feature["geometry"]["coordinates"][0][0]
        east, north = (sum(axis) / len(points) for axis in zip(*points, strict=True))
        corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
        ring = [[east + 0.01 * x, north + 0.006 * y] for x, y in corners]
        feature["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    return features


def moved(feature: Feature, change: Callable[[list[float]], list[float]]) -> None:
    """Change every position of a feature."""
    shape = feature["geometry"]["coordinates"]
    single = feature["geometry"]["type"] == "Polygon"
    polygons = [shape] if single else shape
    changed = [[[change(p) for p in ring] for ring in one] for one in polygons]
    feature["geometry"]["coordinates"] = changed[0] if single else changed
