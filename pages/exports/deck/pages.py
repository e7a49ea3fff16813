"""One slide of the meeting becomes a page of the deck, or a few for a long table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from pages import text
from pages.briefing.gather import Briefing
from pages.briefing.slides import Slide
from pages.components.frame import NAME
from pages.exports.deck import places
from pages.exports.deck.figures import write_figures
from pages.exports.deck.fill import Line, Page, describe, fits
from pages.exports.deck.spotlight import draw_municipal, draw_trend
from pages.exports.deck.table import columns, pages, table


def add(file: Any, slide: Slide, briefing: Briefing) -> None:
    """Put the slide at the end of the file.

    Args:
        file: The presentation.
        slide: What stands on it.
        briefing: Where its drawings come from.
    """
    if slide.key == "titel":
        _opening(file, slide, briefing)
    elif slide.table:
        _tables(file, slide, briefing)
    elif slide.chart and slide.chart.kind == "map":
        _spotlight(file, slide, briefing)
    elif slide.numbers:
        _line(file, slide, briefing)
    else:
        _text(file, slide, briefing)


def _opening(file: Any, slide: Slide, briefing: Briefing) -> None:
    page = Page(file, places.TITLE)
    page.write(0, [Line(slide.title)])
    page.write(places.BODY, [Line(item) for item in slide.items])
    topics = {"regio": briefing.region, "onderwerpen": ",".join(briefing.topics)}
    address = f"/vergadering?{urlencode(topics, safe=':,')}"
    page.finish(
        _footer(briefing),
        [
            *_origin(briefing),
            f"Dezelfde dia’s op het scherm van de monitor: {address}",
            "De grafieken en tabellen zijn te bewerken; bron, methode en dekking staan in de notities van elke dia.",
        ],
    )


def _text(file: Any, slide: Slide, briefing: Briefing) -> None:
    """A lead or a list; what does not fit is counted, as on the screen."""
    page = Page(file, places.TEXT)
    page.write(0, [Line(slide.title)])
    place, items = page.places[places.BODY], list(slide.items)
    shown, rest = list(items), ""
    while len(shown) > 1 and not fits(place, [*shown, rest], place.sizes[-1]):
        shown.pop()
        rest = f"Nog {len(items) - len(shown)} meer: zie de monitor."
    lead = [slide.lead] if slide.lead else []
    lines = [Line(each) for each in (*lead, *shown)]
    page.write(places.BODY, [*lines, *([Line(rest, quiet=True)] if rest else [])])
    if not shown:
        page.plain(places.BODY)
    page.finish(_footer(briefing), [*slide.notes, *_origin(briefing)])


def _line(file: Any, slide: Slide, briefing: Briefing) -> None:
    page = Page(file, places.LINE)
    page.write(0, [Line(slide.title)])
    if slide.lead:
        page.write(places.LEAD, [Line(slide.lead)])
    write_figures(page, slide.numbers)
    if slide.chart:
        draw_trend(page, slide.chart.figure, briefing)
    page.finish(_footer(briefing), [*slide.notes, *_origin(briefing)])


def _spotlight(file: Any, slide: Slide, briefing: Briefing) -> None:
    """The title names the figure already; beside its municipalities it is the region's."""
    page = Page(file, places.MAP)
    page.write(0, [Line(slide.title)])
    if slide.numbers:
        named = [replace(each, name=briefing.region_name) for each in slide.numbers]
        write_figures(page, named)
    if slide.lead:
        page.stretch(places.WORDS[0], places.REASON)
        page.write(places.WORDS[0], [Line(slide.lead)])
    said = draw_municipal(page, slide.chart.figure, briefing) if slide.chart else []
    page.finish(_footer(briefing), [*slide.notes, *said, *_origin(briefing)])


def _tables(file: Any, slide: Slide, briefing: Briefing) -> None:
    """The rows over as many pages as they need, each with the heads."""
    place = next(each for each in places.TABLE_PAGE.places if each.kind == "tbl")
    if not slide.lead:
        place = replace(place, box=places.WITHOUT_LEAD)
    size, parts = pages(place, slide.table)
    wide = columns(place, slide.table, size)
    for number, rows in enumerate(parts, 1):
        page = Page(file, places.TABLE_PAGE)
        part = f" ({number} van {len(parts)})" if len(parts) > 1 else ""
        page.write(0, [Line(slide.title + part)])
        if slide.lead:
            page.write(places.LEAD, [Line(slide.lead)])
        graphic = table(page.shape(places.TABLE), place, rows, size, wide)
        describe(graphic, _table_words(rows))
        page.finish(_footer(briefing), [*slide.notes, *_origin(briefing)])


def _table_words(rows: Sequence[Sequence[str]]) -> str:
    count = "1 rij" if len(rows) == 2 else f"{len(rows) - 1} rijen"
    return f"Tabel met {count}: {text.listing([each.lower() for each in rows[0]])}"


def _footer(briefing: Briefing) -> str:
    name = text.full_name(briefing.region_name, briefing.region_type)
    return f"{text.upper_first(name)} · gegevens van {text.long_date(briefing.built_on)} · {NAME}"


def _origin(briefing: Briefing) -> list[str]:
    label = text.area_label(
        briefing.region_name, briefing.region_type, briefing.region_size
    )
    return [
        f"{NAME}, gegevens van {text.long_date(briefing.built_on)}, build {briefing.build_id}. Gebied: {label}."
    ]
