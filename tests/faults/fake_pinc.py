"""A fake Provincies in Cijfers on loopback: an OData service with a key, pages and faults."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from tests.faults.fake_gsm import FakeGsm, Fault, Handler, instead, status

KEY = "geheim-0123456789"
SERVICE = "/jiveservices/odata"
NO_ACCESS = b'{"error":{"message":"Guest user group not found, No access!"}}'
JSON = "application/json; odata.metadata=minimal"

Value = tuple[str, str, str | None]
"""Code, period, value."""


class OData(Handler):
    """Asks for the key first."""

    def do_GET(self) -> None:  # noqa: N802  (the name is http.server's)
        self.path = unquote(self.path)
        if self.headers.get("apikey") == KEY:
            super().do_GET()
            return
        self.server.asked.append((self.path, dict(self.headers)))
        self.close_connection = True
        status(401, NO_ACCESS)(self, b"")


class FakePinc(FakeGsm):
    """The server, with what it publishes."""

    handler = OData

    def variable(self, name: str, **about: str) -> None:
        """Publish what a variable is."""
        document = {"ExternalCode": name, **about}
        self.offer(variable(name), json.dumps(document).encode())

    def values(
        self, name: str, level: str, rows: Sequence[Value], size: int = 7
    ) -> None:
        """Publish the values of a variable on a level, in pages."""
        path = values(name, level)
        starts = range(0, max(len(rows), 1), size)
        for start in starts:
            last = start == starts[-1]
            after = None if last else f"{self.url}{path}?$skip={start + size}"
            there = path if start == 0 else f"{path}?$skip={start}"
            self.offer(there, page(items(level, rows[start : start + size]), after))


def variable(name: str) -> str:
    """The path of a variable."""
    return f"{SERVICE}/Variables('{name}')"


def values(name: str, level: str) -> str:
    """The path of its values on a level."""
    return f"{variable(name)}/GeoLevels('{level}')/PeriodLevels('year')/Periods('all')/Values"


def items(level: str, rows: Sequence[Value]) -> list[dict[str, Any]]:
    """Values as the service writes them."""
    return [
        {
            "@odata.type": "#Swing.Value",
            "ExternalCode": f"{level}_{code}",
            "GeoLevel": level,
            "PeriodLevel": "year",
            "Period": period,
            "ValueString": value,
            "Description": None,
        }
        for code, period, value in rows
    ]


def page(rows: Sequence[Any], after: str | None = None) -> bytes:
    """One page, with a next link unless it is the last."""
    document: dict[str, Any] = {"@odata.context": "$metadata#Values", "value": rows}
    if after:
        document["@odata.nextLink"] = after
    return json.dumps(document).encode()


def answer(body: bytes) -> Fault:
    """This JSON instead."""
    return instead(body, JSON)
