"""What a first visit to a room costs, and that nothing moves while it is being put together."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Browser
from tests.harness.page import loaded
from tests.harness.waiting import eventually
from weconnect.engine.i18n.catalogues import LANGUAGES, SOURCE

from .vault import Vault

# The page itself, script and style, all as they travel.
LIMIT = 100_000
# What another language may add to English: Arabic writes each letter in two bytes.
MOST_FOR_WORDS = 1_500
# https://web.dev/articles/cls calls 0.1 good.
MOST_SHIFT = 0.01

# The page, and what it names itself. What else comes is fetched once there is time for it.
_SIZES = """() => {
    const named = new Set([...document.querySelectorAll('link[href], script[src]')]
        .map(one => one.href || one.src).concat(location.href));
    return ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))
        .filter(entry => named.has(entry.name))
        .map(entry => [new URL(entry.name).pathname, entry.encodedBodySize]);
}"""

# What Chromium's traces call it, with the number of elements.
_STYLED = "UpdateLayoutTree"

_WATCH_SHIFTS = """window.shifts = [];
new PerformanceObserver(list => {
    for (const entry of list.getEntries()) {
        const moved = entry.sources.map(one => one.node?.className || one.node?.nodeName);
        if (!entry.hadRecentInput) window.shifts.push([entry.value, moved]);
    }
}).observe({ type: 'layout-shift', buffered: true });"""


@pytest.fixture
def busy_room(meet, gather):
    """Bo, and a room of his in which Ann has said fifty things; others are archived."""
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    for name in ("Cellar", "Attic", "Barn"):
        ann.call_api("PATCH", f"/rooms/{gather(name, ann, bo)['id']}", {"archived": True})
    ann.make_room(None, "direct", members=[bo.username])
    socket = ann.socket()
    for number in range(50):
        socket.say(room, f"message {number}")
    return bo, room


def test_the_first_load_of_a_room(busy_room, browser: Browser, sit):
    bo, room = busy_room
    page = browser.context(bo).new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    line: list[int] = []
    network.on(
        "Network.loadingFinished", lambda event: line.append(int(event["encodedDataLength"]))
    )
    sit(bo, room, page=page)
    page.wait_for_load_state("networkidle")
    first = loaded(page)
    for kind, (count, travelled, unpacked) in sorted(first.items()):
        print(f"{kind}: {count} files, {travelled / 1000:.1f} kB of {unpacked / 1000:.1f} kB")
    print(f"everything with its headers: {sum(line) / 1000:.1f} kB")
    assert first["js"][0] > 20
    assert first["css"][2] > 50_000
    for kind in ("page", "js", "css"):
        assert first[kind][2] > first[kind][1] * 2, f"{kind} is compressed"
    assert sum(travelled for _, travelled, _ in first.values()) < LIMIT

    # The next visit takes all of it from the browser's own store.
    sit(bo, room, page=page)
    page.wait_for_load_state("networkidle")
    again = loaded(page)
    assert "js" not in again
    assert "css" not in again


def test_another_language_makes_the_first_load_little_larger(busy_room, browser: Browser, sit):
    bo, room = busy_room

    def weigh(tag: str) -> dict[str, int]:
        words = {"extra_http_headers": {"Accept-Language": tag}}
        page = browser.context(bo, **words).new_page()
        sit(bo, room, page=page)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.lang") == tag
        return {
            re.sub(rf"/[0-9a-f]{{16}}/({tag}/)?", "/", path): size
            for path, size in page.evaluate(_SIZES)
        }

    english = weigh(SOURCE)
    for other in (tag for tag in LANGUAGES if tag != SOURCE):
        found = weigh(other)
        assert found.keys() == english.keys()
        more = sum(found[path] - english[path] for path in found)
        print(f"{other}: {more} bytes more in {len(found)} files")
        assert more < MOST_FOR_WORDS
        assert sum(found.values()) < LIMIT


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_nothing_moves_while_a_room_opens(busy_room, browser: Browser, sit, viewport):
    bo, room = busy_room
    width, height = viewport
    page = browser.context(bo, viewport={"width": width, "height": height}).new_page()
    page.add_init_script(_WATCH_SHIFTS)
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for visit in ("first", "second", "third"):
        sit(bo, room, page=page)
        page.wait_for_load_state("networkidle")
        shifts = page.evaluate("window.shifts")
        assert sum(value for value, _ in shifts) < MOST_SHIFT, (visit, shifts)
        # From now on all comes from the browser's own store, but for a page that comes in pieces.
        slow.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": 20, "downloadThroughput": 60_000, "uploadThroughput": -1},
        )


# Of an encrypted room, whose messages are opened by the page itself.
MOST_SHIFT_SEALED = 0.1
# Texts of one line, of several on a phone and on any screen, and of blocks.
SEALED_TALK = (
    "short",
    "a sentence that takes two lines on a phone, and one on a screen that is as wide as a desk",
    "a long story " * 30,
    "- one\n- two\n- three",
    "```\nthis = code\nthat = code\n```",
    "> quoted\n\nand what one says of it",
)


@pytest.mark.parametrize("viewport", [(1280, 800), (390, 844)])
def test_little_moves_while_an_encrypted_room_opens(house, browser: Browser, viewport):
    vault = Vault([house], browser, f"Sealed{viewport[0]}", "Ann", "Bo")
    ann, bo = vault.screens
    for number in range(30):
        text = SEALED_TALK[number % len(SEALED_TALK)]
        # Enter breaks a line of code.
        ann.box.fill(f"{text} {number}" if "\n" not in text else f"{number}\n{text}")
        ann.page.locator("#composer [data-action=send]").click()
    expect(bo.list.locator("message-item[data-seal=open]")).to_have_count(30)
    page = bo.page
    width, height = viewport
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(_WATCH_SHIFTS)
    slow = page.context.new_cdp_session(page)
    for rate in (1, 4):
        slow.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        bo.go(vault.room)
        expect(bo.list.locator("message-item[data-seal=open]").last).to_be_visible()
        expect(page.locator("[data-part=opening]")).to_have_count(0)
        page.wait_for_load_state("networkidle")
        shifts = page.evaluate("window.shifts")
        print(rate, [(round(value, 4), moved) for value, moved in shifts])
        assert sum(value for value, _ in shifts) < MOST_SHIFT_SEALED, (rate, shifts)


def test_what_cannot_be_opened_is_not_kept_covered(house, browser: Browser):
    vault = Vault([house], browser, "Covered", "Ann")
    (ann,) = vault.screens
    ann.say("for my devices alone")
    ann.shows("for my devices alone")
    # A device that is not confirmed, and a page whose scripts do not come.
    other = vault.device(ann.person)
    expect(other.bar).to_be_visible()
    expect(other.page.locator("[data-part=opening]")).to_have_count(0)
    expect(other.list.locator("message-item")).to_be_visible()
    page = other.page.context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    browser.allow("Failed to load resource")
    page.goto(f"{ann.person.url}/rooms/{vault.room}")
    item = page.locator("message-item")
    expect(item).to_be_attached()
    assert not item.is_visible()
    expect(item).to_be_visible(timeout=10_000)
    # Without any script nothing is covered.
    plain = browser.page(ann.person, f"/rooms/{vault.room}", java_script_enabled=False)
    expect(plain.locator("message-item")).to_be_visible(timeout=1000)


def test_each_address_of_the_api_is_asked_once(meet, gather, browser: Browser, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    # What is unread is read as the room opens, and what calls for him in the inbox with it.
    socket = ann.socket()
    for _ in range(3):
        socket.say(room, f"@{bo.username}?")
    page = browser.context(bo).new_page()
    asked: list[str] = []
    page.on(
        "request",
        lambda one: asked.append(urlsplit(one.url).path),
    )
    for visit in ("first", "second"):
        asked.clear()
        sit(bo, room, page=page)
        page.wait_for_load_state("networkidle")
        # What is gathered is asked for by then.
        page.wait_for_timeout(2500)
        found = [one for one in asked if one.startswith("/api/v1/")]
        twice = sorted({one for one in found if found.count(one) > 1})
        assert twice == [], (visit, found)
        # Where one is the device says once, and the page brings along what one says of oneself.
        assert ("/api/v1/me/status" in found) is (visit == "first")


def test_archived_rooms_take_no_place_before_the_script_is_there(busy_room, browser: Browser):
    bo, room = busy_room
    page = browser.context(bo).new_page()
    page.route("**/js/room.js", lambda _: None)
    page.goto(f"{bo.url}/rooms/{room}", wait_until="commit")
    expect(page.locator("chat-room[data-whole]")).to_be_visible()
    archived = "room-list .room-item[data-archived]"
    expect(page.locator(archived)).to_have_count(3)
    expect(page.locator(archived).first).to_be_hidden()
    # Who has no script is led to them by the list.
    plain = browser.page(bo, f"/rooms/{room}", java_script_enabled=False)
    expect(plain.locator(archived).first).to_be_visible()


def test_what_is_in_a_room_is_styled_once_while_it_opens(busy_room, browser: Browser, sit):
    bo, room = busy_room
    page = browser.context(bo).new_page()
    assert page.context.browser
    tracing = page.context.browser.new_browser_cdp_session()
    events: list[dict[str, Any]] = []
    ended: list[bool] = []
    tracing.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    tracing.on("Tracing.tracingComplete", lambda _: ended.append(True))
    tracing.send("Tracing.start", {"categories": "devtools.timeline"})
    sit(bo, room, page=page)
    tracing.send("Tracing.end")

    def is_here() -> list[bool]:
        page.wait_for_timeout(20)
        return ended

    eventually(is_here, "all of the trace")
    tracing.detach()
    styled = [one["args"].get("elementCount", 0) for one in events if one["name"] == _STYLED]
    there: int = page.evaluate("document.querySelectorAll('*').length")
    assert styled
    assert sum(styled) < 1.5 * there, (there, styled)
