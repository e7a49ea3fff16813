"""Text and colour keys as SVG: lines that wrap, one below the other."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

CHARACTER = 0.48
"""Mean width of a character of Arial or Liberation Sans, as a share of its size; bold is wider."""
BOLD = 0.52
LEADING = 1.3
"""Height of a line, as a share of the size of its letters."""
BOX, GAP = 16, 18
"""Side of a colour box of the key, and the space between its entries; in pixels."""


@dataclass(frozen=True)
class Style:
    """How a text looks."""

    size: int
    colour: str = "#333332"
    bold: bool = False


@dataclass(frozen=True)
class Swatch:
    """An entry of the key: a box and what it stands for."""

    label: str
    fill: str = "none"
    stroke: str = "#5A5F66"
    width: float = 1
    dashed: bool = False


class Column:
    """Pieces of SVG from top to bottom.

    Args:
        left: Where text starts, in pixels.
        width: For text, in pixels.
        top: Where the first piece stands.
    """

    def __init__(self, left: float, width: float, top: float) -> None:
        """Start with nothing."""
        self.left, self.width, self.y = left, width, top
        self.parts: list[str] = []

    def space(self, pixels: float) -> None:
        """Leave room."""
        self.y += pixels

    def write(self, text: str, style: Style) -> None:
        """A paragraph; long ones take more lines."""
        per_line = int(self.width / (style.size * (BOLD if style.bold else CHARACTER)))
        weight = ' font-weight="bold"' if style.bold else ""
        for line in textwrap.wrap(text, per_line):
            self.y += style.size * LEADING
            baseline = round(self.y - style.size * (LEADING - 1), 1)
            self.parts.append(
                f'<text x="{self.left}" y="{baseline}" font-size="{style.size}" '
                f'fill="{style.colour}"{weight}>{escape(line)}</text>'
            )

    def place(self, svg: str, height: float) -> None:
        """A drawing, over the whole width."""
        self.parts.append(f'<g transform="translate({self.left},{self.y})">{svg}</g>')
        self.y += height

    def key(self, swatches: Sequence[Swatch], style: Style) -> None:
        """Colours with their meaning, as many on a line as fit."""
        x = self.left
        for swatch in swatches:
            wide = BOX + 6 + len(swatch.label) * style.size * BOLD + GAP
            if x > self.left and x + wide > self.left + self.width:
                x, self.y = self.left, self.y + BOX + 8
            self.parts.append(_swatch(swatch, style, x, self.y))
            x += wide
        self.y += BOX


def _swatch(swatch: Swatch, style: Style, x: float, y: float) -> str:
    dash = ' stroke-dasharray="3 2"' if swatch.dashed else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{BOX}" height="{BOX - 2}" fill="{swatch.fill}" '
        f'stroke="{swatch.stroke}" stroke-width="{swatch.width}"{dash}/>'
        f'<text x="{x + BOX + 6:.1f}" y="{y + BOX - 4:.1f}" font-size="{style.size}" '
        f'fill="{style.colour}">{escape(swatch.label)}</text>'
    )
