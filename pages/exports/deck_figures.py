"""Headline figures on a page: the number with its unit, beside it what it is."""

from collections.abc import Sequence

from pages import text
from pages.briefing.slides import Number
from pages.components import verdicts
from pages.exports import deck_places as places
from pages.exports.deck_fill import Line, Page, fits
from pages.exports.deck_fit import width
from pages.exports.deck_places import Box, Place

UNIT = 20
"""Points of a unit below its number."""
BETWEEN = " · "


def write_figure(page: Page, position: int, number: Number, name: str) -> None:
    """One figure on its place.

    Args:
        page: With places for figures.
        position: From 0.
        number: What is shown.
        name: What it is called here.
    """
    value = page.places[places.VALUES[position]]
    short, long = text.short_unit(number.unit), text.long_unit(number.unit)
    below = [Line(long, UNIT, bold=False, quiet=True)] if long else []
    size = _value_size(value, number.value, short)
    page.write(value.number, [Line(number.value, beside=short), *below], size)
    page.mark(Box(places.LEFT, value.box.y, 0.06, value.box.h))
    words = page.places[places.WORDS[position]]
    size = _words_size(words, name, _facts(number))
    facts = packed(_facts(number), size, words.box.w)
    shown = [Line(name, bold=True), *(Line(each, quiet=True) for each in facts)]
    page.write(words.number, shown, size)


def _value_size(place: Place, value: str, unit: str) -> int:
    def wide(size: int) -> float:
        return width(value, size) + (width(f" {unit}", size / 2) if unit else 0)

    return next(
        (size for size in place.sizes if wide(size) <= place.box.w), place.sizes[-1]
    )


def _words_size(place: Place, name: str, facts: Sequence[str]) -> int:
    """Letters in which name and facts fit; the facts need fewer lines when they are smaller."""
    return next(
        (
            size
            for size in place.sizes
            if fits(place, [name, *packed(facts, size, place.box.w)], size)
        ),
        place.sizes[-1],
    )


def _facts(number: Number) -> list[str]:
    """Year, Flanders and verdict; none of them breaks inside."""
    sign = verdicts.SIGNS[number.verdict][0] if number.verdict else ""
    dated = ", ".join(filter(None, (str(number.year), number.mark)))
    facts = (dated, number.flanders, f"{sign} {number.verdict}".strip())
    return [each.replace(" ", text.NBSP) for each in facts if each]


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
        if lines and width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines
