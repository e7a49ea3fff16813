"""Retries that wait as a source asks, can be interrupted, and know what they waited."""

import threading
import time

import urllib3
from urllib3.util.retry import Retry

from etl.failures import SENTENCES, Failed
from etl.settings import Download

PASSING = (429, 500, 502, 503, 504)
"""Answers that may be different a little later."""


class Waited(threading.local):
    """Seconds that this thread waited at the request of a source: no slowness of its own."""

    seconds = 0.0


class Patience(Retry):
    """Retries that can be interrupted, and that leave a source which asks for too much time."""

    stop: threading.Event
    waited: "Waited"

    @classmethod
    def of(cls, settings: Download, stop: threading.Event) -> "Patience":
        """Retries within the settings; `stop` ends a wait at once."""
        kind = type("Patience", (cls,), {"stop": stop, "waited": Waited()})
        patience: Patience = kind(
            total=settings.tries - 1,
            backoff_factor=settings.backoff,
            backoff_jitter=settings.backoff,
            backoff_max=settings.longest_wait,
            # One second above the longest wait: `sleep` tells "too long" by it.
            retry_after_max=int(settings.longest_wait) + 1,
            status_forcelist=PASSING,
            redirect=0,
            raise_on_status=False,
        )
        return patience

    def sleep(self, response: urllib3.BaseHTTPResponse | None = None) -> None:
        """Wait as asked, or with growing pauses; not at all after a stop."""
        asked = self.get_retry_after(response) if response else None
        if asked is not None and asked >= self.retry_after_max:
            raise Failed(response.status if response else 0, SENTENCES[429])
        started = time.monotonic()
        if self.stop.wait(asked if asked else self.get_backoff_time()):
            raise KeyboardInterrupt
        self.waited.seconds += time.monotonic() - started
