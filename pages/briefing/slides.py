"""The slides of a meeting as data: what stands on each, whatever draws it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pages import plan_sentences, sentences, text
from pages.briefing.gather import MOST_CHANGES, Briefing, Line
from pages.queries import progress
from pages.queries.database import Row

MOST_FIGURES = 4
"""On one slide: what a room takes in."""


@dataclass(frozen=True)
class Number:
    """A headline figure, in words and numbers ready to be shown."""

    indicator: str
    name: str
    value: str
    unit: str
    year: int
    flanders: str
    """The same figure there, or the share of it; empty when there is none."""
    verdict: str = ""
    mark: str = ""
    """That the figure is incomplete or an estimate."""


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
    name = text.full_name(briefing.region_name, briefing.region_type)
    return Slide("titel", f"Hoe staat {name} ervoor?", items=items)


def _changes(briefing: Briefing) -> Slide:
    since = (
        f"de vorige vergadering, {text.long_date(briefing.since)}"
        if briefing.since
        else "de vorige vernieuwing van de cijfers"
    )
    items = news_items(briefing)[:MOST_CHANGES]
    lead = "" if items else "Geen enkele vernieuwing veranderde sindsdien cijfers."
    return Slide("nieuw", f"Nieuw sinds {since}", lead, items=items)


def news_items(briefing: Briefing) -> list[str]:
    """Sentences on what is new: actions that moved, then figures."""
    moved = [f"Actie “{row['title']}”: {row['what']}." for row in briefing.moved]
    return [*moved, *briefing.changes]


def _line(briefing: Briefing, line: Line) -> Slide:
    known = [row for row in line.figures if row["value"] is not None][:MOST_FIGURES]
    drawn = next((row for row in known if row["previous"] is not None), None)
    number = line.row["action_line"]
    return Slide(
        f"lijn-{number}",
        f"{number}. {line.row['short_title']}",
        sides(known) if known else "Voor deze lijn zijn er geen cijfers.",
        [_number(row, briefing) for row in known],
        Chart("trend", drawn) if drawn else None,
        notes=[_note(row, briefing) for row in known],
    )


def sides(rows: Sequence[Row]) -> str:
    """On how many of the shown figures the region lies above or below Flanders.

    Surveys are left out: nobody knows their margin.
    """
    known = [row for row in rows if row["difference"] is not None]
    compared = [row for row in known if not row["is_survey"]]
    sides = [sentences.side(row) for row in compared]
    said = [
        f"{sides.count(side)} {words}"
        for side, words in sentences.SHORT_SIDES.items()
        if side in sides
    ]
    surveys = len(known) - len(compared)
    count = "1 bevraging" if surveys == 1 else f"{surveys} bevragingen"
    left_out = f"{count} niet meegeteld" if surveys else ""
    if not said:
        return f"Niet te vergelijken met Vlaanderen: {left_out}." if surveys else ""
    note = f" ({left_out})" if left_out else ""
    return f"Tegenover Vlaanderen: {text.listing(said)}{note}."


def _number(row: Row, briefing: Briefing) -> Number:
    verdict = progress.on_figure(row, briefing.verdicts)
    shown = text.number(row["value"], row["decimals"])
    return Number(
        indicator=row["indicator_id"],
        name=sentences.name(row),
        value=shown,
        unit=text.counted(row["unit"], shown),
        year=row["year"],
        flanders=_flanders(row),
        verdict=verdict["class"] if verdict else "",
        mark=_mark(row),
    )


def _flanders(row: Row) -> str:
    """'Vlaanderen 3,5 %'; a total is a share of it."""
    if row["share_of_flanders"] is not None:
        return sentences.to_flanders(row)
    if row["difference"] is None:
        return ""
    shown = text.number(row["flanders"], row["published_decimals"])
    return f"Vlaanderen {shown} {text.short_unit(row['unit'])}".rstrip()


def _mark(row: Row) -> str:
    """In two words; the notes have the whole sentence."""
    marks = [
        *(["schatting"] if sentences.bounds(row) else []),
        *(["onvolledig"] if sentences.coverage(row) else []),
    ]
    return ", ".join(marks)


def _note(row: Row, briefing: Briefing) -> str:
    """What a speaker must be able to answer: source, method, coverage, verdict."""
    verdict = progress.on_figure(row, briefing.verdicts)
    coverage = f"{row['n_observed']} van {text.municipalities(row['n_members'])}"
    bounds = sentences.bounds(row)
    parts = [
        f"{sentences.name(row)}: {sentences.headline(row, briefing.region_name)}",
        f"Bron: {row['source_name']}. Methode: {text.METHODS.get(row['method'], row['method'])}. "
        f"Dekking: {coverage}.",
    ]
    if bounds:
        parts.append(f"{text.upper_first(bounds)}.")
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
        Chart("map", row) if row["n_values"] else None,
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
        return _counted_actions(briefing)
    rows = [
        (
            number,
            action["title"],
            action["owner"] or plan_sentences.UNKNOWN,
            plan_sentences.when(action["end"], action["end_precision"])
            or plan_sentences.UNKNOWN,
            action["timing"] or plan_sentences.UNKNOWN,
        )
        for number, action in due
    ]
    heads = ("Lijn", "Actie", "Eigenaar", "Termijn", "Timing")
    return Slide("acties", "Acties met een termijn", table=[heads, *rows])


def _counted_actions(briefing: Briefing) -> Slide:
    lead = "Geen enkele actie in het plan heeft een termijn: openbare bronnen noemen er geen."
    rows = [
        (f"{number}. {line.row['short_title']}", _progress(line.actions))
        for number, line in briefing.lines.items()
        if line.actions
    ]
    table = [("Actielijn", "Uitvoering van de acties"), *rows] if rows else []
    return Slide("acties", "Acties", lead, table=table)


def _progress(actions: Sequence[Row]) -> str:
    """'5 acties: 3 lopend, 2 niet bekend'."""
    states = Counter(
        action["execution"] or plan_sentences.UNKNOWN for action in actions
    )
    said = ", ".join(f"{count} {state}" for state, count in states.most_common())
    return f"{plan_sentences.number(actions)}: {said}"


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
