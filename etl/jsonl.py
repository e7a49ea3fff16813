"""Records that only grow: one JSON object a line, safe against a run that is killed."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def read(path: Path) -> list[dict[str, Any]]:
    """The whole lines of a record; a torn one was never finished."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found


def append(path: Path, *lines: dict[str, Any]) -> None:
    """Add lines in one write; after a torn one on a line of their own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    with path.open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                text = "\n" + text
        file.write(text.encode())


def rewrite(path: Path, lines: Sequence[dict[str, Any]]) -> None:
    """Replace the record in one step; one that does not exist is not made."""
    if not path.exists():
        return
    beside = path.with_name(f".{path.name}.part")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
