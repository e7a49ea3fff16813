"""The page that prepares a meeting, as a visitor uses it: order by hand, documents on disk."""

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from tests.browser import driver

pytestmark = pytest.mark.browser
ADDRESS = "/voorbereiden?regio=quadripool&onderwerpen=titel,1,gsm:mo_s_12,bronnen"


@pytest.fixture(scope="module")
def page(base: str, chromium: Browser) -> Page:
    return driver.open_page(chromium, base + ADDRESS, height=1400)


def saved(page: Page, label: str) -> tuple[str, bytes]:
    """Name and contents of the file behind a button."""
    with page.expect_download(timeout=60_000) as started:
        page.get_by_role("button", name=label).click()
    path = Path(started.value.path())
    return started.value.suggested_filename, path.read_bytes()


def test_a_slide_moves_and_the_screen_follows(page: Page) -> None:
    page.get_by_role("radio", name="3. In de kijker").click()
    page.get_by_role("button", name="Vroeger").click()
    expect(page.get_by_role("radio", name="2. In de kijker")).to_be_visible()
    assert "onderwerpen=titel%2Cgsm%3Amo_s_12%2C1%2Cbronnen" in page.url
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Toon op dit scherm").click()
    screen = opened.value
    expect(screen.locator("#code")).not_to_be_empty()
    screen.keyboard.press("2")
    expect(screen.locator("h1:visible")).to_contain_text("Belangrijkste vervoermiddel")
    screen.close()


def test_the_slides_come_in_that_order(page: Page) -> None:
    name, content = saved(page, "Download: Presentatie")
    assert name.startswith("presentatie_") and name.endswith(".pptx")
    titles = [
        slide.shapes.title.text for slide in Presentation(io.BytesIO(content)).slides
    ]
    assert titles[1].startswith("Belangrijkste vervoermiddel")
    assert titles[2] == "1. Kenniseconomie"


def test_note_and_workbook_are_files_of_their_kind(page: Page) -> None:
    name, content = saved(page, "Download: Nota")
    assert name.endswith(".pdf") and content.startswith(b"%PDF-")
    name, content = saved(page, "Download: Werkmap")
    assert name.endswith(".xlsx") and "xl/workbook.xml" in names(content)


def test_the_fiches_are_made_and_then_offered(page: Page) -> None:
    page.get_by_role("button", name="Maak de gemeentefiches").click()
    name, content = saved(page, "Download de gemeentefiches")
    assert name.startswith("gemeentefiches_") and name.endswith(".zip")
    assert len(names(content)) == 4


def test_a_download_keeps_the_place_of_a_keyboard_and_a_failure_is_dutch(
    page: Page,
) -> None:
    button = page.get_by_role("button", name="Download: Nota")
    button.focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(button).to_be_focused()
    page.evaluate("""() => {
        const words = document.createElement("p");
        words.textContent = "Failed to generate file for download";
        document.querySelector("[data-testid=stDownloadButton]").append(words);
    }""")
    expect(page.get_by_text("Dit bestand kon niet gemaakt worden.")).to_be_visible()


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()
