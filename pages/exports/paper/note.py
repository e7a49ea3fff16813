"""The note for the minutes: what the slides show, in words and tables that stand alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pages import municipality_sentences, plan_sentences, sentences, text
from pages.briefing.gather import Briefing, Line
from pages.briefing.slides import Slide, news_items, sides, slides
from pages.components import verdicts
from pages.exports import facts
from pages.exports.paper import method_words, note_plan, note_spotlight, typeset
from pages.exports.paper.drawings import spark
from pages.queries import details, figures, news, progress
from pages.queries.areas import FLANDERS
from pages.queries.database import Row

MOST_NEWS = 20
UNJUDGED = "Voor dit gebied zijn er geen signalen berekend."
LONGEST_HEAD = 18
"""Signs of a region's name that fit above a column."""


def note(briefing: Briefing) -> bytes:
    """The note as an A4 PDF, tagged; the same briefing gives the same bytes."""
    return typeset.pdf("note", contents(briefing), briefing.built_on)


def contents(briefing: Briefing) -> dict[str, Any]:
    """What the template sets: every word and number of the note."""
    drawn = figures.sparklines(briefing.build, [FLANDERS, briefing.region])
    every = [row for line in briefing.lines.values() for row in line.figures]
    name = text.full_name(briefing.region_name, briefing.region_type)
    return {
        "title": f"Hoe staat {name} ervoor?",
        "kind": "Nota bij de vergadering",
        "facts": _facts(briefing),
        "keywords": [briefing.region_name, "nota", "kerncijfers", briefing.build_id],
        "running": f"Gegevens van {text.long_date(briefing.built_on)} · build {briefing.build_id}",
        "signals": bool(_classes(every, briefing)),
        "summary": _summary(briefing, every, name),
        "overview": _overview(briefing),
        "news": _news(briefing),
        "region": _head(briefing),
        "lines": [_line(briefing, line, drawn) for line in briefing.lines.values()],
        "across": note_plan.actions(briefing, "context"),
        "spotlights": note_spotlight.spotlights(briefing),
        "due": _due(briefing),
        "method": _method(every, briefing),
        "sources": [_source(row) for row in briefing.sources],
    }


def _facts(briefing: Briefing) -> list[tuple[str, str]]:
    meeting = briefing.meeting
    said = [
        (
            "Vergadering",
            f"{meeting['body']}, {text.long_date(meeting['date'])}" if meeting else "",
        ),
        ("Gebied", facts.area(briefing)),
        ("Gegevens van", text.long_date(briefing.built_on)),
        ("Build", briefing.build_id),
    ]
    return [(term, words) for term, words in said if words]


def _method(every: Sequence[Row], briefing: Briefing) -> method_words.Paragraphs:
    """How all of it was made; nothing on signals where there are none."""
    signals = method_words.SIGNALS if _classes(every, briefing) else ()
    return [*method_words.figures(every), *method_words.COMPARING, *signals]


def _summary(briefing: Briefing, every: Sequence[Row], name: str) -> str:
    """One paragraph for who reads nothing else."""
    actions = [action for line in briefing.lines.values() for action in line.actions]
    known = sum(row["value"] is not None for row in every)
    said = verdicts.tally(_classes(every, briefing))
    told = [
        f"Deze nota geeft {known} kerncijfers van {name}, over {len(briefing.lines)} actielijnen.",
        sentences.tally(every, name),
        f"Hoe ze bewegen: {said}. {verdicts.CAUTION}" if said else UNJUDGED,
        note_plan.counted(actions),
    ]
    return " ".join(filter(None, told))


def _classes(rows: Sequence[Row], briefing: Briefing) -> Counter[str]:
    found = (progress.on_figure(row, briefing.verdicts) for row in rows)
    return Counter(verdict["class"] for verdict in found if verdict)


def _overview(briefing: Briefing) -> list[dict[str, str]]:
    """A row a line: which side of Flanders, how the figures move, what the plan holds."""
    rows = []
    for number, line in briefing.lines.items():
        beside = sides(line.figures).removeprefix("Tegenover Vlaanderen: ").rstrip(".")
        rows.append(
            {
                "name": f"{number}. {line.row['short_title']}",
                "sides": beside or text.MISSING,
                "signals": verdicts.tally(_classes(line.figures, briefing))
                or text.MISSING,
                "actions": plan_sentences.counted(line.actions).rstrip("."),
            }
        )
    return rows


def _news(briefing: Briefing) -> dict[str, Any]:
    """What is new, as on the slide, with more of it."""
    found = news.since(briefing.build, briefing.since, MOST_NEWS)
    told = [row["sentence"] for row in found.rows] if found else briefing.changes
    (slide,) = _slides(briefing, "nieuw")
    left_out = found.count - len(told) if found else 0
    rest = "1 andere wijziging staat" if left_out == 1 else f"{left_out} andere staan"
    return {
        "title": slide.title,
        "lead": slide.lead,
        "items": news_items(replace(briefing, changes=told)),
        "rest": f"Nog {rest} op de pagina Gegevens en methode." if left_out > 0 else "",
    }


def _slides(briefing: Briefing, *topics: str) -> list[Slide]:
    return slides(replace(briefing, topics=topics))


def _head(briefing: Briefing) -> str:
    """What stands above the figures of the region."""
    name = briefing.region_name
    return name if len(name) <= LONGEST_HEAD else "Deze regio"


def _line(briefing: Briefing, line: Line, drawn: figures.Sparklines) -> dict[str, Any]:
    number, rows = line.row["action_line"], line.figures
    name = text.full_name(briefing.region_name, briefing.region_type)
    return {
        "title": f"Actielijn {number}. {line.row['short_title']}",
        "full": line.row["title"],
        "goal": line.row["goal"],
        "lead": sentences.line(rows, name)
        if rows
        else "Nog geen cijfers in deze monitor.",
        "figures": [_figure(row, briefing, drawn) for row in rows],
        "reasons": _reasons(rows, briefing),
        "sources": _line_sources(rows, briefing),
        "targets": note_plan.targets(briefing, number),
        "actions": note_plan.actions(briefing, number),
    }


def _figure(row: Row, briefing: Briefing, drawn: figures.Sparklines) -> dict[str, Any]:
    """One row of the table of a line."""
    short = {"unit": text.short_unit(row["unit"])}
    verdict = progress.on_figure(row, briefing.verdicts)
    sign, look = verdicts.SIGNS[verdict["class"]] if verdict else ("", "geen")
    return {
        "name": sentences.name(row),
        "unit": text.long_unit(municipality_sentences.unit(row)),
        "value": sentences.value(row | short),
        "year": str(row["year"] or text.MISSING),
        "flanders": _flanders(row, short),
        "spark": spark(_series(row, briefing, drawn), row, briefing.region_name),
        "once": "één meting" if row["value"] is not None else "geen reeks",
        "sign": sign,
        "look": look,
        "verdict": verdict["class"] if verdict else text.MISSING,
        "sure": verdicts.sureness(verdict) if verdict else "",
        "remarks": _remarks(row),
    }


def _flanders(row: Row, short: Row) -> str:
    """The same figure there; of a total the share of it."""
    if row["share_of_flanders"] is not None:
        return sentences.to_flanders(row)
    return (
        text.MISSING if row["difference"] is None else sentences.flanders(row | short)
    )


def _series(
    row: Row, briefing: Briefing, drawn: figures.Sparklines
) -> list[tuple[str, list[tuple[int, float | None]]]]:
    """Lines of Flanders and the region; what grows with the area is drawn alone."""
    found = drawn.get(row["indicator_id"], {})
    kinds = {FLANDERS: "vlaanderen", briefing.region: "regio"}
    if row["aggregation"] in text.GROWS_WITH_AREA:
        kinds.pop(FLANDERS)
    if briefing.region not in found:
        return []
    return [(kind, found[area]) for area, kind in kinds.items() if area in found]


def _remarks(row: Row) -> str:
    """What must be said beside the number."""
    said = [
        sentences.reason(row).rstrip("."),
        sentences.coverage(row),
        sentences.bounds(row),
        sentences.held_back(row),
        "bevraging" if row["is_survey"] else "",
    ]
    return "; ".join(filter(None, said))


def _reasons(rows: Sequence[Row], briefing: Briefing) -> list[tuple[str, str]]:
    """Why each verdict is what it is; figures with the same reason together."""
    names: dict[str, list[str]] = {}
    for row in rows:
        verdict = progress.on_figure(row, briefing.verdicts)
        if verdict and verdict["reason"]:
            names.setdefault(verdict["reason"], []).append(sentences.name(row))
    return [(_together(found), reason) for reason, found in names.items()]


def _line_sources(rows: Sequence[Row], briefing: Briefing) -> str:
    """'Bronnen. Werkzoekendengraad: Provincies in Cijfers.'; own computations say from whose files."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["year"] is not None:
            found.setdefault(_source_of(row, briefing), []).append(row["title"])
    told = [f"{_together(names)}: {source}." for source, names in found.items()]
    return f"Bronnen. {' '.join(told)}" if told else ""


def _together(names: Sequence[str]) -> str:
    """Names at the start of a sentence."""
    return text.listing([*names[:1], *map(text.lower_first, names[1:])])


def _source_of(row: Row, briefing: Briefing) -> str:
    if row["source"] != "eigen":
        return str(row["source_name"])
    files = details.files(briefing.build, row["indicator_id"])
    owners = dict.fromkeys(file["publisher"] for file in files)
    return f"eigen berekening uit cijfers van {text.listing(list(owners))}"


def _due(briefing: Briefing) -> dict[str, Any]:
    """Actions with a term, as on the slide; without any only that is said."""
    (slide,) = _slides(briefing, "acties")
    heads, *rows = ((),) if slide.lead else slide.table
    return {"lead": slide.lead, "heads": heads, "rows": rows}


def _source(row: Row) -> dict[str, str]:
    return {
        "name": row["name"],
        "homepage": row["homepage"],
        "publisher": row["publisher"],
        "licence": row["licence"],
        "retrieved": text.long_date(row["retrieved_at"]),
    }
