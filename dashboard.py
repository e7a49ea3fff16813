"""Entry point: `streamlit run dashboard.py` starts the dashboard."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from etl.live import LIVE, build_signature, is_readable
from pages import search_index, sitemap
from pages.api.routes import ROUTES
from pages.middleware import (
    SECURITY_HEADERS,
    BackFromSignIn,
    HtmlLanguage,
    KnownPages,
    SecurityHeaders,
)
from pages.room import routes as room


def status(_request: Request) -> JSONResponse:
    """Tell a monitoring probe whether there is a database, and which build."""
    if not is_readable(LIVE):
        return JSONResponse({"status": "geen databank", "build": None}, 503)
    modified_ns, _inode = build_signature()
    return JSONResponse({"status": "ok", "build": modified_ns})


app = st.App(
    Path(__file__).parent / "pages" / "app.py",
    middleware=[
        Middleware(SecurityHeaders, headers=SECURITY_HEADERS),
        Middleware(
            KnownPages,
            paths={
                *(page.path for page in sitemap.PAGES),
                sitemap.SIGN_IN,
                "vergadering",
            },
            parameter=sitemap.UNKNOWN,
            moved=sitemap.MOVED,
        ),
        Middleware(BackFromSignIn, path=sitemap.SIGN_IN, page="bewerken"),
        Middleware(HtmlLanguage, language="nl"),
    ],
    routes=[
        Route("/api/status", status),
        Route(search_index.PATH, search_index.answer),
        *room.ROUTES,
        *ROUTES,  # last: it answers every other address under /api
    ],
)
