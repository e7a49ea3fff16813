"""Small drawings on paper, as SVG: the shapes of the pages in the colours of white paper."""

import re
from collections.abc import Iterable, Mapping, Sequence

from pages import sentences, text
from pages.components import markup
from pages.components.chart_theme import CHOSEN, KINDS, LIGHT, MISSING, SEQUENTIAL
from pages.components.markup import Point
from pages.queries.database import Row
from pages.room import charts

Drawing = dict[str, str]
"""`svg` and `alt`: the drawing and its message in words."""
LINES = (
    "".join(f".{kind}{{color:{hue}}}" for kind, hue in zip(KINDS, LIGHT, strict=True))
    + ".rand{color:#D3D8DF}"
    "polyline,line{fill:none;stroke:currentColor;stroke-width:1.5;stroke-linejoin:round}"
    "circle,rect,polygon{fill:currentColor}"
)
CLASSES = "".join(
    f".k{number}{{fill:{hue}}}" for number, hue in enumerate(SEQUENTIAL, start=1)
)
MAP = (
    f"path{{stroke:#fff;stroke-width:1.5;stroke-linejoin:round}}{CLASSES}"
    f".k0{{fill:{MISSING};stroke:#3D3D3D;stroke-dasharray:5 4}}"
)
LOCATOR = (
    "path{stroke:#fff;stroke-width:2.5;stroke-linejoin:round}"
    f".k1{{fill:#CBD3DD}}.k5{{fill:{CHOSEN}}}"
)
"""Class 5 is the municipality, class 1 every other of the region."""


def spark(
    series: Sequence[tuple[str, Sequence[Point]]], row: Row, name: str
) -> Drawing | None:
    """A line without axes; None when there are fewer than two measurements.

    Args:
        series: Class of the line and its points; the last one is what the words are about.
        row: Of the indicator: unit and decimals.
        name: Of the area of the last line.
    """
    if not series:
        return None
    known = [(year, v) for year, v in series[-1][1] if v is not None]
    if len(known) < 2:
        return None
    (first, start), (last, end) = known[0], known[-1]
    shown = [
        text.figure(value, row["unit"], row["published_decimals"])
        for value in (start, end)
    ]
    words = f"{sentences.name(row)}, {name}: van {shown[0]} in {first} naar {shown[1]} in {last}"
    # Thick and thin, so that colour is not the only signal.
    main = f"polyline.{series[-1][0]}{{stroke-width:3.4}}"
    drawn = _svg(markup.SPARK, markup.spark_shapes(series), main)
    return {"svg": drawn, "alt": words, "years": f"{first}–{last}"}


def spine(
    spread: Sequence[float], marks: Sequence[tuple[str, float]], words: str
) -> Drawing:
    """Where values lie between the lowest and the highest; arguments as of `markup.spine`."""
    shapes, _ends = markup.spine_shapes(spread, marks)
    return {"svg": _svg(markup.SPINE, shapes), "alt": words}


def spine_ends(
    spread: Sequence[float], marks: Sequence[tuple[str, float]]
) -> tuple[float, float]:
    """Where the line of `spine` starts and ends, as a share of its width."""
    _shapes, (start, end) = markup.spine_shapes(spread, marks)
    return start / markup.SPINE[0], end / markup.SPINE[0]


def classes(found: Mapping[str, int | None], words: str) -> Drawing | None:
    """Municipalities in the colour of their class; None when none of them has a shape."""
    return _map(found, MAP, words)


def place(nis: str, members: Iterable[str], words: str) -> Drawing | None:
    """Where one municipality lies among others."""
    return _map({**dict.fromkeys(members, 1), nis: 5}, LOCATOR, words)


def _map(found: Mapping[str, int | None], style: str, words: str) -> Drawing | None:
    drawn = charts.municipal_map(found, words)
    if not drawn:
        return None
    _head, body = drawn.split(">", 1)
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_frame(body)}">'
        f"<style>{style}</style>{body}",
        "alt": words,
    }


def _frame(shapes: str) -> str:
    """Just around the outlines: on a screen the room around them is that of the slide."""
    points = re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", shapes)
    across, down = ([float(point[axis]) for point in points] for axis in (0, 1))
    left, top = min(across) - 3, min(down) - 3
    return (
        f"{left:.1f} {top:.1f} {max(across) + 3 - left:.1f} {max(down) + 3 - top:.1f}"
    )


def _svg(size: tuple[int, int], shapes: str, style: str = "") -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}" '
        f'width="{size[0]}" height="{size[1]}"><style>{LINES}{style}</style>{shapes}</svg>'
    )
