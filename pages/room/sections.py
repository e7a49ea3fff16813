"""One slide as HTML. What does not fit, the screen itself leaves out and counts (`room.js`)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from pages import text
from pages.briefing.gather import Briefing
from pages.briefing.slides import Chart, Number, Slide
from pages.components import verdicts
from pages.components.markup import escape
from pages.queries import areas, figures
from pages.room import charts

ENDS = 4
"""Municipalities shown from the top and from the bottom of the ranking."""
LONGEST_NAME = 20
"""Signs of a region's name that fit in a chart."""


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
    if not (slide.items or slide.numbers or slide.table):
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
    drawn, ends = _map(slide.chart, briefing)
    return f'<div class="twee"><div>{numbers}{ends}</div>{drawn}</div>'


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
    name = briefing.region_name
    kinds = {
        briefing.region: ("regio", name if len(name) <= LONGEST_NAME else "deze regio")
    }
    if row["aggregation"] not in text.GROWS_WITH_AREA:
        kinds[areas.FLANDERS] = ("vlaanderen", "Vlaanderen")
    points = figures.trend(
        briefing.build, row["indicator_id"], row["breakdown"], list(kinds)
    )
    series = [
        charts.Series(
            kind,
            label,
            points.filter(pl.col("area_id") == area).select("year", "value").rows(),
        )
        for area, (kind, label) in kinds.items()
    ]
    words = f"Verloop van {text.lower_first(row['title'])}: {text.listing([each.name for each in series])}"
    drawn = charts.trend(series, row["decimals"], words)
    unit = "" if row["unit"] in row["title"] else f", {row['unit']}"
    return f'<div class="beeld"><p class="naam">{escape(row["title"] + unit)}</p>{drawn}</div>'


def _map(chart: Chart, briefing: Briefing) -> tuple[str, str]:
    """The map with its classes, and the highest and lowest municipalities."""
    row = chart.figure
    everywhere = figures.municipal(
        briefing.build,
        row["indicator_id"],
        row["breakdown"],
        briefing.region,
        row["year"],
    )
    own = everywhere.filter("in_region")
    decimals = row["published_decimals"]
    words = f"Kaart van {text.municipalities(own.height)} van {briefing.region_name}, {row['year']}"
    drawn = charts.municipal_map(dict(own.select("nis", "class").iter_rows()), words)
    unit = f" ({row['unit']})" if row["unit"] else ""
    absent = " Streepjesrand: geen gegevens." if own["class"].null_count() else ""
    picture = (
        f'<div class="beeld">{drawn}{charts.legend(_borders(everywhere), decimals)}'
        f'<p class="bij">Elke kleur is een vijfde van de Vlaamse gemeenten{escape(unit)}.{absent}</p></div>'
    )
    return picture, _ends(own.drop_nulls("value"), decimals)


def _borders(rows: pl.DataFrame) -> list[float]:
    """Lowest value of each class but the first."""
    known = rows.drop_nulls("value")
    least = (
        known.filter(pl.col("class") >= number)["value"].min() for number in range(2, 6)
    )
    return [float(value) for value in least if isinstance(value, (int, float))]


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
