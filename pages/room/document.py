"""The page of the screen, its slides and the operator's view, as HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import polars as pl

from pages import text
from pages.briefing.gather import Briefing, gather
from pages.briefing.slides import Chart, Number, Slide
from pages.briefing.slides import slides as slides_of
from pages.components import verdicts
from pages.components.markup import escape
from pages.queries import figures
from pages.queries.areas import DEFAULT_REGION
from pages.queries.database import live_build
from pages.room import charts

DWELL, SHORTEST, LONGEST = 30, 5, 600
"""Seconds per slide: the default, and what may be asked."""
LOOKS = ("licht", "donker")


@dataclass(frozen=True)
class Asked:
    """What the address asks of the screen, with what was wrong in it."""

    region: str
    topics: Sequence[str]
    dwell: int | None
    look: str
    problems: Sequence[str]


def asked(query: Mapping[str, str]) -> Asked:
    """Read the address; what is not understood becomes the default and a message."""
    problems = []
    pace, dwell = query.get("tempo"), None
    if pace is not None:
        if pace.isascii() and pace.isdigit() and SHORTEST <= int(pace[:6]) <= LONGEST:
            dwell = int(pace)
        else:
            problems.append(
                f"Tempo “{pace[:20]}”: verwacht seconden van {SHORTEST} tot {LONGEST}."
            )
    look = query.get("kleur", LOOKS[0])
    if look not in LOOKS:
        problems.append(f"Kleur “{look[:20]}”: verwacht licht of donker.")
        look = LOOKS[0]
    topics = [each for each in query.get("onderwerpen", "").split(",") if each]
    return Asked(query.get("regio", DEFAULT_REGION), topics, dwell, look, problems)


def briefing_of(wanted: Asked) -> tuple[Briefing | None, list[str]]:
    """The contents, and what the address asked in vain."""
    build = live_build()
    if build is None:
        return None, ["Er is nog geen databank die deze versie kan lezen."]
    problems = list(wanted.problems)
    found = gather(build, wanted.region, wanted.topics, date.today())
    if found is None:
        problems.append(f"Regio “{wanted.region[:40]}” is niet bekend.")
        found = gather(build, DEFAULT_REGION, wanted.topics, date.today())
    if found and found.unknown:
        names = text.listing([f"“{each[:40]}”" for each in found.unknown[:5]])
        problems.append(f"Onbekend onderwerp: {names}.")
    return found, problems


def screen(query: Mapping[str, str], build: str) -> str:
    """The whole page: slides, bar and script; works on when the network is lost."""
    wanted = asked(query)
    found, problems = briefing_of(wanted)
    dwell = (
        wanted.dwell or (found and found.meeting and found.meeting["seconds"]) or DWELL
    )
    return (
        f'<!doctype html><html lang="nl" data-kleur="{wanted.look}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Vergadering · Spitsregio-monitor</title>"
        '<link rel="stylesheet" href="app/static/room.css"></head>'
        f'<body data-tempo="{dwell}" data-build="{escape(build)}">'
        f'<main id="dias">{_sections(found, problems, wanted.look)}</main>'
        '<div id="balk"><button id="pauze" type="button" aria-pressed="false">❚❚ Pauze</button>'
        '<div id="voortgang"><span class="teller"></span><span class="streep"><i></i></span></div>'
        '<span id="melding" role="status" hidden></span>'
        '<span id="code" title="Code voor de bediening"></span></div>'
        '<script src="app/static/room.js"></script></body></html>'
    )


def slides(query: Mapping[str, str]) -> str:
    """Only the slides, for a screen that renews itself."""
    wanted = asked(query)
    found, problems = briefing_of(wanted)
    return _sections(found, problems, wanted.look)


def _sections(found: Briefing | None, problems: Sequence[str], look: str) -> str:
    if found is None:
        return _section(Slide("leeg", "Geen gegevens", items=problems), None, look)
    made = slides_of(found)
    if problems:
        made = [Slide("melding", "Let op", items=problems), *made]
    return "".join(_section(slide, found, look) for slide in made)


def _section(slide: Slide, briefing: Briefing | None, look: str) -> str:
    kind = " titel" if slide.key == "titel" else ""
    lead = f'<p class="lood">{escape(slide.lead)}</p>' if slide.lead else ""
    numbers = _numbers(slide.numbers)
    drawn = _chart(slide.chart, briefing, look) if slide.chart and briefing else ""
    if drawn:
        body = f'<div class="met-beeld"><div>{numbers}</div><div class="beeld">{drawn}</div></div>'
    else:
        body = numbers
    if slide.items:
        items = "".join(f"<li>{escape(item)}</li>" for item in slide.items)
        plain = "".join(f"<p>{escape(item)}</p>" for item in slide.items)
        body += plain if kind else f"<ul>{items}</ul>"
    body += _table(slide.table)
    return (
        f'<section class="dia{kind}" data-key="{escape(slide.key)}" data-title="{escape(slide.title)}" '
        f'aria-label="{escape(slide.title)}" hidden><h1>{escape(slide.title)}</h1>{lead}{body}</section>'
    )


def _numbers(numbers: Sequence[Number]) -> str:
    return (
        f'<div class="cijfers n{len(numbers)}">{"".join(map(_number, numbers))}</div>'
        if numbers
        else ""
    )


def _number(number: Number) -> str:
    sign = verdicts.SIGNS[number.verdict][0] if number.verdict else ""
    verdict = f'<div class="bij">{sign} {escape(number.verdict)}</div>' if sign else ""
    mark = f'<div class="bij">{escape(number.mark)}</div>' if number.mark else ""
    return (
        f'<div class="cijfer"><div class="naam">{escape(number.name)}</div>'
        f'<div class="getal">{number.value} <small>{escape(number.unit)}</small></div>'
        f'<div class="bij">{escape(number.about)}</div>{verdict}{mark}</div>'
    )


def _chart(chart: Chart, briefing: Briefing, look: str) -> str:
    row = chart.figure
    key = (briefing.build, briefing.region, row["indicator_id"], row["breakdown"])
    if chart.kind == "trend":
        words = f"Verloop van {text.lower_first(row['title'])}, {briefing.region_name} en Vlaanderen"
        return f'<p class="bij">{escape(words)}</p>{_image(charts.trend(*key, look), words)}'
    rows = figures.municipal(
        briefing.build,
        row["indicator_id"],
        row["breakdown"],
        briefing.region,
        row["year"],
    ).filter(pl.col("in_region"))
    words = f"Kaart van {text.municipalities(rows.height)} van {briefing.region_name}, {row['year']}"
    drawn = _image(charts.municipal_map(*key, row["year"], look), words)
    return drawn + _ends(rows.drop_nulls("value"), row)


def _ends(rows: pl.DataFrame, row: Mapping[str, object]) -> str:
    """The highest and the lowest municipalities; names only, no rank numbers for a survey."""
    count = charts.ENDS if rows.height > 2 * charts.ENDS else rows.height
    shown = pl.concat([rows.head(count), rows.tail(min(count, rows.height - count))])
    cells = "".join(
        f'<tr><td>{escape(name)}</td><td class="getal-cel">'
        f"{text.number(value, int(str(row['published_decimals'])))}</td></tr>"
        for name, value in shown.select("name", "value").iter_rows()
    )
    return f'<table class="rang">{cells}</table>'


def _table(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _image(svg: str, words: str) -> str:
    return f'<img alt="{escape(words)}" src="data:image/svg+xml,{quote(svg)}">'


def operator(query: Mapping[str, str]) -> str:
    """The view of who steps the screen from another device."""
    code = query.get("code", "")[:12]
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Bediening · Spitsregio-monitor</title>"
        '<link rel="stylesheet" href="app/static/operator.css"></head><body><main>'
        "<h1>Bediening van het scherm</h1>"
        '<form id="aanmelden"><label for="code">Code onderaan op het scherm</label>'
        f'<input id="code" name="code" value="{escape(code)}" maxlength="12" autocomplete="off" '
        'autocapitalize="characters" spellcheck="false"><button>Verbinden</button></form>'
        '<p id="melding" role="status"></p>'
        '<div id="knoppen" hidden><p id="nu"></p><div class="rij">'
        '<button type="button" data-action="vorige">‹ Vorige</button>'
        '<button type="button" data-action="pauze" id="pauze">❚❚ Pauze</button>'
        '<button type="button" data-action="volgende">Volgende ›</button></div>'
        '<ol id="lijst"></ol></div></main>'
        '<script src="app/static/operator.js"></script></body></html>'
    )
