"""Headline figures on a page: the number with its unit, beside it what it is."""

from collections.abc import Sequence

from pages import text
from pages.briefing.slides import Number
from pages.components import verdicts
from pages.exports.deck import places
from pages.exports.deck.fill import Line, Page, fits
from pages.exports.deck.fit import POINTS, width, wrap
from pages.exports.deck.places import LEADING, Box, Place

UNIT = 20
"""Points of a unit below its number."""
BETWEEN = " · "


def write_figures(page: Page, numbers: Sequence[Number]) -> None:
    """The figures on their places, the words of all of them in letters of one size.

    Args:
        page: With places for figures.
        numbers: At most as many as there are places.
    """
    place = page.places[places.WORDS[0]]
    size = min(_words_size(place, number) for number in numbers)
    for position, number in enumerate(numbers):
        _write_value(page, page.places[places.VALUES[position]], number)
        name, *facts = _words(number, size, place)
        shown = [Line(name, bold=True), *(Line(each, quiet=True) for each in facts)]
        page.write(places.WORDS[position], shown, size)


def _write_value(page: Page, place: Place, number: Number) -> None:
    """The number with its unit, below it where it is long; the stroke before both."""
    short, long = text.short_unit(number.unit), text.long_unit(number.unit)
    ways = [(size, short, long) for size in place.sizes]
    # A number of millions leaves no room beside it.
    ways += [(size, "", number.unit) for size in place.sizes]
    fitting = (way for way in ways if _is_fit(place, number.value, *way))
    size, beside, below = next(fitting, ways[-1])
    lines = [Line(number.value, beside=beside)]
    if below:
        lines.append(Line(below, UNIT, bold=False, quiet=True))
    page.write(place.number, lines, size)
    page.mark(Box(places.LEFT, place.box.y, 0.06, place.box.h))


def _is_fit(place: Place, value: str, size: int, beside: str, below: str) -> bool:
    unit = width(f" {beside}", size / 2) if beside else 0
    lines = len(wrap(below, UNIT, place.box.w)) if below else 0
    high = (size + lines * UNIT) * LEADING / POINTS
    return width(value, size) + unit <= place.box.w and high <= place.box.h


def _words_size(place: Place, number: Number) -> int:
    """The largest letters in which name and facts fit."""
    fitting = (
        size for size in place.sizes if fits(place, _words(number, size, place), size)
    )
    return next(fitting, place.sizes[-1])


def _words(number: Number, size: int, place: Place) -> list[str]:
    """Name, year with Flanders, verdict; all facts closer together where that is too high."""
    sign = verdicts.SIGNS[number.verdict][0] if number.verdict else ""
    dated = ", ".join(filter(None, (str(number.year), number.mark)))
    facts, verdict = [dated, number.flanders], f"{sign} {number.verdict}".strip()
    facts, said = (
        [_whole(each) for each in group if each] for group in (facts, [verdict])
    )
    airy = [number.name, *packed(facts, size, place.box.w), *said]
    if fits(place, airy, size):
        return airy
    return [number.name, *packed([*facts, *said], size, place.box.w)]


def _whole(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", text.NBSP)


def packed(parts: Sequence[str], size: int, room: float) -> list[str]:
    """As few lines as hold the parts, none of them broken.

    Args:
        parts: In their order.
        size: Points of the letters.
        room: Inches of a line.
    """
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{BETWEEN}{part}" if lines else part
        if lines and width(longer, size, bold=False) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
