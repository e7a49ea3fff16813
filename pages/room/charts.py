"""Drawings for six metres: large letters, thick lines, few marks.

Plain SVG in the page itself: drawn in milliseconds, in the letter and the colours of the
screen, so one drawing serves the light and the dark look. One unit is one line of a
1080-line screen; `room.css` gives each drawing its size.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pages import text
from pages.briefing.drawn import Point, Series, border_words
from pages.briefing.scale import needed, ticks
from pages.components.markup import escape
from pages.room.shapes import outlines

Spot = tuple[float, float]
Place = Callable[[float, float], Spot]
"""From year and value to x and y."""
TREND, MAP = (648, 600), (700, 560)
"""Width and height."""
LETTER = 39
PER_SIGN = 26
"""Width of a digit, generously."""
PER_LETTER = 28
"""Of a name, in bold."""
EDGE = 70
"""Above and below the lines, for their names."""


def trend(series: Sequence[Series], decimals: int, words: str) -> str:
    """Lines with their names at their ends and a dot on the newest value.

    Args:
        series: The region first.
        decimals: Of the numbers at most.
        words: Text alternative.
    """
    known = [(y, v) for each in series for y, v in each.points if v is not None]
    first, last = min(y for y, _v in known), max(y for y, _v in known)
    marks = ticks(min(v for _y, v in known), max(v for _y, v in known), decimals)
    labels = [text.number(mark, needed(marks, decimals)) for mark in marks]
    left = 12 + PER_SIGN * max(map(len, labels))
    right, top, bottom = TREND[0] - 16, EDGE, TREND[1] - LETTER - 24 - EDGE
    values = (
        min(marks[0], *(v for _y, v in known)),
        max(marks[-1], *(v for _y, v in known)),
    )

    def place(year: float, value: float) -> Spot:
        x = (
            (left + right) / 2
            if first == last
            else left + 14 + (right - left - 14) * (year - first) / (last - first)
        )
        y = bottom - (bottom - top) * (value - values[0]) / (values[1] - values[0])
        return round(x, 1), round(y, 1)

    grid = "".join(
        f'<path class="rooster" d="M{left} {place(first, mark)[1]}H{right}"/>'
        f'<text x="{left - 12}" y="{place(first, mark)[1] + 13}" text-anchor="end">{label}</text>'
        for mark, label in zip(marks, labels, strict=True)
    )
    lines = [(each, _pieces(each.points, place)) for each in series]
    drawn = "".join(_line(each.kind, pieces) for each, pieces in reversed(lines))
    names = _names([(each, pieces) for each, pieces in lines if pieces], right)
    return _svg(
        TREND, "verloop", grid + _years(first, last, place) + drawn + names, words
    )


def _years(first: int, last: int, place: Place) -> str:
    """The first and the last year, under their ends."""
    ends = [(first, "start"), (last, "end")] if last > first else [(first, "middle")]
    return "".join(
        f'<text x="{place(year, 0)[0]}" y="{TREND[1] - 12}" text-anchor="{anchor}">{year}</text>'
        for year, anchor in ends
    )


def _pieces(points: Sequence[Point], place: Place) -> list[list[Spot]]:
    """Runs of points without a gap."""
    pieces: list[list[Spot]] = [[]]
    for year, value in points:
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append(place(year, value))
    return [piece for piece in pieces if piece]


def _line(kind: str, pieces: Sequence[Sequence[Spot]]) -> str:
    drawn = "".join(
        f'<polyline class="{kind}" points="{" ".join(f"{x},{y}" for x, y in piece)}"/>'
        if len(piece) > 1
        else f'<circle class="{kind}" cx="{piece[0][0]}" cy="{piece[0][1]}" r="7"/>'
        for piece in pieces
    )
    x, y = pieces[-1][-1] if pieces else (0.0, 0.0)
    return drawn + (
        f'<circle class="{kind}" cx="{x}" cy="{y}" r="12"/>' if pieces else ""
    )


Drawn = tuple[Series, list[list[Spot]]]


def _names(lines: Sequence[Drawn], right: float) -> str:
    """The name of the line that ends highest above all lines there, the other below them."""
    ordered = sorted(lines, key=lambda line: line[1][-1][-1][1])
    near = [
        y
        for each, pieces in lines
        for piece in pieces
        for x, y in piece
        if x > right - PER_LETTER * max(len(line[0].name) for line in lines)
    ]
    places = [min(near) - 24, max(near) + LETTER + 14]
    if len(lines) == 1:
        places = places[:1]
    return "".join(
        f'<text class="naam {each.kind}" x="{right}" y="{round(y, 1)}" text-anchor="end">{escape(each.name)}</text>'
        for (each, _pieces_of), y in zip(ordered, places, strict=True)
    )


def municipal_map(classes: Mapping[str, int | None], words: str) -> str:
    """Municipalities in the colour of their class (1..5); dashed without one.

    Args:
        classes: By NIS.
        words: Text alternative.
    """
    shapes = {nis: outlines()[nis] for nis in classes if nis in outlines()}
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return ""
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    low, high = min(y for _x, y in points), max(y for _x, y in points)
    scale = min((MAP[0] - 8) / (right - left), (MAP[1] - 8) / (high - low))
    shift = (MAP[0] - scale * (right - left)) / 2, (MAP[1] - scale * (high - low)) / 2

    def path(ring: Iterable[tuple[int, int]]) -> str:
        places = (
            f"{shift[0] + scale * (x - left):.1f} {shift[1] + scale * (high - y):.1f}"
            for x, y in ring
        )
        return f"M{'L'.join(places)}Z"

    drawn = "".join(
        f'<path class="k{classes[nis] or 0}" d="{"".join(map(path, rings))}"/>'
        for nis, rings in sorted(
            shapes.items(), key=lambda shape: classes[shape[0]] is None
        )
    )
    return _svg(MAP, "kaart", drawn, words)


def legend(borders: Sequence[float], decimals: int) -> str:
    """Five colours with the values between them; the text beside it explains them."""
    wide, shown = MAP[0] / 5, [text.number(border, decimals) for border in borders]
    # Long numbers stand on two rows, in turn.
    rows = 2 if max(map(len, shown), default=0) * PER_SIGN > wide else 1
    strip = "".join(
        f'<path class="k{number + 1}" d="M{number * wide} 0h{wide}v34h-{wide}z"/>'
        for number in range(5)
    )
    labels = "".join(
        f'<text x="{(number + 1) * wide}" y="{34 + LETTER * (1 + number % rows)}" text-anchor="middle">{border}</text>'
        for number, border in enumerate(shown)
    )
    words = border_words(borders, decimals)
    return _svg((MAP[0], 45 + LETTER * rows), "klassen", strip + labels, words)


def _svg(size: tuple[int, int], kind: str, drawn: str, words: str) -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {size[0]} {size[1]}" role="img" aria-label="{escape(words)}">'
        f"{drawn}</svg>"
    )
