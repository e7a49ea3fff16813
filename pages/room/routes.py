"""Addresses of the meeting screen: its page, its slides, and the line between screen and operator."""

import asyncio
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from etl.live import build_signature
from pages.room.rooms import Rooms, SilentError, TakenError, UnknownRoomError

HOLD = 10.0
"""Seconds that a question is held until there is news; a new build is seen within this time."""
SILENCE = "Het scherm antwoordt niet: het is gesloten of heeft geen verbinding. Opdrachten komen niet aan."
LARGEST_BODY = 20_000
HEADERS = {
    # No inline script or style, and nothing from elsewhere: stricter than the pages of Streamlit.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "Cache-Control": "no-store",
}
ROOMS = Rooms()


class Slide(BaseModel):
    """A slide as the operator sees it."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(max_length=80)
    title: str = Field(max_length=200)


class Shown(BaseModel):
    """What a screen says it shows."""

    model_config = ConfigDict(extra="forbid")
    slides: list[Slide] = Field(max_length=40)
    current: str = Field(max_length=80)
    paused: bool


class Screen(BaseModel):
    """A screen that asks for news."""

    model_config = ConfigDict(extra="forbid")
    code: str | None = Field(default=None, max_length=12)
    secret: str | None = Field(default=None, max_length=64)
    number: int = Field(default=0, ge=0, le=10**9)
    shown: Shown


class Wish(BaseModel):
    """What an operator asks."""

    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=12)
    action: str = Field(max_length=12)
    to: str | None = Field(default=None, max_length=80)


async def screen(request: Request) -> Response:
    """A screen tells what it shows and waits for a command, at most `HOLD` seconds."""
    asked = Screen.model_validate_json(await _body(request))
    try:
        room = ROOMS.register(asked.code, asked.secret, asked.number)
    except TakenError:
        return _problem("Deze code is van een ander scherm.", 409)
    is_known = asked.code == room.code
    await ROOMS.tell(room, asked.shown.model_dump())
    if is_known:
        await ROOMS.wait(room, asked.number, HOLD)
    room.seen = ROOMS.clock()
    return JSONResponse(
        {
            "code": room.code,
            "secret": room.secret,
            "number": room.number,
            "commands": room.since(asked.number),
            "build": await asyncio.to_thread(build_name),
        }
    )


async def operate(request: Request) -> Response:
    """An operator steps, pauses or jumps the screen with this code."""
    wish = Wish.model_validate_json(await _body(request))
    try:
        await ROOMS.ask(wish.code, wish.action, wish.to)
    except UnknownRoomError:
        return _unknown(wish.code)
    except SilentError:
        return _problem(SILENCE, 503)
    except ValueError:
        return _problem("Onbekende opdracht of dia.", 400)
    return JSONResponse({"gedaan": wish.action})


async def follow(request: Request) -> Response:
    """What the screen with this code shows; held until that differs from what the operator knows."""
    code = request.query_params.get("code", "")[:12]
    try:
        room = ROOMS.find(code)
    except UnknownRoomError:
        return _unknown(code)
    known = request.query_params.get("dia", ""), request.query_params.get("pauze", "")
    now = room.shown.get("current", ""), str(int(room.shown.get("paused", False)))
    if known == now:
        await ROOMS.wait_shown(room, room.shown, HOLD)
    said = SILENCE if ROOMS.is_silent(room) else ""
    return JSONResponse({"code": room.code, **room.shown, "melding": said})


def build_name() -> str:
    """Names the live build; empty without one."""
    try:
        return "-".join(map(str, build_signature()))
    except FileNotFoundError:
        return ""


async def _body(request: Request) -> bytes:
    if int(request.headers.get("content-length") or LARGEST_BODY + 1) > LARGEST_BODY:
        raise ValidationError.from_exception_data("te groot", [])
    return await request.body()


async def _invalid(_request: Request, _error: Exception) -> Response:
    return _problem("De vraag is niet begrepen.", 400)


def _unknown(code: str) -> Response:
    return _problem(
        f"Geen scherm met code {code or '(leeg)'}. De code staat onderaan op het scherm.",
        404,
    )


def _problem(
    message: str, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    body: dict[str, Any] = {"fout": message}
    return JSONResponse(body, status, headers=dict(headers or {}))


def page(request: Request) -> Response:
    """The screen, or the operator's view with `bediening=1`."""
    from pages.room import (
        document,
    )  # the page needs Streamlit's caches, which start later

    if request.query_params.get("bediening") == "1":
        return HTMLResponse(document.operator(request.query_params), headers=HEADERS)
    return HTMLResponse(
        document.screen(request.query_params, build_name()), headers=HEADERS
    )


def slides(request: Request) -> Response:
    """Only the slides, for a screen that renews itself."""
    from pages.room import document

    return HTMLResponse(document.slides(request.query_params), headers=HEADERS)


def guarded(handler: Any) -> Any:
    """A handler that answers what it cannot read with 400."""

    async def answer(request: Request) -> Response:
        try:
            result: Response = await handler(request)
        except ValidationError as error:
            return await _invalid(request, error)
        return result

    return answer


ROUTES = [
    Route("/vergadering", page),
    Route("/api/vergadering/dias", slides),
    Route("/api/vergadering/scherm", guarded(screen), methods=["POST"]),
    Route("/api/vergadering/bediening", guarded(operate), methods=["POST"]),
    Route("/api/vergadering/volgen", follow),
]
