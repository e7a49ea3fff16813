"""Tables for who wants to know: `python -m tests.browser.measure` prints speed and what axe finds."""

import time
from pathlib import Path

from playwright.sync_api import Browser, Page
from streamlit.testing.v1 import AppTest

from pages import sitemap
from tests.browser import driver

QUERY = "?regio=REFREG05&gemeente=24062&indicator=gsm:ar_13&lijn=3"
FIGURE = (
    ".st-key-pagina "
    ":is(.m-number, td, .m-projects li, [data-testid=stVegaLiteChart], .st-key-dia_keuze [role=radio])"
)
"""The first thing that a page is opened for; on that of the meeting a slide."""
ELSEWHERE = "toegankelijkheidsverklaring"
MEASURED = [page for page in sitemap.PAGES if page.in_menu]
"""Pages with figures; the others are text and forms."""
RUNS = 3


def main() -> None:
    """Print both tables."""
    print("pagina | server (ms) | eerste cijfer, nieuw geladen (s) | na een klik (s)")
    with driver.server() as base, driver.browser() as chromium:
        for page in MEASURED:
            fresh, moved = _browser_seconds(chromium, base, f"/{page.path}")
            print(f"{page.title} | {_server_ms(page):.0f} | {fresh:.2f} | {moved:.2f}")
        print("\npagina | breedte | uiterlijk | axe")
        for name, path in driver.PATHS.items():
            opened = driver.open_page(chromium, f"{base}{path}{QUERY}")
            for width, look, found in driver.axe_in_every_look(opened):
                ids = ", ".join(v["id"] for v in found) or "niets"
                print(f"{name} | {width} | {look} | {ids}")
            opened.close()


def _server_ms(page: sitemap.SitePage) -> float:
    """Shortest of a few runs of the script of a page, caches warm."""
    router = str(Path(sitemap.__file__).with_name("app.py"))
    app = AppTest.from_file(router, default_timeout=60).run()
    if page.path:
        app.switch_page(page.file).run()
    return 1000 * min(_timed(app) for _run in range(RUNS))


def _timed(app: AppTest) -> float:
    start = time.perf_counter()
    app.run()
    return time.perf_counter() - start


def _browser_seconds(chromium: Browser, base: str, path: str) -> tuple[float, float]:
    """Seconds to the first figure: after a full load, and after a click in the menu."""
    driver.open_page(chromium, f"{base}{path}{QUERY}").close()  # fills the caches
    fresh, moved = [], []
    for _run in range(RUNS):
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        start = time.perf_counter()
        page.goto(f"{base}{path}{QUERY}")
        page.locator(FIGURE).filter(visible=True).first.wait_for()
        fresh.append(time.perf_counter() - start)
        driver.settle(page)
        moved.append(_click(page, base, path))
        page.close()
    return min(fresh), min(moved)


def _click(page: Page, base: str, path: str) -> float:
    """Leave for a page without figures and come back, with the script that links use."""
    _visit(page, f"{base}/{ELSEWHERE}{QUERY}")
    page.locator(FIGURE).first.wait_for(state="detached")
    driver.settle(page)
    start = time.perf_counter()
    _visit(page, f"{base}{path}{QUERY}")
    page.locator(FIGURE).filter(visible=True).first.wait_for()
    return time.perf_counter() - start


def _visit(page: Page, address: str) -> None:
    page.evaluate(
        """address => { history.pushState(null, "", address);
            dispatchEvent(new PopStateEvent("popstate")); }""",
        address,
    )


if __name__ == "__main__":
    main()
