"""The drawings of a page: the trend of an indicator, its municipalities as bars and as a map."""

from pages import sentences, text
from pages.briefing import drawn
from pages.briefing.drawn import Municipal
from pages.briefing.gather import Briefing
from pages.exports import facts
from pages.exports.deck import places
from pages.exports.deck.bars import MOST, bars
from pages.exports.deck.chart import Words
from pages.exports.deck.fill import Line, Page, describe
from pages.exports.deck.lines import lines
from pages.exports.deck.map import add_group, legend_shapes, map_shapes
from pages.exports.workbook import Metadata
from pages.queries.database import Row

IN_NOTES = 40
"""Municipalities that a speaker can still look through in the notes."""


def draw_trend(page: Page, figure: Row, briefing: Briefing) -> None:
    """The lines of an indicator, in the place for the chart."""
    series = drawn.trend(figure, briefing)
    words = Words(_titled(sentences.name(figure), figure), _metadata(figure, briefing))
    decimals = {
        "regio": figure["decimals"],
        "vlaanderen": figure["published_decimals"],
    }
    graphic = lines(page.shape(places.CHART), series, decimals, words)
    describe(graphic, drawn.trend_words(figure, series))


def draw_municipal(page: Page, figure: Row, briefing: Briefing) -> list[str]:
    """Bars, map and legend; returns what the notes say of the municipalities.

    A perimeter of one municipality has nothing to rank: there its trend stands beside the map.
    """
    found = drawn.municipal(figure, briefing)
    if found.rows.height > 1:
        _draw_bars(page, figure, briefing, found)
    elif figure["previous"] is not None:
        draw_trend(page, figure, briefing)
    _draw_map(page, figure, briefing, found)
    return _notes(figure, found)


def _titled(title: str, figure: Row) -> str:
    """With its unit, which stays on one line."""
    unit = figure["unit"]
    whole = drawn.with_unit(title, unit)
    kept = unit.replace(" ", text.NBSP)
    between = text.NBSP if text.short_unit(unit) else " "
    return whole.replace(f", {unit}", f",{between}{kept}")


def _draw_bars(page: Page, figure: Row, briefing: Briefing, found: Municipal) -> None:
    known, decimals = found.rows.drop_nulls("value"), figure["published_decimals"]
    order = (
        "Van hoog naar laag" if known.height <= MOST else "Hoogste en laagste gemeenten"
    )
    title = _titled(f"{order}, {figure['year']}", figure)
    words = Words(title, _metadata(figure, briefing))
    graphic = bars(page.shape(places.CHART), found.rows, decimals, words)
    first, last = (known.row(at, named=True) for at in (0, -1))
    describe(
        graphic,
        f"{sentences.name(figure)}: {order.lower()}, van {first['name']} "
        f"({text.number(first['value'], decimals)}) tot {last['name']} "
        f"({text.number(last['value'], decimals)})",
    )


def _draw_map(page: Page, figure: Row, briefing: Briefing, found: Municipal) -> None:
    decimals = figure["published_decimals"]
    rows = found.rows.to_dicts()
    shapes = map_shapes(
        places.MAP_BOX,
        {row["nis"]: row["name"] for row in rows},
        {row["nis"]: row["class"] for row in rows},
        {row["nis"]: f"{row['name']}: {_shown(row, decimals)}" for row in rows},
    )
    words = f"{sentences.name(figure)}. {drawn.map_words(figure, briefing)}"
    add_group(page.slide, "Kaart", words, shapes)
    if found.borders:
        legend = legend_shapes(places.LEGEND_BOX, found.borders, decimals)
        words = drawn.border_words(found.borders, decimals)
        group = add_group(page.slide, "Legende", words, legend)
        page.below(places.CAPTION, group)
    page.write(places.CAPTION, [Line(drawn.class_words(figure, found.rows))])


def _shown(row: Row, decimals: int) -> str:
    return (
        "geen gegevens" if row["value"] is None else text.number(row["value"], decimals)
    )


def _notes(figure: Row, found: Municipal) -> list[str]:
    """The whole ranking where a speaker can look it up, and who has no figure."""
    decimals, known = figure["published_decimals"], found.rows.drop_nulls("value")
    absent = found.rows.filter(found.rows["value"].is_null())["name"].to_list()
    listed = "; ".join(
        f"{row['name']} {_shown(row, decimals)}" for row in known.to_dicts()
    )
    said = []
    if 1 < known.height <= IN_NOTES:
        said.append(f"Alle gemeenten van hoog naar laag: {listed}.")
    elif known.height > IN_NOTES:
        said.append(
            "Alle gemeenten staan in de gegevens achter de grafiek (blad Alle gemeenten)."
        )
    if absent and found.rows.height <= IN_NOTES:
        said.append(f"Geen gegevens: {text.listing(absent)}.")
    return said


def _metadata(figure: Row, briefing: Briefing) -> Metadata:
    """What the workbook behind a chart says of its figures."""
    known = [
        ("Gebied", facts.area(briefing)),
        ("Eenheid", figure["unit"]),
        ("Methode", text.METHODS.get(figure["method"], "")),
        *facts.origin(briefing.build, [figure["indicator_id"]]),
        *facts.made(briefing.build),
    ]
    return Metadata(
        sentences.name(figure), [(term, said) for term, said in known if said]
    )
