"""Everything that a meeting hears, asked once from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etl.live import Signature
from pages.queries import aliases, areas, figures, news, progress
from pages.queries.database import Row

FIRST, LAST = ("titel", "nieuw"), ("acties", "bronnen")
MOST_TOPICS = 30
MOST_CHANGES = 6
"""On the slide with what is new."""


@dataclass(frozen=True)
class Line:
    """An action line with its headline figures, in their order, and its actions."""

    row: Row
    figures: Sequence[Row]
    actions: Sequence[Row]


@dataclass(frozen=True)
class Briefing:
    """The contents of a meeting on one perimeter."""

    build: Signature
    build_id: str
    built_on: date
    region: str
    region_name: str
    region_type: str
    region_size: int
    lines: Mapping[str, Line]
    figures: Mapping[str, Row]
    """Every indicator with a figure, for the spotlights."""
    verdicts: Mapping[str, Row]
    changes: Sequence[str]
    moved: Sequence[Row]
    """Actions finished or overdue since the meeting before."""
    since: date | None
    """The meeting before; None: there is none on the calendar, so since the refresh before."""
    meeting: Row | None
    """The next meeting on the calendar."""
    sources: Sequence[Row]
    topics: Sequence[str]
    unknown: Sequence[str]
    """Topics of the address or the agenda that are not there, or without figures here."""
    too_many: int
    """Topics after the last that a meeting takes; left out."""


def gather(
    build: Signature, region: str, topics: Sequence[str], today: date
) -> Briefing | None:
    """Ask for everything; None when the region is unknown.

    Args:
        build: From `live_build()`.
        region: Area id.
        topics: Asked order: fixed slides, numbers of lines, ids of indicators; empty: the agenda.
        today: Divides the calendar in what was and what comes.
    """
    former = aliases.aliases(build)
    region = _current(former, "area", region)
    known = {row["area_id"]: row for row in areas.regions(build).to_dicts()}
    if region not in known:
        return None
    place, live = known[region], areas.newest_build(build)
    rows = figures.snapshot(build, region, None)
    with_figure = {row["indicator_id"]: row for row in rows if row["year"] is not None}
    lines = {
        line["action_line"]: _line(build, line, rows)
        for line in areas.action_lines(build)
    }
    calendar = progress.meetings(build)
    coming = [row for row in calendar if row["date"] >= today]
    before = next((row["date"] for row in calendar if row["date"] < today), None)
    meeting = coming[-1] if coming else None
    valid = {*FIRST, *LAST, *lines, *with_figure}
    wanted = dict.fromkeys(
        _current(former, "indicator", topic)
        for topic in topics or _agenda(meeting, lines)
    )
    chosen = [topic for topic in wanted if topic in valid]
    found = news.since(build, before, MOST_CHANGES)
    return Briefing(
        build=build,
        build_id=live["build_id"],
        built_on=live["built_at"].date(),
        region=region,
        region_name=place["name"],
        region_type=place["area_type"],
        region_size=place["n"],
        lines=lines,
        figures=with_figure,
        verdicts=progress.verdicts(build, region),
        changes=[row["sentence"] for row in found.rows] if found else [],
        moved=progress.moved_actions(build, before) if before else [],
        since=before,
        meeting=meeting,
        sources=areas.sources(build),
        topics=chosen[:MOST_TOPICS] or [*FIRST, *LAST],
        unknown=[topic for topic in wanted if topic not in valid],
        too_many=max(0, len(chosen) - MOST_TOPICS),
    )


def too_many(briefing: Briefing) -> str:
    """That address or agenda ask more than a meeting takes; empty when they do not."""
    if not briefing.too_many:
        return ""
    count = briefing.too_many
    last = "het laatste valt" if count == 1 else f"de laatste {count} vallen"
    return f"Een vergadering toont ten hoogste {MOST_TOPICS} onderwerpen: {last} weg."


def _current(former: Mapping[tuple[str, str, str], Row], kind: str, asked: str) -> str:
    """What a former id is called now; any other as it is."""
    found = former.get((kind, "", asked))
    return str(found["new"]) if found else asked


def _line(build: Signature, line: Row, rows: Sequence[Row]) -> Line:
    number = line["action_line"]
    own = (row for row in rows if row["headline"] and row["action_line"] == number)
    headlines = sorted(own, key=lambda row: row["headline"])
    return Line(line, headlines, progress.actions(build, number))


def _agenda(meeting: Row | None, lines: Mapping[str, Line]) -> list[str]:
    """The order of the agenda; without one each line is followed by its first figure."""
    if meeting and meeting.get("slides"):
        return list(meeting["slides"])
    if meeting and meeting["spotlights"]:
        return [*FIRST, *lines, *meeting["spotlights"], *LAST]
    middle = [
        topic
        for number, line in lines.items()
        for topic in (number, *(row["indicator_id"] for row in line.figures[:1]))
    ]
    return [*FIRST, *middle, *LAST]
