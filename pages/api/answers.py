"""From a frame to an answer: CSV or JSON, with what a cache and a program need to know."""

import json
from collections.abc import Mapping
from datetime import UTC
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pages.api.description import MAX_AGE
from pages.api.problem import Problem
from pages.exports.csv_file import as_csv, as_plain_csv
from pages.queries.open_data import Known

EVERYONE = {
    # Public figures, nothing to log in to and nothing that can be changed: a page of
    # another site, such as a municipality's own, may read them too.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Content-Disposition",
}
TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json; charset=utf-8",
}
_SOURCES = sorted(Path(__file__).parent.glob("*.py"))
CODE = sha256(b"".join(path.read_bytes() for path in _SOURCES)).hexdigest()
"""Changes when an answer may look different without a new build."""


def freshness(request: Request, known: Known) -> dict[str, str]:
    """Headers that say which build an answer comes from and how long it holds."""
    query = urlencode(sorted(request.query_params.multi_items()))
    text = f"{known.build_id} {CODE} {request.url.path}?{query}"
    return EVERYONE | {
        # Weak: the same answer may be compressed or not.
        "ETag": f'W/"{sha256(text.encode()).hexdigest()[:24]}"',
        "Last-Modified": format_datetime(
            known.built_at.replace(tzinfo=UTC), usegmt=True
        ),
        "Cache-Control": f"public, max-age={MAX_AGE}",
    }


def is_unchanged(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether who asks has this very answer."""
    tags = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    mine = headers["ETag"]
    return mine in tags or mine.removeprefix("W/") in tags


def unchanged(headers: Mapping[str, str]) -> Response:
    """No body: who asks has it. A full answer gets its Vary where it is compressed."""
    return Response(status_code=304, headers={**headers, "Vary": "Accept-Encoding"})


def delimited(
    frame: pl.DataFrame, name: str, international: bool, headers: Mapping[str, str]
) -> Response:
    """CSV under a file name."""
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    body = as_plain_csv(frame) if international else as_csv(frame)
    return Response(body, headers={**headers, **disposition}, media_type=TYPES["csv"])


def structured(
    about: Mapping[str, object], rows: pl.DataFrame, headers: Mapping[str, str]
) -> Response:
    """JSON: what the figures are, then the rows; a number is a number."""
    head = json.dumps({**about, "aantal": rows.height}, ensure_ascii=False, default=str)
    body = f'{head[:-1]}, "rijen": {rows.write_json()}}}'
    return Response(body, headers=headers, media_type=TYPES["json"])


def problem(found: Problem) -> Response:
    """A problem as JSON, whatever was asked for: a program finds the reason in one place."""
    headers = EVERYONE | {"Cache-Control": "no-store"} | found.headers
    return JSONResponse(found.as_json(), found.status, headers)


def build(known: Known) -> dict[str, str]:
    """The build, for who cites it."""
    made = known.built_at.replace(tzinfo=UTC).isoformat(timespec="seconds")
    return {"id": known.build_id, "gemaakt": made}
