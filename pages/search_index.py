"""What the search field of the header looks in, as JSON: fetched once, when somebody starts to type."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from pages import text

PATH = "/api/zoek"
KEEP = {"Cache-Control": "public, max-age=86400"}
"""The address names the build, so what is behind it never changes."""
Entry = tuple[str, str, str, str, list[str], bool]
"""Kind, id, label, what it is, synonyms, and whether there is anything to see."""


def answer(_request: Request) -> JSONResponse:
    """Every indicator, municipality, perimeter and action line of the live build."""
    # Imported here: the launcher starts before there is a cache.
    from pages.queries.database import live_build
    from pages.queries.search import index

    build = live_build()
    if build is None:
        return JSONResponse([], 503)
    return JSONResponse(list(map(_entry, index(build).to_dicts())), headers=KEEP)


def _entry(row: Mapping[str, Any]) -> Entry:
    return (
        row["kind"],
        row["id"],
        row["label"],
        _nature(row),
        row["words"],
        row["has_figures"],
    )


def _nature(row: Mapping[str, Any]) -> str:
    if row["kind"] == "indicator":
        return "cijfer" if row["has_figures"] else "nog geen cijfers"
    if row["kind"] == "gemeente":
        return f"gemeente in {row['inside']}"
    if row["kind"] == "regio":
        return f"{text.AREA_TYPES[row['area_type']]}, {text.municipalities(row['n'])}"
    return f"actielijn {row['id']}"
