"""How things stand: per source the last word, per indicator the newest year and what is due."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
from babel.dates import format_date, format_datetime

from etl import settings
from etl.live import is_readable
from etl.numbers import counted
from etl.publish import attached, build_of, kept
from etl.registers import pull_summary
from etl.store import Store


def lines(database: Path, raw: Path) -> Iterator[str]:
    """The status in Dutch lines.

    Args:
        database: The live database; may be absent.
        raw: The folder of raw files, for its manifest.
    """
    yield from _sources(raw)
    if not is_readable(database):
        yield f"Geen databank die deze versie kan lezen: {database} (python -m etl build)"
        return
    build_id, built_at, _inputs = build_of(database)
    yield f"\nDatabank: build {build_id} van {_moment(built_at)}"
    earlier = [
        f"  {key} van {_moment(when)}" for key, (_path, when) in kept(database).items()
    ]
    yield f"Bewaarde builds: {len(earlier)}"
    yield from earlier
    with attached(database, "READ_ONLY") as connection:
        yield from _states(connection)
        yield from _indicators(connection)
        yield from _errors(connection)


def _sources(raw: Path) -> Iterator[str]:
    summary = pull_summary(Store(raw).retrievals())
    for source, text in settings.sources().items():
        yield f"{text.name}"
        if text.pull is None:
            yield "  geen adres ingesteld: bestanden komen via data/inbox"
            continue
        mine = [row for row in summary if row[0] == source]
        if not mine:
            by_name = "" if text.figures else f" {source}"
            yield f"  nog nooit opgehaald (python -m etl pull{by_name})"
        for _source, way, success, attempt, error, files in mine:
            good = f"gelukt op {_moment(success)}" if success else "nog nooit gelukt"
            yield f"  {way}: {good}, {counted(files, 'bestand', 'bestanden')}; laatst gevraagd {_moment(attempt)}"
            if error:
                yield f"    laatste fout: {error}"


def _states(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    words = {
        "vers": "uit opgehaalde bestanden",
        "ingebed": "uit de ingebedde cijfers",
        "behouden": "behouden uit een vorige build",
        "geen": "zonder cijfers",
    }
    rows = connection.execute(
        "SELECT state, count(*) FROM monitor.indicator_state GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    yield "\nIndicatoren: " + ", ".join(f"{n} {words[state]}" for state, n in rows)
    for title, state, reason in connection.execute("""
        SELECT title, state, reason FROM monitor.indicator_state
        INNER JOIN monitor.indicator USING (indicator_id)
        WHERE reason IS NOT NULL ORDER BY position
    """).fetchall():
        yield f"  {title} ({words[state]}): {reason}"


def _indicators(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Newest year, expected year and next release of every indicator with figures."""
    yield "\nIndicator: nieuwste jaar, volgende uitgave"
    missing = dict(
        connection.execute(
            "SELECT indicator_id, expected_year FROM monitor.missing_series"
        ).fetchall()
    )
    rows = connection.execute("""
        SELECT indicator_id, title, max(year) AS newest, release_month, release_lag
        FROM monitor.observation INNER JOIN monitor.indicator USING (indicator_id)
        WHERE value IS NOT NULL GROUP BY ALL ORDER BY any_value(position)
    """).fetchall()
    for indicator_id, title, newest, month, lag in rows:
        due = (
            f"; verwacht intussen {missing[indicator_id]}"
            if indicator_id in missing
            else ""
        )
        yield f"  {title}: {newest}, {_release(newest, month, lag)}{due}"
    empty = connection.execute(
        "SELECT count(*) FROM monitor.missing_series WHERE kind = 'geen cijfers'"
    ).fetchone()
    yield (
        f"Reeksen die we missen: {empty[0] if empty else 0} zonder cijfers, "
        f"{len(missing) - (empty[0] if empty else 0)} verouderd "
        "(pagina Gegevens en methode, met een tekst om ze te vragen)"
    )


def _release(newest: int, month: int | None, lag: int | None) -> str:
    if month is None or lag is None:
        return "uitgave niet bekend"
    when = date(newest + 1 + lag, month, 1)
    text = format_date(when, "MMMM yyyy", locale="nl_BE")
    return f"{newest + 1} verwacht in {text}"


def _errors(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = connection.execute("""
        SELECT count(*), count(*) FILTER (reported_on IS NULL) FROM monitor.publisher_error
        WHERE still_there IS DISTINCT FROM false
    """).fetchone()
    if rows:
        yield f"Fouten bij uitgevers: {rows[0]}, waarvan {rows[1]} nog niet gemeld"


def _moment(when: datetime | None) -> str:
    """A UTC time as a person here reads it."""
    if when is None:
        return "nooit"
    local = when.replace(tzinfo=UTC).astimezone()
    return str(format_datetime(local, "d MMMM yyyy HH:mm", locale="nl_BE"))
