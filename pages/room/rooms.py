"""The rooms that a screen shows, and what an operator asks of each. In memory of one server.

A screen registers itself with a short code and a secret that only it knows, and asks
for news all the time (a request that is held until there is some). Whoever has the code
can step, pause and jump that screen and no other. Rooms nobody asked after are forgotten;
after a restart of the server a screen registers again under the code it had.
"""

import asyncio
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
"""Letters and digits that are not mistaken for each other at six metres."""
LENGTH = 5
LARGEST = 200
"""Rooms at once; the one that is silent longest makes way."""
FORGOTTEN = 15 * 60.0
"""Seconds without a word from the screen."""
SILENT = 15.0
"""Seconds after which a screen no longer hears what is asked: it asks every ten."""
REMEMBERED = 20
"""Commands of a room."""
Command = dict[str, Any]
"""`number, action, to`."""
ACTIONS = ("vorige", "volgende", "pauze", "verder", "naar")


@dataclass
class Room:
    """One screen: what it shows, and what was asked of it."""

    code: str
    secret: str
    shown: dict[str, Any] = field(default_factory=dict)
    """Slides (keys and titles), the current one, whether it is paused: as the screen said last."""
    commands: deque[Command] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """What the operator asked lately: who clicks quickly sends several before the screen hears."""
    number: int = 0
    """Of the last command, so that a screen acts on each once."""
    seen: float = 0.0
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def since(self, number: int) -> list[Command]:
        """The commands after that number, oldest first."""
        return [each for each in self.commands if each["number"] > number]


class UnknownRoomError(Exception):
    """No screen shows this code now."""


class SilentError(Exception):
    """The screen with this code stopped asking: it is closed, or lost its network."""


class TakenError(Exception):
    """Another screen has this code."""


class Rooms:
    """All rooms of this server."""

    def __init__(self, clock: Any = time.monotonic) -> None:
        """Start without rooms; `clock` gives seconds."""
        self.clock = clock
        self.rooms: dict[str, Room] = {}

    def register(self, code: str | None, secret: str | None, number: int = 0) -> Room:
        """The room of a screen: its own again, or a new one.

        Args:
            code: That the screen had, if any.
            secret: That it was given with the code.
            number: Of the last command it heard; a restarted server goes on from there.

        Raises:
            TakenError: The code is another screen's.
        """
        self._forget()
        room = self.rooms.get(code or "")
        if room is None:
            known = code if code and _is_code(code) else self._free_code()
            room = Room(known, secret or secrets.token_urlsafe(16), number=number)
            self._make_way()
            self.rooms[room.code] = room
        elif not secrets.compare_digest(room.secret, secret or ""):
            raise TakenError(room.code)
        room.seen = self.clock()
        return room

    def find(self, code: str) -> Room:
        """The room with a code, however it was typed.

        Raises:
            UnknownRoomError: There is none.
        """
        self._forget()
        room = self.rooms.get(code.strip().upper())
        if room is None:
            raise UnknownRoomError(code)
        return room

    def is_silent(self, room: Room) -> bool:
        """Whether its screen would have asked for news by now."""
        return bool(room.seen < self.clock() - SILENT)

    async def ask(self, code: str, action: str, to: str | None) -> Room:
        """Pass what the operator wants to the screen.

        Args:
            code: Of the room.
            action: One of ACTIONS.
            to: Key of the slide, for 'naar'.

        Raises:
            UnknownRoomError: There is no such room.
            SilentError: Its screen would not hear it.
            ValueError: Not an action, or not a slide of this screen.
        """
        room = self.find(code)
        if self.is_silent(room):
            raise SilentError(room.code)
        keys = [slide["key"] for slide in room.shown.get("slides", [])]
        if action not in ACTIONS or (action == "naar" and to not in keys):
            raise ValueError(action)
        async with room.news:
            room.number += 1
            room.commands.append({"number": room.number, "action": action, "to": to})
            room.news.notify_all()
        return room

    async def tell(self, room: Room, shown: dict[str, Any]) -> None:
        """What the screen shows now; wakes the operators that wait for it."""
        room.seen = self.clock()
        if shown != room.shown:
            async with room.news:
                room.shown = shown
                room.news.notify_all()

    async def wait(self, room: Room, number: int, seconds: float) -> None:
        """Until there is a newer command than `number`, at most so long."""
        async with room.news:
            try:
                await asyncio.wait_for(
                    room.news.wait_for(lambda: room.number > number), seconds
                )
            except TimeoutError:
                return

    async def wait_shown(
        self, room: Room, shown: dict[str, Any], seconds: float
    ) -> None:
        """Until the screen shows something else than `shown`, at most so long."""
        async with room.news:
            try:
                await asyncio.wait_for(
                    room.news.wait_for(lambda: room.shown != shown), seconds
                )
            except TimeoutError:
                return

    def _free_code(self) -> str:
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            if code not in self.rooms:
                return code

    def _forget(self) -> None:
        old = self.clock() - FORGOTTEN
        for code in [code for code, room in self.rooms.items() if room.seen < old]:
            del self.rooms[code]

    def _make_way(self) -> None:
        if len(self.rooms) >= LARGEST:
            silent = min(self.rooms.values(), key=lambda room: room.seen)
            del self.rooms[silent.code]


def _is_code(code: str) -> bool:
    return len(code) == LENGTH and set(code) <= set(ALPHABET)
