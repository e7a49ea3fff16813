"""Two registers for the analyst: errors found at publishers, and the ways in with their last word."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import yaml
from pydantic import TypeAdapter, ValidationError

from etl.load import append
from etl.refusal import Refusal
from etl.settings import DATA, Strict, validation_text
from etl.store import Retrieval

FILE = DATA / "publisher_errors.yaml"


class PublisherError(Strict):
    """An entry of `data/publisher_errors.yaml`."""

    id: str
    indicator: str | None = None
    gate: str | None = None
    """The check that finds it; None: seen in a file that is not at hand."""
    years: list[int] = []
    """Empty: all years."""
    what: str
    place: str
    since: date
    reported: date | None = None


def known_errors(path: Path = FILE) -> list[PublisherError]:
    """The errors that somebody wrote down.

    Raises:
        Refusal: The file is not as described.
    """
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[PublisherError]).validate_python(document)
    except ValidationError as error:
        raise Refusal(path.name, validation_text(error)) from error
    except yaml.YAMLError as error:
        raise Refusal(path.name, f"geen geldige YAML: {error}") from error


def record(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    today: date,
    with_live: bool,
) -> None:
    """Fill `publisher_error`: what is written down, and what the checks found beyond it.

    Args:
        connection: The draft as `monitor`, the live database as `live` if there is one.
        build_id: The build whose check results count.
        today: First sight of an error that nobody saw before.
        with_live: Whether `live` is attached; it remembers when an error was first seen.
    """
    rows = connection.execute(
        """
        SELECT r.indicator_id, gate, year, found, place, i.source
        FROM monitor.gate_result AS r INNER JOIN monitor.indicator AS i USING (indicator_id)
        WHERE build_id = ? AND verdict <> 'ok' ORDER BY ALL
        """,
        [build_id],
    ).fetchall()
    checked = {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT indicator_id FROM monitor.gate_result WHERE build_id = ?",
            [build_id],
        ).fetchall()
    }
    errors, explained = [], set()
    for error in known_errors():
        mine = [row for row in rows if _is_about(error, row)]
        explained |= {row[:3] for row in mine}
        to_check = error.gate is not None and error.indicator in checked
        errors.append(
            {
                "error_id": error.id,
                "indicator_id": error.indicator,
                "gate": error.gate,
                "what": error.what,
                "place": error.place,
                "since": error.since,
                "reported_on": error.reported,
                "still_there": bool(mine) if to_check else None,
            }
        )
    # Completeness and jumps are questions; a contradiction in a file is an error.
    contradictions = {
        "dubbel",
        "quotient",
        "antwoorden",
        "som",
        "deel",
        "teller",
        "leeg_jaar",
        "herhaling",
    }
    seen = _first_seen(connection) if with_live else {}
    for row in rows:
        if row[1] in contradictions and row[:3] not in explained:
            indicator_id, gate, year, found, place, _source = row
            key = f"{gate}-{indicator_id}" + (f"-{year}" if year else "")
            errors.append(
                {
                    "error_id": key,
                    "indicator_id": indicator_id,
                    "gate": gate,
                    "what": found,
                    "place": place,
                    "since": seen.get(key, today),
                    "reported_on": None,
                    "still_there": True,
                }
            )
    frame = pl.DataFrame(errors, infer_schema_length=None).unique(
        "error_id", keep="first", maintain_order=True
    )
    append(connection, "publisher_error", frame)


def _is_about(error: PublisherError, row: tuple[object, ...]) -> bool:
    indicator_id, gate, year = row[:3]
    in_years = not error.years or year is None or year in error.years
    return (error.indicator, error.gate) == (indicator_id, gate) and in_years


def _first_seen(connection: duckdb.DuckDBPyConnection) -> dict[str, date]:
    rows = connection.execute(
        "SELECT error_id, since FROM live.publisher_error"
    ).fetchall()
    return dict(rows)


def record_pulls(
    connection: duckdb.DuckDBPyConnection, retrievals: Sequence[Retrieval]
) -> None:
    """Fill `pull`: per way in the last success, the last attempt and the last error."""
    for row in pull_summary(retrievals):
        connection.execute("INSERT INTO monitor.pull VALUES (?, ?, ?, ?, ?, ?)", row)


def pull_summary(
    retrievals: Sequence[Retrieval],
) -> list[tuple[str, str, datetime | None, datetime, str | None, int]]:
    """Per source and way: last success, last attempt, last error if it came after, files at hand."""
    groups: dict[tuple[str, str], list[Retrieval]] = {}
    for one in retrievals:
        groups.setdefault((one.source, one.way), []).append(one)
    summary = []
    for (source, way), ones in sorted(groups.items()):
        good = [one for one in ones if one.error is None]
        success = _utc(good[-1].time) if good else None
        last = ones[-1]
        files = len({one.name for one in good})
        summary.append((source, way, success, _utc(last.time), last.error, files))
    return summary


def _utc(time: str) -> datetime:
    return datetime.fromisoformat(time).replace(tzinfo=None)
