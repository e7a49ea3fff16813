"""The YAML file: partial dates, and mistakes named by their line."""

from datetime import date
from pathlib import Path

import pytest

from etl import areas, catalogue
from etl.plan import document, state
from etl.plan.dates import first_day, last_day, precision
from etl.refusal import Refusal
from tests.etl.plan.conftest import PLAN, Load


def test_the_file_of_the_project_is_right() -> None:
    plan = state.load(
        state.known(catalogue.load(), areas.load()), edit_file=Path("none")
    )
    assert [line.action_line for line in plan.action_lines] == ["1", "2", "3", "4"]
    assert len(plan.actions) == 15
    assert {target.id.split("-")[0] for target in plan.targets} == {
        f"T{number:02}" for number in range(1, 19)
    }
    assert all(action.source for action in plan.actions)
    assert all(target.source for target in plan.targets)
    # No public target is measured here by its own definition, so none may get the full verdict.
    assert {target.measure for target in plan.targets} == {"benadering", "geen"}
    assert plan.meetings == []
    assert {body.per_year for body in plan.bodies} == {5, 6}


def test_a_date_is_as_precise_as_it_is_known(load: Load) -> None:
    action = load().actions[0]
    assert (action.start, action.end) == ("2014", "2026-11")
    assert (first_day("2014"), last_day("2014")) == (
        date(2014, 1, 1),
        date(2014, 12, 31),
    )
    assert last_day("2024-02") == date(2024, 2, 29)
    assert [precision(text) for text in ("2014", "2026-11", "2017-09-21", None)] == [
        "jaar",
        "maand",
        "dag",
        None,
    ]


TARGET = "  - id: T1"


@pytest.mark.parametrize(
    ("old", "new", "at", "message"),
    [
        ("execution: lopend", "execution: bezig", "execution", "execution: verwacht 'niet gestart', 'lopend'"),
        ("start: 2014", "start: begin 2014", "start", "start: verwacht een dag (2026-11-25), een maand"),
        ("end: 2026-11\n", "end: 2013\n", "  - id: rea\n", "het einde ligt voor het begin (2014, 2013)"),
        ("end: 2026-11\n", "einde: 2026-11\n", "einde", "einde: onbekende sleutel (gevonden: '2026-11')"),
        ('action_line: "2"\n', 'action_line: "5"\n', 'action_line: "5"\n', "action_line: verwacht '1', '2', '3', '4' of 'context' (gevonden: '5')"),
        ("source: de projectsite\n    mile", "mile", "  - id: rea\n", "source: ontbreekt"),
        ("indicators: [gsm:ar_13]", "indicators: [gsm:xx]", "indicators", "indicators: onbekende indicator 'gsm:xx'"),
        ("area: REFREG05", "area: REFREG99", "area", "area: onbekend gebied 'REFREG99'"),
        ("base_year: 2020", "base_year: 2030", TARGET, "het doeljaar 2030 komt niet na het basisjaar 2030"),
        ("value: 0.5", "value: 105", TARGET, "verwacht een percentage van 0 tot 100, gevonden 105"),
        ('unit: "%"', "unit: euro", "unit", "unit: verwacht '%', de eenheid van de indicator"),
        ("body: Taskforce\n    topics", "body: Bestuur\n    topics", "    body: Bestuur", "body: onbekend overleg 'Bestuur', verwacht: Taskforce"),
        ('slides: [titel, "3", ', 'slides: [titel, "5", ', "slides: [titel", "slides: onbekende dia '5', verwacht: titel, nieuw, acties, bronnen, 1, 2, 3, 4 of het id van een indicator"),
        ('gsm:ar_13, acties]', 'acties, acties]', "slides: [titel", "slides: een dia staat er twee keer"),
        ("date: 2026-12-01", "date: 2026-12", "date: 2026-12\n", "date: verwacht een dag zoals 2026-11-25"),
        ("bodies:", "lichamen:", "lichamen", "onbekende sleutel 'lichamen', verwacht: action_lines"),
        ("title: Nota", "title: Nota\n        title: Nog een", "        title: Nog", "sleutel 'title' staat er twee keer"),
        ("direction: down\n    ", "", TARGET, "een doel dat hier gemeten of benaderd wordt, vraagt een indicator en een richting"),
        ("finished: 2017-09-21\n    execution: afgerond", "finished: 2017-09-21", "  - id: cafe", "een datum van afronding vraagt uitvoering 'afgerond'"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line(
    yaml_file: Path, load: Load, old: str, new: str, at: str, message: str
) -> None:
    assert PLAN.count(old) == 1
    text = PLAN.replace(old, new)
    line = text[
        : text.index(at, text.index("meetings:") if at.startswith("    body") else 0)
    ]
    yaml_file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load()
    assert f"regel {line.count(chr(10)) + 1}: {message}" in str(refused.value)
    assert str(refused.value).startswith("action_plan.yaml: ")


def test_an_id_is_used_once(yaml_file: Path, load: Load) -> None:
    yaml_file.write_text(PLAN.replace("id: cafe", "id: rea"), encoding="utf-8")
    with pytest.raises(Refusal, match=r"regel \d+: id 'rea' bestaat al \(regel 11\)"):
        load()


def test_all_mistakes_are_named_at_once(yaml_file: Path, load: Load) -> None:
    wrong = PLAN.replace("lopend", "bezig").replace(
        "base_year: 2020", "base_year: twee"
    )
    yaml_file.write_text(wrong, encoding="utf-8")
    with pytest.raises(Refusal, match="2 fouten") as refused:
        load()
    assert "execution: verwacht" in str(refused.value)
    assert "base_year: verwacht een geheel getal (gevonden: 'twee')" in str(
        refused.value
    )


@pytest.mark.parametrize("text", ["", "- 1", "actions: [", "actions: {a: 1}"])
def test_what_is_no_plan_is_refused(yaml_file: Path, text: str) -> None:
    yaml_file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal):
        document.read(yaml_file)
