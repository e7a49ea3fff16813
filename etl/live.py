"""Where the live database is and which build it holds. No Streamlit here."""

import os
from pathlib import Path

import duckdb

DEFAULT = Path(__file__).parents[1] / "data" / "monitor.duckdb"
LIVE = Path(os.environ.get("MONITOR_DATABASE", DEFAULT))
PLAN_EDITS = LIVE.parent / "plan_edits.jsonl"
"""What people changed in the action plan: only grows, no refresh touches it."""
SCHEMA_VERSION = 3
"""Goes up when a table changes in a way that this version's pages cannot read."""

Signature = tuple[int, int]


def build_signature() -> Signature:
    """Identify the build that is live now.

    Raises:
        FileNotFoundError: There is no database yet.
    """
    return signature_of(LIVE)


def signature_of(database: Path) -> Signature:
    """Identify the build in a database file: (modification time in ns, inode).

    Raises:
        FileNotFoundError: There is no such file.
    """
    stat = database.stat()
    return stat.st_mtime_ns, stat.st_ino


def folder_of_builds(live: Path) -> Path:
    """Where earlier databases are kept."""
    return live.parent / "builds"


def kept_files(live: Path) -> dict[str, Path]:
    """Earlier databases by build id, which is the name of their file."""
    return {path.stem: path for path in folder_of_builds(live).glob("*.duckdb")}


def is_readable(database: Path) -> bool:
    """Whether this version can read the database: it is there, whole, and of our schema."""
    if not database.exists():
        return False
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{quoted(database)}' AS monitor (READ_ONLY)")
            row = connection.execute(
                "SELECT max_by(schema_version, built_at) FROM monitor.build"
            ).fetchone()
    except duckdb.Error:
        return False
    return row == (SCHEMA_VERSION,)


def is_locked(database: Path) -> bool:
    """Whether another program holds the database open for writing, so that nobody can read it."""
    if not database.exists():
        return False
    try:
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{quoted(database)}' AS monitor (READ_ONLY)")
    except duckdb.IOException as error:
        return "lock" in str(error).lower()
    except duckdb.Error:
        return False
    return False


def quoted(path: Path) -> str:
    """A path inside an SQL string literal; ATTACH takes no parameters."""
    return str(path).replace("'", "''")
