"""What only a real browser shows: deep links, clicks on a map."""

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.browser import driver

pytestmark = pytest.mark.browser
QUERY = "?regio=REFREG05&gemeente=24062&jaar=2022&indicator=gsm:ar_13"


def test_first_request_to_a_fresh_server_is_a_deep_link(chromium: Browser) -> None:
    with driver.server() as fresh:
        page = driver.open_page(chromium, f"{fresh}/indicator{QUERY}")
        expect(page.locator("h1")).to_have_text("Personen met (equivalent) leefloon")
        expect(page.locator("html")).to_have_attribute("lang", "nl")
        assert page.title() == "Indicator · Spitsregio-monitor"
        page.close()


def test_navigation_carries_the_ids_also_in_a_new_tab(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(chromium, f"{base}/{QUERY}")
    link = page.get_by_role("link", name="Gemeente", exact=True)
    address = link.get_attribute("href") or ""
    assert "gemeente=24062" in address and "regio=REFREG05" in address
    page.close()
    tab = driver.open_page(chromium, requests.compat.urljoin(base, address))
    expect(tab.locator("h1")).to_have_text("Leuven")
    tab.close()


def test_a_click_on_the_map_chooses_the_municipality(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(
        chromium, f"{base}/indicator?indicator=gsm:ar_13", height=3000
    )
    shape = page.locator("[data-testid=stVegaLiteChart] .mark-shape path").nth(5)
    shape.wait_for(timeout=20_000)
    shape.click()
    page.wait_for_url("**gemeente=*", timeout=20_000)
    page.close()


def test_a_page_that_does_not_exist_leads_to_the_overview(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(chromium, f"{base}/bestaat-niet")
    expect(page.locator("h1")).to_have_text("Overzicht")
    assert "De pagina “bestaat-niet” bestaat niet" in page.inner_text("body")
    assert "Page not found" not in page.inner_text("body")
    page.close()


def test_the_map_file_is_json(base: str) -> None:
    answer = requests.get(f"{base}/app/static/gemeenten.topojson", timeout=10)
    assert len(answer.json()["objects"]["gemeenten"]["geometries"]) == 285


def test_status_and_security_headers(base: str) -> None:
    answer = requests.get(f"{base}/api/status", timeout=10)
    assert answer.json()["status"] == "ok"
    headers = requests.get(base, timeout=10).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
