"""A fake Gemeente- en Stadsmonitor on loopback: pages, workbooks, conditional requests, and faults.

Its bodies are real figures, from the embedded snapshot. A fault is played a number of
times, then the server answers as it should.
"""

import contextlib
import gzip
import io
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar

import polars as pl
import xlsxwriter

from etl import catalogue
from etl.areas import load as load_areas
from etl.catalogue import Indicator
from etl.snapshot import load as load_snapshot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = "/download-alle-cijfers"
PAGE_DATA = "/page-data/download-alle-cijfers/page-data.json"
REGISTER = "/%24web/Rapporten_outputs/OutputRegister/GSM_register_{}.xlsx"
EXTRACT = "/%24web/Rapporten_outputs/OutputPerlDO/GSM_Extract_{}.xlsx"

Fault = Callable[["Handler", bytes], None]


class FakeGsm(ThreadingHTTPServer):
    """The server, with what it offers and what it was asked."""

    daemon_threads = True
    handler: type["Handler"]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), self.handler)
        self.bodies: dict[str, bytes] = {}
        self.etags: dict[str, str] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def offer(self, path: str, body: bytes, etag: str | None = None) -> None:
        """Serve a body; the ETag changes with it unless one is given."""
        self.bodies[path] = body
        self.etags[path] = etag or f'"{hash(body) & 0xFFFFFFFF:x}"'

    def link(self, *paths: str) -> None:
        """A download page with links to files."""
        links = "".join(f'<li><a href="{path}">Download</a></li>' for path in paths)
        html = f"<!doctype html><html><body><ul>{links}</ul></body></html>"
        self.offer(PAGE, html.encode())

    def fail(self, path: str, fault: Fault, times: int = 1_000) -> None:
        """Play a fault this many times, then answer as usual."""
        self.faults[path] = [fault] * times

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _headers in self.asked)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up on faults: that is what they should do."""


class Handler(BaseHTTPRequestHandler):
    """Answers GET; `server` is the `FakeGsm`."""

    server: FakeGsm
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # noqa: N802  (the name is http.server's)
        self.server.asked.append((self.path, dict(self.headers)))
        body = self.server.bodies.get(self.path, b"")
        if self.server.faults[self.path]:
            self.close_connection = True
            self.server.faults[self.path].pop(0)(self, body)
        elif self.path not in self.server.bodies:
            status(404, b"<html><body>Not found</body></html>")(self, b"")
        elif self.headers.get("If-None-Match") == self.server.etags[self.path]:
            self.begin(304, {"ETag": self.server.etags[self.path]})
        else:
            self.whole(body)

    def whole(self, body: bytes) -> None:
        is_file = self.path.endswith((".xlsx", ".csv", ".zip"))
        headers = {
            "Content-Type": XLSX if is_file else "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            "ETag": self.server.etags.get(self.path, '"x"'),
        }
        self.begin(200, headers)
        self.wfile.write(body)

    def begin(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Silence."""


FakeGsm.handler = Handler
Server = TypeVar("Server", bound=FakeGsm)


# Faults ----------------------------------------------------------------------


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """An answer with this status."""

    def play(handler: Handler, _body: bytes) -> None:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        handler.begin(code, {"Content-Length": str(len(body)), **named})
        handler.wfile.write(body)

    return play


def instead(body: bytes, kind: str = XLSX, **headers: str) -> Fault:
    """Status 200 with another body."""

    def play(handler: Handler, _body: bytes) -> None:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        common = {"Content-Type": kind, "Content-Length": str(len(body))}
        handler.begin(200, {**common, **named})
        handler.wfile.write(body)

    return play


def cut(handler: Handler, body: bytes) -> None:
    """Half of what is announced."""
    handler.begin(200, {"Content-Length": str(len(body))})
    handler.wfile.write(body[: len(body) // 2])


def chunked_without_end(handler: Handler, body: bytes) -> None:
    """Chunks, but never the closing one."""
    handler.begin(200, {"Transfer-Encoding": "chunked"})
    half = body[: len(body) // 2]
    handler.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")


def too_short_length(handler: Handler, body: bytes) -> None:
    """Announces less than the file."""
    handler.begin(200, {"Content-Length": str(len(body) // 2)})
    handler.wfile.write(body)


def no_length(handler: Handler, body: bytes) -> None:
    """Announces nothing; the end of the connection is the end of the file."""
    handler.begin(200, {})
    handler.wfile.write(body)


def without_directory(handler: Handler, body: bytes) -> None:
    """A workbook whose end is missing, announced as if it were whole."""
    instead(body[: len(body) * 3 // 4])(handler, body)


def drip(handler: Handler, body: bytes) -> None:
    """One byte at a time."""
    handler.begin(200, {"Content-Length": str(len(body))})
    for position in range(200):
        handler.wfile.write(body[position : position + 1])
        handler.wfile.flush()
        if handler.server.released.wait(0.05):
            return


def silence(handler: Handler, body: bytes) -> None:
    """Headers, then nothing."""
    handler.begin(200, {"Content-Length": str(len(body))})
    handler.wfile.flush()
    handler.server.released.wait(10)


def no_answer(handler: Handler, _body: bytes) -> None:
    """The connection is accepted, and that is all."""
    handler.server.released.wait(10)


def reset(handler: Handler, body: bytes) -> None:
    """The connection is torn down in the middle."""
    handler.begin(200, {"Content-Length": str(len(body))})
    handler.wfile.write(body[:100])
    handler.wfile.flush()
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def redirect(target: str, code: int = 302) -> Fault:
    """To another address."""
    return status(code, Location=target)


def gzipped(handler: Handler, body: bytes) -> None:
    """Compressed in transit, as it may."""
    instead(gzip.compress(body), Content_Encoding="gzip")(handler, body)


# Bodies ----------------------------------------------------------------------


def workbook(sheets: dict[str, pl.DataFrame]) -> bytes:
    """Frames as sheets, the index sheet first, as the publisher delivers a theme."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        index = book.add_worksheet("Indicatoren")
        index.write_row(0, 0, ["ID", "Naam indicator "])
        for position, (name, frame) in enumerate(sheets.items(), start=1):
            title = frame["Indicator"][0] if frame.height else ""
            index.write_row(position, 0, [name, title])
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, frame.columns)
            for row, cells in enumerate(frame.iter_rows(), start=1):
                sheet.write_row(row, 0, cells)
    return target.getvalue()


def register_sheet(code: str, years: Iterable[int]) -> pl.DataFrame:
    """A register as the source prints it in 2023: fractions, Vlaams Gewest as 2000."""
    indicator = _block(code)
    names = dict(load_areas().municipalities.select("nis", "name").iter_rows())
    reading = load_snapshot().readings[indicator.indicator_id][0][0]
    rows = pl.concat(
        [
            reading.official.filter(area_id="02000").select(
                pl.lit("2000").alias("nis"), "year", "numerator", "denominator"
            ),
            reading.observations.select("nis", "year", "numerator", "denominator"),
        ]
    ).filter(pl.col("year").is_in(list(years)))
    return rows.select(
        pl.col("nis")
        .replace(names)
        .replace({"2000": "Vlaams Gewest"})
        .alias("Gemeente"),
        pl.col("nis").alias("NIS-code"),
        pl.when(pl.col("nis") == "2000")
        .then(pl.lit("/"))
        .otherwise(pl.lit("Nee"))
        .alias("Centrumstad?"),
        pl.lit(indicator.source_titles[0]).alias("Indicator"),
        pl.col("year").alias("Jaar"),
        pl.col("numerator").alias("Teller"),
        pl.col("denominator").alias("Noemer"),
        (pl.col("numerator") / pl.col("denominator") * indicator.factor / 100).alias(
            "Procent"
        ),
    )


def _block(code: str) -> Indicator:
    return next(i for i in catalogue.load() if i.code == code)


@contextlib.contextmanager
def serving(kind: type[Server]) -> Iterator[Server]:
    """A running server."""
    server = kind()
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}
    )
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
        time.sleep(0)
