"""In place of a document that could not be made: a file of the same kind that says so.

Why: at a click Streamlit would show an English message of its own.
"""

import io
import logging
from collections.abc import Callable
from datetime import date

from pages.components.frame import NAME
from pages.exports.deck import places
from pages.exports.deck.fill import Line, Page
from pages.exports.deck.house import empty, tidy_notes
from pages.exports.paper import typeset
from pages.exports.workbook import Metadata, workbook

LOG = logging.getLogger(__name__)
WORDS = (
    "Dit document kon niet gemaakt worden. Probeer het straks opnieuw. Lukt het dan nog niet, meld "
    "het dan aan wie de monitor beheert, met het adres van de pagina."
)


def unless(make: Callable[[], bytes], kind: str, title: str) -> bytes:
    """What `make` gives; when it fails, the apology.

    Args:
        make: Makes the document.
        kind: Ending of its name: pptx, pdf or xlsx.
        title: Of the document.
    """
    try:
        return make()
    except Exception:
        LOG.exception("not made: %s", title)
        return INSTEAD[kind](title)


def _slide(title: str) -> bytes:
    file, target = empty(), io.BytesIO()
    page = Page(file, places.TEXT)
    page.write(0, [Line(title)])
    page.write(places.BODY, [Line(WORDS)])
    page.plain(places.BODY)
    page.finish(NAME, [WORDS])
    tidy_notes(file)
    file.save(target)
    return target.getvalue()


def _paper(title: str) -> bytes:
    told = {"title": title, "words": WORDS, "keywords": [], "running": title}
    return typeset.pdf("apology", told, date.today())


def _sheet(title: str) -> bytes:
    return workbook([], Metadata(title, [("Let op", WORDS)]))


INSTEAD = {"pptx": _slide, "pdf": _paper, "xlsx": _sheet}
