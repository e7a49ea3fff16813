"""Runs one of our small scripts as a process of its own.

Why apart: what such a script does may take long, hold Python's lock, keep hundreds of
megabytes or crash, and the server goes on for everybody else.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def run(script: Path, asked: Mapping[str, Any], patience: float) -> bytes:
    """What the script writes on its output.

    Args:
        script: Reads JSON from its input; sees the libraries, not the project.
        asked: Its input.
        patience: Seconds that it may take on a busy server.

    Raises:
        RuntimeError: It took too long, or failed; the message holds its complaint.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(script)],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=patience,
        )
    except subprocess.TimeoutExpired as slow:
        raise RuntimeError(f"{script.name}: not done in {patience} seconds") from slow
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
