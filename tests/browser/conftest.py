"""One server for all browser tests of a worker, one browser for each module of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import driver

# A busy machine is no fault of the page.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def base() -> Iterator[str]:
    with driver.server() as address:
        yield address


# Not for the whole session: while it is open, its event loop is in the way of other tests.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with driver.browser() as launched:
        yield launched
