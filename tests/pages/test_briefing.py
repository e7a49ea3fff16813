"""What a meeting gets to hear: which slides, in which order, with what on them."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from pages.briefing.gather import MOST_CHANGES, Briefing, gather
from pages.briefing.slides import MOST_FIGURES, Slide, slides
from pages.queries import aliases, news, progress
from pages.queries.areas import DEFAULT_REGION
from pages.queries.database import Row, live_build
from pages.queries.news import News

TODAY = date(2026, 11, 26)


def ask(*topics: str, region: str = DEFAULT_REGION) -> Briefing:
    build = live_build()
    assert build
    found = gather(build, region, topics, TODAY)
    assert found
    return found


def meeting(day: date, spotlights: list[str]) -> Row:
    return {
        "date": day,
        "body": "Taskforce",
        "topics": [],
        "spotlights": spotlights,
        "seconds": 45,
    }


def slide(key: str, found: Briefing) -> Slide:
    return next(each for each in slides(found) if each.key == key)


def test_without_agenda_each_line_is_followed_by_its_first_figure() -> None:
    keys = [each.key for each in slides(ask())]
    assert keys[:2] == ["titel", "nieuw"]
    assert keys[2::2][:4] == ["lijn-1", "lijn-2", "lijn-3", "lijn-4"]
    assert keys[3] == "eigen:kennisvacatures"
    assert keys[-2:] == ["acties", "bronnen"]


def test_the_agenda_may_give_the_whole_order(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["titel", "pinc:unemployment_rate", "3", "acties"]
    coming = meeting(date(2026, 12, 3), ["gsm:mo_s_12"]) | {"slides": asked}
    monkeypatch.setattr(progress, "meetings", lambda _build: [coming])
    keys = [each.key for each in slides(ask())]
    assert keys == ["titel", "pinc:unemployment_rate", "lijn-3", "acties"]


def test_what_the_agenda_asks_in_vain_is_not_dropped_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coming = meeting(date(2026, 12, 3), ["gsm:mo_s_12", "bestaat:niet"])
    monkeypatch.setattr(progress, "meetings", lambda _build: [coming])
    found = ask()
    assert found.unknown == ["bestaat:niet"]
    assert found.topics[-3:] == ["gsm:mo_s_12", "acties", "bronnen"]
    assert ask("titel").unknown == [], "het adres gaat voor op de agenda"


def test_the_agenda_gives_spotlights_and_since_when(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The next meeting decides what is shown, the one before since when something is new."""
    calendar = [
        meeting(date(2027, 1, 20), ["gsm:mo_s_12"]),
        meeting(date(2026, 12, 3), ["pinc:unemployment_rate", "bestaat:niet"]),
        meeting(date(2026, 10, 1), []),
        meeting(date(2026, 6, 1), []),
    ]
    since: list[date | None] = []

    def remembered(_build: object, day: date | None, most: int) -> News:
        since.append(day)
        rows = [{"indicator_id": None, "sentence": f"Zin {n}."} for n in range(most)]
        return News(datetime(2026, 11, 1), 99, rows)

    monkeypatch.setattr(progress, "meetings", lambda _build: calendar)
    monkeypatch.setattr(news, "since", remembered)
    found = ask()
    assert found.topics == [
        "titel",
        "nieuw",
        "1",
        "2",
        "3",
        "4",
        "pinc:unemployment_rate",
        "acties",
        "bronnen",
    ]
    assert since == [date(2026, 10, 1)]
    assert (
        slide("nieuw", found).title
        == "Nieuw sinds de vorige vergadering, 1 oktober 2026"
    )
    assert len(slide("nieuw", found).items) == MOST_CHANGES
    assert slide("titel", found).items[0] == "Taskforce, 3 december 2026"


def test_nothing_new_is_said_so() -> None:
    found = replace(ask(), changes=[], moved=[])
    said = slide("nieuw", found)
    assert said.title == "Nieuw sinds de vorige vernieuwing van de cijfers"
    assert said.lead == "Geen enkele vernieuwing veranderde sindsdien cijfers."


def test_asked_topics_in_their_order_and_unknown_ones_named() -> None:
    found = ask("bronnen", "4", "xyz", "gsm:mo_s_12", "5")
    assert [each.key for each in slides(found)] == ["bronnen", "lijn-4", "gsm:mo_s_12"]
    assert found.unknown == ["xyz", "5"]


def test_a_former_id_leads_to_what_it_is_called_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    former = {
        ("indicator", "", "oud:id"): {"new": "gsm:mo_s_12"},
        ("area", "", "OUD"): {"new": "REFREG08"},
    }
    monkeypatch.setattr(aliases, "aliases", lambda _build: former)
    found = ask("oud:id", region="OUD")
    assert (found.region_name, found.topics) == (
        "Zuid-West-Vlaanderen",
        ["gsm:mo_s_12"],
    )


def test_an_unknown_region_has_no_briefing() -> None:
    build = live_build()
    assert build and gather(build, "atlantis", [], TODAY) is None


def test_a_line_shows_four_figures_a_chart_and_notes_for_the_speaker() -> None:
    for number in "1234":
        said = slide(f"lijn-{number}", ask())
        assert len(said.numbers) == len(said.notes) == MOST_FIGURES
        assert said.chart and said.chart.kind == "trend"
        assert all("Bron: " in note for note in said.notes)


def test_surveys_are_not_counted_as_higher_or_lower() -> None:
    """One of the four figures of the first line is a survey: nobody knows its margin."""
    assert slide("lijn-1", ask()).lead.endswith("(1 bevraging niet meegeteld).")


def test_a_figure_carries_the_verdict_of_its_own_year_only() -> None:
    found = ask("3", "pinc:unemployment_rate")
    row = found.figures["pinc:unemployment_rate"]
    assert slide("lijn-3", found).numbers[0].verdict
    assert "Signaal: " in slide("pinc:unemployment_rate", found).notes[0]
    older = found.verdicts["pinc:unemployment_rate"] | {"last_year": row["year"] - 1}
    stale = replace(found, verdicts={"pinc:unemployment_rate": older})
    assert slide("lijn-3", stale).numbers[0].verdict == ""
    assert "Signaal: " not in slide("pinc:unemployment_rate", stale).notes[0]


def test_a_topic_that_is_asked_twice_is_one_slide() -> None:
    keys = [each.key for each in slides(ask("2", "1", "2", "gsm:mo_s_12", "1"))]
    assert keys == ["lijn-2", "lijn-1", "gsm:mo_s_12"]


def test_a_total_is_a_share_of_flanders() -> None:
    (number,) = slide("statbel:population", ask("statbel:population")).numbers
    assert number.flanders.endswith("% van Vlaanderen")


def test_actions_with_a_term_are_listed_and_without_any_counted() -> None:
    found = ask()
    without = slide("acties", found)
    assert without.lead.startswith("Geen enkele actie in het plan heeft een termijn")
    line = found.lines["3"]
    due = dict(line.actions[0]) | {
        "end": date(2026, 10, 1),
        "end_precision": "dag",
        "execution": "lopend",
        "timing": "te laat",
    }
    later = due | {"end": date(2027, 6, 30), "end_precision": "maand", "timing": None}
    stated = due | {"end": None, "end_precision": None}
    lines = {**found.lines, "3": replace(line, actions=[due, later, stated])}
    listed = slide("acties", replace(found, lines=lines)).table
    assert listed[0] == ("Lijn", "Actie", "Eigenaar", "Termijn", "Timing")
    assert [(row[0], row[3], row[4]) for row in listed[1:]] == [
        ("3", "1 oktober 2026", "te laat"),
        ("3", "juni 2027", "niet bekend"),
        ("3", "niet bekend", "te laat"),
    ]


def test_the_sources_are_named_with_their_date() -> None:
    table = slide("bronnen", ask()).table
    assert table[0] == ("Bron", "Opgehaald op")
    assert "Statbel" in [row[0] for row in table]
