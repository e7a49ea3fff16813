"""The map of the municipalities as shapes that PowerPoint can edit, and its legend."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from pages import text
from pages.components.chart_theme import MISSING, SEQUENTIAL
from pages.exports.deck.fit import width
from pages.exports.deck.house import DECORATIVE, LANGUAGE, NAMESPACES, emu, frame
from pages.exports.deck.places import Box
from pages.room.shapes import Ring, outlines

UNIT = 635
"""Of the points of a shape, in EMU: a twentieth of a point."""
FINEST = 10
"""Units between two points of an outline: what lies nearer is left out."""
BORDER = 'w="{}"><a:solidFill><a:srgbClr val="7A8794"/></a:solidFill><a:round/>'
DASHED = 'w="15875"><a:solidFill><a:schemeClr val="accent6"/></a:solidFill><a:prstDash val="sysDash"/><a:round/>'
MANY = 100
"""Municipalities from which borders are thinner."""
STRIP, LETTER, ROW = 0.24, 16, 0.27
"""Inches of the colours of the legend, points of its numbers, inches of a row of them."""


def map_shapes(
    box: Box,
    names: Mapping[str, str],
    classes: Mapping[str, int | None],
    words: Mapping[str, str],
) -> str:
    """The municipalities inside a group, those without figure drawn last.

    Args:
        box: Where the map stands.
        names: Of the municipalities, by NIS.
        classes: 1..5, by NIS; None without figure.
        words: Name and figure of each, by NIS.
    """
    paths = _paths(tuple(sorted(names)), box)
    order = sorted(paths, key=lambda nis: (classes[nis] is None, nis))
    thin = BORDER.format(6350 if len(order) > MANY else 12700)
    return "".join(
        _shape(
            number,
            names[nis],
            words[nis],
            paths[nis],
            *(
                (MISSING, DASHED)
                if (found := classes[nis]) is None
                else (SEQUENTIAL[found - 1], thin)
            ),
        )
        for number, nis in enumerate(order, FIRST)
    )


FIRST = 100
"""Number of the first shape in the map: the placeholders have lower ones."""


def _shape(
    number: int, name: str, words: str, drawn: tuple[str, str], fill: str, line: str
) -> str:
    place, path = drawn
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{escape(name)}" descr="{escape(words)}"/><p:cNvSpPr/>'
        f"<p:nvPr/></p:nvSpPr><p:spPr>{place}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
        f'<a:solidFill><a:srgbClr val="{fill.lstrip("#")}"/></a:solidFill><a:ln {line}</a:ln></p:spPr></p:sp>'
    )


@lru_cache(maxsize=32)
def _paths(members: tuple[str, ...], box: Box) -> dict[str, tuple[str, str]]:
    """Place and outline of each municipality, as large as the box allows."""
    shapes = {nis: outlines()[nis] for nis in members if nis in outlines()}
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    low, high = min(y for _x, y in points), max(y for _x, y in points)
    wide, tall = emu(box.w) / UNIT, emu(box.h) / UNIT
    scale = min(wide / (right - left), tall / (high - low))
    across = emu(box.x) / UNIT + (wide - scale * (right - left)) / 2
    down = emu(box.y) / UNIT + (tall - scale * (high - low)) / 2

    def placed(ring: Ring) -> list[tuple[int, int]]:
        return _simple(
            [
                (round(across + scale * (x - left)), round(down + scale * (high - y)))
                for x, y in ring
            ]
        )

    return {
        nis: _path(_visible([placed(ring) for ring in rings]))
        for nis, rings in shapes.items()
    }


def _simple(ring: Ring) -> Ring:
    """Without the points that nobody can tell apart; neighbours leave out the same ones.

    Why on a grid: a border is walked from both sides, and must stay one line.
    """
    kept: Ring = []
    for x, y in ring:
        point = round(x / FINEST) * FINEST, round(y / FINEST) * FINEST
        if not kept or point != kept[-1]:
            kept.append(point)
    return kept


def _visible(rings: list[Ring]) -> list[Ring]:
    """Without the islets that became a point or a stroke, unless there is nothing else."""
    return [ring for ring in rings if len(set(ring)) > 2] or rings


def _path(rings: Sequence[Ring]) -> tuple[str, str]:
    points = [point for ring in rings for point in ring]
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    wide = max(max(x for x, _y in points) - left, 1)
    high = max(max(y for _x, y in points) - top, 1)
    place = (
        f'<a:xfrm><a:off x="{left * UNIT}" y="{top * UNIT}"/>'
        f'<a:ext cx="{wide * UNIT}" cy="{high * UNIT}"/></a:xfrm>'
    )
    drawn = "".join(_ring([(x - left, y - top) for x, y in ring]) for ring in rings)
    return place, f'<a:path w="{wide}" h="{high}">{drawn}</a:path>'


def _ring(ring: Ring) -> str:
    first, *others = (f'<a:pt x="{x}" y="{y}"/>' for x, y in ring)
    steps = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in others)
    return f"<a:moveTo>{first}</a:moveTo>{steps}<a:close/>"


def legend_shapes(box: Box, borders: Sequence[float], decimals: int) -> str:
    """Five colours with the values between them."""
    wide, shown = box.w / 5, [text.number(border, decimals) for border in borders]
    # Long numbers stand on two rows, in turn.
    rows = 2 if max(width(each, LETTER) for each in shown) + 0.1 > wide else 1
    colours = "".join(
        _colour(FIRST + at, Box(box.x + at * wide, box.y, wide, STRIP), colour)
        for at, colour in enumerate(SEQUENTIAL)
    )
    numbers = "".join(
        _number(
            FIRST + 5 + at,
            Box(
                box.x + (at + 0.1) * wide,
                box.y + STRIP + 0.03 + ROW * (at % rows),
                1.8 * wide,
                ROW,
            ),
            value,
        )
        for at, value in enumerate(shown)
    )
    return colours + numbers


def _colour(number: int, box: Box, colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Klasse {number - FIRST + 1}">{DECORATIVE}</p:cNvPr><p:cNvSpPr/>'
        f'<p:nvPr/></p:nvSpPr><p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill>'
        f"<a:ln {BORDER.format(12700)}</a:ln></p:spPr></p:sp>"
    )


def _number(number: int, box: Box, value: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Grens {value}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
        '<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/><a:p><a:pPr algn="ctr"/><a:r>'
        f'<a:rPr lang="{LANGUAGE}" sz="{LETTER * 100}"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill></a:rPr>'
        f"<a:t>{value}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def add_group(slide: Any, name: str, words: str, inside: str) -> Any:
    """Put shapes on the slide as one group with a text alternative.

    Args:
        slide: That gets it, on top.
        name: Of the group.
        words: For who cannot see it.
        inside: Shapes as markup, placed on the slide.
    """
    from pptx.oxml import parse_xml

    element = parse_xml(
        f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="1" name="{escape(name)}" descr="{escape(words)}"/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{inside}</p:grpSp>"
    )
    places = [_sides(each) for each in element.iter("{*}xfrm")]
    left, top = (min(sides[at] for sides in places) for at in (0, 1))
    wide = max(x + w for x, _y, w, _h in places) - left
    high = max(y + h for _x, y, _w, h in places) - top
    element.find("{*}grpSpPr").append(
        parse_xml(
            f'<a:xfrm {NAMESPACES}><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
            f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{wide}" cy="{high}"/></a:xfrm>'
        )
    )
    slide.shapes._spTree.append(element)
    return slide.shapes[-1]


def _sides(frame: Any) -> tuple[int, int, int, int]:
    """Left, top, width and height of a shape, in EMU."""
    place, size = frame[0], frame[1]
    x, y = int(place.get("x")), int(place.get("y"))
    return x, y, int(size.get("cx")), int(size.get("cy"))
