"""The refresh: ask the sources, build beside the live database, say what changes, publish."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from etl import build as building
from etl import catalogue, inputs, settings
from etl.build import Report
from etl.console import Console
from etl.live import is_readable
from etl.numbers import counted, number
from etl.publish import abandoned_inputs, alone, build_of, kept
from etl.pull import Outcome, pull_source
from etl.store import Store


@dataclass
class Result:
    """What a refresh did."""

    outcomes: list[Outcome] = field(default_factory=list)
    report: Report | None = None
    """None: there was nothing new, or what is new was rolled back before."""
    state: str = "niets nieuws"
    seconds: float = 0.0

    @property
    def source_failed(self) -> bool:
        """Whether a source did not bring what was due."""
        return any(outcome.failed for outcome in self.outcomes)

    def summary(self) -> str:
        """One line for a log or a monitoring system."""
        parts = [
            f"{o.source} {len(o.new)} nieuw, {len(o.unchanged)} ongewijzigd, "
            f"{len(o.failures)} mislukt"
            for o in self.outcomes
        ]
        if self.report is not None:
            parts.append(
                counted(len(self.report.sentences or []), "wijziging", "wijzigingen")
            )
            if self.report.published:
                parts.append(f"build {self.report.build_id}")
        parts.append(f"{number(self.seconds, 1)} s")
        return f"vernieuwing: {self.state}; " + "; ".join(parts)


def pull(
    names: list[str], console: Console, base_url: str | None = None
) -> list[Outcome]:
    """Ask the named sources, or all that bring figures; what each brought."""
    indicators = catalogue.load()
    outcomes = []
    for name, text in settings.sources().items():
        if text.pull is None or (name not in names if names else not text.figures):
            continue
        console.step(f"{text.name}: vragen wat er nieuw is")
        outcome = pull_source(
            name, text, indicators, Store(inputs.RAW), console, base_url
        )
        outcomes.append(outcome)
    return outcomes


def _tidy(database: Path, console: Console) -> None:
    """Drop raw files that no build needs; a file that cannot go is no reason to fail."""
    live = [build_of(database)[0]] if is_readable(database) else []
    days = settings.refresh().keep.days
    try:
        Store(inputs.RAW).tidy([*kept(database), *live], days, datetime.now(UTC))
    except OSError as error:
        console.line(f"Opruimen van data/raw lukte niet helemaal: {error}")


def refresh(
    database: Path,
    console: Console,
    confirm: Callable[[Report], bool],
    base_url: str | None = None,
) -> Result:
    """Pull, build, check and publish; one at a time.

    Args:
        database: The live database.
        console: Progress.
        confirm: Asked with the changes before publication.
        base_url: Another host for every address.

    Raises:
        Refusal: Another refresh is running, or nothing can be built.
    """
    started = time.monotonic()
    result = Result()
    with alone(database):
        result.outcomes = pull([], console, base_url)
        digest = inputs.at_hand(None).sha256
        if is_readable(database) and build_of(database)[2] == digest:
            result.state = "niets nieuws"
        elif digest in abandoned_inputs(database):
            result.state = (
                "niets nieuws sinds de build waarvan teruggekeerd is "
                "(python -m etl build publiceert die toch)"
            )
        else:
            report = building.build(None, database, console.step, approve=confirm)
            result.report = report
            result.state = "gepubliceerd" if report.published else "niet gepubliceerd"
        _tidy(database, console)
    result.seconds = time.monotonic() - started
    return result
