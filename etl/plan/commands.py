"""`plan export` and `plan import`."""

import argparse
import getpass
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from etl import areas, catalogue, live
from etl.console import Console
from etl.numbers import counted
from etl.plan import edits, export, importing, state
from etl.plan.document import refuse
from etl.plan.model import DUTCH
from etl.plan.state import Plan
from etl.refusal import Refusal


def run_export(options: argparse.Namespace, console: Console) -> int:
    """Write the plan as a form."""
    path: Path = options.file
    if path.suffix.lower() != ".xlsx":
        raise Refusal(str(path), "verwacht een naam die eindigt op .xlsx")
    if path.exists():
        # It may hold work that somebody has not handed in yet.
        raise Refusal(str(path), "bestaat al", "kies een andere naam")
    plan = _plan(console)
    export.write(path, plan)
    counts = {entity: len(ones) for entity, ones in plan.models.items()}
    console.line(f"Formulier geschreven: {path} ({_told(counts)})", **counts)
    return 0


def run_import(options: argparse.Namespace, console: Console) -> int:
    """Read the form back and keep its differences as edits."""
    who = options.wie or _user()
    plan = _plan(console)
    now = datetime.now(UTC).replace(microsecond=0)
    found = importing.read(options.file, plan, who, now)
    refuse(options.file.name, found.problems)
    if not found.edits:
        console.line("Het formulier verandert niets aan het actieplan.", edits=0)
        return 0
    edits.append(live.PLAN_EDITS, found.edits)
    for edit in found.edits:
        what = "verwijderd" if edit.remove else ", ".join(edit.set or {})
        console.line(f"  {DUTCH[edit.entity]} {edit.id}: {what}")
    if found.untouched:
        console.line(
            f"Niet in het formulier en dus ongewijzigd: {counted(found.untouched, 'rij', 'rijen')}"
        )
    counts: Mapping[str, int] = Counter(str(edit.entity) for edit in found.edits)
    console.line(
        f"Bewaard op naam van {who}: {_told(counts)}, in {live.PLAN_EDITS}. Op het scherm komt het "
        "na python -m etl build (of de volgende refresh).",
        who=who,
        edits=len(found.edits),
    )
    return 0


def _user() -> str:
    """Who is signed in to this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise Refusal(
            "--wie", "wie u bent is niet bekend", "geef --wie NAAM"
        ) from error


def _plan(console: Console) -> Plan:
    plan = state.load(state.known(catalogue.load(), areas.load()))
    for problem in plan.refused:
        console.line(f"Wijziging van het actieplan niet toegepast: {problem}")
    return plan


PLURALS = {
    "action": "acties",
    "milestone": "mijlpalen",
    "note": "notities",
    "target": "doelen",
    "meeting": "vergaderingen",
}


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(
        counted(counts[entity], one, PLURALS[entity])
        for entity, one in DUTCH.items()
        if counts.get(entity)
    )
