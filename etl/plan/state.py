"""The plan as it stands: the YAML file, with the edits over it."""

import copy
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl import live
from etl.areas import Areas
from etl.catalogue import Indicator
from etl.plan import document, edits
from etl.plan.edits import Row
from etl.plan.model import Action, ActionLine, Body, Entity, Meeting, Target
from etl.plan.records import Known, KnownIndicator, Problem, Records, check_all


@dataclass(frozen=True)
class Plan:
    """Everything that is known of the plan."""

    action_lines: Sequence[ActionLine]
    bodies: Sequence[Body]
    known: Known
    """What it may refer to."""
    original: Records
    """As in the YAML file."""
    records: Records
    """With the edits."""
    models: Mapping[str, Mapping[str, Entity]]
    history: Sequence[Row]
    refused: Sequence[Problem]
    """Edit lines that could not be applied, each with its number; they stay in the file."""
    sha256: str
    """Of the file and the edits, from before they were read."""

    @property
    def actions(self) -> list[Action]:
        """The actions, as now."""
        return [
            one for one in self.models["action"].values() if isinstance(one, Action)
        ]

    @property
    def targets(self) -> list[Target]:
        """The targets, as now."""
        return [
            one for one in self.models["target"].values() if isinstance(one, Target)
        ]

    @property
    def meetings(self) -> list[Meeting]:
        """The meetings, the newest first."""
        found = self.models["meeting"].values()
        meetings = [one for one in found if isinstance(one, Meeting)]
        return sorted(meetings, key=lambda one: one.date, reverse=True)


def load(
    known: Known, path: Path = document.FILE, edit_file: Path | None = None
) -> Plan:
    """Read the file and apply the edits.

    Args:
        known: Indicators and areas that the plan may name; the bodies are its own.
        path: The YAML file.
        edit_file: The edits; None: those of this installation.

    Raises:
        Refusal: The YAML file is wrong. A wrong edit line is listed in `refused` instead:
            it must not keep the figures of a refresh from the screen.
    """
    edit_file = edit_file or live.PLAN_EDITS
    sha256 = digest(path, edit_file)
    read = document.read(path)
    bodies = frozenset(body.body for body in read.bodies)
    known = Known(known.indicators, known.areas, bodies)
    document.check(read, known, path.name)
    records = copy.deepcopy(read.records)
    applied = edits.apply(records, edit_file, known)
    models, _none = check_all(records, known)
    return Plan(
        read.action_lines,
        read.bodies,
        known,
        read.records,
        records,
        models,
        applied.history,
        applied.refused,
        sha256,
    )


def known(indicators: Iterable[Indicator], territory: Areas) -> Known:
    """What the plan may refer to."""
    current = territory.all_areas.filter(
        (territory.all_areas["valid_to"].is_null())
        & (territory.all_areas["area_type"] != "elders")
    )
    return Known(
        {
            indicator.indicator_id: KnownIndicator(
                indicator.title,
                indicator.unit,
                frozenset(key for key, _label in indicator.breakdowns()),
            )
            for indicator in indicators
        },
        dict(zip(current["area_id"], current["name"], strict=True)),
    )


def digest(path: Path = document.FILE, edit_file: Path | None = None) -> str:
    """Changes when the file or an edit does."""
    files = (path, edit_file or live.PLAN_EDITS)
    parts = [one.read_bytes() if one.exists() else b"" for one in files]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
