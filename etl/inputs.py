"""What a build is made from: the files at hand, and a hash that says whether they changed."""

import contextlib
import hashlib
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl import settings, snapshot
from etl.collect import Parts, files_below
from etl.live import LIVE, SCHEMA_VERSION
from etl.plan import state
from etl.refusal import Refusal
from etl.store import RawFile, Store

QUIET, PATIENCE = 1.0, 10.0
"""Seconds without a new byte after which a copy counts as done, and how long one is waited for."""
RAW, INBOX = LIVE.parent / "raw", LIVE.parent / "inbox"


@dataclass(frozen=True)
class Inputs:
    """What a build is made from."""

    files: Sequence[RawFile]
    embedded: Parts
    is_default: bool
    """The files of the project itself, not a folder that somebody names."""

    @property
    def sha256(self) -> str:
        """Changes when a file, the catalogue, a setting, the plan or the code version does."""
        digest = hashlib.sha256(f"{code_version()} {SCHEMA_VERSION}".encode())
        folders = ("catalogue", "areas", "snapshot")
        own = [
            path
            for name in folders
            for path in sorted((settings.DATA / name).iterdir())
        ]
        for path in [*own, *sorted(settings.DATA.glob("*.yaml"))]:
            digest.update(path.read_bytes())
        digest.update(state.digest().encode())
        for file in sorted(self.files, key=lambda file: file.name):
            digest.update(file.name.encode())
            # What cannot be read is refused by name later on.
            with contextlib.suppress(OSError):
                digest.update(file.path.read_bytes())
        return digest.hexdigest()


def at_hand(
    raw: Path | None, embedded: bool = True, as_of: date | None = None
) -> Inputs:
    """The files to build from.

    Args:
        raw: Only this folder tree; None: `data/raw`, `data/inbox`, then the embedded figures.
        embedded: Whether the embedded figures may fill in when `raw` is None.
        as_of: The files of the build that was in force on that day.

    Raises:
        Refusal: The folder does not exist, or no build is on record up to that day.
    """
    fill = snapshot.load().readings if raw is None and embedded else {}
    if raw is not None:
        if not raw.is_dir():
            raise Refusal(str(raw), "deze map bestaat niet")
        return Inputs(files_below(raw), fill, False)
    store = Store(RAW)
    if as_of is not None:
        return Inputs(store.as_of(as_of)[1], fill, False)
    no_figures = [key for key, text in settings.sources().items() if not text.figures]
    pulled = store.current(without=no_figures)
    _wait_for_copies(INBOX)
    return Inputs([*pulled, *files_below(INBOX, from_inbox=True)], fill, True)


def _wait_for_copies(folder: Path) -> None:
    """Give a file that is being copied into the inbox a moment to arrive.

    Raises:
        Refusal: It is still growing after that.
    """
    end = time.monotonic() + PATIENCE
    while growing := sorted(path.name for path in folder.rglob("*") if _is_new(path)):
        if time.monotonic() > end:
            raise Refusal(
                growing[0],
                "wordt nog geschreven",
                "wacht tot het kopiëren klaar is en probeer opnieuw",
            )
        time.sleep(0.1)


def _is_new(path: Path) -> bool:
    """Whether a file got a byte just now; a date in the future says nothing."""
    try:
        return path.is_file() and 0 <= time.time() - path.stat().st_mtime < QUIET
    except FileNotFoundError:  # a copy under another name until it is done
        return False


def code_version() -> str:
    """The version of this code, as in `pyproject.toml`."""
    file = Path(__file__).parents[1] / "pyproject.toml"
    return str(tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"])
