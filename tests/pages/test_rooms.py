"""The line between a screen and its operator: rooms, codes, commands."""

import asyncio
from typing import Any

import pytest

from pages.room.rooms import (
    ALPHABET,
    FORGOTTEN,
    LARGEST,
    LENGTH,
    SILENT,
    Rooms,
    SilentError,
    TakenError,
    UnknownRoomError,
)

SHOWN = {
    "slides": [{"key": "titel", "title": "T"}, {"key": "lijn-1", "title": "1"}],
    "current": "titel",
    "paused": False,
}


class Clock:
    """Seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_code_is_short_and_cannot_be_misread() -> None:
    room = Rooms().register(None, None)
    assert len(room.code) == LENGTH
    assert not set("0O1IBGQSZ258") & set(ALPHABET)


def test_a_screen_keeps_its_code_and_nobody_else_takes_it() -> None:
    rooms = Rooms()
    room = rooms.register(None, None)
    assert rooms.register(room.code, room.secret) is room
    with pytest.raises(TakenError):
        rooms.register(room.code, "geraden")


def test_after_a_restart_a_screen_returns_under_its_code_and_count() -> None:
    old = Rooms().register(None, None)
    room = Rooms().register(old.code, old.secret, 7)
    assert (room.code, room.number) == (old.code, 7)


def test_a_code_that_is_no_code_is_replaced() -> None:
    assert Rooms().register("<b>", None).code != "<b>"


def test_silent_rooms_are_forgotten_and_the_number_is_bounded() -> None:
    clock = Clock()
    rooms = Rooms(clock)
    first = rooms.register(None, None)
    for second in range(LARGEST):
        clock.now = float(second) / LARGEST
        rooms.register(None, None)
    assert len(rooms.rooms) == LARGEST
    assert first.code not in rooms.rooms
    clock.now = FORGOTTEN + 2
    with pytest.raises(UnknownRoomError):
        rooms.find(next(iter(rooms.rooms)))


def told(rooms: Rooms) -> Any:
    room = rooms.register(None, None)
    asyncio.run(rooms.tell(room, SHOWN))
    return room


def test_a_command_reaches_the_screen_once() -> None:
    async def play() -> None:
        rooms = Rooms()
        room = rooms.register(None, None)
        await rooms.tell(room, SHOWN)
        waiting = asyncio.create_task(rooms.wait(room, room.number, 5))
        await asyncio.sleep(0)
        await rooms.ask(room.code.lower(), "naar", "lijn-1")
        await asyncio.wait_for(waiting, 1)
        assert room.since(0) == [{"number": 1, "action": "naar", "to": "lijn-1"}]
        assert room.since(1) == []
        await asyncio.wait_for(rooms.wait(room, 0, 5), 1)

    asyncio.run(play())


def test_quick_clicks_are_all_heard() -> None:
    rooms = Rooms()
    room = told(rooms)
    for action in ("volgende", "volgende", "pauze"):
        asyncio.run(rooms.ask(room.code, action, None))
    heard = [command["action"] for command in room.since(0)]
    assert heard == ["volgende", "volgende", "pauze"]
    assert [command["number"] for command in room.since(1)] == [2, 3]


def test_a_screen_that_is_gone_hears_nothing_and_the_operator_is_told() -> None:
    clock = Clock()
    rooms = Rooms(clock)
    room = told(rooms)
    clock.now = SILENT + 1
    assert rooms.is_silent(room)
    with pytest.raises(SilentError):
        asyncio.run(rooms.ask(room.code, "volgende", None))
    assert room.since(0) == [], "het scherm haalt later niets in"
    rooms.register(room.code, room.secret)
    asyncio.run(rooms.ask(room.code, "volgende", None))


def test_waiting_ends_without_news() -> None:
    async def play() -> None:
        rooms = Rooms()
        room = rooms.register(None, None)
        await rooms.wait(room, 0, 0.01)
        assert room.number == 0

    asyncio.run(play())


def test_rooms_do_not_disturb_each_other() -> None:
    rooms = Rooms()
    one, other = told(rooms), told(rooms)
    asyncio.run(rooms.ask(one.code, "pauze", None))
    assert (one.number, other.number) == (1, 0)


@pytest.mark.parametrize(
    ("action", "to"), [("wissen", None), ("naar", "lijn-9"), ("naar", None)]
)
def test_an_unknown_command_or_slide_is_refused(action: str, to: str | None) -> None:
    rooms = Rooms()
    room = told(rooms)
    with pytest.raises(ValueError, match=action):
        asyncio.run(rooms.ask(room.code, action, to))
    assert room.number == 0


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnknownRoomError):
        asyncio.run(Rooms().ask("AAAAA", "pauze", None))
