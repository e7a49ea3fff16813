"""Marks a pull as running, so that the next one knows that it was interrupted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from etl.store import Store

RESUME_WITHIN = timedelta(hours=24)
"""An interrupted pull younger than this goes on where it was."""


@contextmanager
def pulling(store: Store) -> Iterator[datetime]:
    """Hold the mark while a pull runs; it stays when the pull does not end well.

    Yields:
        Since when a retrieved file counts as done: the start of the interrupted
        pull that this one continues, else a moment that no file has reached.
    """
    marker, parts = store.folder / "pull.started", store.folder / ".part"
    if parts.is_dir():
        for part in parts.iterdir():
            part.unlink()
    now = datetime.now(UTC).replace(microsecond=0)
    started = _time(marker)
    if started is not None and now - started < RESUME_WITHIN:
        yield started
    else:
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.write_text(now.isoformat(), encoding="utf-8")
        # One second ahead: the manifest counts in whole seconds.
        yield now + timedelta(seconds=1)
    marker.unlink(missing_ok=True)


def _time(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
