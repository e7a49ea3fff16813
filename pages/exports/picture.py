"""A chart as a picture that explains itself: title, unit, source, licence and dates inside.

Drawn by vl-convert on this machine, in a process of its own (`draw.py`): no browser, no internet.
"""

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import altair as alt

from pages.components import chart_theme
from pages.components.frame import NAME
from pages.exports import apart
from pages.exports.lettering import Column, Style, Swatch

WIDTH, MARGIN = 1000, 28
"""Of the picture, in pixels; a chart of several views may need more width."""
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
"""Liberation Sans comes with vl-convert and has the measures of Arial."""
TITLE, SUBTITLE = Style(24, bold=True), Style(16)
NOTE, SMALL = Style(14), Style(12, "#4A4F55")
INK, QUIET, GRID = "#333332", "#5A5F66", "#E3E7EC"
PAPER: dict[str, Any] = {
    **chart_theme.CONFIG,
    "aria": False,  # Vega describes in English; the picture has its own description
    "background": None,
    "font": FONT,
    "range": {"category": chart_theme.LIGHT},
    "mark": {"color": chart_theme.LIGHT[0]},
    "view": {"stroke": None},
    "axis": {
        "domainColor": QUIET,
        "gridColor": GRID,
        "labelColor": INK,
        "labelFontSize": 13,
        "tickColor": QUIET,
        "titleColor": INK,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    },
    "header": {"labelColor": INK, "labelFontSize": 14, "titleColor": INK},
    "legend": {"labelColor": INK, "labelFontSize": 13, "titleColor": INK},
}
"""On screen the colours come from Streamlit; here from the same list, for white paper."""
PIXELS, INCH = 2, 192
"""Pixels of a PNG per pixel of the drawing, and per inch on paper."""
DRAW = Path(__file__).with_name("draw.py")
PATIENCE = 60
"""Seconds that one drawing may take on a busy server."""
STATIC, SERVED = Path(__file__).parents[1] / "static", "app/static/"
SEVERAL_VIEWS = {"facet", "repeat", "concat", "hconcat", "vconcat"}
Spec = dict[str, Any]


@dataclass(frozen=True)
class Drawing:
    """A chart of a page, with what must stand beside it on paper."""

    name: str
    """Short, for the name of the file: 'verloop'."""
    label: str
    """In a sentence: 'het verloop'."""
    subtitle: str
    """Which area and which years."""
    chart: alt.TopLevelMixin
    words: str
    """Its message, for who cannot see it."""
    key: Sequence[Swatch] = ()
    notes: Sequence[str] = ()
    height: int | None = None
    """Of the chart, where it has none itself; in pixels."""


@dataclass(frozen=True)
class Caption:
    """What stands around every picture of one indicator."""

    title: str
    unit: str
    source: str
    made: str
    notes: Sequence[str] = ()


def svg(drawing: Drawing, caption: Caption) -> bytes:
    """The picture as SVG, about WIDTH pixels wide, with a text alternative."""
    drawn = _in_own_process({"spec": _spec(drawing)})
    return _compose(drawing, caption, drawn.decode())


def png(drawing: Drawing, caption: Caption) -> bytes:
    """The picture as PNG, twice as many pixels, with its source in the file."""
    return _as_png(svg(drawing, caption), caption)


def apology(drawing: Drawing, caption: Caption, kind: str) -> bytes:
    """In place of a picture that could not be drawn: the same frame that says so."""
    words = (
        "Deze afbeelding kon niet gemaakt worden. Dezelfde cijfers staan in de tabel op de pagina "
        "en in de werkmap (XLSX). Meld het aan wie de monitor beheert, met de build hieronder."
    )
    empty = replace(drawing, words=words, key=(), notes=[words])
    page = _compose(empty, caption, '<svg width="0" height="0"></svg>')
    return _as_png(page, caption) if kind == "png" else page


def _spec(drawing: Drawing) -> Spec:
    """The chart for paper: fixed colours and width, map shapes inside."""
    spec: Spec = _with_files(drawing.chart.to_dict())
    spec["config"] = spec.get("config", {}) | PAPER
    if not SEVERAL_VIEWS & (spec.keys() | spec.get("encoding", {}).keys()):
        spec["width"] = WIDTH - 2 * MARGIN
        spec["autosize"] = {"type": "fit", "contains": "padding"}
    if drawing.height:
        spec["height"] = drawing.height
    return spec


def _in_own_process(asked: dict[str, Any]) -> bytes:
    """What `draw.py` makes of it; RuntimeError with its complaint when it cannot."""
    return apart.run(DRAW, asked, PATIENCE)


def _with_files(node: Any) -> Any:
    """Put the files that the browser fetches from this server in the chart itself.

    Why: their relative address would be looked for at another site.
    """
    if isinstance(node, list):
        return [_with_files(each) for each in node]
    if not isinstance(node, dict):
        return node
    url = node.get("url")
    if isinstance(url, str) and url.startswith(SERVED):
        content = (STATIC / url.removeprefix(SERVED)).read_text(encoding="utf-8")
        others = {key: each for key, each in node.items() if key != "url"}
        return others | {"values": json.loads(content)}
    return {key: _with_files(each) for key, each in node.items()}


def _compose(drawing: Drawing, caption: Caption, drawn: str) -> bytes:
    """Title above the chart; key, remarks, source and build below it."""
    wide, high = (float(_attribute(drawn, each)) for each in ("width", "height"))
    page = Column(MARGIN, max(wide, WIDTH - 2 * MARGIN), MARGIN - 8)
    page.write(caption.title, TITLE)
    page.space(4)
    page.write(f"{drawing.subtitle} · eenheid: {caption.unit}", SUBTITLE)
    page.space(14)
    page.place(re.sub(r"^<svg[^>]*>|</svg>\s*$", "", drawn), high)
    page.space(12)
    if drawing.key:
        page.key(drawing.key, NOTE)
        page.space(6)
    for note in (*drawing.notes, *caption.notes):
        page.write(note, NOTE)
    page.space(10)
    for line in (caption.source, caption.made):
        page.write(line, SMALL)
    return _document(page, drawing, caption).encode()


def _document(page: Column, drawing: Drawing, caption: Caption) -> str:
    width, height = round(page.width + 2 * MARGIN), round(page.y + MARGIN - 8)
    described = " ".join([drawing.words, caption.source, caption.made])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'lang="nl-BE" font-family="{FONT}">'
        f"<title>{escape(caption.title)}</title><desc>{escape(described)}</desc>"
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>{"".join(page.parts)}</svg>'
    )


def _attribute(drawn: str, name: str) -> str:
    found = re.search(rf'\b{name}="([\d.]+)"', drawn)
    if found is None:
        raise ValueError(f"no {name} in the drawing")
    return found[1]


def _as_png(page: bytes, caption: Caption) -> bytes:
    scale = PIXELS * 72 / INCH  # vl-convert counts 72 dots per inch
    drawn = _in_own_process({"svg": page.decode(), "scale": scale, "ppi": INCH})
    return _with_text(
        drawn,
        {
            "Title": caption.title,
            "Source": caption.source,
            "Description": caption.made,
            "Author": NAME,
            "Creation Time": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )


def _with_text(image: bytes, facts: dict[str, str]) -> bytes:
    """Add text in any language (iTXt) right before the end of a PNG."""
    chunks = b"".join(
        _chunk(b"iTXt", key.encode("ascii") + bytes(5) + words.encode())
        for key, words in facts.items()
    )
    end = image.rindex(_chunk(b"IEND", b""))
    return image[:end] + chunks + image[end:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return len(data).to_bytes(4) + kind + data + checksum.to_bytes(4)
