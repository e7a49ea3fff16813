"""The note for the minutes: its figures are those of the database, and everybody can read it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate, combinations, pairwise
from typing import Any

import pytest
import typst

from pages import sentences, text
from pages.briefing.gather import Briefing, gather
from pages.exports.paper import note_plan, typeset
from pages.exports.paper.note import contents, note
from pages.queries import areas, news
from pages.queries.database import live_build
from tests.pages.paper import HOSTILE, check_accessible, plain, read

TODAY = date(2026, 11, 26)


def ask(region: str = "REFREG05", topics: Sequence[str] = ()) -> Briefing:
    build = live_build()
    assert build
    found = gather(build, region, topics, TODAY)
    assert found
    return found


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return ask()


@pytest.fixture(scope="module")
def made(briefing: Briefing) -> bytes:
    return note(briefing)


def test_every_figure_is_that_of_the_database(briefing: Briefing, made: bytes) -> None:
    found = plain(made)
    for line in briefing.lines.values():
        for row in line.figures:
            unit = text.short_unit(row["unit"])
            shown = text.figure(row["value"], unit, row["decimals"]).replace(
                text.NBSP, " "
            )
            assert f"{shown} {row['year']} " in found, sentences.name(row)
            verdict = briefing.verdicts[row["indicator_id"]]
            assert verdict["reason"] in found


def test_it_stands_alone(briefing: Briefing, made: bytes) -> None:
    found = plain(made)
    assert "Oost-Brabant (referentieregio, 32 gemeenten)" in found
    assert f"build {briefing.build_id} pagina 1 van {len(read(made).pages)}" in found
    for line in briefing.lines.values():
        assert line.row["goal"] in found
        assert all(action["title"] in found for action in line.actions)
    for source in briefing.sources:
        assert source["publisher"] in found and source["licence"] in found
    assert "Regiopact Spitsregio Leuven" in found  # across the lines
    assert "40 % in 2030" in found and "Zoutleeuw" in found  # a target and its source


def test_it_is_tagged_and_has_an_outline(made: bytes) -> None:
    check_accessible(made, "Hoe staat Oost-Brabant ervoor?")
    titles = [item.title for item in read(made).outline if not isinstance(item, list)]
    assert titles[0] == "Samengevat" and titles[-1] == "Bronnen"
    assert "Actielijn 3. Arbeidsmarkt" in titles


def test_the_same_briefing_gives_the_same_bytes(
    briefing: Briefing, made: bytes
) -> None:
    assert note(briefing) == made


def test_a_name_is_a_name_whatever_is_in_it(briefing: Briefing) -> None:
    line = briefing.lines["3"]
    action = {**line.actions[0], "title": HOSTILE, "owner": HOSTILE}
    figure = {**line.figures[0], "title": HOSTILE, "source_name": HOSTILE}
    hostile = replace(line, actions=[action], figures=[figure])
    found = plain(
        note(replace(briefing, region_name=HOSTILE, lines={"3": hostile}, topics=[]))
    )
    assert found.count("// j /* k ~") >= 5
    assert HOSTILE[:40] in found


def test_what_is_not_known_is_said_once_and_not_in_every_cell(
    briefing: Briefing,
) -> None:
    actions = note_plan.actions(briefing, "2")
    assert actions["heads"] == ["Actie"]
    assert actions["lead"].endswith(
        "Van geen enkele is bekend: eigenaar, periode, termijn en stand van de uitvoering."
    )
    assert "niet bekend" not in str(note_plan.actions(briefing, "1")["rows"])
    assert note_plan.actions(briefing, "9")["rows"] == []


def test_targets_without_a_figure_are_grouped_by_the_reason(briefing: Briefing) -> None:
    found = note_plan.targets(briefing, "4")
    assert [why for why, _names in found["others"]] == [
        "geen cijfer per gemeente dat dit meet"
    ]
    assert found["measured"] == "Hier benaderd met"
    own = next(
        row for row in found["rows"] if row["title"] == "Duurzame verplaatsingen"
    )
    assert (own["owner"], own["line"]) == (
        "Vervoerregio Leuven (31 gemeenten)",
        f"60,0{text.NBSP}%",
    )


def test_the_meeting_what_is_new_and_what_is_due(
    briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = briefing.lines["3"]
    late = {
        **line.actions[0],
        "owner": "VDAB",
        "end": date(2026, 10, 1),
        "end_precision": "dag",
        "execution": "lopend",
        "timing": "te laat",
    }
    rows = [{"indicator_id": None, "sentence": f"Zin {n}."} for n in range(9)]
    told = news.News(briefing.built_on, 30, rows)  # type: ignore[arg-type]
    monkeypatch.setattr(news, "since", lambda *_asked: told)
    found = contents(
        replace(
            briefing,
            meeting={"body": "Taskforce", "date": date(2026, 12, 3)},
            since=date(2026, 6, 1),
            lines={**briefing.lines, "3": replace(line, actions=[late])},
        )
    )
    assert found["facts"][0] == ("Vergadering", "Taskforce, 3 december 2026")
    assert found["news"]["title"].endswith("1 juni 2026")
    assert found["news"]["items"][-1] == "Zin 8."
    assert found["news"]["rest"].startswith("Nog 21 andere staan")
    assert [row[2:] for row in found["due"]["rows"]] == [
        ("VDAB", "1 oktober 2026", "te laat")
    ]
    shown: dict[str, Any] = found["lines"][2]["actions"]
    assert shown["rows"][0][0].endswith("(te laat)")
    assert "1 oktober 2026" in shown["rows"][0]


def test_a_spotlight_lists_every_municipality_with_its_value() -> None:
    (found,) = contents(ask(topics=["pinc:unemployment_rate"]))["spotlights"]
    (names,) = found["columns"]
    assert len(names) == 32 and names[0] == ("Tienen", "8,40")
    assert len(found["classes"]) == 5 and found["map"]["svg"].count("<path") == 32


def test_an_empty_agenda_has_no_spotlights(briefing: Briefing) -> None:
    lines = {"1": replace(briefing.lines["1"], figures=[], actions=[])}
    found = plain(note(replace(briefing, topics=[], lines=lines)))
    assert "Uitgelicht" not in found
    assert "Nog geen cijfers in deze monitor." in found
    assert "Openbare bronnen noemen geen actie van deze lijn." in found


def test_one_municipality_has_no_signals_and_no_empty_column() -> None:
    found = contents(ask("eerstelijnszone-gent"))
    assert not found["signals"]
    assert "Voor dit gebied zijn er geen signalen berekend." in found["summary"]
    assert "Gent (eerstelijnszone, 1 gemeente)" in plain(
        note(ask("eerstelijnszone-gent"))
    )


def test_of_many_municipalities_only_the_ends_are_listed() -> None:
    largest = areas.regions(ask().build).sort("n")[-1, "area_id"]
    (found,) = contents(ask(largest, ["pinc:unemployment_rate"]))["spotlights"]
    assert [len(column) for column in found["columns"]] == [10, 10]


NARROW = b"""
    #import "/house.typ": *
    #show: house
    #for word in data.words { box(width: 2cm, word); linebreak() }
"""
SYLLABLES = (
    "bur-ge-mees-ters-over-leg",
    "werk-ge-le-gen-heids-be-leid",
    "ver-keers-vei-lig-heids-plan",
)


def test_a_narrow_column_breaks_words_where_dutch_breaks_them() -> None:
    words = [each.replace("-", "") for each in SYLLABLES]
    told: dict[str, object] = {
        "title": "t",
        "monitor": "m",
        "keywords": [],
        "running": "",
        "words": words,
        "colours": typeset.COLOURS,
    }
    compiled = typst.compile(  # type: ignore[type-var]  # its stub takes bytes for no folder
        NARROW,
        root=typeset.TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(told)},
    )
    assert isinstance(compiled, bytes)
    shown = read(compiled).pages[0].extract_text().replace("\u00ad", "-")
    pieces = [line.strip().rstrip("-") for line in shown.split("\n")]
    for word, syllables in zip(words, SYLLABLES, strict=True):
        places = _breaks(pieces, word)
        allowed = list(accumulate(map(len, syllables.split("-"))))
        assert places and set(places) <= set(allowed), (word, places)
        ends = [0, *places, len(word)]
        assert max(b - a for a, b in pairwise(ends)) <= 13  # what 2 cm holds


def _breaks(pieces: Sequence[str], word: str) -> list[int]:
    """After how many letters a word that stands on several lines is broken."""
    for start, end in combinations(range(len(pieces) + 1), 2):
        if "".join(pieces[start:end]) == word:
            return list(accumulate(map(len, pieces[start : end - 1])))
    return []
