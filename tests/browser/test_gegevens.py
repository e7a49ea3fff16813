"""The page on data and the text routes behind the real server: addresses, former ids, every part."""

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.browser import driver

pytestmark = pytest.mark.browser


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


@pytest.mark.parametrize("part", ["controles", "methode", "ophalen"])
def test_the_parts_of_the_page_are_accessible(
    base: str, chromium: Browser, part: str
) -> None:
    page = driver.open_page(chromium, f"{base}/gegevens?deel={part}")
    assert driver.complaints(page) == {}
    assert driver.too_wide(page) == []
    page.close()
