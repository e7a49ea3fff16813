"""What a meeting takes along: presentation, note, workbook and the fiches of municipalities."""

import logging
from datetime import date
from functools import partial

import streamlit as st

from pages import text
from pages.briefing.gather import Briefing
from pages.components import downloads
from pages.components.filters import Choice
from pages.exports import apology, documents
from pages.exports.documents import DOCUMENTS, Document
from pages.exports.paper import fiche

LOG = logging.getLogger(__name__)


def render(briefing: Briefing, choice: Choice, today: date) -> None:
    """Draw the section: a file of each kind.

    Args:
        briefing: What the meeting hears.
        choice: Region and build.
        today: Stands in the files.
    """
    st.header("Meenemen", anchor=False)
    boxes = [box for _row in range(2) for box in st.columns(2, gap="medium")]
    for document, box in zip(DOCUMENTS.values(), boxes, strict=False):
        with box:
            _document(document, briefing, today)
    with boxes[-1]:
        _fiches(choice, today)


def _document(document: Document, briefing: Briefing, today: date) -> None:
    st.subheader(document.title, anchor=False)
    st.markdown(document.about)
    downloads.document_button(
        f"Download: {document.title}",
        partial(document.make, briefing),
        documents.name(document, briefing, today),
    )


def _fiches(choice: Choice, today: date) -> None:
    """All municipalities at once; that takes seconds, so it is made first and then offered."""
    st.subheader("Gemeentefiches (PDF)", anchor=False)
    st.markdown(
        f"Twee bladzijden per gemeente, in één ZIP: {text.municipalities(choice.region_size)}. De "
        "fiche van één gemeente staat ook op haar pagina."
    )
    key = ("fiches", choice.build, choice.region, today)
    if st.button(
        "Maak de gemeentefiches", icon=":material/picture_as_pdf:", width="stretch"
    ):
        st.session_state.pop("fiches", None)
        if content := _made(choice, today):
            st.session_state["fiches"] = (key, content)
    made = st.session_state.get("fiches")
    if made and made[0] == key and (content := made[1]):
        place = text.full_name(choice.region_name, choice.region_type)
        name = documents.file_name(documents.FICHES, place, today, "zip")
        downloads.button("Download de gemeentefiches (ZIP)", lambda: content, name)


def _made(choice: Choice, today: date) -> bytes | None:
    """The ZIP; None when it failed, which is said."""
    bar = st.progress(0.0, "Gemeentefiches maken")

    def tell(done: int, total: int, town: str) -> None:
        bar.progress(done / total, f"{done} van {total}: {town}")

    try:
        return fiche.fiches(choice.build, choice.region, today, tell)
    except Exception:
        LOG.exception("no fiches of %s", choice.region)
        st.error(apology.WORDS)
        return None
    finally:
        bar.empty()
