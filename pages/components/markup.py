"""Small pieces of our own HTML: escaped text, sparklines, spine charts."""

import html
from collections.abc import Sequence
from urllib.parse import quote

Point = tuple[int, float | None]
"""Year and value; None is a gap."""
DRAWING_STYLE = (
    ":root{color-scheme:light dark}"
    ".regio{color:#12436D}.vlaanderen{color:#5A5F66}.gekozen{color:#D9531E}.rand{color:#C3C9D1}.tekst{color:#333332}"
    ".vergelijking{color:#28A197}"
    "@media(prefers-color-scheme:dark){.regio{color:#7FB2FF}.vlaanderen{color:#B4BBC4}"
    ".gekozen{color:#FF9A5C}.rand{color:#4A535E}.tekst{color:#ECEEF0}"
    ".vergelijking{color:#4FD0C4}}"
    "polyline,line{fill:none;stroke:currentColor;stroke-width:2.4;stroke-linejoin:round}"
    "polyline.vlaanderen,line.vlaanderen{stroke-width:1.5}"
    "circle,rect,polygon{fill:currentColor}"
)
"""Same colours as `.streamlit/config.toml`; a browser applies the look of the page."""


SPARK, SPINE = (160, 40), (300, 32)
"""Width and height of the ground of a sparkline, and of a spine without words below it."""
NARROW = 130
"""A line shorter than this has no room for a number at each end."""


def drawing(kind: str, width: int, height: int, shapes: str, label: str) -> str:
    """An SVG as image: Streamlit removes SVG elements from HTML.

    Args:
        kind: Class of the image, for its size.
        width: Of the coordinates.
        height: Of the coordinates.
        shapes: SVG elements.
        label: Text alternative; empty for decoration.
    """
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f"<style>{DRAWING_STYLE}</style>{shapes}</svg>"
    )
    address = f"data:image/svg+xml,{quote(svg)}"
    return f'<img class="{kind}" src="{address}" alt="{escape(label)}">'


def escape(value: object) -> str:
    """Text for HTML, also inside attributes."""
    return html.escape(str(value), quote=True)


def literal(value: str) -> str:
    """Text for a place that reads Markdown, without meaning anything there."""
    return "".join(
        c if c.isalnum() or c.isspace() or ord(c) > 127 else f"\\{c}" for c in value
    )


def link(href: str, label: str) -> str:
    """A link; the label is text."""
    return f'<a href="{escape(href)}" target="_self">{escape(label)}</a>'


def sparkline(series: Sequence[tuple[str, Sequence[Point]]], label: str) -> str:
    """Lines without axes, gaps kept.

    Args:
        series: Class of the line (its colour) and its points, the main one last.
        label: What it shows, for who cannot see it.
    """
    shapes = spark_shapes(series)
    if not shapes:
        return '<span class="m-quiet">geen reeks</span>'
    return drawing("m-spark", *SPARK, shapes, label)


def spark_shapes(series: Sequence[tuple[str, Sequence[Point]]]) -> str:
    """The lines themselves (SVG elements on a ground of SPARK); empty without a value."""
    years = [year for _kind, points in series for year, _value in points]
    values = [v for _kind, points in series for _year, v in points if v is not None]
    if not values:
        return ""
    box = (min(years), max(years), min(values), max(values))
    return "".join(_line(kind, points, box) for kind, points in series)


def _line(
    kind: str, points: Sequence[Point], box: tuple[int, int, float, float]
) -> str:
    first, last, low, high = box

    def place(year: int, value: float) -> tuple[float, float]:
        x = 80.0 if first == last else 5 + 150 * (year - first) / (last - first)
        y = 20.0 if low == high else 35 - 30 * (value - low) / (high - low)
        return round(x, 1), round(y, 1)

    parts: list[list[tuple[float, float]]] = [[]]
    for year, value in points:
        if value is None:
            parts.append([])
        else:
            parts[-1].append(place(year, value))
    drawn = [part for part in parts if part]
    shapes = [_piece(kind, part) for part in drawn]
    if drawn:
        x, y = drawn[-1][-1]
        shapes.append(f'<circle class="{kind}" cx="{x}" cy="{y}" r="3"/>')
    return "".join(shapes)


def _piece(kind: str, part: Sequence[tuple[float, float]]) -> str:
    if len(part) == 1:  # a lone measurement between gaps
        return f'<circle class="{kind}" cx="{part[0][0]}" cy="{part[0][1]}" r="2"/>'
    path = " ".join(f"{x},{y}" for x, y in part)
    return f'<polyline class="{kind}" points="{path}"/>'


def bar(share: float, kind: str) -> str:
    """A bar beside its number, so without text of its own.

    Args:
        share: Of the longest bar, 0 to 1.
        kind: Class, its colour.
    """
    width = max(round(120 * share, 1), 1)
    shape = f'<rect class="{kind}" x="0" y="0" width="{width}" height="12"/>'
    return drawing("m-bar", 120, 12, shape, "")


def spine(
    spread: Sequence[float],
    marks: Sequence[tuple[str, float]],
    ends: tuple[str, str],
    label: str,
) -> str:
    """Where a value lies in a spread.

    Args:
        spread: Lowest, first quartile, third quartile, highest.
        marks: Class (its meaning) and value of each mark; the last one lies on top.
        ends: Lowest and highest in words, written below them.
        label: What it shows, for who cannot see it.
    """
    shapes, (start, end) = spine_shapes(spread, marks)
    return drawing("m-spine", SPINE[0], 46, shapes + _ends(start, end, ends), label)


def spine_shapes(
    spread: Sequence[float], marks: Sequence[tuple[str, float]]
) -> tuple[str, tuple[float, float]]:
    """The spread with its marks (SVG elements on a ground of SPINE), and where it starts and ends."""
    everything = [*spread, *(value for _kind, value in marks)]
    low, high = min(everything), max(everything)

    def x(value: float) -> float:
        return (
            150.0 if low == high else round(10 + 280 * (value - low) / (high - low), 1)
        )

    start, q1, q3, end = map(x, spread)
    drawn = "".join(_mark(kind, x(value)) for kind, value in marks)
    shapes = (
        f'<line class="vlaanderen" x1="{start}" x2="{end}" y1="16" y2="16"/>'
        f'<rect class="rand" x="{q1}" y="10" width="{max(q3 - q1, 1)}" height="12"/>'
    )
    return shapes + drawn, (start, end)


def _ends(start: float, end: float, words: tuple[str, str]) -> str:
    """The two ends in words; of a short line both together, below its middle."""
    style = (
        "<style>text{font:12px sans-serif;fill:#4A4F55}"
        "@media(prefers-color-scheme:dark){text{fill:#C3C9D1}}</style>"
    )
    low, high = map(escape, words)
    if end - start < NARROW:
        middle = min(max((start + end) / 2, NARROW / 2), 300 - NARROW / 2)
        said = low if low == high else f"{low} – {high}"
        return f'{style}<text x="{middle}" y="42" text-anchor="middle">{said}</text>'
    return (
        f'{style}<text x="{start - 4}" y="42">{low}</text>'
        f'<text x="{end + 4}" y="42" text-anchor="end">{high}</text>'
    )


def _mark(kind: str, x: float) -> str:
    """Different shapes, so that colour is not the only signal."""
    if kind == "gekozen":
        return f'<circle class="{kind}" cx="{x}" cy="16" r="7"/>'
    if kind == "vlaanderen":
        points = f"{x},8 {x + 6},16 {x},24 {x - 6},16"
        return f'<polygon class="{kind}" points="{points}"/>'
    return f'<rect class="{kind}" x="{x - 2}" y="4" width="4" height="24"/>'


def definition_list(rows: Sequence[tuple[str, str]]) -> str:
    """Terms with their text (HTML); empty ones are left out."""
    items = "".join(
        f"<div><dt>{escape(term)}</dt><dd>{body}</dd></div>"
        for term, body in rows
        if body
    )
    return f'<dl class="m-facts">{items}</dl>'
