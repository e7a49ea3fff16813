"""The layouts of the deck as data: which placeholders stand where, in which letter.

Sizes are those of the screen in the room on a slide of 7,5 inch high: body 20 points,
headline figures 40 and more. A table and what explains a map may be smaller.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDE, HIGH = 40 / 3, 7.5
"""Inches of a slide: 16:9."""
LEFT, RIGHT = 0.6, 12.733
"""Margins, in inches."""
TOP, CONTENT, BOTTOM = 0.4, 1.4, 6.85
"""Of the title, of what stands below it, and where that ends."""
LEADING = 1.1
"""Height of a line, as a share of the size of its letters: Arial at 95 %."""


@dataclass(frozen=True)
class Box:
    """A rectangle, in inches from the top left of the slide."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Place:
    """A placeholder of a layout."""

    name: str
    kind: str
    """As OOXML calls it: 'title', 'body', 'chart' …"""
    number: int
    """What a slide finds it by; 0 for the title."""
    box: Box
    prompt: str = ""
    sizes: Sequence[int] = (20,)
    """Points: the first one is usual, the next ones where more text has to fit."""
    bold: bool = False
    quiet: bool = False
    """In the softer ink."""
    anchor: str = "t"
    bullets: bool = False


@dataclass(frozen=True)
class Layout:
    """A page of the house style."""

    name: str
    places: Sequence[Place]
    kind: str = ""
    """What PowerPoint knows it as; empty: a page of our own."""
    bar: Box | None = None
    """A mark in the colour of the region."""
    has_footer: bool = True
    name_box: Box | None = None
    """Where the name of the monitor stands."""


def _title(high: float) -> Place:
    box = Box(LEFT, TOP, RIGHT - LEFT, high)
    return Place("Titel", "title", 0, box, "Titel", (30, 26, 22, 20), bold=True)


LEAD, BODY, CAPTION, CHART, TABLE = 10, 11, 12, 13, 14
VALUES, WORDS = (20, 21, 22, 23), (30, 31, 32, 33)
"""Of each figure: the number, and beside it what it is."""
VALUE_SIZES, WORD_SIZES = (44, 40, 36, 32), (20, 18, 16)
_lead = Place(
    "Kernzin", "body", LEAD, Box(LEFT, 1.0, RIGHT - LEFT, 0.45), "Kernzin in één zin"
)
FIGURES_TOP, FIGURE_HIGH, FIGURES_TOTAL = 1.55, 1.24, 5.3
"""Where the first figure starts, how high each is, and all four with air between them."""


def _figure(
    position: int, top: float, wide: float, words: float
) -> tuple[Place, Place]:
    """The number, and beside it the words, each so many inches wide."""
    value = Box(LEFT + 0.2, top, wide, FIGURE_HIGH)
    return (
        Place(
            f"Cijfer {position + 1}",
            "body",
            VALUES[position],
            value,
            "Cijfer",
            VALUE_SIZES,
            bold=True,
            anchor="ctr",
        ),
        Place(
            f"Uitleg bij cijfer {position + 1}",
            "body",
            WORDS[position],
            Box(value.x + value.w + 0.15, top, words, FIGURE_HIGH),
            "Wat het cijfer is",
            WORD_SIZES,
            anchor="ctr",
        ),
    )


def _figures() -> list[Place]:
    step = (FIGURES_TOTAL - FIGURE_HIGH) / (len(VALUES) - 1)
    return [
        place
        for position in range(len(VALUES))
        for place in _figure(position, FIGURES_TOP + position * step, 2.7, 4.5)
    ]


TITLE = Layout(
    "Titel",
    [
        Place(
            "Titel",
            "ctrTitle",
            0,
            Box(1.2, 1.5, 11.2, 2.2),
            "Titel",
            (44, 38, 34),
            bold=True,
            anchor="b",
        ),
        Place(
            "Ondertitel",
            "subTitle",
            BODY,
            Box(1.2, 4.05, 11.2, 2.2),
            "Overleg, gebied en datum",
            (24, 22, 20),
        ),
    ],
    "title",
    Box(0, 0, 0.3, HIGH),
    has_footer=False,
    name_box=Box(1.2, 6.6, 11.2, 0.35),
)
TEXT = Layout(
    "Titel en inhoud",
    [
        _title(0.85),
        Place(
            "Inhoud",
            "body",
            BODY,
            Box(LEFT, CONTENT, RIGHT - LEFT, BOTTOM - CONTENT),
            "Tekst",
            (24, 22, 20),
            bullets=True,
        ),
    ],
    "obj",
)
LINE = Layout(
    "Actielijn",
    [
        _title(0.55),
        _lead,
        *_figures(),
        Place(
            "Grafiek",
            "chart",
            CHART,
            Box(8.4, FIGURES_TOP, RIGHT - 8.4, FIGURES_TOTAL),
            "Grafiek",
        ),
    ],
)
MAP_BOX = Box(7.0, CONTENT, RIGHT - 7.0, 3.7)
LEGEND_BOX = Box(7.0, 5.25, RIGHT - 7.0, 0.81)
REASON = Box(LEFT, CONTENT, 6.0, FIGURE_HIGH)
"""In place of a figure: why there is none."""
MAP = Layout(
    "Kaart en gemeenten",
    [
        _title(0.85),
        *_figure(0, CONTENT, 2.55, 3.1),
        Place(
            "Grafiek",
            "chart",
            CHART,
            Box(LEFT, 2.85, 6.0, BOTTOM - 2.85),
            "Grafiek van de gemeenten",
        ),
        Place(
            "Uitleg bij de kaart",
            "body",
            CAPTION,
            Box(7.0, 6.12, RIGHT - 7.0, BOTTOM - 6.12),
            "Wat de kleuren zijn",
            (16,),
            quiet=True,
        ),
    ],
)
WITHOUT_LEAD = Box(LEFT, 1.2, RIGHT - LEFT, BOTTOM - 1.2)
"""Of a table below a title alone."""
TABLE_PAGE = Layout(
    "Tabel",
    [
        _title(0.55),
        _lead,
        Place(
            "Tabel",
            "tbl",
            TABLE,
            Box(LEFT, FIGURES_TOP, RIGHT - LEFT, FIGURES_TOTAL),
            "Tabel",
            (20, 18, 16),
        ),
    ],
)
LAYOUTS = (TITLE, TEXT, LINE, MAP, TABLE_PAGE)
FOOTER = Place(
    "Voettekst",
    "ftr",
    90,
    Box(LEFT, 7.0, 10.5, 0.28),
    "Gebied · datum · Spitsregio-monitor",
    (12,),
    quiet=True,
    anchor="ctr",
)
NUMBER = Place(
    "Dianummer",
    "sldNum",
    91,
    Box(11.533, 7.0, 1.2, 0.28),
    "",
    (12,),
    quiet=True,
    anchor="ctr",
)
