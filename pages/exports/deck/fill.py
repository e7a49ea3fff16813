"""Text in the placeholders of a slide, as large as fits, and the names of what stands there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pages.exports.deck.fit import POINTS, width, wrap
from pages.exports.deck.house import (
    DECORATIVE,
    NAMESPACES,
    emu,
    placeholder,
    set_language,
)
from pages.exports.deck.places import FOOTER, LEADING, NUMBER, Box, Layout, Place

INVALID = re.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Characters that no XML file may hold."""


LONELY = 0.2
"""Of the width of a title: a last line that is shorter looks left behind."""
AIR = 0.08
"""Inches between a legend and what explains it."""


@dataclass(frozen=True)
class Line:
    """A paragraph; its size is that of the placeholder unless it says another."""

    text: str
    size: int = 0
    bold: bool | None = None
    quiet: bool = False
    beside: str = ""
    """After the text, in letters half as large: a unit."""


class Page:
    """A slide of the deck with the placeholders of its layout.

    Args:
        file: The presentation.
        layout: Which of `LAYOUTS`.
    """

    def __init__(self, file: Any, layout: Layout) -> None:
        """Add it at the end."""
        found = file.slide_layouts.get_by_name(layout.name)
        self.slide = file.slides.add_slide(found)
        self.places = {place.number: place for place in layout.places}
        self.filled: set[int] = set()
        for shape in self.slide.placeholders:
            shape.name = self.places[shape.placeholder_format.idx].name
        self.has_footer = layout.has_footer

    def shape(self, number: int) -> Any:
        """The empty placeholder, which counts as filled from now on."""
        self.filled.add(number)
        return self.slide.placeholders[number]

    def write(self, number: int, lines: Sequence[Line], size: int = 0) -> None:
        """Fill a placeholder with paragraphs.

        Args:
            number: Of the placeholder.
            lines: The paragraphs.
            size: Points; 0: the largest size of the placeholder in which they fit.
        """
        place = self.places[number]
        size = size or largest(place, [line.text for line in lines])
        frame = self.shape(number).text_frame
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            wanted = line.size or (size if size != place.sizes[0] else 0)
            _run(paragraph, line.text, wanted, line.bold, line.quiet)
            if line.beside:
                _run(paragraph, f"\u00a0{line.beside}", (line.size or size) // 2, False)

    def plain(self, number: int) -> None:
        """A sentence instead of a list: no bullets."""
        for paragraph in self.slide.placeholders[number].text_frame.paragraphs:
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            properties.insert_element_before(_no_bullet(), "a:tabLst", "a:defRPr")

    def stretch(self, number: int, box: Box) -> None:
        """Another place than that of the layout, for what is written next."""
        self.places[number] = replace(self.places[number], box=box)
        shape = self.slide.placeholders[number]
        sides = (emu(each) for each in (box.x, box.y, box.w, box.h))
        shape.left, shape.top, shape.width, shape.height = sides

    def below(self, number: int, shape: Any) -> None:
        """Close under a shape and read after it, with the bottom where it was."""
        moved = self.slide.placeholders[number]
        left, wide, bottom = moved.left, moved.width, moved.top + moved.height
        moved.top = shape.top + shape.height + emu(AIR)
        moved.left, moved.width, moved.height = left, wide, bottom - moved.top
        shape._element.addnext(moved._element)

    def mark(self, box: Box) -> None:
        """A stroke in the colour of the region that says nothing."""
        from pptx.enum.dml import MSO_THEME_COLOR
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.oxml import parse_xml

        sides = (emu(each) for each in (box.x, box.y, box.w, box.h))
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *sides)
        shape.name = "Streep"
        shape.fill.solid()
        shape.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        shape.line.fill.background()
        shape._element._nvXxPr.cNvPr.append(parse_xml(DECORATIVE))

    def finish(self, footer: str, notes: Sequence[str]) -> None:
        """Footer, number and notes; what stayed empty goes; every shape a number of its own."""
        for shape in list(self.slide.placeholders):
            if shape.placeholder_format.idx not in self.filled:
                shape._element.getparent().remove(shape._element)
        if self.has_footer:
            self._foot(FOOTER, footer)
            self._foot(
                NUMBER,
                str(len(self.slide.part.package.presentation_part.presentation.slides)),
            )
        self.slide.notes_slide.notes_text_frame.text = clean("\n".join(notes))
        elements = self.slide.shapes._spTree.iter("{*}cNvPr")
        for at, element in enumerate(elements, 1):
            element.set("id", str(at))
        set_language(self.slide._element)

    def _foot(self, place: Place, text: str) -> None:
        from pptx.oxml import parse_xml

        self.slide.shapes._spTree.append(parse_xml(placeholder(place, 2, clean(text))))


def _no_bullet() -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(f"<a:buNone {NAMESPACES}/>")


def _run(
    paragraph: Any, text: str, size: int, bold: bool | None, quiet: bool = False
) -> None:
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = clean(text)
    if size:
        run.font.size = Pt(size)
    if bold is not None:
        run.font.bold = bold
    if quiet:
        run.font.color.theme_color = MSO_THEME_COLOR.TEXT_2


def clean(text: str) -> str:
    """Without what an XML file cannot hold."""
    return INVALID.sub("", text)


def largest(place: Place, paragraphs: Sequence[str]) -> int:
    """The largest size of the placeholder in which the text fits; else the smallest.

    A title prefers a size that leaves no lonely word on its last line.
    """
    fitting = [size for size in place.sizes if fits(place, paragraphs, size)]
    if "itle" in place.kind and fitting:
        neat = [size for size in fitting if not _is_lonely(place, paragraphs[-1], size)]
        return next(iter(neat), fitting[0])
    return next(iter(fitting), place.sizes[-1])


def _is_lonely(place: Place, words: str, size: int) -> bool:
    lines = wrap(words, size, place.box.w)
    return len(lines) > 1 and width(lines[-1], size) < LONELY * place.box.w


def fits(place: Place, paragraphs: Sequence[str], size: int) -> bool:
    """Whether the paragraphs stay inside the placeholder in letters of this size."""
    room = place.box.w - (0.3125 if place.bullets else 0)
    lines = sum(len(wrap(each, size, room)) for each in paragraphs)
    air = 0.5 * (len(paragraphs) - 1) if place.bullets else 0
    return (lines + air) * size * LEADING / POINTS <= place.box.h


def describe(shape: Any, words: str) -> None:
    """The text alternative of a chart, a table or a group."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", clean(words))
