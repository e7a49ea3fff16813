"""The slides opened by an office program, as a user does: nothing missing, nothing cut."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from pptx import Presentation

from pages.briefing.gather import Briefing, gather
from pages.exports.deck.deck import deck
from pages.queries.areas import DEFAULT_REGION
from pages.queries.database import live_build

PROGRAMS = ("soffice", "pdftotext", "pdftoppm")
PATIENCE = 180
"""Seconds that a conversion may take on a busy machine."""

pytestmark = [
    pytest.mark.stress,
    pytest.mark.skipif(
        not all(map(shutil.which, PROGRAMS)),
        reason="needs LibreOffice and poppler: tests/browser/install_office.sh",
    ),
]


def ask(*topics: str, region: str = DEFAULT_REGION) -> Briefing:
    build = live_build()
    assert build
    found = gather(build, region, topics, date(2026, 11, 26))
    assert found
    return found


def decks() -> Iterator[Briefing]:
    """The agenda, all headline figures, the smallest perimeter, long lists and names."""
    base = ask()
    yield base
    heads = [key for key, row in base.figures.items() if row["headline"]]
    yield ask("titel", "nieuw", *heads, "acties", "bronnen")
    yield ask(region="eerstelijnszone-leuven")
    yield ask(region="politiezone-bierbeek-boutersem-holsbeek-lubbeek")
    lengths = {key: len(row["title"]) for key, row in base.figures.items()}
    longest = sorted(lengths, key=lambda key: -lengths[key])[:12]
    changes = ["Een zin die zo lang is dat hij op twee regels komt te staan. " * 2] * 6
    yield replace(
        ask("nieuw", *longest, "bronnen"),
        changes=changes,
        sources=[*base.sources] * 3,
    )


def run(*command: str | Path) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    return done.stdout


def as_pdf(made: bytes, folder: Path) -> Path:
    """Converted with a profile of its own, so that no other office program is in the way."""
    file = folder / "dias.pptx"
    file.write_bytes(made)
    profile = f"-env:UserInstallation={(folder / 'profiel').as_uri()}"
    run(
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        file,
    )
    return folder / "dias.pdf"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def said(slide: Any) -> list[str]:
    """Every word in the placeholders and tables of a slide, and in the names of its bars."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found += words(shape.text_frame.text)
        elif shape.has_table:
            cells = (cell for row in shape.table.rows for cell in row.cells)
            found += [word for cell in cells for word in words(cell.text)]
        elif shape.has_chart:
            found += words(shape.chart.chart_title.text_frame.text)
    return found


@pytest.mark.parametrize("number", range(5))
def test_an_office_program_shows_all_of_it(number: int, tmp_path: Path) -> None:
    made = deck(list(decks())[number])
    slides = list(Presentation(io.BytesIO(made)).slides)
    pdf = as_pdf(made, tmp_path)
    pages = run("pdftotext", "-layout", pdf, "-").split("\f")[:-1]
    assert len(pages) == len(slides)
    for slide, page in zip(slides, pages, strict=True):
        shown = words(page)
        missing = [word for word in said(slide) if word not in shown]
        assert not missing, (slide.shapes.title.text, missing)


def test_no_page_is_blank_and_nothing_touches_its_edge(tmp_path: Path) -> None:
    pdf = as_pdf(deck(ask()), tmp_path)
    run("pdftoppm", "-r", "40", "-png", pdf, tmp_path / "dia")
    pictures = sorted(tmp_path.glob("dia-*.png"))
    assert len(pictures) == len(ask().topics)
    for picture in pictures:
        with Image.open(picture) as image:
            page = image.convert("RGB")
        white = Image.new("RGB", page.size, "white")
        left, top, right, bottom = (
            ImageChops.difference(page, white).getbbox() or (0,) * 4
        )
        assert right - left > page.width / 3, picture.name
        is_title = picture is pictures[0]
        margin = page.width * 0.03
        assert is_title or (left > margin and top > margin)
        assert right < page.width - margin and (is_title or bottom < page.height - 2)
