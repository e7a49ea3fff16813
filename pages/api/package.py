"""The open data package as one ZIP file: made once a build, by the command line itself.

Why another process: the ETL writes the package and the pages know nothing of the ETL;
and a minute of packing must not hold up the visitors of this one.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Timer

from etl.live import LIVE, Signature

ROOT = Path(__file__).parents[2]
SECONDS = 300.0
_one_at_a_time = Lock()


class PackagingError(Exception):
    """The package could not be made."""


def ready(build: Signature) -> Path | None:
    """The package of a build, when it is there."""
    file = _file(build)
    return file if file.exists() else None


def make(
    build: Signature, progress: Callable[[str], None] = lambda _line: None
) -> Path:
    """Make the package of a build, or wait for who is making it.

    Args:
        build: The live one.
        progress: Called with what is written next, in Dutch.

    Raises:
        PackagingError: It did not work; the reason is in the log of the server.
    """
    with _one_at_a_time:
        file = _file(build)
        if not file.exists():
            for old in file.parent.glob("*.zip"):
                old.unlink()
            _run(file, progress)
    return file


@cache
def _folder() -> TemporaryDirectory[str]:
    """Goes away with the server."""
    return TemporaryDirectory(prefix="monitor-pakket-", ignore_cleanup_errors=True)


def _file(build: Signature) -> Path:
    return Path(_folder().name) / f"{'-'.join(map(str, build))}.zip"


def _run(file: Path, progress: Callable[[str], None]) -> None:
    command = [sys.executable, "-m", "etl", "export", str(file)]
    command += ["--database", str(LIVE), "--log", "json"]
    with subprocess.Popen(  # noqa: S603  (our own command; nothing in it comes from a visitor)
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        limit = Timer(SECONDS, process.kill)
        limit.start()
        try:
            for line in process.stdout or ():
                entry = json.loads(line)
                if entry["event"] == "voortgang":
                    progress(entry["text"])
        finally:
            limit.cancel()
    if process.returncode != 0:
        raise PackagingError(f"python -m etl export: {process.returncode}")
