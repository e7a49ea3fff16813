"""Build a database beside the live one, check it, then swap; keep the ones before, and go back."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from etl.live import folder_of_builds, is_locked, is_readable, kept_files, quoted
from etl.refusal import Refusal

Step = Callable[[duckdb.DuckDBPyConnection], object]


def publish(
    live: Path, *steps: Step, approve: Callable[[], bool] = lambda: True, keep: int = 0
) -> bool:
    """Replace the live database in one atomic step.

    Readers keep the build they have open. When a step raises, the live file
    stays as it was and the draft is removed.

    Args:
        live: The database file that the dashboard reads.
        steps: Fill and check catalog `monitor`, in this order.
        approve: Asked when the draft is complete; False: the live file stays.
        keep: How many earlier databases to keep.

    Returns:
        Whether the draft went live.
    """
    live.parent.mkdir(parents=True, exist_ok=True)
    # Same folder: os.replace is only atomic within one file system. The process
    # id keeps two runs at once out of each other's draft.
    draft = live.with_name(f"{live.name}.draft-{os.getpid()}")
    try:
        with attached(draft) as connection:
            for step in steps:
                step(connection)
        if not approve():
            return False
        if keep:
            _keep(live, keep)
        draft.replace(live)
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}.wal").unlink(missing_ok=True)
    return True


@contextmanager
def attached(
    database: Path, mode: str = "READ_WRITE"
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database file as catalog `monitor`, which its macros count on."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(database)}' AS monitor ({mode})")
        yield connection
        connection.execute("DETACH monitor")  # checkpoints and closes the file


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Hold the folder of a database for one writer; drafts of a killed run are cleared away.

    Raises:
        Refusal: Another process writes there now, or holds the database.
    """
    folder = database.parent
    folder.mkdir(parents=True, exist_ok=True)
    if is_locked(database):
        raise Refusal(
            str(database),
            "is in gebruik door een ander programma dat erin kan schrijven",
            "sluit het, of open de databank daar met READ_ONLY",
        )
    lock = FileLock(folder / "refresh.lock", timeout=0)
    try:
        with lock:
            for rest in folder.glob("*.draft-*"):
                rest.unlink()
            yield
    except Timeout as error:
        raise Refusal(
            str(folder),
            "er loopt al een vernieuwing in deze map",
            "wacht tot die klaar is en probeer opnieuw",
        ) from error


def kept(live: Path) -> dict[str, tuple[Path, datetime]]:
    """Earlier databases that this version can read, by build id, newest first."""
    found = {}
    for path in kept_files(live).values():
        if is_readable(path):
            build_id, built_at, _inputs = build_of(path)
            found[build_id] = (path, built_at)
    return dict(sorted(found.items(), key=lambda item: item[1][1], reverse=True))


def build_of(database: Path) -> tuple[str, datetime, str]:
    """Id, time (UTC) and hash of the inputs of the build that a database holds."""
    with attached(database, "READ_ONLY") as connection:
        row = connection.execute("""
            SELECT build_id, built_at, inputs_sha256 FROM monitor.build
            ORDER BY built_at DESC, build_id DESC LIMIT 1
        """).fetchone()
    if row is None:
        raise Refusal(str(database), "deze databank kent haar eigen build niet")
    return row[0], row[1], row[2]


def plan_of(database: Path) -> str | None:
    """Hash of the action plan that a database holds; None where it does not say."""
    with attached(database, "READ_ONLY") as connection:
        try:
            row = connection.execute(
                "SELECT plan_sha256 FROM monitor.build ORDER BY built_at DESC LIMIT 1"
            ).fetchone()
        except duckdb.BinderException:
            return None
    return row[0] if row else None


def rollback(live: Path, build_id: str | None, keep: int) -> tuple[str, str]:
    """Put a kept database back in the place of the live one, which is kept in turn.

    Args:
        live: The database file that the dashboard reads.
        build_id: Which build; None: the newest one before the live one.
        keep: How many earlier databases to keep.

    Returns:
        The build that was live, and the one that is now.

    Raises:
        Refusal: There is no such build.
    """
    if not is_readable(live):
        raise Refusal(str(live), "er is geen leesbare databank om van terug te keren")
    now, built_at, inputs = build_of(live)
    choice = kept(live)
    choice.pop(now, None)
    older = [key for key, (_path, when) in choice.items() if when < built_at]
    target = build_id or next(iter(older), None)
    if target not in choice:
        listed = ", ".join(choice) or "geen"
        raise Refusal(
            str(folder_of_builds(live)),
            f"build {target or 'van voor deze'} is niet bewaard; wel bewaard: {listed}",
        )
    draft = live.with_name(f"{live.name}.draft-{os.getpid()}")
    shutil.copyfile(choice[target][0], draft)
    _abandoned(live).parent.mkdir(exist_ok=True)
    left = sorted({*abandoned_inputs(live), inputs})
    _abandoned(live).write_text(json.dumps(left), encoding="utf-8")
    _keep(live, keep)
    draft.replace(live)
    return now, target


def abandoned_inputs(live: Path) -> set[str]:
    """The inputs of builds that somebody rolled back from: a refresh does not repeat them."""
    try:
        return set(json.loads(_abandoned(live).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return set()


def forget_abandoned(live: Path) -> None:
    """Somebody published on purpose: from now on every refresh may."""
    _abandoned(live).unlink(missing_ok=True)


def _abandoned(live: Path) -> Path:
    return folder_of_builds(live) / "abandoned.json"


def _keep(live: Path, keep: int) -> None:
    """Keep the live database under its build id, and drop the oldest beyond `keep`."""
    if not is_readable(live):
        return
    folder = folder_of_builds(live)
    folder.mkdir(exist_ok=True)
    target = folder / f"{build_of(live)[0]}.duckdb"
    if not target.exists():
        beside = folder / f".{target.name}.part"
        beside.unlink(missing_ok=True)
        try:
            os.link(live, beside)
        except OSError:
            shutil.copyfile(live, beside)
        beside.replace(target)
    for path, _when in list(kept(live).values())[keep:]:
        path.unlink()
