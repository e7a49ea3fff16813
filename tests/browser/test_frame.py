"""The frame in a real browser: search, links that keep the choice, the folded menu, Dutch words."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import driver

pytestmark = pytest.mark.browser


def search(page: Page, words: str) -> list[str]:
    """Type in the search field; give what it finds."""
    page.get_by_role("combobox", name="Zoek een cijfer").fill(words)
    expect(page.locator(".m-search [role=status]")).to_have_text(
        driver.ANSWERED, timeout=20_000
    )
    return page.get_by_role("option").all_inner_texts()


@pytest.fixture
def page(base: str, chromium: Browser) -> Page:
    return driver.open_page(chromium, f"{base}/gemeente?gemeente=24062&jaar=2022")


def test_what_is_found(page: Page) -> None:
    """By a synonym, a name, a former name, without accents, two words in any order."""
    expected = {
        "werkl": "Werkzoekendengraad\ncijfer, ook: werkloosheid",
        "tiel": "Tielt-Winge\ngemeente in Oost-Brabant",
        "TIELT winge": "Tielt-Winge\ngemeente in Oost-Brabant",
        "gooik": "Pajottegem\ngemeente in Halle-Vilvoorde, ook: Gooik",
        "creche": "Tevreden over de kinderopvang\ncijfer, ook: crèche",
        "arbeidsm": "Arbeidsmarkt\nactielijn 3",
        "burgemeesters": "Burgemeestersoverleg Oost-Brabant\noverleg, 30 gemeenten",
    }
    assert {words: search(page, words)[0] for words in expected} == expected
    assert "Tielt\ngemeente in Midwest" in search(page, "tiel")
    assert search(page, "xqz") == []
    assert "Niets gevonden voor “xqz”" in page.locator(".m-search").inner_text()


def test_the_keyboard_chooses_and_back_returns(page: Page) -> None:
    search(page, "werkzoekendengr")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Werkzoekendengraad")
    driver.settle(page)
    assert "gemeente=24062" in page.url and "jaar=2022" in page.url
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.go_back()
    expect(page.locator("h1")).to_have_text("Leuven")
    driver.settle(page)
    page.get_by_role("combobox", name="Zoek een cijfer").fill("tiel")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_found_municipality_opens_with_a_click(page: Page) -> None:
    search(page, "tielt winge")
    page.get_by_role("option").first.click()
    expect(page.locator("h1")).to_have_text("Tielt-Winge")
    assert "jaar=2022" in page.url


def test_links_do_not_load_everything_anew(page: Page) -> None:
    page.evaluate("window.marked = true")
    page.get_by_role("link", name="Mobiliteit", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Mobiliteit")
    driver.settle(page)
    assert page.title() == "Mobiliteit · Spitsregio-monitor"
    assert page.evaluate("window.marked")
    current = page.locator(".m-nav [aria-current=page]")
    expect(current).to_have_text("Mobiliteit")
    page.get_by_role("link", name="Per gemeente: Wagens per huishouden").click()
    expect(page.locator("#gemeenten")).to_be_focused(timeout=20_000)
    assert page.evaluate("window.marked")
    expect(page.get_by_label("Kruimelpad")).to_have_text(
        "Overzicht4. MobiliteitWagens per huishouden"
    )


def test_another_perimeter_keeps_the_page(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, f"{base}/actielijn?lijn=2")
    page.get_by_role("link", name="vervoerregio Leuven (31)").first.click()
    expect(page.get_by_text("31 gemeenten: wie hoort erbij")).to_be_visible()
    expect(page.locator("h1")).to_have_text("2. Duurzame economie")
    assert "lijn=2" in page.url and "regio=vervoerregio-leuven" in page.url
    page.close()


def test_the_menu_of_a_phone(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, base, width=390, height=844)
    first = page.locator(".m-number").first.bounding_box()
    assert first, "er is een cijfer"
    assert first["y"] + first["height"] < 844, "en het staat op het eerste scherm"
    menu = page.get_by_text("Menu", exact=True)
    menu.click()
    link = page.get_by_role("link", name="Praktijk").last
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    page.locator("h1").click(position={"x": 5, "y": 5})
    expect(link).to_be_hidden()
    menu.click()
    link.click()
    expect(page.locator("h1")).to_have_text("Praktijk")
    page.close()


def test_streamlit_speaks_dutch(page: Page) -> None:
    """It has no setting for the language of its own buttons."""
    expect(page.get_by_label("Wis de keuze")).to_be_visible()
    expect(page.get_by_label("Clear value")).to_have_count(0)
    page.get_by_role("combobox", name="Gemeente", exact=True).fill("xqz")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()
    skip = page.locator("[data-testid=stSkipToContent]")
    expect(skip).to_have_text("Naar de inhoud")
