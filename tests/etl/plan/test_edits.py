"""The edits over the file: the last one wins, a wrong one is named, none is lost."""

import json
from pathlib import Path

import pytest

from etl.plan.edits import Edit, append
from etl.plan.model import Action
from tests.etl.plan.conftest import Load


def line(at: str, entity: str, key: str, **change: object) -> str:
    told = {"at": f"2026-11-{at}:00:00+00:00", "who": "an", "entity": entity, "id": key}
    return json.dumps(told | change)


def write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def rea(load: Load) -> Action:
    return next(action for action in load().actions if action.id == "rea")


def test_later_edits_win_per_field(edit_file: Path, load: Load) -> None:
    write(
        edit_file,
        line(
            "20T09",
            "action",
            "rea",
            set={"owner": "Interleuven", "execution": "afgerond"},
        ),
        line("21T09", "action", "rea", set={"execution": "doorlopend"}),
        line("22T09", "action", "rea", set={"end": None}),
    )
    action = rea(load)
    assert (action.owner, action.execution, action.end) == (
        "Interleuven",
        "doorlopend",
        None,
    )
    assert action.title == "Ruimtelijk-economische agenda"
    assert [(row.line, row.field, row.old, row.new) for row in load().history] == [
        (1, "execution", "lopend", "afgerond"),
        (1, "owner", None, "Interleuven"),
        (2, "execution", "afgerond", "doorlopend"),
        (3, "end", "2026-11", None),
    ]


def test_an_edit_may_create_and_remove(edit_file: Path, load: Load) -> None:
    new = {"action_line": "3", "title": "Nieuw", "source": "verslag"}
    write(
        edit_file,
        line("20T09", "action", "nieuw", set=new),
        line("20T10", "milestone", "nieuw-1", set={"action": "nieuw", "title": "Stap"}),
        line("20T11", "milestone", "rea-nota", remove=True),
    )
    plan = load()
    assert plan.refused == []
    assert [action.id for action in plan.actions] == ["rea", "cafe", "nieuw"]
    assert list(plan.models["milestone"]) == ["nieuw-1"]
    created = [row for row in plan.history if row.line == 1]
    assert {(row.field, row.old) for row in created} == {
        (name, None) for name in ("id", "action_line", "title", "source")
    }
    removed = [row for row in plan.history if row.line == 3]
    assert {row.new for row in removed} == {None}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('{"at": "2026-11-20T09:00:00+00:00", "who": "an", "ent', "geen hele JSON"),
        ("[1]", "verwacht sleutels met hun waarde"),
        (line("20T09", "action", "rea"), "verwacht 'set' met velden, of 'remove'"),
        (line("20T09", "plan", "rea", set={"owner": "x"}), "entity: verwacht 'action'"),
        (line("20T09", "action", "rea", set={"owner": "x"}).replace("+00:00", ""), "een tijd met zone"),
        (line("20T09", "action", "rea", set={"execution": "bezig"}), "execution: verwacht 'niet gestart'"),
        (line("20T09", "action", "rea", set={"eigenaar": "x"}), "eigenaar: onbekende sleutel"),
        (line("20T09", "action", "rea", set={"title": None}), "title: ontbreekt"),
        (line("20T09", "action", "rea", set={"end": "2010"}), "het einde ligt voor het begin"),
        (line("20T09", "action", "rea", set={"id": "x"}), "'id' verandert niet"),
        (line("20T09", "action", "rea", remove=True), "verwijder eerst mijlpaal rea-nota, notitie rea-2024"),
        (line("20T09", "action", "weg", remove=True), "'weg' bestaat niet"),
        (line("20T09", "note", "n", set={"action": "weg", "date": "2026", "text": "x"}), "onbekende actie 'weg'"),
        (line("20T09", "target", "T1", set={"indicator": "gsm:xx"}), "onbekende indicator 'gsm:xx'"),
        ("{" * 100_000, "geen hele JSON"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_and_the_others_count(
    edit_file: Path, load: Load, wrong: str, message: str
) -> None:
    good = line("21T09", "action", "rea", set={"owner": "Interleuven"})
    write(edit_file, "", wrong, good)
    before = edit_file.read_bytes()
    plan = load()
    (problem,) = plan.refused
    assert str(problem).startswith("plan_edits.jsonl, regel 2: ")
    assert message in str(problem)
    assert rea(load).owner == "Interleuven"
    assert {row.line for row in plan.history} == {3}
    assert edit_file.read_bytes() == before


def test_a_torn_last_line_does_not_swallow_the_next(
    edit_file: Path, load: Load
) -> None:
    edit_file.write_text('{"at": "2026-11-20T', encoding="utf-8")
    edit = Edit.model_validate_json(
        line("21T09", "action", "rea", set={"owner": "x", "end": None})
    )
    append(edit_file, [edit])
    assert (rea(load).owner, rea(load).end) == ("x", None)
    assert len(load().refused) == 1
