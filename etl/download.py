"""One polite HTTP session: retries, conditional requests, bounds, verified files.

Every way in which a source can fail has a Dutch sentence (`Failed`); what was
fetched before is only replaced by a file that is whole.
"""

import json
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from etl.failures import SENTENCES, Failed, cut_off, no_answer, verify
from etl.patience import Patience
from etl.settings import Download

USER_AGENT = "spitsregio-monitor/0.1 (regionale monitor Oost-Brabant)"
MAX_REDIRECTS = 5
PIECE = 65_536
NO_SECRET: Mapping[str, str] = {}
Result = TypeVar("Result")
Transfer = Callable[[int, int | None], None]
"""Told the bytes received and the bytes announced (None: not announced)."""


@dataclass(frozen=True)
class Validators:
    """What a conditional request sends along."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Answer:
    """A fetched file, or the word that it did not change (`path` is None)."""

    status: int
    path: Path | None
    etag: str | None
    last_modified: str | None
    publisher: str | None = None
    """Who supplied it, where the answer itself says so."""
    remarks: tuple[str, ...] = ()


class Session:
    """Fetches files of one source.

    Args:
        settings: Bounds.
        hosts: Where addresses and redirects may lead.
        stop: Set to end every transfer and wait.
        plain: Whether http is allowed (another host for tests, on this machine).
    """

    def __init__(
        self,
        settings: Download,
        hosts: list[str],
        stop: threading.Event,
        plain: bool = False,
    ) -> None:
        """Prepare the connection pool; nothing is asked yet."""
        self.settings = settings
        self.hosts = hosts
        self.stop = stop
        self.schemes = ("https", "http") if plain else ("https",)
        self.requests = requests.Session()
        self.requests.headers["User-Agent"] = USER_AGENT
        patience = Patience.of(settings, stop)
        self.waited = patience.waited
        adapter = HTTPAdapter(max_retries=patience, pool_maxsize=settings.parallel)
        self.requests.mount("https://", adapter)
        self.requests.mount("http://", adapter)

    def __enter__(self) -> Self:
        """Use as a context: connections are closed at the end."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.requests.close()

    def text(self, url: str) -> str:
        """Fetch a page.

        Raises:
            Failed: No answer, or not a page.
        """
        with self._open(url, {}) as response:
            response.encoding = response.encoding or "utf-8"
            body = b"".join(self._pieces(response, lambda _done, _total: None))
            try:
                return body.decode(response.encoding, errors="replace")
            except LookupError:
                return body.decode("utf-8", errors="replace")

    def file(
        self, url: str, target: Path, known: Validators | None, transfer: Transfer
    ) -> Answer:
        """Fetch a file to a temporary path and verify that it is one.

        Args:
            url: The address.
            target: Temporary file; removed again when the fetch fails.
            known: Validators of the bytes at hand; None: fetch whatever it is.
            transfer: Progress.

        Raises:
            Failed: With the sentence to show.
        """

        def fetch() -> Answer:
            try:
                return self._file(url, target, known, transfer)
            except Failed:
                target.unlink(missing_ok=True)
                raise

        return self._once_more(fetch)

    def json(self, url: str, secret: Mapping[str, str]) -> Any:
        """Fetch a JSON document.

        Args:
            url: The address.
            secret: Headers for this host alone, whatever redirects say.

        Raises:
            Failed: No answer, or no JSON.
        """

        def fetch() -> Any:
            with self._open(url, {"Accept": "application/json"}, secret) as response:
                body = b"".join(self._pieces(response, lambda _done, _total: None))
            try:
                return json.loads(body)
            except ValueError as error:
                raise Failed(200, "stuurt iets anders dan JSON") from error

        return self._once_more(fetch)

    def _once_more(self, fetch: Callable[[], Result]) -> Result:
        """Cut off or refused once may be chance; twice is an answer."""
        try:
            return fetch()
        except Failed as failed:
            if failed.status not in (200, 403) or self.stop.is_set():
                raise
            self.stop.wait(self.settings.backoff)
        return fetch()

    def _file(
        self, url: str, target: Path, known: Validators | None, transfer: Transfer
    ) -> Answer:
        headers = {}
        started, before = time.monotonic(), self.waited.seconds
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        with self._open(url, headers) as response:
            etag = response.headers.get("ETag")
            modified = response.headers.get("Last-Modified")
            if response.status_code == 304:
                if not headers:
                    raise Failed(
                        304, "antwoordt 'ongewijzigd' zonder dat het gevraagd was"
                    )
                return Answer(304, None, etag, modified)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                waited = self.waited.seconds - before
                deadline = started + waited + self.settings.total_timeout
                for piece in self._pieces(response, transfer, deadline):
                    file.write(piece)
        verify(target, url)
        return Answer(200, target, etag, modified)

    def _open(
        self, url: str, headers: dict[str, str], secret: Mapping[str, str] = NO_SECRET
    ) -> requests.Response:
        """Ask, following redirects on known hosts only; `secret` stays on the first."""
        home = urlsplit(url)[:2]
        for _step in range(MAX_REDIRECTS + 1):
            self._allow(url)
            own = secret if urlsplit(url)[:2] == home else NO_SECRET
            try:
                response = self.requests.get(
                    url,
                    headers={**headers, **own},
                    stream=True,
                    allow_redirects=False,
                    timeout=(self.settings.connect_timeout, self.settings.read_timeout),
                )
            except requests.RequestException as error:
                raise no_answer(error) from error
            except ValueError as error:
                # requests looks at the address of a redirect before we do.
                raise Failed(0, "verwijst naar een ongeldig adres") from error
            if response.is_redirect:
                response.close()
                url = _joined(url, response.headers["Location"])
                continue
            if response.status_code in (200, 304):
                return response
            response.close()
            raise Failed(
                response.status_code,
                SENTENCES.get(
                    response.status_code,
                    f"antwoordt met fout {response.status_code}; "
                    "de volgende vernieuwing probeert opnieuw",
                ),
            )
        raise Failed(310, f"verwijst meer dan {MAX_REDIRECTS} keer door")

    def _allow(self, url: str) -> None:
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise Failed(0, f"verwijst naar een ongeldig adres: {url}") from error
        if parts.scheme not in self.schemes:
            raise Failed(0, f"verwijst naar een onveilig adres: {url}")
        if parts.netloc not in self.hosts and parts.hostname not in self.hosts:
            raise Failed(
                0,
                f"verwijst naar een andere site ({parts.hostname}): staat niet bij 'hosts' "
                "in data/sources.yaml",
            )

    def _pieces(
        self,
        response: requests.Response,
        transfer: Transfer,
        deadline: float = math.inf,
    ) -> Iterator[bytes]:
        """The decoded body in pieces, within the bounds of size and time."""
        limit = self.settings.max_bytes
        announced = response.headers.get("Content-Length", "")
        total = int(announced) if announced.isdigit() else None
        if total is not None and total > limit:
            raise Failed(
                413, f"meldt {total} bytes, meer dan de grens van {limit} bytes"
            )
        received = 0
        try:
            # read1 gives what has come so far: a slow drip must meet the deadline too.
            while piece := response.raw.read1(PIECE, decode_content=True):
                received += len(piece)
                if self.stop.is_set():
                    raise KeyboardInterrupt
                if received > limit:
                    raise Failed(413, f"stuurt meer dan de grens van {limit} bytes")
                if time.monotonic() > deadline:
                    raise Failed(
                        408,
                        f"stuurde na {self.settings.total_timeout:g} s nog maar "
                        f"{received} bytes: te traag",
                    )
                transfer(received, total)
                yield piece
        except urllib3.exceptions.HTTPError as error:
            raise cut_off(error, received, total) from error


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Failed(0, f"verwijst naar een ongeldig adres: {location}") from error
