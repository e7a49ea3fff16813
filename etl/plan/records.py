"""Records of the plan with, for every field, where it was written; and what is wrong with them.

One set of checks serves three places to write: a line of the YAML file, a line of the edits,
a cell of the form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from etl.plan.model import (
    DUTCH,
    ENTITIES,
    FIXED_SLIDES,
    Action,
    Entity,
    Line,
    Meeting,
    Target,
)
from etl.strict import found_text, mistake_text

Model = TypeVar("Model", bound=BaseModel)


class Located(NamedTuple):
    """A value and where it stands, in words for a message."""

    value: object
    place: str


Record = dict[str, Located]
"""Field by name; `id` says where the record itself stands."""
Records = dict[str, dict[str, Record]]
"""Record by entity and id."""


@dataclass(frozen=True)
class Problem:
    """One mistake: where, and what was found and expected."""

    place: str
    text: str
    name: str = ""
    """Of the field, as the reader knows it."""

    def __str__(self) -> str:
        """As a line of a list."""
        label = f"{self.name}: " if self.name else ""
        return f"{self.place}: {label}{self.text}"


class KnownIndicator(NamedTuple):
    """What the plan needs to know of an indicator."""

    title: str
    unit: str
    breakdowns: frozenset[str]


@dataclass(frozen=True)
class Known:
    """What the plan may refer to."""

    indicators: Mapping[str, KnownIndicator] = field(default_factory=dict)
    """By indicator id."""
    areas: Mapping[str, str] = field(default_factory=dict)
    """Name by area id."""
    bodies: frozenset[str] = frozenset()


def values_of(record: Record) -> dict[str, object]:
    """The bare values; an empty one is none."""
    return {
        name: located.value
        for name, located in record.items()
        if located.value is not None
    }


def parsed(
    model: type[Model], record: Record, fallback: str
) -> tuple[Model | None, list[Problem]]:
    """A record as a typed model, or everything that is wrong with its fields.

    Args:
        model: What it should be.
        record: Fields with their places.
        fallback: The place of what is missing.
    """
    try:
        return model.model_validate(values_of(record)), []
    except ValidationError as error:
        problems = []
        for item in error.errors():
            name = str(item["loc"][0]) if item["loc"] else ""
            place = record[name].place if name in record else fallback
            text = mistake_text(item["type"], item["msg"])
            # What is absent was not found; a rule over several fields names its values itself.
            if name and item["type"] != "missing":
                text += found_text(item["input"])
            problems.append(Problem(place, text, name))
        return None, problems


def check(
    entity: str, record: Record, records: Records, known: Known
) -> tuple[Entity | None, list[Problem]]:
    """Hold one record against its model and against what it refers to.

    Args:
        entity: A key of `ENTITIES`.
        record: The record, with `id`.
        records: All others, for references.
        known: Indicators, areas and bodies.
    """
    found, problems = parsed(ENTITIES[entity], record, record["id"].place)
    if found is not None:
        problems = [
            Problem((record.get(name) or record["id"]).place, text, name)
            for name, text in _references(found, records, known)
        ]
    return (None if problems else found), problems


def _references(
    found: Entity, records: Records, known: Known
) -> Iterator[tuple[str, str]]:
    """Field and mistake for everything that a record names and that is not there."""
    if isinstance(found, Action):
        yield from _indicators("indicators", found.indicators, known)
    elif isinstance(found, Target):
        yield from _target(found, known)
    elif isinstance(found, Meeting):
        yield from _indicators("spotlights", found.spotlights, known)
        yield from _slides(found.slides, known)
        if found.body not in known.bodies:
            expected = ", ".join(sorted(known.bodies))
            yield "body", f"onbekend overleg '{found.body}', verwacht: {expected}"
    elif (parent := getattr(found, "action", None)) not in records["action"]:
        yield "action", f"onbekende actie '{parent}'"


def _indicators(name: str, ids: list[str], known: Known) -> Iterator[tuple[str, str]]:
    for one in ids:
        if one not in known.indicators:
            yield name, f"onbekende indicator '{one}'"
    if len(set(ids)) < len(ids):
        yield name, "een indicator staat er twee keer"


def _slides(slides: list[str], known: Known) -> Iterator[tuple[str, str]]:
    fixed = (*FIXED_SLIDES, *get_args(Line))
    for one in slides:
        if one not in fixed and one not in known.indicators:
            expected = ", ".join(fixed)
            yield (
                "slides",
                f"onbekende dia '{one}', verwacht: {expected} of het id van een indicator",
            )
    if len(set(slides)) < len(slides):
        yield "slides", "een dia staat er twee keer"


def _target(target: Target, known: Known) -> Iterator[tuple[str, str]]:
    if target.area is not None and target.area not in known.areas:
        yield "area", f"onbekend gebied '{target.area}'"
    if target.indicator is None:
        return
    if target.indicator not in known.indicators:
        yield "indicator", f"onbekende indicator '{target.indicator}'"
        return
    _title, unit, breakdowns = known.indicators[target.indicator]
    if target.breakdown is not None and target.breakdown not in breakdowns:
        yield "breakdown", f"onbekende opsplitsing '{target.breakdown}'"
    here = target.here_value
    own_scale = target.measure != "hetzelfde" or target.relative or here is not None
    if not own_scale and target.value is not None and target.unit != unit:
        yield (
            "unit",
            f"verwacht '{unit}', de eenheid van de indicator, of ook een waarde op de schaal "
            "van de indicator",
        )
    if unit == "%" and here is not None and not 0 <= here <= 100:
        yield "here_value", f"verwacht een percentage van 0 tot 100, gevonden {here:g}"


def check_all(
    records: Records, known: Known
) -> tuple[dict[str, dict[str, Entity]], list[Problem]]:
    """Every record as a model, and every mistake."""
    models: dict[str, dict[str, Entity]] = {}
    problems: list[Problem] = []
    for entity in ENTITIES:
        models[entity] = {}
        for key, record in records[entity].items():
            found, mistakes = check(entity, record, records, known)
            problems += mistakes
            if found is not None:
                models[entity][key] = found
    return models, problems


def children(action: str, records: Records) -> list[str]:
    """The milestones and notes of an action, for a message."""
    return [
        f"{DUTCH[entity]} {key}"
        for entity in ("milestone", "note")
        for key, record in records[entity].items()
        if record["action"].value == action
    ]
