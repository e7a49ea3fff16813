"""Pictures of every page and every slide: `python -m tests.browser.screenshots OUTDIR`."""

import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.driver import PATHS, browser, open_page, server

WIDTHS = (390, 1440, 1920)
ROOM = ((1920, 1080), (3840, 2160))
LOOKS = {"licht": "light", "donker": "dark"}
QUERY = "?regio=REFREG05&gemeente=24062&indicator=gsm:ar_13"


def main(folder: Path) -> None:
    """Take every page in every width, and every slide in both sizes of a room; light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with server() as base, browser() as chromium:
        for name, path in PATHS.items():
            for width in WIDTHS:
                for dark in (False, True):
                    page = open_page(
                        chromium, f"{base}{path}{QUERY}", width, 1000, dark
                    )
                    _whole_page(page, width)
                    look = "dark" if dark else "light"
                    page.screenshot(path=folder / f"{name}_{width}_{look}.png")
                    page.close()
        for width, height in ROOM:
            for look in LOOKS:
                page = chromium.new_page(viewport={"width": width, "height": height})
                page.goto(f"{base}/vergadering?tempo=600&kleur={look}")
                _slides(page, folder, f"{height}_{LOOKS[look]}")
                page.close()


def _whole_page(page: Page, width: int) -> None:
    """Streamlit scrolls inside the page: make the window as tall as the content."""
    height = page.evaluate(
        "Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))"
    )
    page.set_viewport_size({"width": width, "height": min(height + 40, 9000)})
    page.wait_for_timeout(700)


def _slides(page: Page, folder: Path, kind: str) -> None:
    for number in range(1, page.locator("section").count() + 1):
        page.wait_for_timeout(200)
        page.screenshot(path=folder / f"slide{number:02}_{kind}.png")
        page.keyboard.press("ArrowRight")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
