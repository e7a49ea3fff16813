"""The slides of a meeting as data: what stands on each, whatever draws it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pages import sentences, text
from pages.briefing.gather import Briefing, Line
from pages.queries.database import Row

MOST_FIGURES = 4
"""On one slide: what a room takes in."""
MOST_CHANGES = 6
FIXED = ("titel", "nieuw", "acties", "bronnen")


@dataclass(frozen=True)
class Number:
    """A headline figure, in words and numbers ready to be shown."""

    indicator: str
    name: str
    value: str
    unit: str
    about: str
    """Year and difference from Flanders."""
    verdict: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Chart:
    """What a slide draws: the trend of an indicator, or its map with the ranking."""

    kind: str
    """'trend' or 'map'."""
    figure: Row


@dataclass(frozen=True)
class Slide:
    """One slide."""

    key: str
    title: str
    lead: str = ""
    numbers: Sequence[Number] = ()
    chart: Chart | None = None
    items: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    """Rows of text; the first holds the heads."""
    notes: Sequence[str] = field(default_factory=list)
    """For the speaker: source, method, coverage."""


def slides(briefing: Briefing) -> list[Slide]:
    """The slides in the order of the agenda."""
    made = [_slide(briefing, topic) for topic in briefing.topics]
    return [slide for slide in made if slide is not None]


def _slide(briefing: Briefing, topic: str) -> Slide | None:
    if topic == "titel":
        return _title(briefing)
    if topic == "nieuw":
        return _changes(briefing)
    if topic == "acties":
        return _actions(briefing)
    if topic == "bronnen":
        return _sources(briefing)
    if topic in briefing.lines:
        return _line(briefing, briefing.lines[topic])
    if topic in briefing.figures:
        return _spotlight(briefing, briefing.figures[topic])
    return None


def _title(briefing: Briefing) -> Slide:
    kind = text.AREA_TYPES.get(briefing.region_type, briefing.region_type)
    items = [
        f"{kind.capitalize()}, {text.municipalities(briefing.region_size)}",
        f"Gegevens van {text.long_date(briefing.built_on)}",
    ]
    if briefing.meeting:
        meeting = briefing.meeting
        items.insert(0, f"{meeting['body']}, {text.long_date(meeting['date'])}")
    return Slide("titel", f"Hoe staat {briefing.region_name} ervoor?", items=items)


def _changes(briefing: Briefing) -> Slide:
    since = (
        f"de vorige vergadering, {text.long_date(briefing.since)}"
        if briefing.since
        else "de vorige vernieuwing van de cijfers"
    )
    items = list(briefing.changes[:MOST_CHANGES])
    items += [f"Actie “{row['title']}”: {row['what']}." for row in briefing.moved]
    lead = "" if items else "Er is niets veranderd."
    return Slide("nieuw", f"Nieuw sinds {since}", lead, items=items[:MOST_CHANGES])


def _line(briefing: Briefing, line: Line) -> Slide:
    known = [row for row in line.figures if row["value"] is not None][:MOST_FIGURES]
    drawn = next((row for row in known if row["previous"] is not None), None)
    number = line.row["action_line"]
    return Slide(
        f"lijn-{number}",
        f"{number}. {line.row['short_title']}",
        _one_sentence(known, briefing.region_name),
        [_number(row, briefing) for row in known],
        Chart("trend", drawn) if drawn else None,
        notes=[_note(row, briefing) for row in known],
    )


def _one_sentence(rows: Sequence[Row], region: str) -> str:
    """On how many of the shown figures the region lies above or below Flanders."""
    compared = [row for row in rows if row["difference"] is not None]
    if not compared:
        return ""
    sides = [sentences.side(row) for row in compared]
    said = [
        f"{sides.count(side)} {words}"
        for side, words in (
            ("hoger", "hoger"),
            ("lager", "lager"),
            ("vergelijkbaar", "op hetzelfde niveau"),
        )
        if side in sides
    ]
    count = len(compared)
    which = "dit cijfer" if count == 1 else f"deze {count} cijfers"
    return f"{region} ligt voor {which} tegenover Vlaanderen: {text.listing(said)}."


def _number(row: Row, briefing: Briefing) -> Number:
    verdict = briefing.verdicts.get(row["indicator_id"])
    return Number(
        indicator=row["indicator_id"],
        name=sentences.name(row),
        value=text.number(row["value"], row["decimals"]),
        unit=row["unit"],
        about=", ".join(filter(None, (str(row["year"]), sentences.to_flanders(row)))),
        verdict=verdict["class"] if verdict else "",
        mark=sentences.coverage(row) or sentences.bounds(row),
    )


def _note(row: Row, briefing: Briefing) -> str:
    """What a speaker must be able to answer: source, method, coverage, verdict."""
    verdict = briefing.verdicts.get(row["indicator_id"])
    coverage = f"{row['n_observed']} van {text.municipalities(row['n_members'])}"
    parts = [
        f"{sentences.name(row)}: {sentences.headline(row, briefing.region_name)}",
        f"Bron: {row['source_name']}. Methode: {text.METHODS.get(row['method'], row['method'])}. "
        f"Dekking: {coverage}.",
    ]
    if verdict and verdict["reason"]:
        parts.append(f"Signaal: {verdict['reason']}")
    return " ".join(parts)


def _spotlight(briefing: Briefing, row: Row) -> Slide:
    numbers = [_number(row, briefing)] if row["value"] is not None else []
    return Slide(
        row["indicator_id"],
        sentences.name(row),
        "" if numbers else sentences.reason(row),
        numbers,
        Chart("map", row),
        notes=[_note(row, briefing)] if numbers else [sentences.reason(row)],
    )


def _actions(briefing: Briefing) -> Slide:
    """What is late or comes to its term; nothing is said of what nobody published."""
    due = [
        (number, action)
        for number, line in briefing.lines.items()
        for action in line.actions
        if action["timing"] == "te laat"
        or (action["end"] and action["execution"] != "afgerond")
    ]
    if not due:
        lead = "Geen enkele actie in het plan heeft een termijn: openbare bronnen noemen er geen."
        return Slide("acties", "Acties met een termijn", lead)
    rows = [
        (
            number,
            action["title"],
            action["owner"] or "niet bekend",
            text.long_date(action["end"]),
            action["timing"] or "niet bekend",
        )
        for number, action in due
    ]
    heads = ("Lijn", "Actie", "Eigenaar", "Termijn", "Timing")
    return Slide("acties", "Acties met een termijn", table=[heads, *rows[:8]])


def _sources(briefing: Briefing) -> Slide:
    rows = [
        (row["name"], text.long_date(row["retrieved_at"])) for row in briefing.sources
    ]
    return Slide(
        "bronnen",
        "Bronnen",
        f"Gegevens van {text.long_date(briefing.built_on)}, build {briefing.build_id}.",
        table=[("Bron", "Opgehaald op"), *rows],
    )
