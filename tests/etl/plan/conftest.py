"""A small plan, with what it may refer to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from etl.plan import state
from etl.plan.records import Known, KnownIndicator
from etl.plan.state import Plan

KNOWN = Known(
    {
        "gsm:ar_13": KnownIndicator("Leefloon", "%", frozenset({""})),
        "gsm:mo_s_12": KnownIndicator(
            "Vervoermiddel", "%", frozenset({"antwoord=auto", "antwoord=fiets"})
        ),
        "gsm:ar_11": KnownIndicator("Inkomen", "euro", frozenset({""})),
    },
    {"REFREG05": "Oost-Brabant", "02000": "Vlaams Gewest"},
)
LINES = "".join(
    f'  - {{action_line: "{n}", title: Lijn {n}, short_title: L{n}, goal: Doel {n}.}}\n'
    for n in range(1, 5)
)
PLAN = f"""action_lines:
{LINES}bodies:
  - body: Taskforce
    cadence: minstens zes keer per jaar
    source: Interleuven
actions:
  - id: rea
    action_line: "2"
    title: Ruimtelijk-economische agenda
    start: 2014
    end: 2026-11
    execution: lopend
    indicators: [gsm:ar_13]
    source: de projectsite
    milestones:
      - id: rea-nota
        title: Nota
        due: 2025-06-30
    notes:
      - id: rea-2024
        date: 2024-05
        text: Besproken.
  - id: cafe
    action_line: "1"
    title: Ondernemerscafé
    start: 2017-09-21
    finished: 2017-09-21
    execution: afgerond
    source: de projectsite
targets:
  - id: T1
    title: Minder leefloon
    owner: Taskforce
    action_lines: ["3"]
    area: REFREG05
    indicator: gsm:ar_13
    base_year: 2020
    target_year: 2030
    value: 0.5
    unit: "%"
    direction: down
    measure: hetzelfde
    status: bevestigd
    source: verslag
meetings:
  - id: taskforce-1
    date: 2026-12-01
    body: Taskforce
    topics: [Actielijn 3, Varia]
    spotlights: [gsm:ar_13]
    slides: [titel, "3", gsm:ar_13, acties]
"""
"""Begins with the four lines on lines 2 to 5; `actions` stands on line 10."""
Load = Callable[[], Plan]


@pytest.fixture
def yaml_file(tmp_path: Path) -> Path:
    path = tmp_path / "action_plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.fixture
def edit_file(tmp_path: Path) -> Path:
    return tmp_path / "plan_edits.jsonl"


@pytest.fixture
def load(yaml_file: Path, edit_file: Path) -> Load:
    """The plan as the two files make it now."""
    return lambda: state.load(KNOWN, yaml_file, edit_file)
