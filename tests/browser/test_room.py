"""The screen in the room in a real browser: keys, sizes, the operator, what goes wrong at night."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import driver
from tests.conftest import DATABASE

pytestmark = pytest.mark.browser
MEASURE = Path(__file__).with_name("measure_room.js").read_text(encoding="utf-8")
LONGEST = (
    "titel,nieuw,1,2,3,4,gsm2023:mo_s_08_2023,gsm2023:ar_s_02_2023,gsm:mo_s_08,gsm:ar_02,"
    "embuild:investment_mobility_planned,embuild:house_price,gsm:ar_14,statbel:population,acties,bronnen,"
    "onbestaand"
)
"""The longest names, units and numbers that there are, and maps without a figure of the region."""
REGIONS = ("REFREG05", "REFREG08", "burgemeestersoverleg-oost-brabant")
"""The default, a long name, and one that does not fit in a chart."""


def screen(
    browser: Browser, base: str, query: str = "", width: int = 1920, **more: Any
) -> Page:
    """Open the screen and wait for its code."""
    page = browser.new_page(
        viewport={"width": width, "height": width * 9 // 16}, locale="nl-BE", **more
    )
    page.goto(f"{base}/vergadering?{query}")
    expect(page.locator("#code")).not_to_be_empty()
    return page


def code(page: Page) -> str:
    return page.locator("#code").inner_text().removeprefix("Code ")


def counter(page: Page) -> str:
    return page.locator(".teller").inner_text()


@pytest.fixture
def room(base: str, chromium: Browser) -> Iterator[Page]:
    page = screen(chromium, base, "tempo=600")
    yield page
    page.close()


def test_keys_of_a_keyboard_and_a_presenter(room: Page) -> None:
    count = room.locator(".dia").count()
    steps = {
        "ArrowRight": 2, "PageDown": 3, "ArrowDown": 4, "ArrowLeft": 3, "PageUp": 2, "ArrowUp": 1,
        "End": count, "PageDown ": 1, "PageUp ": count, "Home": 1, "7": 7, "1": 1,
    }  # fmt: skip
    for key, place in steps.items():
        room.keyboard.press(key.strip())
        assert counter(room) == f"{place} / {count}", key
    room.keyboard.press("Space")
    expect(room.get_by_role("button", name="▶ Verder")).to_be_visible()
    room.get_by_role("button").focus()
    room.keyboard.press("Space")
    expect(room.get_by_role("button", name="❚❚ Pauze")).to_be_visible()
    room.keyboard.press("f")
    room.wait_for_function("document.fullscreenElement !== null")


def test_a_phone_held_upright_has_letters_to_read(base: str, chromium: Browser) -> None:
    page = chromium.new_page(
        viewport={"width": 390, "height": 844}, locale="nl-BE", has_touch=True
    )
    page.goto(f"{base}/vergadering?tempo=600")
    expect(page.locator("#code")).not_to_be_empty()
    for _slide in range(page.locator(".dia").count()):
        found = page.evaluate(MEASURE)
        assert found["smallest"] * 844 / 1080 >= 13, found
        assert driver.too_wide(page) == []
        assert driver.axe(page) == []
        page.keyboard.press("ArrowRight")
    page.close()


def test_a_swipe_steps(room: Page) -> None:
    room.evaluate("""() => {
        for (const [kind, x] of [["touchstart", 900], ["touchend", 300]]) {
            const finger = new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 });
            document.dispatchEvent(new TouchEvent(kind, { changedTouches: [finger] }));
        }
    }""")
    assert counter(room).startswith("2 /")


def test_it_turns_by_itself_until_paused(base: str, chromium: Browser) -> None:
    page = screen(chromium, base, "tempo=5", reduced_motion="reduce")
    expect(page.locator(".teller")).to_have_text(re.compile("^2 /"), timeout=15_000)
    expect(page.locator(".streep")).to_be_hidden()
    page.keyboard.press("Space")
    page.wait_for_timeout(6000)
    assert counter(page).startswith("2 /")
    page.close()


@pytest.mark.parametrize(
    ("width", "region", "look"),
    [
        (1920, REGIONS[0], "licht"),
        (1920, REGIONS[1], "donker"),
        (1920, REGIONS[2], "licht"),
        (3840, REGIONS[1], "licht"),
    ],
)
def test_every_slide_is_legible_and_whole(
    base: str, chromium: Browser, width: int, region: str, look: str
) -> None:
    query = f"tempo=600&regio={region}&kleur={look}&onderwerpen={LONGEST}"
    page = screen(chromium, base, query, width)
    count = page.locator(".dia").count()
    assert count == len(
        LONGEST.split(",")
    )  # the unknown one became the slide that says so
    for number in range(count):
        page.evaluate(f"show({number})")
        key = page.evaluate("slides()[index].dataset.key")
        found = page.evaluate(MEASURE)
        assert found["smallest"] >= 38, (key, found)
        assert found["figures"] <= 4 and (found["figure"] or 999) >= 96, (key, found)
        assert (found["thinnest"] or 99) >= 3.99, (key, found)
        assert not (found["outside"] or found["overlap"] or found["scrolled"]), (
            key,
            found,
        )
        assert found["left"] == 0, (key, found)
    page.close()


def test_what_does_not_fit_is_left_out_and_counted(room: Page) -> None:
    room.keyboard.press("2")
    room.evaluate("""() => {
        const list = document.createElement("ul");
        list.innerHTML = "<li class='vervalt'>Een lange zin over een cijfer dat veranderde.</li>".repeat(40);
        slides()[1].querySelector(".rest").before(list);
        fit(slides()[1]);
    }""")
    found = room.evaluate(MEASURE)
    assert not found["scrolled"] and not found["outside"]
    expect(room.locator(".rest:visible")).to_have_text(
        f"Nog {found['left']} meer: zie de monitor."
    )


def test_an_operator_steps_one_room_and_not_the_other(
    base: str, chromium: Browser, room: Page
) -> None:
    other = screen(chromium, base, "tempo=600&regio=REFREG08")
    with chromium.new_context(locale="nl-BE") as elsewhere:
        operator = elsewhere.new_page()
        operator.goto(f"{base}/vergadering?bediening=1")
        operator.get_by_label("Code onderaan op het scherm").fill("AAAAA")
        operator.keyboard.press("Enter")
        expect(operator.get_by_text("Geen scherm met code AAAAA")).to_be_visible()
        operator.get_by_label("Code onderaan op het scherm").fill(code(room).lower())
        operator.get_by_role("button", name="Verbinden").click()
        operator.get_by_role("button", name="Volgende ›").click()
        expect(room.locator(".teller")).to_have_text(re.compile("^2 /"))
        expect(operator.locator("#nu")).to_contain_text(
            f"Nu op het scherm {code(room)}: 2 van"
        )
        operator.get_by_role("button", name="3. Arbeidsmarkt").click()
        expect(room.locator("h1:visible")).to_have_text("3. Arbeidsmarkt")
        operator.get_by_role("button", name="❚❚ Pauze").click()
        expect(room.get_by_role("button", name="▶ Verder")).to_be_visible()
        before = int(counter(room).split("/")[0])
        operator.get_by_role("button", name="‹ Vorige").click()
        operator.get_by_role("button", name="‹ Vorige").click()
        expect(room.locator(".teller")).to_have_text(re.compile(f"^{before - 2} /"))
        room.keyboard.press("Home")
        expect(operator.locator("#nu")).to_contain_text(": 1 van")
    assert counter(other).startswith("1 /")
    expect(other.get_by_role("button", name="❚❚ Pauze")).to_be_visible()
    other.close()


def test_a_second_tab_has_a_code_of_its_own_and_a_restart_keeps_it(
    base: str, chromium: Browser
) -> None:
    with chromium.new_context(locale="nl-BE") as kiosk:

        def opened() -> tuple[Page, str]:
            page = kiosk.new_page()
            page.goto(f"{base}/vergadering?tempo=600")
            expect(page.locator("#code")).not_to_be_empty()
            return page, code(page)

        first, one = opened()
        second, other = opened()
        assert one != other
        first.reload()
        expect(first.locator("#code")).to_have_text(f"Code {one}")
        first.close()
        second.close()
        _third, again = opened()
        assert again in (one, other), "wie herstart, houdt een code die hij had"


def test_axe_finds_nothing(base: str, chromium: Browser, room: Page) -> None:
    for look in ("licht", "donker"):
        page = screen(chromium, base, f"tempo=600&kleur={look}")
        for number in ("1", "3", "4"):
            page.keyboard.press(number)
            assert driver.axe(page) == []
        page.close()
    operator = chromium.new_page(locale="nl-BE")
    operator.goto(f"{base}/vergadering?bediening=1&code={code(room)}")
    expect(operator.locator("#nu")).to_be_visible()
    for width, look, found in driver.axe_in_every_look(operator):
        assert found == [], (width, look)
        assert operator.evaluate("document.documentElement.scrollWidth <= innerWidth")
    operator.close()


def renamed(target: Path, title: str) -> None:
    """Put a new build in place, with a line that is called differently."""
    draft = target.with_suffix(".draft")
    shutil.copy(DATABASE, draft)
    with duckdb.connect(draft) as connection:
        connection.execute(
            "UPDATE action_line SET short_title = $t WHERE action_line = '3'",
            {"t": title},
        )
    draft.replace(target)


def test_a_lost_server_and_a_new_build(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last slide stays, the screen says since when, and returns under its code by itself."""
    live = tmp_path / "monitor.duckdb"
    shutil.copy(DATABASE, live)
    monkeypatch.setenv("MONITOR_DATABASE", str(live))
    port = driver.free_port()
    with driver.server_on(port):
        page = screen(chromium, f"http://127.0.0.1:{port}", "tempo=600")
        mine = code(page)
        page.evaluate(
            "show(slides().findIndex((slide) => slide.dataset.key === 'lijn-3'))"
        )
        title = page.locator("h1:visible")
        expect(title).to_have_text("3. Arbeidsmarkt")
    mark = page.locator("#melding")
    expect(mark).to_have_text(re.compile(r"^Geen verbinding sinds \d\d:\d\d$"))
    expect(title).to_have_text("3. Arbeidsmarkt")
    renamed(live, "Werk na herstart")
    with driver.server_on(port):
        expect(mark).to_be_hidden(timeout=60_000)
        assert code(page) == mine
        expect(title).to_have_text("3. Werk na herstart", timeout=60_000)
        renamed(live, "Werk na vernieuwing")
        expect(title).to_have_text("3. Werk na vernieuwing", timeout=60_000)
        page.context.set_offline(True)
        page.keyboard.press("ArrowLeft")
        expect(mark).to_be_visible(timeout=60_000)
        page.context.set_offline(False)
        expect(mark).to_be_hidden(timeout=60_000)
    page.close()


DAY = 24 * 60 * 60 // 30
"""Slides that a room sees in a day, at the usual thirty seconds each."""
SAMPLES, BUILDS = 24, 8
"""In a day: looks at the memory, and builds that replace each other."""


@pytest.mark.stress
def test_memory_stays_flat_for_a_day(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every slide of a day, five a second, with new builds in between; `ROOM_DAYS=3` for more."""
    days = float(os.environ.get("ROOM_DAYS", "1"))
    live = tmp_path / "monitor.duckdb"
    shutil.copy(DATABASE, live)
    monkeypatch.setenv("MONITOR_DATABASE", str(live))
    port, steps = driver.free_port(), round(days * DAY)
    with driver.server_on(port) as process:
        page = screen(chromium, f"http://127.0.0.1:{port}", "tempo=600")
        tab = page.context.new_cdp_session(page)
        tab.send("Performance.enable")
        samples: list[tuple[float, float, float]] = []
        for step in range(1, steps + 1):
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(200)
            if step % (DAY // BUILDS) == 0:
                renamed(live, f"Werk na {step} dia’s")
                name = page.locator('[data-key="lijn-3"]')
                expect(name).to_have_attribute(
                    "data-title", f"3. Werk na {step} dia’s", timeout=60_000
                )
            if step % (DAY // SAMPLES) == 0:
                samples.append((*in_tab(tab), resident(process)))
                heap, nodes, server = samples[-1]
                print(f"{step} dia's: {heap:.2f} MB, {nodes} knopen, {server:.0f} MB")  # noqa: T201
        page.close()
    # The server keeps the last four builds open: half a day later it has them all.
    start, last = samples[len(samples) // 2], samples[-1]
    assert all(now <= 1.1 * before for before, now in zip(start, last, strict=True)), (
        samples
    )


def in_tab(tab: Any) -> tuple[float, float]:
    """Heap in MB after collecting garbage, and the number of DOM nodes."""
    tab.send("HeapProfiler.collectGarbage")
    metrics = {
        each["name"]: each["value"]
        for each in tab.send("Performance.getMetrics")["metrics"]
    }
    return metrics["JSHeapUsedSize"] / 1e6, metrics["Nodes"]


def resident(process: int) -> float:
    """Memory of the server in MB."""
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1e3


def test_the_overview_leads_to_it(base: str, chromium: Browser) -> None:
    page = driver.open_page(chromium, f"{base}/?regio=REFREG08")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Toon op het vergaderscherm").click()
    expect(opened.value.locator("h1:visible")).to_have_text(
        "Hoe staat Zuid-West-Vlaanderen ervoor?"
    )
    page.context.close()
