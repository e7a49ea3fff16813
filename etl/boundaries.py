"""The map: one simplified TopoJSON of today's Flemish municipalities.

Made whenever municipalities merge: from the municipalities of today as GeoJSON
(`python -m etl pull boundaries`), or from the Belgian boundaries of 2019-2024 as
TopoJSON. All steps work on arcs (the pieces of border
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
from itertools import chain
from pathlib import Path
from typing import Any

from etl import areas, geojson
from etl.borders import (
    Arc,
    Polygon,
    absolute,
    merge,
    relative,
    ring_points,
    sharing,
    signed_area,
    simplify,
)
from etl.refusal import Refusal

OUTPUT = Path(__file__).parents[1] / "pages" / "static" / "gemeenten.topojson"
NEIGHBOURS = areas.FOLDER / "neighbours.csv"
"""Who shares a border on that map; made with it, so that the two never differ."""
LAYER, OBJECT, REGIONS = "municipalities", "gemeenten", "referentieregios"
SOURCE_VINTAGE, MAP_VINTAGE = "2024", "2025"
FLANDERS = "02000"
EARTH_RADIUS = 6_371_008.8
"""Mean radius of the earth in metres."""
STANDARD_PARALLEL = 51.0
"""Degrees north; halfway Flanders, where the map is exact."""
TOLERANCE = 2_000.0
"""A point goes if the triangle with its two neighbours is smaller, in square metres."""
MAX_BYTES = 200_000
"""The map must be smaller; more is simplified until it is."""
FLANDERS_KM2, DEVIATION = 13_625, 0.03
"""Area of the Flemish Region, and how far the map may be off."""
MINIMUM_POINTS = {1: 4, 2: 3}
"""Points an arc keeps, by the number of arcs in its ring; otherwise both ends suffice."""


def build(
    source: Mapping[str, Any],
    successor: Mapping[str, str],
    names: Mapping[str, str],
    tolerance: float = TOLERANCE,
) -> dict[str, Any]:
    """Make the topology of today's municipalities.

    Args:
        source: TopoJSON with a layer `municipalities`, in degrees.
        successor: Today's NIS code of every municipality to take from the source.
        names: Official name of every municipality of today.
        tolerance: See `TOLERANCE`.

    Raises:
        Refusal: A municipality is missing from the source, or is not in the list.
    """
    arcs = [absolute(arc) for arc in source["arcs"]]
    members = _members(source["objects"][LAYER]["geometries"], successor)
    _refuse("fusies en gemeenten verschillen", members.keys() ^ names.keys())
    shapes = {nis: merge(members[nis], arcs) for nis in sorted(members)}
    transform = planar(source["transform"])
    kept, shapes = _simplify_used(
        shapes, arcs, tolerance / math.prod(transform["scale"])
    )
    geometries = [_geometry(nis, names[nis], shape) for nis, shape in shapes.items()]
    return {
        "type": "Topology",
        "transform": transform,
        "objects": {OBJECT: {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [relative(arc) for arc in kept],
    }


def add_regions(
    topology: dict[str, Any], region: Mapping[str, str], names: Mapping[str, str]
) -> None:
    """Add the regions as a second object, on the same arcs.

    Args:
        topology: As `build` makes it; changed in place.
        region: Region of every municipality.
        names: Name of every region.
    """
    members: dict[str, list[Polygon]] = defaultdict(list)
    for nis, shape in _shapes(topology).items():
        members[region[nis]] += shape
    arcs = [absolute(arc) for arc in topology["arcs"]]
    geometries = [
        _geometry(area, names[area], merge(polygons, arcs))
        for area, polygons in sorted(members.items())
    ]
    topology["objects"][REGIONS] = {
        "type": "GeometryCollection",
        "geometries": geometries,
    }


def _regions() -> tuple[dict[str, str], dict[str, str]]:
    """Region of every municipality of today, and the names of the regions."""
    tables = areas.load()
    regions = tables.areas.filter(area_type="referentieregio").drop("area_type")
    members = tables.current_members.join(regions, on="area_id", how="semi")
    return dict(members.select("nis", "area_id").iter_rows()), dict(regions.iter_rows())


def planar(transform: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    """Turn a transform to degrees into one to metres: scale to 0.1 mm, origin to 1 m."""
    metres = EARTH_RADIUS * math.pi / 180
    factors = (metres * math.cos(math.radians(STANDARD_PARALLEL)), metres)
    scale, translate = (
        [round(x * by, 4) for x, by in zip(transform[key], factors, strict=True)]
        for key in ("scale", "translate")
    )
    return {"scale": scale, "translate": [round(x) for x in translate]}


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


def _shapes(topology: Mapping[str, Any]) -> dict[str, list[Polygon]]:
    """Polygons of every municipality of a map."""
    return {
        one["id"]: [one["arcs"]] if one["type"] == "Polygon" else one["arcs"]
        for one in topology["objects"][OBJECT]["geometries"]
    }


def make(source: Path, output: Path, beside: Path | None = None) -> str:
    """Write the map, and only when it is right; say what was made, in Dutch.

    Args:
        source: GeoJSON of today's municipalities, or TopoJSON of Belgium in 2019-2024.
        output: The file to replace.
        beside: The list of neighbours to replace; None: only the map is made.

    Raises:
        Refusal: The source is neither of the two, or gives no map that can be used.
    """
    try:
        document = json.loads(source.read_text(encoding="utf-8"))
        topology, successor, names = _understood(document, source.name)
        result, text = _small_enough(topology, successor, names)
        _check(result)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"geen leesbare GeoJSON, en geen TopoJSON met een laag {LAYER}"
        raise Refusal(str(source), reason) from error
    if beside is not None:
        pairs = [("nis", "neighbour_nis"), *sharing(_shapes(result))]
        _replace(beside, "".join(f"{one},{other}\n" for one, other in pairs))
    _replace(output, text)
    merged = [size for size in Counter(successor.values()).values() if size > 1]
    by_merger = f", waarvan {len(merged)} door fusie uit {sum(merged)} gemeenten"
    return (
        f"{output}: {len(names)} gemeenten{by_merger if merged else ''}; "
        f"{len(result['arcs'])} grensstukken, "
        f"{sum(map(len, result['arcs']))} punten, {len(text.encode())} bytes"
    )


def _replace(path: Path, text: str) -> None:
    """In one step: who reads meanwhile sees the old file or the new one."""
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def _understood(
    document: Any, place: str
) -> tuple[Mapping[str, Any], dict[str, str], dict[str, str]]:
    """Topology in degrees, today's code of each of its municipalities, today's names."""
    tables = areas.load()
    current = tables.vintages.filter(vintage=MAP_VINTAGE).select("nis", "name")
    names = dict(current.iter_rows())
    if document.get("type") == "FeatureCollection":
        found = geojson.municipalities(document, names.keys(), place)
        return geojson.topology(found, LAYER), {nis: nis for nis in names}, names
    lineage = tables.lineage.filter(vintage=SOURCE_VINTAGE, to_vintage=MAP_VINTAGE)
    return document, dict(lineage.select("nis", "to_nis").iter_rows()), names


def _small_enough(
    source: Mapping[str, Any], successor: Mapping[str, str], names: Mapping[str, str]
) -> tuple[dict[str, Any], str]:
    """The map and its text, simplified as far as its size asks."""
    for step in range(8):
        result = build(source, successor, names, TOLERANCE * 1.5**step)
        add_regions(result, *_regions())
        text = json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n"
        if len(text.encode()) < MAX_BYTES:
            return result, text
    raise Refusal("grenzen", f"de kaart blijft groter dan {MAX_BYTES} bytes")


def _check(result: Mapping[str, Any]) -> None:
    """Every ring has a surface, and together they are as large as Flanders."""
    arcs = [absolute(arc) for arc in result["arcs"]]
    total = 0.0
    for nis, shape in _shapes(result).items():
        rings = chain.from_iterable(shape)
        sizes = [signed_area(ring_points(ring, arcs)) for ring in rings]
        if not all(sizes):
            raise Refusal("grenzen", f"{nis}: een grens zonder oppervlakte")
        total -= sum(sizes)
    found = total * math.prod(result["transform"]["scale"]) / 1e6
    if abs(found / FLANDERS_KM2 - 1) > DEVIATION:
        raise Refusal(
            "grenzen", f"de kaart meet {found:.0f} km², verwacht {FLANDERS_KM2}"
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
    add(
        "source",
        metavar="BRON",
        type=Path,
        help="GeoJSON van de gemeenten van vandaag, of TopoJSON van België in 2019-2024",
    )
    note = "te schrijven bestand (standaard: pages/static/gemeenten.topojson)"
    add("--output", metavar="BESTAND", type=Path, default=OUTPUT, help=note)
    add("-h", "--help", action="help", help="toon deze uitleg en stop")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    chosen = _parser().parse_args(arguments)
    try:
        # A map elsewhere is somebody's try-out: the list that the database uses stays.
        beside = NEIGHBOURS if chosen.output == OUTPUT else None
        print(make(chosen.source, chosen.output, beside))
    except Refusal as refusal:
        sys.exit(f"Geweigerd: {refusal}")


if __name__ == "__main__":
    main()
