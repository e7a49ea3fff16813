"""The slides of a meeting as a PowerPoint file: the same contents as the screen in the room.

Charts and tables are native, so that who presents can edit them; the notes of each slide
say where its figures come from.
"""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pages import text
from pages.briefing.gather import Briefing
from pages.briefing.slides import slides
from pages.components.frame import NAME
from pages.exports.deck.fill import clean
from pages.exports.deck.house import LANGUAGE, empty, tidy_notes
from pages.exports.deck.pages import add


def deck(briefing: Briefing) -> bytes:
    """A PPTX file with a slide for each of the meeting; a long table takes more than one.

    Args:
        briefing: Of `gather`.
    """
    briefing = replace(briefing, region_name=clean(briefing.region_name))
    file = empty()
    for slide in slides(briefing):
        add(file, slide, briefing)
    tidy_notes(file)
    _sign(file, briefing)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _sign(file: Any, briefing: Briefing) -> None:
    """Properties of the file."""
    about, now = file.core_properties, datetime.now(UTC).replace(tzinfo=None)
    name = text.full_name(briefing.region_name, briefing.region_type)
    about.title = f"Hoe staat {name} ervoor?"
    about.subject = (
        f"Gegevens van {text.long_date(briefing.built_on)}, build {briefing.build_id}"
    )
    about.author = about.last_modified_by = NAME
    about.language = LANGUAGE
    about.created = about.modified = now
    about.revision = 1
