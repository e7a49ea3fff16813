"""Pages as PDF: a template of ours and data, set by Typst on this machine.

Only the letters inside the library are used, so that every machine gives the same pages,
and the file is tagged as PDF/UA-1 asks. Values go in as JSON and never as markup: a name
with `#`, `*` or `$` in it stays a name.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pages.components.chart_theme import KINDS, LIGHT, SEQUENTIAL
from pages.components.frame import NAME

TEMPLATES = Path(__file__).with_name("typst")
COLOURS = {**dict(zip(KINDS, LIGHT, strict=True)), "klassen": SEQUENTIAL}
"""What a colour means on paper: as on the pages."""


def pdf(template: str, data: Mapping[str, Any], dated: date) -> bytes:
    """The pages that a template makes of the data.

    Takes about a tenth of a second, in which other threads go on: Typst lets go of Python's lock.

    Args:
        template: File in TEMPLATES, without its extension.
        data: What the template asks for, as JSON can hold it.
        dated: Date of the file; the same data on the same day gives the same bytes.

    Raises:
        typst.TypstError: The template is at fault.
    """
    import typst  # a large library, which only a download needs to wait for

    told = {**data, "colours": COLOURS, "monitor": NAME}
    made = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime.combine(dated, time(), UTC),
    )
    assert isinstance(made, bytes)  # noqa: S101 - one file, for a PDF
    return made
