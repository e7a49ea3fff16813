"""Two registers for the analyst: errors found at publishers, and the ways in with their last word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import yaml
from pydantic import TypeAdapter, ValidationError

from etl.load import append
from etl.refusal import Refusal
from etl.settings import DATA
from etl.store import Retrieval
from etl.strict import Strict, validation_text, yaml_text

FILE = DATA / "publisher_errors.yaml"
ERRORS = {
    "error_id": pl.String,
    "indicator_id": pl.String,
    "gate": pl.String,
    "what": pl.String,
    "place": pl.String,
    "since": pl.Date,
    "reported_on": pl.Date,
    "still_there": pl.Boolean,
}
CONTRADICTIONS = [
    "dubbel",
    "quotient",
    "antwoorden",
    "som",
    "deel",
    "teller",
    "leeg_jaar",
    "herhaling",
]
"""Checks that find an error in a file; completeness and jumps are questions."""


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
        raise Refusal(path.name, yaml_text(error)) from error


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
    found = _findings(connection, build_id)
    checked = {
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT indicator_id FROM monitor.gate_result WHERE build_id = ?",
            [build_id],
        ).fetchall()
    }
    errors: list[dict[str, object]] = []
    for error in known_errors():
        mine = [one for one in found if one.key == (error.indicator, error.gate)]
        there = any(one.years.intersection(error.years or one.years) for one in mine)
        errors.append(
            {
                "error_id": error.id,
                "indicator_id": error.indicator,
                "gate": error.gate,
                "what": error.what,
                "place": error.place,
                "since": error.since,
                "reported_on": error.reported,
                "still_there": there
                if error.gate and error.indicator in checked
                else None,
            }
        )
        for one in mine:
            one.years.difference_update(error.years or set(one.years))
    seen = _first_seen(connection) if with_live else {}
    # What the catalogue explains (withheld cells, mostly) is no error, unless written down above.
    errors += [
        one.row(seen, today)
        for one in found
        if one.years and one.key[1] in CONTRADICTIONS and not one.is_explained
    ]
    append(connection, "publisher_error", pl.DataFrame(errors, ERRORS, orient="row"))


@dataclass
class _Found:
    """What one check found in one indicator, all years together."""

    key: tuple[str, str]
    years: set[int]
    what: str
    place: str
    is_explained: bool

    def row(self, seen: dict[str, date], today: date) -> dict[str, object]:
        """A row of the register for what nobody wrote down yet."""
        indicator_id, gate = self.key
        error_id = f"{gate}-{indicator_id}"
        years = sorted(year for year in self.years if year)
        when = (
            f", {years[0]}–{years[-1]}"
            if len(years) > 1
            else f", {years[0]}"
            if years
            else ""
        )
        return {
            "error_id": error_id,
            "indicator_id": indicator_id,
            "gate": gate,
            "what": self.what,
            "place": self.place + when,
            "since": seen.get(error_id, today),
            "reported_on": None,
            "still_there": True,
        }


def _findings(connection: duckdb.DuckDBPyConnection, build_id: str) -> list[_Found]:
    rows = connection.execute(
        """
        SELECT indicator_id, gate, list(DISTINCT coalesce(year, 0)), max_by(coalesce(reason, found), coalesce(year, 0)),
            max_by(place, coalesce(year, 0)), bool_and(verdict = 'verklaard')
        FROM monitor.gate_result
        WHERE build_id = ? AND verdict <> 'ok'
        GROUP BY indicator_id, gate ORDER BY ALL
        """,
        [build_id],
    ).fetchall()
    return [
        _Found((indicator_id, gate), set(years), what or "", place or "", is_explained)
        for indicator_id, gate, years, what, place, is_explained in rows
    ]


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
