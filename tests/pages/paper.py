"""Reads our PDFs back, as a reader of the text or a screen reader finds them."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf

HOSTILE = '#panic("x") *a* _b_ $c$ @d <e> \\f "g" `h` [i] // j /* k ~'
"""A name with all that means something in a template."""


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def plain(pdf: bytes) -> str:
    """All text on one line, words made whole again."""
    text = "\n".join(page.extract_text() for page in read(pdf).pages)
    whole = re.sub(r"(?<=[a-z])[-\u00ad] ?\n(?=[a-z])", "", text)
    return re.sub(r"\s+", " ", whole)


def title(pdf: bytes) -> str | None:
    found = read(pdf).metadata
    return found.title if found else None


def tags(pdf: bytes) -> list[dict[str, Any]]:
    """Every element of the structure, as a screen reader walks it."""
    root: Any = read(pdf).trailer["/Root"]
    return list(_walk(root["/StructTreeRoot"]))


def _walk(element: Any) -> Iterator[dict[str, Any]]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from _walk(found)


def check_accessible(pdf: bytes, wanted: str) -> None:
    """Title, language, tags, heads of tables, and words for every drawing."""
    root: Any = read(pdf).trailer["/Root"]
    about = read(pdf).metadata
    assert about and (about.title, about.author) == (wanted, "Spitsregio-monitor")
    assert root["/Lang"] == "nl-BE"
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert (
        b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    )
    found = tags(pdf)
    kinds = [element["/S"] for element in found]
    assert kinds.count("/Table") == kinds.count("/THead") > 3
    figures = [element for element in found if element["/S"] == "/Figure"]
    assert figures and all(element["/Alt"].strip() for element in figures)
    assert all(
        element["/A"] for element in found if element["/S"] == "/TH"
    )  # scope and place
