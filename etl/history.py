"""What a build writes of itself: its place in the history, and whose figures it shows."""

import contextlib
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

import duckdb

from etl.live import SCHEMA_VERSION, quoted


def record_build(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    now: datetime,
    version: str,
    digests: tuple[str, str],
    live: Path,
) -> None:
    """Add this build, with the hash of all it was made from and of the plan, to the history."""
    if live.exists():
        _carry_history(connection, live)
    connection.execute(
        "INSERT INTO monitor.build VALUES (?, ?, ?, ?, ?, ?)",
        [
            build_id,
            now.replace(tzinfo=None),
            version,
            digests[0],
            SCHEMA_VERSION,
            digests[1],
        ],
    )


def _carry_history(connection: duckdb.DuckDBPyConnection, live: Path) -> None:
    """Builds and changes of the database before, also of an older schema."""
    try:
        connection.execute(
            f"ATTACH IF NOT EXISTS '{quoted(live)}' AS before (READ_ONLY)"
        )
    except duckdb.Error:
        # Attached already as `live`, or not a database at all.
        name = "live" if _is_attached(connection, "live") else None
    else:
        name = "before"
    for table in ("build", "change") if name else ():
        # A database of another making has no such table, and no history of ours.
        with contextlib.suppress(duckdb.CatalogException, duckdb.BinderException):
            connection.execute(
                f"INSERT INTO monitor.{table} BY NAME SELECT * FROM {name}.{table}"  # noqa: S608
            )
    if name == "before":
        connection.execute("DETACH before")


def _is_attached(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    rows = connection.execute("SELECT database_name FROM duckdb_databases()").fetchall()
    return (name,) in rows


def record_states(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    reasons: Mapping[str, str],
    kept: Collection[str],
    with_live: bool,
) -> None:
    """Whose figures each indicator shows, and since which build.

    Args:
        connection: The draft as `monitor`, the live database as `live` if there is one.
        build_id: This build.
        reasons: Why the newest file of an indicator is not used.
        kept: Indicators whose figures come from the database before.
        with_live: Whether `live` is attached.
    """
    connection.execute(
        """
        INSERT INTO monitor.indicator_state
        WITH shown AS (
            -- Its own source decides; years that another source adds do not.
            SELECT indicator_id,
                arg_max(embedded, starts_with(indicator_id, source || ':')) AS embedded
            FROM (SELECT DISTINCT indicator_id, file_id FROM monitor.observation)
            INNER JOIN monitor.source_file USING (file_id) GROUP BY ALL
        )
        SELECT indicator_id,
            CASE WHEN embedded IS NULL THEN 'geen' WHEN embedded THEN 'ingebed' ELSE 'vers' END,
            NULL, $build_id
        FROM monitor.indicator LEFT JOIN shown USING (indicator_id)
        """,
        {"build_id": build_id},
    )
    connection.executemany(
        "UPDATE monitor.indicator_state SET reason = $2 WHERE indicator_id = $1",
        list(reasons.items()) or [["", ""]],
    )
    connection.execute(
        "UPDATE monitor.indicator_state SET state = 'behouden' WHERE list_contains(?, indicator_id)",
        [list(kept)],
    )
    if with_live:
        connection.execute("""
            UPDATE monitor.indicator_state AS s SET build_id = o.build_id
            FROM live.indicator_state AS o
            WHERE o.indicator_id = s.indicator_id AND s.state = 'behouden'
        """)
