"""Pictures of every page: `python -m tests.browser.screenshots OUTDIR`."""

import sys
from pathlib import Path

from tests.browser.driver import PATHS, browser, open_page, server

WIDTHS = (390, 1440, 1920)
QUERY = "?regio=REFREG05&gemeente=24062&indicator=gsm:ar_13"


def main(folder: Path) -> None:
    """Take every page in every width, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with server() as base, browser() as chromium:
        for name, path in PATHS.items():
            for width in WIDTHS:
                for dark in (False, True):
                    page = open_page(
                        chromium, f"{base}{path}{QUERY}", width, 1000, dark
                    )
                    # Streamlit scrolls inside the page: make the window as tall as the content.
                    height = page.evaluate(
                        "Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))"
                    )
                    page.set_viewport_size(
                        {"width": width, "height": min(height + 40, 9000)}
                    )
                    page.wait_for_timeout(700)
                    look = "dark" if dark else "light"
                    page.screenshot(path=folder / f"{name}_{width}_{look}.png")
                    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
