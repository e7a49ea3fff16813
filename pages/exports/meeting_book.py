"""Everything that the slides of a meeting show, as a workbook to calculate on with."""

from collections.abc import Iterable, Sequence

import polars as pl

from pages import sentences, text
from pages.briefing import drawn
from pages.briefing.gather import Briefing
from pages.briefing.slides import Slide, news_items, slides
from pages.exports import facts
from pages.exports.workbook import Metadata, Sheet, workbook
from pages.queries import figures, progress
from pages.queries.database import Row

FIGURES = {
    "action_line": "Actielijn",
    "name": "Indicator",
    "value": "Waarde",
    "unit": "Eenheid",
    "year": "Jaar",
    "flanders": "Vlaanderen",
    "difference": "Verschil met Vlaanderen",
    "previous_year": "Vorig jaar",
    "previous": "Vorige waarde",
    "change": "Verandering",
    "verdict": "Signaal",
    "reason": "Waarom dat signaal",
    "lower": "Ondergrens",
    "upper": "Bovengrens",
    "method": "Methode",
    "coverage": "Dekking",
    "remarks": "Opmerking",
    "source_name": "Bron",
    "indicator_id": "Code in de monitor",
}
SERIES = {
    "indicator": "Indicator",
    "name": "Gebied",
    "year": "Jaar",
    "value": "Waarde",
    "lower": "Ondergrens",
    "upper": "Bovengrens",
    "coverage": "Dekking",
    "missing": "Waarom geen cijfer",
}
MUNICIPALITIES = {
    "indicator": "Indicator",
    "nis": "NIS-code",
    "name": "Gemeente",
    "year": "Jaar",
    "value": "Waarde",
    "reason": "Waarom geen cijfer",
}
ACTIONS = {
    "action_line": "Actielijn",
    "title": "Actie",
    "owner": "Eigenaar",
    "partners": "Partners",
    "start": "Begin",
    "start_precision": "Begin gekend tot op",
    "end": "Termijn",
    "end_precision": "Termijn gekend tot op",
    "finished": "Afgerond op",
    "finished_precision": "Afronding gekend tot op",
    "execution": "Uitvoering",
    "timing": "Timing",
    "source": "Bron",
}
SOURCES = {
    "name": "Bron",
    "publisher": "Uitgever",
    "licence": "Licentie",
    "retrieved_at": "Opgehaald op",
    "homepage": "Adres",
}
SHARE = {"Dekking": "0.0%"}
EXPLAINED = ("Waarde", "Ondergrens", "Bovengrens", "Dekking")
"""Columns whose title does not say what they hold."""


def meeting_book(briefing: Briefing) -> bytes:
    """The figures on the slides, their course, their municipalities, actions and sources.

    Args:
        briefing: What the meeting hears.
    """
    shown = _shown(briefing, slides(briefing))
    place = text.full_name(briefing.region_name, briefing.region_type)
    about = [
        ("Gebied", facts.area(briefing)),
        *facts.origin(briefing.build, [row["indicator_id"] for row in shown]),
        *facts.made(briefing.build),
        *((f"Kolom {name}", facts.COLUMNS[name]) for name in EXPLAINED),
    ]
    return workbook(
        [
            Sheet("Cijfers", _figures(shown, briefing), SHARE),
            Sheet("Verloop", _series(shown, briefing), SHARE),
            Sheet("Gemeenten", _municipalities(shown, briefing)),
            Sheet("Nieuw", pl.DataFrame({"Wat nieuw is": news_items(briefing)})),
            Sheet("Acties", _actions(briefing)),
            Sheet("Bronnen", _titled(briefing.sources, SOURCES)),
        ],
        Metadata(f"Cijfers voor de vergadering: {place}", about),
    )


def _shown(briefing: Briefing, made: Iterable[Slide]) -> list[Row]:
    """The figures on the slides, each once, in their order."""
    ids = dict.fromkeys(
        indicator
        for slide in made
        for indicator in (
            *(number.indicator for number in slide.numbers),
            *([slide.chart.figure["indicator_id"]] if slide.chart else []),
        )
    )
    return [briefing.figures[indicator] for indicator in ids]


def _figures(rows: Sequence[Row], briefing: Briefing) -> pl.DataFrame:
    titles = {
        number: line.row["short_title"] for number, line in briefing.lines.items()
    }
    return _titled([_figure(row, briefing, titles) for row in rows], FIGURES)


def _figure(row: Row, briefing: Briefing, titles: dict[str, str]) -> Row:
    verdict = progress.on_figure(row, briefing.verdicts)
    number = row["action_line"]
    return row | {
        "action_line": f"{number}. {titles[number]}" if number in titles else "",
        "name": sentences.name(row),
        "flanders": None if _not_comparable(row) else row["flanders"],
        "verdict": verdict["class"] if verdict else "",
        "reason": verdict["reason"] if verdict else "",
        "method": text.METHODS.get(row["method"], row["method"]),
        "remarks": ". ".join(facts.remarks(row)),
    }


def _not_comparable(row: Row) -> bool:
    """Neither a difference nor a share is said: the slides leave Flanders out as well."""
    return row["difference"] is None and row["share_of_flanders"] is None


def _series(rows: Sequence[Row], briefing: Briefing) -> pl.DataFrame:
    """Region and Flanders through the years, as the lines of a slide."""
    found = [
        figures.trend(
            briefing.build,
            row["indicator_id"],
            row["breakdown"],
            drawn.places(row, briefing),
        ).with_columns(indicator=pl.lit(sentences.name(row)))
        for row in rows
    ]
    return _stacked(found, SERIES)


def _municipalities(rows: Sequence[Row], briefing: Briefing) -> pl.DataFrame:
    """Municipalities of the region in the year of the figure, from high to low."""
    found = [
        drawn.municipal(row, briefing).rows.with_columns(
            indicator=pl.lit(sentences.name(row)),
            year=pl.lit(row["year"], dtype=pl.Int32),
        )
        for row in rows
    ]
    return _stacked(found, MUNICIPALITIES)


def _stacked(frames: Sequence[pl.DataFrame], titles: dict[str, str]) -> pl.DataFrame:
    if not frames:
        return pl.DataFrame(schema=dict.fromkeys(titles.values(), pl.String))
    chosen = [
        frame.select(pl.col(name).alias(title) for name, title in titles.items())
        for frame in frames
    ]
    return pl.concat(chosen)


def _actions(briefing: Briefing) -> pl.DataFrame:
    rows = [
        action | {"action_line": f"{number}. {line.row['short_title']}"}
        for number, line in briefing.lines.items()
        for action in line.actions
    ]
    across = [
        action | {"action_line": "Over de lijnen heen"}
        for action in progress.actions(briefing.build, "context")
    ]
    return _titled([*rows, *across], ACTIONS)


def _titled(rows: Sequence[Row], titles: dict[str, str]) -> pl.DataFrame:
    """Some columns under the titles that the reader sees."""
    columns = {title: [row.get(name) for row in rows] for name, title in titles.items()}
    return pl.DataFrame(columns, strict=False)
