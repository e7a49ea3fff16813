"""What the edit page lets through, the build takes, and it comes out as it was filled in."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import areas, catalogue
from etl.plan import edits, state
from etl.plan.form import REMOVE, SHEETS
from etl.plan.model import ENTITIES
from etl.plan.records import Known as EtlKnown
from etl.plan.state import Plan
from pages import plan_answers as answers
from pages import plan_edits
from pages.plan_edits import Change, Refused, Wish
from pages.plan_fields import KINDS, Field
from pages.plan_rules import options
from pages.plan_undo import reverse
from pages.queries import plan_edit
from pages.queries.database import live_build
from pages.queries.plan_edit import Standing

WHO = "an@voorbeeld.be"


@pytest.fixture(scope="module")
def known() -> EtlKnown:
    return state.known(catalogue.load(), areas.load())


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "plan_edits.jsonl"
    monkeypatch.setattr(plan_edit, "PLAN_EDITS", path)
    return path


def standing() -> Standing:
    build = live_build()
    assert build is not None
    return plan_edit.standing(build)


def values(plan: Plan) -> dict[str, dict[str, dict[str, Any]]]:
    """The plan of the build in the form of the page: what is empty is absent."""
    return {
        entity: {
            key: {
                name: value
                for name, value in one.model_dump(mode="json", exclude={"id"}).items()
                if value not in (None, []) and value is not False
            }
            for key, one in models.items()
        }
        for entity, models in plan.models.items()
    }


def as_the_page_reads_it(plan: Plan) -> dict[str, dict[str, dict[str, Any]]]:
    """Without what only repeats the main breakdown."""
    found = values(plan)
    mains = standing().known.indicators
    for target in found["target"].values():
        indicator = mains.get(str(target.get("indicator")))
        if indicator and target.get("breakdown") == indicator.main:
            del target["breakdown"]
    return found


def test_the_form_asks_every_field_of_the_model() -> None:
    for entity, model in ENTITIES.items():
        asked = {field.name: field for field in KINDS[entity].fields}
        assert set(asked) == set(model.model_fields) - {"id"}
        required = {n for n, f in model.model_fields.items() if f.is_required()}
        assert {n for n, f in asked.items() if f.required} == required - {"id"}


def test_the_words_are_those_of_the_excel_form() -> None:
    for sheet in SHEETS:
        asked = {field.name: field for field in KINDS[sheet.entity].fields}
        for column in sheet.columns:
            if column.name in ("id", REMOVE, "relative"):
                continue
            assert asked[column.name].label == column.title
            if column.kind == "choice" and column.name != "action_line":
                turned = {v: k for k, v in asked[column.name].choices.items()}
                assert turned == column.labels


def test_the_page_reads_the_plan_as_it_is_written_down(
    known: EtlKnown, file: Path
) -> None:
    plan = state.load(known, edit_file=file)
    found = standing()
    assert found.records == as_the_page_reads_it(plan)
    assert set(found.known.indicators) <= set(known.indicators)
    assert set(found.known.areas) <= set(known.areas)
    assert set(found.known.bodies) == set(plan.known.bodies)
    for key, indicator in found.known.indicators.items():
        assert set(indicator.breakdowns) <= known.indicators[key].breakdowns
        assert indicator.unit == known.indicators[key].unit


TEXTS = st.text(max_size=30)
DATES = st.sampled_from(
    ["", "2026", "1/2020", "25/11/2026", "2026-11", "29-2-2024", "30/2/2024", "2200"]
)
NUMBERS = st.sampled_from(["", "0", "37,5", "-20", "-120", "1.000", "150", "1e5", "x"])
WHOLES = st.sampled_from(["", "0", "4", "20", "2019", "2030", "2101", "-1"])
ANSWERS: Mapping[str, st.SearchStrategy[Any]] = {
    "text": TEXTS,
    "long": TEXTS,
    "items": TEXTS,
    "partial": DATES,
    "number": NUMBERS,
    "whole": WHOLES,
    "flag": st.booleans(),
    "day": DATES,
}

FILLED: Mapping[str, st.SearchStrategy[Any]] = {
    "text": st.text(min_size=1, max_size=30),
    "long": st.text(min_size=1, max_size=30),
    "day": st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(date.isoformat),
    "partial": st.sampled_from(["2026", "1/2020", "25/11/2026"]),
}


def answer(draw: st.DrawFn, field: Field, plan: Standing, must: bool) -> Any:
    """Something that a visitor may fill in; `must`: what is required mostly is."""
    if field.name == "slides":
        slides = st.sampled_from(["titel", "3", "pinc:unemployment_rate", "acties"])
        asked = draw(st.lists(st.one_of(slides, TEXTS), max_size=3))
        return "\n".join(asked)
    if must and field.kind in ("text", "long", "day", "partial"):
        return draw(FILLED[field.kind])
    if field.kind in ANSWERS:
        return draw(ANSWERS[field.kind])
    if field.kind == "breakdown":
        return draw(st.sampled_from([None, "gsm:mo_s_12|antwoord=auto", "x|onzin"]))
    offered = list(options(field, plan.records, plan.known))
    if field.kind in ("lines", "indicators"):
        return draw(st.lists(st.sampled_from(offered[:5]), max_size=3))
    few = offered[:3] + (["gsm:mo_s_12"] if field.kind == "indicator" else [])
    return draw(st.sampled_from(few if must else [None, *few]))


@given(st.data())
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_what_is_saved_is_taken_and_comes_out_as_filled_in(
    known: EtlKnown, file: Path, data: st.DataObject
) -> None:
    file.unlink(missing_ok=True)
    saved = 0
    for _turn in range(data.draw(st.integers(1, 4))):
        plan = standing()
        entity = data.draw(st.sampled_from(sorted(KINDS)))
        kind = KINDS[entity]
        key = data.draw(st.sampled_from([None, *list(plan.records[entity])[:3]]))
        base = plan.records[entity].get(key or "", {})
        given_answers = {f.name: answers.shown(f, base) for f in kind.fields}
        touched = [
            f for f in kind.fields if not key and f.required or data.draw(st.booleans())
        ]
        for field in touched:
            given_answers[field.name] = data.draw(
                _strategy(field, plan, not key and field.required)
            )
        fields, unreadable = answers.changes(kind, base, given_answers)
        if unreadable or not fields:
            continue
        name = key or answers.new_id(entity, fields, plan.records[entity])
        try:
            plan_edit.keep(Wish(WHO, entity, name, fields, plan.length), plan.build)
        except Refused as reasons:
            assert reasons.mistakes
            continue
        saved += 1
        expected = {k: v for k, v in {**base, **fields}.items() if v is not None}
        built = state.load(known, edit_file=file)
        assert not built.refused
        assert len(file.read_bytes().splitlines()) == saved
        assert standing().records[entity][name] == expected
        found = values(built)[entity][name]
        # The main breakdown may be written down or not: it is the same.
        assert found | {"breakdown": None} == expected | {"breakdown": None}


def _strategy(field: Field, plan: Standing, must: bool) -> st.SearchStrategy[Any]:
    @st.composite
    def one(draw: st.DrawFn) -> Any:
        return answer(draw, field, plan, must)

    return one()


def test_taking_back_in_reverse_gives_the_plan_of_before(
    known: EtlKnown, file: Path
) -> None:
    before = standing()
    wishes: list[tuple[str, str, dict[str, object]]] = [
        ("target", "T03", {"value": 41.5, "horizon": None, "action_lines": ["4", "1"]}),
        ("target", "T05", {"relative": None, "unit": "punten"}),
        ("action", "proef", {"action_line": "2", "title": "Proef", "source": "x"}),
        ("note", "proef-1", {"action": "proef", "date": "2026-11", "text": "a; b"}),
        ("note", "proef-1", {}),
        ("target", "T08-2025", {}),
    ]
    for entity, key, fields in wishes:
        plan = standing()
        plan_edit.keep(Wish(WHO, entity, key, fields, plan.length), plan.build)
    for line in range(len(wishes), 0, -1):
        plan = standing()
        rows: list[Change] = [row for row in plan.history if row.line == line]
        back = reverse(rows, plan.records)
        assert back is not None
        first = rows[0]
        plan_edit.keep(Wish(WHO, first.entity, first.id, back, plan.length), plan.build)
    after = standing()
    assert {k: dict(sorted(v.items())) for k, v in after.records.items()} == {
        k: dict(sorted(v.items())) for k, v in before.records.items()
    }
    assert len(file.read_bytes().splitlines()) == 2 * len(wishes)
    assert not state.load(known, edit_file=file).refused
    # Only the newest of two changes of the same can be taken back.
    assert reverse([r for r in after.history if r.line == 1], after.records) is None


def test_an_action_with_milestones_stays(file: Path) -> None:
    plan = standing()
    action = next(iter(plan.records["action"]))
    step = {"action": action, "title": "Stap"}
    plan_edit.keep(Wish(WHO, "milestone", "stap", step, 0), plan.build)
    with pytest.raises(Refused, match="geweigerd"):
        plan_edit.keep(Wish(WHO, "action", action, {}, 1), plan.build)
    assert len(file.read_bytes().splitlines()) == 1


def test_lines_of_others_are_applied_as_the_build_would(file: Path) -> None:
    lines = [
        {"entity": "action", "id": "<b>", "set": {"title": "x"}},
        {"entity": "target", "id": "T03", "set": {"value": "veel"}},
        {"entity": "target", "id": "T03", "set": {"horizon": "ooit"}},
    ]
    told = {"at": "2026-11-26T10:00:00Z", "who": WHO}
    text = "\n".join(["geen JSON", *(json.dumps(told | line) for line in lines), ""])
    file.write_text(text, encoding="utf-8")
    plan = standing()
    assert plan.records["target"]["T03"]["horizon"] == "ooit"
    assert [line.number for line in plan.refused] == [2, 3]
    assert plan.pending == {4}


def test_who_save_at_the_same_time_all_keep_their_line(file: Path) -> None:
    def one(number: int) -> None:
        fields = {"text": "é" * 2000}
        plan_edits.save(file, Wish(WHO, "note", f"n{number}", fields, 0), lambda: [])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    kept = {edit.id for _n, edit in edits.read(file) if isinstance(edit, edits.Edit)}
    assert kept == {f"n{number}" for number in range(40)}
    assert plan_edits.length(file) == 40


def test_what_is_too_large_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = Wish(WHO, "note", "n", {"text": "x" * plan_edits.LONGEST_LINE}, 0)
    with pytest.raises(Refused):
        plan_edits.save(file, wish, lambda: [])
    file.write_bytes(b"x" * 10)
    monkeypatch.setattr(plan_edits, "LARGEST", 9)
    with pytest.raises(Refused):
        plan_edits.save(file, Wish(WHO, "note", "n", {"text": "x"}, 0), lambda: [])
    assert file.read_bytes() == b"x" * 10
