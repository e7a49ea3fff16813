"""Tests run against a database of their own, built once from the embedded figures."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
# Before the first project import: `etl.live` reads it once. Workers of pytest-xdist
# inherit the folder from the controller.
FOLDER = Path(
    os.environ.setdefault("MONITOR_TEST_FOLDER", tempfile.mkdtemp(prefix="monitor-"))
)
DATABASE = FOLDER / "monitor.duckdb"
os.environ["MONITOR_DATABASE"] = str(DATABASE)


def pytest_configure(config: pytest.Config) -> None:
    """Build in the controller, before any worker starts."""
    if hasattr(config, "workerinput") or DATABASE.exists():
        return
    command = [sys.executable, "-m", "etl", "build", "--database", str(DATABASE)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real source files, where they stand beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("de echte bronbestanden (../shared/data) staan hier niet")
    return SHARED
