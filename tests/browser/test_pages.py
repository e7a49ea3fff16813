"""What only a real browser shows: links, clicks, width, contrast."""

from collections.abc import Iterator

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser import driver

pytestmark = pytest.mark.browser
QUERY = "?regio=REFREG05&gemeente=24062&jaar=2022&indicator=gsm:ar_13"


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with driver.server() as address:
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with driver.browser() as launched:
        yield launched


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


def test_a_menu_click_keeps_the_choice(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, f"{base}/{QUERY}")
    page.get_by_role("link", name="Mobiliteit", exact=True).click()
    expect(page.locator("h1")).to_have_text("Mobiliteit")
    driver.settle(page)
    assert "/mobiliteit" in page.url and "gemeente=24062" in page.url
    page.close()


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


@pytest.mark.parametrize("path", driver.PATHS.values())
def test_no_horizontal_scroll_on_a_phone(
    base: str, chromium: Browser, path: str
) -> None:
    page = driver.open_page(chromium, f"{base}{path}{QUERY}", width=390)
    wide = page.evaluate(
        """[...document.querySelectorAll('html, body, [data-testid=stMain]')]
           .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.tagName)"""
    )
    assert wide == []
    page.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", driver.PATHS.values())
def test_axe_finds_nothing(base: str, chromium: Browser, path: str, dark: bool) -> None:
    page = driver.open_page(chromium, f"{base}{path}{QUERY}", dark=dark)
    found = Axe().run(page).response["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['html'][:300]}" for v in found] == []
    page.close()


def test_the_rows_view_is_accessible(base: str, chromium: Browser) -> None:
    page = driver.open_page(
        chromium, f"{base}/sociaal-economisch{QUERY}&weergave=rijen"
    )
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found] == []
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


def test_the_text_routes_stand_beside_the_pages(base: str) -> None:
    """Behind everything that Streamlit puts around them."""
    route = f"{base}/api/v1/indicators/gsm:ar_13.csv?regio=REFREG05"
    answer = requests.get(route, timeout=30)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Encoding"] == "gzip"
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert requests.get(route, headers=tag, timeout=30).status_code == 304
    assert requests.head(route, timeout=30).headers["ETag"] == tag["If-None-Match"]
    assert requests.post(route, timeout=30).status_code == 405
    absent = requests.get(f"{base}/api/v1/niets", timeout=30)
    assert absent.status_code == 404 and "bericht" in absent.json()["fout"]


def test_a_former_path_and_a_former_municipality_lead_to_those_of_now(
    base: str, chromium: Browser
) -> None:
    page = driver.open_page(chromium, f"{base}/methode?deel=methode&gemeente=12030")
    expect(page.locator("h1")).to_have_text("Gegevens en methode")
    expect(page.get_by_role("status").filter(has_text="Puurs")).to_be_visible()
    assert "gemeente=12041" in page.url
    page.get_by_role("link", name="Bevragingen").click()
    assert page.url.endswith("#bevraging")
    page.close()


def test_an_address_to_copy_works(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, f"{base}/gegevens?deel=ophalen&regio=REFREG01")
    address = page.locator("[data-testid=stCode] code").first.inner_text().strip()
    assert address.startswith(f"{base}/api/v1/") and "REFREG01" in address
    assert requests.get(address, timeout=30).status_code == 200
    page.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("part", ["controles", "methode", "ophalen"])
def test_the_parts_of_the_page_on_data_are_accessible(
    base: str, chromium: Browser, part: str, dark: bool
) -> None:
    page = driver.open_page(chromium, f"{base}/gegevens?deel={part}", 390, dark=dark)
    found = Axe().run(page).response["violations"]
    assert [f"{v['id']}: {v['nodes'][0]['html'][:300]}" for v in found] == []
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    page.close()
