"""The views of the indicator page in a real browser: keyboard, contrast, room on a phone."""

import pytest
from playwright.sync_api import Browser

from tests.browser import driver

pytestmark = pytest.mark.browser


def test_the_keyboard_chooses_a_municipality_beside_the_map(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(chromium, f"{base}/indicator?indicator=gsm:ar_13")
    page.get_by_text("Kies een gemeente uit de lijst").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aarschot"
    page.keyboard.press("Enter")
    page.wait_for_url("**gemeente=24001*", timeout=20_000)
    driver.settle(page)
    assert "Naar de pagina van Aarschot" in page.inner_text("body")
    page.close()


@pytest.mark.parametrize(
    ("query", "width", "dark"),
    [
        ("indicator=gsm:mo_s_12&toon=alle&ranglijst=regios&tabel=alle", 390, True),
        ("indicator=gsm:ar_13&gemeente=24062&vergelijk=REFREG04", 1440, False),
        ("indicator=statbel:population&gemeente=24062&vergelijk=44021", 390, False),
        ("indicator=statbel:cars_per_household&kaart=vlaanderen", 1440, True),
    ],
)
def test_every_view_is_accessible_and_fits(
    base: str, chromium: Browser, query: str, width: int, dark: bool
) -> None:
    page = driver.open_page(
        chromium, f"{base}/indicator?{query}", width=width, dark=dark
    )
    found = driver.axe(page)
    assert [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found] == []
    assert driver.too_wide(page) == []
    page.close()
