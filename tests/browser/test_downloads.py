"""Downloads through a real browser: a click gives a file that a program opens."""

import csv
import io
from pathlib import Path

import fastexcel
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser import driver

pytestmark = pytest.mark.browser
QUERY = "?regio=REFREG05&gemeente=24062&jaar=2022&indicator=gsm:ar_13"


@pytest.fixture(scope="module")
def page(base: str, chromium: Browser) -> Page:
    return driver.open_page(chromium, f"{base}/indicator{QUERY}", height=4000)


def click(page: Page, label: str) -> Path:
    """The file that a button gives, under the name that the visitor sees."""
    with page.expect_download(timeout=30_000) as waiting:
        page.get_by_role("button", name=label).click()
    return waiting.value.path().rename(
        waiting.value.path().with_name(waiting.value.suggested_filename)
    )


def test_the_csv_is_belgian(page: Page) -> None:
    content = click(page, "Download de cijfers als CSV").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    region = [r for r in rows if r["gebied"] == "REFREG05" and r["jaar"] == "2022"]
    assert region[0]["waarde"].startswith("0,54696")
    assert {row["gebied"] for row in rows} >= {"REFREG05", "02000", "24062"}
    assert region[0]["bron"] and region[0]["licentie"] and region[0]["build"]


def test_the_workbook_opens_in_a_spreadsheet_reader(page: Page) -> None:
    file = click(page, "Download de cijfers als XLSX")
    assert file.name == "gsm_ar_13_REFREG05.xlsx"
    book = fastexcel.read_excel(file)
    found = book.load_sheet("Cijfers").to_polars()
    region = found.filter(Gebied="REFREG05", Jaar=2022).row(0, named=True)
    assert region["Waarde"] == pytest.approx(0.54696, abs=1e-5)
    facts = dict(book.load_sheet(1, header_row=None).to_polars().drop_nulls().rows())
    address = facts["Adres van de pagina"]
    assert address.startswith("http://127.0.0.1:") and "indicator=gsm:ar_13" in address
    assert "regio=REFREG05" in address and "jaar=2022" in address


def test_the_map_comes_as_an_image(page: Page) -> None:
    file = click(page, "Download de kaart als PNG")
    assert file.name == "gsm_ar_13_REFREG05_2022_kaart.png"
    with Image.open(file) as image:
        assert image.width == 2000
        colours = image.convert("RGB").getcolors(1 << 20) or []
    assert (18, 67, 109) in {colour for _count, colour in colours}, "de hoogste klasse"


def test_the_fixed_address_stands_on_this_server(page: Page) -> None:
    shown = page.get_by_test_id("stCode").last.inner_text()
    root = page.url.partition("/indicator")[0]
    assert shown.startswith(f"{root}/api/v1/indicators/gsm:ar_13.csv?regio=REFREG05")
