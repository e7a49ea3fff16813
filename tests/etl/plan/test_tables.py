"""The plan in the database: timing, how it stood on a day, who changed what."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from etl import load as loading
from etl.areas import Areas
from etl.plan import tables
from tests.etl.conftest import indicator
from tests.etl.plan.conftest import Load
from tests.etl.plan.test_edits import line, write

EDITS = (
    line(
        "20T09",
        "action",
        "rea",
        set={"execution": "afgerond", "finished": "2026-11-19"},
    ),
    line(
        "21T09",
        "action",
        "nieuw",
        set={"action_line": "3", "title": "Nieuw", "source": "x"},
    ),
)


@pytest.fixture
def database(
    territory: Areas, load: Load, edit_file: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    write(edit_file, *EDITS)
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS monitor")
        loading.create(connection, territory, [indicator("AR_13"), indicator("AR_11")])
        tables.record(connection, load())
        yield connection


def test_the_plan_is_stored_with_what_is_known(
    database: duckdb.DuckDBPyConnection,
) -> None:
    action = database.execute(
        'SELECT start, start_precision, "end", end_precision, execution, timing FROM monitor.action '
        "WHERE action_id = 'rea'"
    ).fetchone()
    assert action == (
        date(2014, 1, 1),
        "jaar",
        date(2026, 11, 30),
        "maand",
        "afgerond",
        "op tijd",
    )
    assert database.execute("SELECT * FROM monitor.action_indicator").fetchall() == [
        ("rea", "gsm:ar_13")
    ]
    assert database.execute(
        "SELECT due, reached FROM monitor.action_milestone"
    ).fetchall() == [(date(2025, 6, 30), None)]
    assert database.execute(
        "SELECT date, date_precision, text FROM monitor.action_note"
    ).fetchall() == [(date(2024, 5, 1), "maand", "Besproken.")]
    assert database.execute(
        "SELECT indicator_id, breakdown, here_value, proxy FROM monitor.target"
    ).fetchall() == [("gsm:ar_13", "", 0.5, False)]
    assert database.execute(
        "SELECT date, body, topics, spotlights, slides FROM monitor.meeting"
    ).fetchall() == [
        (
            date(2026, 12, 1),
            "Taskforce",
            ["Actielijn 3", "Varia"],
            ["gsm:ar_13"],
            ["titel", "3", "gsm:ar_13", "acties"],
        )
    ]
    assert database.execute("SELECT body, per_year FROM monitor.body").fetchall() == [
        ("Taskforce", None)
    ]


def test_who_changed_what_is_kept(database: duckdb.DuckDBPyConnection) -> None:
    rows = database.execute(
        "SELECT edited_at, who, entity, id, old, new FROM monitor.plan_edit WHERE field = 'execution'"
    ).fetchall()
    assert rows == [
        (datetime(2026, 11, 20, 9), "an", "action", "rea", "lopend", "afgerond")
    ]


def test_how_the_actions_stood_at_a_cut_off(
    database: duckdb.DuckDBPyConnection,
) -> None:
    def on(day: str) -> dict[str, tuple[str | None, str | None]]:
        rows = database.execute(
            f"SELECT action_id, execution, timing FROM monitor.action_on(DATE '{day}')"
        ).fetchall()
        return {key: (execution, timing) for key, execution, timing in rows}

    assert on("2017-06-30")["cafe"] == ("niet gestart", "geen termijn")
    assert on("2017-12-31")["cafe"] == ("afgerond", "geen termijn")
    assert on("2025-12-31") == {
        "rea": ("lopend", "op tijd"),
        "cafe": ("afgerond", "geen termijn"),
    }
    assert on("2026-11-20")["rea"] == ("afgerond", "op tijd")
    assert on("2026-12-31")["nieuw"] == (None, "geen termijn")


def test_the_cut_offs_are_half_years(database: duckdb.DuckDBPyConnection) -> None:
    days = [row[0] for row in database.execute("FROM monitor.cutoff").fetchall()]
    assert len(days) == 10
    assert {(day.month, day.day) for day in days} == {(6, 30), (12, 31)}
    assert days == sorted(days, reverse=True)
    assert days[0] <= date.today()


@pytest.mark.parametrize(
    ("stated", "execution", "term", "finished", "expected"),
    [
        (None, "lopend", None, None, "geen termijn"),
        (None, "lopend", "2026-12-31", None, "op tijd"),
        (None, "lopend", "2026-06-30", None, "te laat"),
        (None, "niet gestart", "2026-06-30", None, "te laat"),
        (None, "afgerond", "2026-06-30", "2026-06-30", "op tijd"),
        (None, "afgerond", "2026-06-30", "2026-07-01", "te laat"),
        (None, "afgerond", "2026-06-30", None, None),
        (None, None, "2026-06-30", None, None),
        (None, None, "2026-12-31", None, "op tijd"),
        ("te laat", "lopend", "2026-12-31", None, "te laat"),
    ],
)
def test_timing_is_stated_or_follows(
    database: duckdb.DuckDBPyConnection,
    stated: str | None,
    execution: str | None,
    term: str | None,
    finished: str | None,
    expected: str | None,
) -> None:
    """On 26 November 2026. What nobody wrote down is not known, and not late."""
    row = database.execute(
        "SELECT monitor.timing_on(?, ?, ?::DATE, ?::DATE, DATE '2026-11-26')",
        [stated, execution, term, finished],
    ).fetchone()
    assert row == (expected,)
