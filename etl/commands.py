"""What each verb of `python -m etl` does. Exit status: see `__main__`."""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from etl import build as building
from etl import (
    catalogue,
    export,
    inputs,
    pull,
    refresh,
    settings,
    snapshot,
    status,
    suggest,
)
from etl.build import Report
from etl.collect import Collection
from etl.console import Console
from etl.live import LIVE, is_readable
from etl.numbers import counted, number
from etl.plan import state
from etl.publish import (
    abandoned_inputs,
    alone,
    attached,
    forget_abandoned,
    plan_of,
    rollback,
)
from etl.refusal import Refusal
from etl.store import Store

DONE, REFUSED, REMARKS = 0, 1, 3


def run_build(options: argparse.Namespace, console: Console) -> int:
    """Build from the files at hand and publish."""
    if options.if_needed and _is_current(options.database):
        console.line(f"De databank is er al: {options.database}")
        return DONE
    started = time.monotonic()
    with alone(options.database):
        report = building.build(
            options.raw, options.database, console.step, as_of=options.as_of
        )
        forget_abandoned(options.database)
    _say_report(report, console)
    counts = report.counts
    console.line(
        f"Gebouwd in {number(time.monotonic() - started, 1)} s: "
        f"{number(counts['observation'])} waarnemingen, "
        f"{number(counts['area_value'])} cijfers van gebieden. "
        f"Build {report.build_id}, {options.database}",
        build_id=report.build_id,
        **counts,
    )
    return REMARKS if report.has_remarks else DONE


def _is_current(database: Path) -> bool:
    """Whether a database is there that this version can read, with the plan of now."""
    if not is_readable(database):
        return False
    # Somebody went back to an earlier build: only a build on purpose undoes that.
    return bool(abandoned_inputs(database)) or plan_of(database) == state.digest()


def run_changes(options: argparse.Namespace, console: Console) -> int:
    """Build a candidate and say what it would change; publish nothing."""
    _require_readable(options.database)
    with alone(options.database):
        report = building.build(
            options.raw, options.database, console.step, approve=lambda _report: False
        )
    _say_report(report, console)
    _say_changes(report, console)
    return DONE


def run_pull(options: argparse.Namespace, console: Console) -> int:
    """Fetch what changed at the sources."""
    _require_sources(options.sources)
    with alone(inputs.RAW.parent / LIVE.name):
        outcomes = refresh.pull(options.sources, console, options.base_url)
    for outcome in outcomes:
        _say_outcome(outcome, console)
    if not any(outcome.failed for outcome in outcomes):
        return DONE
    return REMARKS if any(o.new or o.unchanged for o in outcomes) else REFUSED


def run_refresh(options: argparse.Namespace, console: Console) -> int:
    """Pull, build, check, publish."""
    if options.dry_run:
        return _dry_run(options, console)

    def confirm(report: Report) -> bool:
        _say_report(report, console)
        _say_changes(report, console)
        if options.yes or sys.stdin is None or not sys.stdin.isatty():
            return True
        try:
            answer = input("Publiceren? [j/N] ").strip().lower()
        except EOFError:
            return False
        return answer in ("j", "ja")

    result = refresh.refresh(options.database, console, confirm, options.base_url)
    for outcome in result.outcomes:
        _say_outcome(outcome, console)
    console.line(
        result.summary(),
        state=result.state,
        seconds=round(result.seconds, 1),
        published=bool(result.report and result.report.published),
    )
    report = result.report
    if report is not None and report.published:
        remarks = report.has_remarks or result.source_failed
        return REMARKS if remarks else DONE
    return REFUSED if result.source_failed else DONE


def _dry_run(options: argparse.Namespace, console: Console) -> int:
    """What a refresh would ask, and what the files at hand would change."""
    indicators = catalogue.load()
    for name, text in settings.sources().items():
        if not text.figures:
            continue
        for line in pull.preview(name, text, indicators, options.base_url):
            console.line(line)
    with alone(options.database):
        report = building.build(
            None, options.database, console.step, approve=lambda _report: False
        )
    console.line("Met de bestanden die er al zijn:")
    _say_report(report, console)
    _say_changes(report, console)
    console.line("Proefdraai: er is niets opgehaald en niets gewijzigd.")
    return DONE


def run_rollback(options: argparse.Namespace, console: Console) -> int:
    """Back to a kept build."""
    with alone(options.database):
        keep = settings.refresh().keep.builds
        before, now = rollback(options.database, options.build, keep)
        Store(inputs.RAW).record_return(now, datetime.now(UTC))
    console.line(
        f"Teruggekeerd van build {before} naar {now}. Een vernieuwing met dezelfde bestanden "
        f"publiceert {before} niet opnieuw; python -m etl rollback {before} keert zelf terug.",
        build_id=now,
    )
    return DONE


def run_status(options: argparse.Namespace, console: Console) -> int:
    """How sources, databank and indicators stand."""
    for line in status.lines(options.database, inputs.RAW):
        console.line(line)
    return DONE


def run_suggest(options: argparse.Namespace, console: Console) -> int:
    """YAML blocks for what the catalogue does not describe."""
    found = suggest.suggestions(inputs.at_hand(options.raw, embedded=False), console)
    for text in found:
        console.line(text)
    if not found:
        console.line("# De catalogus beschrijft alles wat in de bestanden staat.")
    return DONE


def run_check(options: argparse.Namespace, console: Console) -> int:
    """Print the gates per verdict; refused when one failed."""
    _require_readable(options.database)
    with attached(options.database, "READ_ONLY") as connection:
        rows = connection.execute("""
            SELECT gate, title, advice, indicator_id, year, verdict, found, place, reason
            FROM monitor.gate_result AS r INNER JOIN monitor.gate AS g USING (gate)
            WHERE build_id = (SELECT max_by(build_id, built_at) FROM monitor.build)
            ORDER BY g.position, indicator_id, year
        """).fetchall()
    for gate, title, advice in dict.fromkeys(row[:3] for row in rows):
        mine = [row[3:] for row in rows if row[0] == gate]
        console.line(f"\n{gate}: {title}")
        passed = [row[0] for row in mine if row[2] == "ok"]
        listed = f" ({', '.join(passed)})" if passed else ""
        console.line(f"  in orde: {len(passed)}{listed}")
        for indicator_id, year, verdict, found, place, reason in mine:
            if verdict != "ok":
                because = f" — {reason}" if reason else ""
                console.line(
                    f"  {verdict}: {indicator_id} {year or ''}: {found} [{place}]{because}"
                )
        if any(row[2] in ("opmerking", "fout") for row in mine):
            console.line(f"  wat te doen: {advice}")
    return REFUSED if any(row[5] == "fout" for row in rows) else DONE


def run_snapshot(options: argparse.Namespace, console: Console) -> int:
    """Write the embedded figures from the database."""
    _require_readable(options.database)
    snapshot.write(options.database)
    size = sum(path.stat().st_size for path in snapshot.FOLDER.iterdir())
    console.line(
        f"Ingebedde cijfers geschreven: {number(size)} bytes in {snapshot.FOLDER}"
    )
    return DONE


def run_export(options: argparse.Namespace, console: Console) -> int:
    """Write the open data package."""
    _require_readable(options.database)
    written = export.export(options.database, options.target, console.step)
    console.line(
        f"Open gegevens geschreven: {counted(written.files, 'bestand', 'bestanden')}, "
        f"{number(written.bytes / 1e6, 1)} MB in {options.target}. Build {written.build_id}",
        build_id=written.build_id,
        files=written.files,
        bytes=written.bytes,
    )
    return DONE


def _say_report(report: Report, console: Console) -> None:
    """What was read, what was not, and why."""
    _say_collection(report.collection, console)
    for indicator_id, reason in report.stopped.items():
        console.line(f"Tegengehouden: {indicator_id}: {reason}")
    for indicator_id, reason in report.kept.items():
        if indicator_id not in report.stopped:
            console.line(f"Behouden uit de vorige build: {indicator_id}: {reason}")
    for problem in report.refused_edits:
        console.line(f"Wijziging van het actieplan niet toegepast: {problem}")
    if report.embedded:
        console.line(
            f"Uit de ingebedde cijfers: {counted(len(report.embedded), 'indicator', 'indicatoren')}"
        )


def _say_collection(found: Collection, console: Console) -> None:
    console.line(f"Gelezen: {counted(len(found.readings), 'indicator', 'indicatoren')}")
    for sentence in found.superseded:
        console.line(f"  {sentence}")
    if found.refusals:
        console.line(f"Geweigerd: {len(found.refusals)}")
        for refusal in found.refusals:
            console.line(f"  {refusal}")
    if found.unrecognised:
        console.line(
            f"Niet herkend: {counted(len(found.unrecognised), 'bestand', 'bestanden')}"
        )
        for name in found.unrecognised:
            console.line(f"  {name}")


def _say_changes(report: Report, console: Console) -> None:
    if report.sentences is None:
        console.line("Er is nog geen databank om mee te vergelijken: alles is nieuw.")
        return
    if not report.sentences:
        console.line("Geen enkel cijfer verandert.")
        return
    console.line(f"Wijzigingen: {len(report.sentences)}")
    for sentence in report.sentences:
        console.line(f"  {sentence}")


def _say_outcome(outcome: pull.Outcome, console: Console) -> None:
    console.line(
        f"{outcome.source}: {len(outcome.new)} nieuw, {len(outcome.unchanged)} ongewijzigd, "
        f"{len(outcome.failures)} mislukt",
        source=outcome.source,
        new=outcome.new,
        failures=outcome.failures,
    )
    for sentence in outcome.sentences():
        console.line(f"  {sentence}")


def _require_readable(database: Path) -> None:
    if not is_readable(database):
        raise Refusal(
            str(database),
            "geen databank die deze versie kan lezen",
            "python -m etl build",
        )


def _require_sources(names: list[str]) -> None:
    known = settings.sources()
    for name in names:
        if name not in known:
            raise Refusal(name, f"onbekende bron; bekend: {', '.join(known)}")
