"""One slide as HTML. What does not fit, the screen itself leaves out and counts (`room.js`)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from pages import sentences, text
from pages.briefing import drawn
from pages.briefing.gather import Briefing
from pages.briefing.slides import Chart, Number, Slide
from pages.components import verdicts
from pages.components.markup import escape
from pages.room import charts

ENDS = 4
"""Municipalities shown from the top and from the bottom of the ranking."""


def section(slide: Slide, briefing: Briefing | None) -> str:
    """The slide; without a briefing it has text only."""
    lead = f'<p class="lood">{escape(slide.lead)}</p>' if slide.lead else ""
    return (
        f'<section class="dia {_kind(slide)}" data-key="{escape(slide.key)}" '
        f'data-title="{escape(slide.title)}" hidden><h1>{escape(slide.title)}</h1>{lead}'
        f'{_body(slide, briefing)}{_items(slide)}{_table(slide.table)}<p class="rest" hidden></p></section>'
    )


def _kind(slide: Slide) -> str:
    if slide.key == "titel":
        return "titel"
    if not (slide.items or slide.numbers or slide.table or slide.chart):
        return "leeg"
    return {"trend": "lijn", "map": "kaartdia"}.get(
        slide.chart.kind if slide.chart else "", ""
    )


def _body(slide: Slide, briefing: Briefing | None) -> str:
    shown = list(slide.numbers)
    if briefing and slide.chart and slide.chart.kind == "map":
        # The title names the figure already; beside municipalities it is the region's.
        shown = [replace(each, name=briefing.region_name) for each in shown]
    numbers = "".join(map(_number, shown))
    numbers = f'<div class="cijfers">{numbers}</div>' if numbers else ""
    if slide.chart is None or briefing is None:
        return numbers
    if slide.chart.kind == "trend":
        return f'<div class="twee"><div>{numbers}</div>{_trend(slide.chart, briefing)}</div>'
    picture, ends = _map(slide.chart, briefing)
    return f'<div class="twee"><div>{numbers}{ends}</div>{picture}</div>'


def _items(slide: Slide) -> str:
    if slide.key == "titel":
        return "".join(f"<p>{escape(item)}</p>" for item in slide.items)
    items = "".join(f'<li class="vervalt">{escape(item)}</li>' for item in slide.items)
    return f"<ul>{items}</ul>" if items else ""


def _number(number: Number) -> str:
    """The figure with its unit, beside it what it is and how it compares."""
    sign = verdicts.SIGNS[number.verdict][0] if number.verdict else ""
    dated = ", ".join(filter(None, (str(number.year), number.mark)))
    facts = " ".join(
        f"<span>{escape(each)}</span>" for each in (dated, number.flanders) if each
    )
    verdict = (
        f'<p class="bij">{sign} {escape(number.verdict)}</p>' if number.verdict else ""
    )
    short, long = text.short_unit(number.unit), text.long_unit(number.unit)
    below = f"<small>{escape(long)}</small>" if long else ""
    beside = f"<i>{escape(short)}</i>" if short else ""
    return (
        f'<div class="cijfer vervalt"><p class="getal"><b>{number.value}</b>{beside}{below}</p>'
        f'<div><p class="naam">{escape(number.name)}</p><p class="bij">{facts}</p>{verdict}</div></div>'
    )


def _trend(chart: Chart, briefing: Briefing) -> str:
    row = chart.figure
    series = drawn.trend(row, briefing)
    lines = charts.trend(series, row["decimals"], drawn.trend_words(row, series))
    title = drawn.with_unit(sentences.name(row), row["unit"])
    return f'<div class="beeld"><p class="naam">{escape(title)}</p>{lines}</div>'


def _map(chart: Chart, briefing: Briefing) -> tuple[str, str]:
    """The map with its classes, and the highest and lowest municipalities."""
    row = chart.figure
    found = drawn.municipal(row, briefing)
    decimals = row["published_decimals"]
    classes = dict(found.rows.select("nis", "class").iter_rows())
    shapes = charts.municipal_map(classes, drawn.map_words(row, briefing))
    picture = (
        f'<div class="beeld">{shapes}{charts.legend(found.borders, decimals)}'
        f'<p class="bij">{escape(drawn.class_words(row, found.rows))}</p></div>'
    )
    return picture, _ends(found.rows.drop_nulls("value"), decimals)


def _ends(rows: pl.DataFrame, decimals: int) -> str:
    """The highest and the lowest municipalities, without rank numbers."""
    if rows.height <= 2 * ENDS:
        return (
            f'<div class="rangen">{_list("Van hoog naar laag", rows, decimals)}</div>'
        )
    high, low = rows.head(ENDS), rows.tail(ENDS).reverse()
    return f'<div class="rangen">{_list("Hoogste", high, decimals)}{_list("Laagste", low, decimals)}</div>'


def _list(title: str, rows: pl.DataFrame, decimals: int) -> str:
    cells = "".join(
        f'<tr class="vervalt"><th scope="row">{escape(name)}</th><td>{text.number(value, decimals)}</td></tr>'
        for name, value in rows.select("name", "value").iter_rows()
    )
    return (
        f'<table class="rang"><caption>{title}</caption><tbody>{cells}</tbody></table>'
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = _cells(rows[0], "th")
    body = "".join(f'<tr class="vervalt">{_cells(row, "td")}</tr>' for row in rows[1:])
    return f'<table class="tabel"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(row: Iterable[str], tag: str) -> str:
    return "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in row)
