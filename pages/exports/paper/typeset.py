"""Pages as PDF: a template of ours and data, set by Typst on this machine.

Only the letters inside the library are used, so that every machine gives the same pages,
and the file is tagged as PDF/UA-1 asks. Values go in as JSON and never as markup: a name
with `#`, `*` or `$` in it stays a name.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pages.components.chart_theme import KINDS, LIGHT, SEQUENTIAL
from pages.components.frame import NAME
from pages.exports import apart

TEMPLATES = Path(__file__).with_name("typst")
SET = Path(__file__).with_name("set_pages.py")
PATIENCE = 60
"""Seconds that one document may take on a busy server."""
COLOURS = {**dict(zip(KINDS, LIGHT, strict=True)), "klassen": SEQUENTIAL}
"""What a colour means on paper: as on the pages."""


def pdf(template: str, data: Mapping[str, Any], dated: date) -> bytes:
    """The pages that a template makes of the data, in some tenths of a second.

    Args:
        template: File in TEMPLATES, without its extension.
        data: What the template asks for, as JSON can hold it.
        dated: Date of the file; the same data on the same day gives the same bytes.

    Raises:
        RuntimeError: The template is at fault, or it took longer than PATIENCE.
    """
    asked = {
        "template": str(TEMPLATES / f"{template}.typ"),
        "folder": str(TEMPLATES),
        "data": {**data, "colours": COLOURS, "monitor": NAME},
        "seconds": datetime.combine(dated, time(), UTC).timestamp(),
    }
    return apart.run(SET, asked, PATIENCE)
