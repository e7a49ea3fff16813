"""What the accessibility statement claims, on every page: `pages/components/statement.py`."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import driver

pytestmark = pytest.mark.browser
QUERY = "?regio=REFREG05&gemeente=24062&jaar=2022&indicator=gsm:ar_13&lijn=3"
FOCUSED = """() => {
    const e = document.activeElement;
    return e.getAttribute("aria-label") || e.textContent.trim();
}"""
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.mark.parametrize("path", driver.PATHS.values())
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    base: str, chromium: Browser, path: str
) -> None:
    """Wide and narrow, light and dark, on one load of the page; 720 px is a laptop at 200 %."""
    page = driver.open_page(chromium, f"{base}{path}{QUERY}")
    assert driver.complaints(page) == {}
    for width in (720, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(300)
        assert driver.too_wide(page) == [], width
    page.close()


def test_what_opens_is_accessible_too(base: str, chromium: Browser) -> None:
    """The list of found figures, the folded menu, the perimeter, the rows of a theme page."""
    page = driver.open_page(
        chromium, f"{base}/sociaal-economisch{QUERY}&weergave=rijen", width=390
    )
    page.get_by_text("wie hoort erbij").click()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("combobox", name="Zoek een cijfer").fill("werkl")
    expect(page.get_by_role("option").first).to_be_visible()
    found = driver.axe(page)
    assert [f"{v['id']}: {v['nodes'][0]['html'][:300]}" for v in found] == []
    page.close()


def test_the_keyboard_reaches_everything_in_order(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, f"{base}/{QUERY}")
    stops = dict(_tab_until(page, "Kennisintensieve vacatures"))
    order = [
        "Naar de inhoud",
        "Spitsregio-monitor",
        "Zoek een cijfer, een gemeente of een regio",
        "Mobiliteit",
        "Gegevens en methode",
        "Regio",
        "32 gemeenten: wie hoort erbij, en wie niet?",
        "vervoerregio Leuven (31)",
        "Kennisintensieve vacatures",
    ]
    assert [stop for stop in stops if stop in order] == order
    assert stops["Spitsregio-monitor"] and stops["Kennisintensieve vacatures"], (
        "zichtbaar"
    )
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kennisintensieve vacatures")
    page.close()


def _tab_until(page: Page, last: str) -> Iterator[tuple[str, bool]]:
    """What Tab reaches, and whether it shows that it has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        label = page.evaluate(FOCUSED)
        yield label, page.evaluate(OUTLINE) != "none"
        if label == last:
            return


def test_the_first_link_goes_past_the_header(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, f"{base}/actielijn{QUERY}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == "Overzicht", "het begin van het kruimelpad"
    page.close()


def test_less_motion_for_who_asks(base: str, chromium: Browser) -> None:
    """Whatever moves, of ours or of Streamlit's: here something that surely does."""
    page = driver.open_page(chromium, f"{base}/{QUERY}")
    page.add_style_tag(content=".m-name { transition: color 2s; animation: x 2s; }")
    durations = """(style => [style.transitionDuration, style.animationDuration].map(parseFloat))(
        getComputedStyle(document.querySelector(".m-name")))"""
    assert page.evaluate(durations) == [2, 2]
    page.emulate_media(reduced_motion="reduce")
    assert max(page.evaluate(durations)) < 0.001
    page.close()


def test_paper_gets_the_whole_page_without_choices(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(chromium, f"{base}/{QUERY}")
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert len(pages) >= 2, "niet alleen wat op het scherm past"
    page.emulate_media(media="print")
    for hidden in (
        page.get_by_role("combobox", name="Zoek een cijfer"),
        page.get_by_role("combobox", name="Regio"),
        page.get_by_role("navigation", name="Hoofdmenu").first,
    ):
        expect(hidden).to_be_hidden()
    for shown in ("h1", ".m-actionlines section:last-child .m-card", "footer"):
        expect(page.locator(shown).last).to_be_visible()
    page.close()
