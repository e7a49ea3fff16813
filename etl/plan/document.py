"""`data/action_plan.yaml` as records that know their line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from etl.plan.model import ENTITIES, ActionLine, Body
from etl.plan.records import (
    Known,
    Located,
    Model,
    Problem,
    Record,
    Records,
    check_all,
    parsed,
)
from etl.refusal import Refusal
from etl.strict import yaml_text

FILE = Path(__file__).parents[2] / "data" / "action_plan.yaml"
LISTS = {"actions": "action", "targets": "target", "meetings": "meeting"}
"""Entity by the key of the file that lists it."""
NESTED = {"milestones": "milestone", "notes": "note"}
"""Entities that the file lists below their action."""
KEYS = ("action_lines", "bodies", *LISTS)


@dataclass(frozen=True)
class Document:
    """The whole file."""

    action_lines: Sequence[ActionLine]
    bodies: Sequence[Body]
    records: Records


def action_lines(path: Path = FILE) -> Sequence[ActionLine]:
    """The four lines alone, for who needs no plan."""
    return read(path).action_lines


def read(path: Path = FILE) -> Document:
    """Read the file as records; what they refer to is not looked at yet.

    Raises:
        Refusal: It is not as described; names every line with a mistake.
    """
    reader = _Reader(path)
    lines = reader.models("action_lines", ActionLine)
    bodies = reader.models("bodies", Body)
    records = reader.records()
    if len({line.action_line for line in lines}) != 4 or len(lines) != 4:
        reader.problem(reader.root, "verwacht vier actielijnen, 1 tot 4")
    refuse(path.name, reader.problems)
    return Document(lines, bodies, records)


def check(document: Document, known: Known, name: str = FILE.name) -> None:
    """Hold every record against its model and its references.

    Raises:
        Refusal: Names every line with a mistake.
    """
    refuse(name, check_all(document.records, known)[1])


def refuse(name: str, problems: Sequence[Problem]) -> None:
    """Refuse a file for all its mistakes at once."""
    if problems:
        count = "1 fout" if len(problems) == 1 else f"{len(problems)} fouten"
        raise Refusal(name, "\n".join([count, *(f"  {one}" for one in problems)]))


class _Reader:
    """Walks the nodes of the file, which know their line, and gathers mistakes."""

    def __init__(self, path: Path) -> None:
        self.problems: list[Problem] = []
        self.loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        try:
            root = self.loader.get_single_node()
        except yaml.YAMLError as error:
            raise Refusal(path.name, yaml_text(error)) from error
        finally:
            self.loader.dispose()
        if not isinstance(root, yaml.MappingNode):
            raise Refusal(path.name, "verwacht sleutels met hun waarde")
        self.root: yaml.Node = root
        self.lists = self.fields(root)
        for key, (_node, place) in self.lists.items():
            if key not in KEYS:
                self.problems.append(
                    Problem(
                        place, f"onbekende sleutel '{key}', verwacht: {', '.join(KEYS)}"
                    )
                )

    def problem(self, node: yaml.Node, text: str) -> None:
        """Note a mistake at the line of a node."""
        self.problems.append(Problem(_line(node), text))

    def fields(self, node: yaml.Node) -> dict[str, tuple[yaml.Node, str]]:
        """Value and line by key of a mapping; a key that comes twice is a mistake."""
        found: dict[str, tuple[yaml.Node, str]] = {}
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, "verwacht sleutels met hun waarde")
            return found
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                self.problem(key, f"sleutel '{name}' staat er twee keer")
            found[name] = (value, _line(key))
        return found

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        """The nodes of a list."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if node.value not in ("", "~", "null"):
            self.problem(node, "verwacht een lijst")
        return []

    def listed(self, key: str) -> list[yaml.Node]:
        """The blocks below a key of the file."""
        return self.items(self.lists[key][0]) if key in self.lists else []

    def value(self, node: yaml.Node) -> object:
        """The plain value of a node."""
        try:
            value: object = self.loader.construct_object(node, deep=True)
        except (yaml.YAMLError, ValueError) as error:
            self.problem(node, f"geen leesbare waarde: {error}")
            return None
        return value

    def record(self, node: yaml.Node, leave: Sequence[str] = ()) -> Record:
        """A block as a record."""
        return {
            name: Located(self.value(value), place)
            for name, (value, place) in self.fields(node).items()
            if name not in leave
        }

    def models(self, key: str, model: type[Model]) -> list[Model]:
        """The blocks below a key that nobody edits, as models."""
        found = []
        for node in self.listed(key):
            one, mistakes = parsed(model, self.record(node), _line(node))
            self.problems += mistakes
            found += [one] if one is not None else []
        return found

    def records(self) -> Records:
        """All that can be edited, flat: milestones and notes beside their actions."""
        found: Records = {entity: {} for entity in ENTITIES}
        for key, entity in LISTS.items():
            for node in self.listed(key):
                record = self.record(node, leave=list(NESTED))
                name = self._add(found[entity], record, node)
                for nested, child in NESTED.items() if entity == "action" else ():
                    block: Any = self.fields(node).get(nested)
                    for inner in self.items(block[0]) if block else []:
                        below = self.record(inner)
                        below["action"] = Located(name, _line(inner))
                        self._add(found[child], below, inner)
        return found

    def _add(self, kept: dict[str, Record], record: Record, node: yaml.Node) -> str:
        """Put a record under its id; two of the same are a mistake."""
        if "id" not in record:
            self.problem(node, "id ontbreekt")
            return ""
        name = str(record["id"].value)
        if name in kept:
            first = kept[name]["id"].place
            self.problem(node, f"id '{name}' bestaat al ({first})")
        kept[name] = record
        return name


def _line(node: yaml.Node) -> str:
    return f"regel {node.start_mark.line + 1}"
