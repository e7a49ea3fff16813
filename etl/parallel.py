"""Requests side by side, in a way that Ctrl-C ends at once."""

import threading
from collections.abc import Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

Result = TypeVar("Result")


@contextmanager
def threads(count: int, stop: threading.Event) -> Iterator[ThreadPoolExecutor]:
    """Threads for requests; after Ctrl-C nobody waits for a source that is silent."""
    pool = ThreadPoolExecutor(count)
    try:
        yield pool
    except BaseException:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def as_completed(running: Collection[Future[Result]]) -> Iterator[Future[Result]]:
    """Futures as they end, looking up twice a second.

    `concurrent.futures.as_completed` waits in one piece, and polars installs a
    signal handler after which such a wait no longer notices Ctrl-C.
    """
    pending = set(running)
    while pending:
        ended, pending = wait(pending, timeout=0.5, return_when=FIRST_COMPLETED)
        yield from ended
