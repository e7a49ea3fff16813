"""Vergelijken in a real browser: clicks on the map, the keyboard, what axe finds in each view."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import driver

pytestmark = pytest.mark.browser
VIEWS = {
    "tabel": "",
    "gemeenten": "?rijen=gemeenten&gemeente=24107&lijn=3&sorteer=gsm:ar_13",
    "punten": "?beeld=punten&punten=vlaanderen&gemeente=24062",
    "jaren": "?beeld=jaren",
    "eigen": "?beeld=eigen&gemeenten=24062.24107&naam=Twee%20steden",
}


@pytest.fixture(scope="module")
def base(base: str) -> str:
    return f"{base}/vergelijken"


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_and_the_page_does_not_scroll_sideways(
    base: str, chromium: Browser, view: str
) -> None:
    page = driver.open_page(chromium, f"{base}{VIEWS[view]}", width=390)
    assert driver.too_wide(page) == []
    assert driver.complaints(page) == {}
    page.close()


def test_the_name_of_a_row_stays_in_sight(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, f"{base}?lijn=4", width=390)
    box = page.locator(".m-sideways")
    box.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert box.evaluate("e => e.scrollLeft") > 50, "met het toetsenbord te schuiven"
    name = page.locator(".m-heat .m-own th")
    assert (name.bounding_box() or {"x": -1})["x"] >= 0
    page.close()


def test_a_click_adds_and_a_second_click_takes_away(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(chromium, f"{base}?beeld=eigen", height=1100)
    _click(page, 5)
    page.wait_for_url("**gemeenten=*", timeout=20_000)
    driver.settle(page)
    expect(page.locator("h2.m-title")).to_have_text("Eigen gebied")
    _click(page, 5)
    page.wait_for_url(lambda url: "gemeenten" not in url, timeout=20_000)
    driver.settle(page)
    _click(page, 5)
    page.wait_for_url("**gemeenten=*", timeout=20_000)
    page.close()


def _click(page: Page, number: int) -> None:
    shape = page.locator("[data-testid=stVegaLiteChart] .mark-shape path").nth(number)
    shape.wait_for(timeout=20_000)
    shape.click(
        force=True
    )  # the outline of a chosen one lies on top, and takes the click


def test_a_perimeter_by_keyboard_alone_and_its_address(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(chromium, f"{base}?beeld=eigen", height=1100)
    page.get_by_label("Voeg een gemeente toe (typ om te zoeken)").focus()
    page.keyboard.type("Hasselt")
    page.keyboard.press("Enter")
    page.wait_for_url("**gemeenten=71072*", timeout=20_000)
    driver.settle(page)
    page.get_by_label("Naam van het gebied").focus()
    page.keyboard.type("<b>Hier</b>")
    page.keyboard.press("Enter")
    page.wait_for_url("**naam=*", timeout=20_000)
    driver.settle(page)
    expect(page.locator("h2.m-title")).to_have_text("<b>Hier</b>")
    page.locator("summary", has_text="Deel dit gebied").focus()
    page.keyboard.press("Enter")
    code = page.locator("[data-testid=stCode]")
    code.wait_for()
    address = code.inner_text()
    assert address.startswith(f"{base}?") and "gemeenten=71072" in address
    page.close()
    other = driver.open_page(chromium, address.replace("\n", ""))
    expect(other.locator("h2.m-title")).to_have_text("<b>Hier</b>")
    other.close()
