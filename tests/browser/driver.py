"""A real server and a real browser, for tests and screenshots."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pages import sitemap

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ANSWERED = re.compile("gevonden")
"""What the search field says when it has looked."""
PATHS = {page.path or "overzicht": f"/{page.path}" for page in sitemap.PAGES}


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def server() -> Iterator[str]:
    """Run the dashboard until the block ends; gives its address."""
    port = free_port()
    with server_on(port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def server_on(port: int) -> Iterator[int]:
    """Run the dashboard on a port until the block ends; gives the id of its process."""
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    flags = ["--server.address=127.0.0.1", f"--server.port={port}"]
    with subprocess.Popen(  # noqa: S603
        [*command, *flags],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}/_stcore/health", seconds=60)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except (
                subprocess.TimeoutExpired
            ):  # it waits for a browser that stays connected
                process.kill()


def _wait_until_healthy(url: str, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if requests.get(url, timeout=1).text == "ok":
                return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.1)
    raise TimeoutError("the dashboard did not start")


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium of the system, else Playwright's own."""
    with sync_playwright() as playwright:
        names = (
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
        )
        executable = next(filter(None, map(shutil.which, names)), None)
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield launched
        finally:
            launched.close()


def open_page(
    browser: Browser, url: str, width: int = 1440, height: int = 900, dark: bool = False
) -> Page:
    """Open a page in Dutch and wait until it is drawn."""
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="nl-BE",
    )
    page.goto(url)
    settle(page)
    return page


def axe(page: Page) -> list[Any]:
    """Everything that axe has to say about a page as it stands now."""
    violations: list[Any] = Axe().run(page).response["violations"]
    return violations


def axe_in_every_look(page: Page) -> Iterator[tuple[int, str, list[Any]]]:
    """Width, light or dark, and what axe finds; the page follows both without a new load."""
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for look in LOOKS:
            page.emulate_media(color_scheme=look)
            page.wait_for_timeout(500)
            yield width, look, axe(page)


def complaints(page: Page) -> dict[tuple[int, str], list[str]]:
    """What axe finds by width and look; only where it finds something."""
    return {
        (width, look): [f"{v['id']}: {v['nodes'][0]['html'][:300]}" for v in found]
        for width, look, found in axe_in_every_look(page)
        if found
    }


def too_wide(page: Page) -> list[str]:
    """What scrolls sideways of the page as a whole."""
    found: list[str] = page.evaluate(
        """[...document.querySelectorAll('html, body, [data-testid=stMain]')]
           .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.tagName)"""
    )
    return found


def settle(page: Page) -> None:
    """Wait for the footer and our script, and until Streamlit has finished running and drawing."""
    page.locator("footer.m-footer").wait_for(timeout=60_000)
    page.wait_for_function("document.querySelector('main')?.pages", timeout=60_000)
    page.wait_for_function(
        "!document.querySelector('[data-testid=stStatusWidget], [data-stale=true]')"
    )
    page.wait_for_timeout(600)
