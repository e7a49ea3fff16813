"""Runs as a process of its own: a template and its data on standard input, a PDF on standard output.

Why apart: Typst keeps what it laid out, about 300 MB after some tens of documents, and gives
nothing back. Starting it anew takes a few hundredths of a second.
"""

import json
import sys
from datetime import UTC, datetime
from typing import Any

import typst


def made(asked: dict[str, Any]) -> bytes:
    """The PDF of a `template` in a `folder` with `data`, dated `seconds` after 1970."""
    pages = typst.compile(
        asked["template"],
        root=asked["folder"],
        # Every machine gives the same pages: only the letters inside the library.
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(asked["data"], ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime.fromtimestamp(asked["seconds"], UTC),
    )
    assert isinstance(pages, bytes)  # noqa: S101 - one file, for a PDF
    return pages


if __name__ == "__main__":
    sys.stdout.buffer.write(made(json.load(sys.stdin)))
