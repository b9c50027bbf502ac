"""Markdown looks the same to everybody, live and from the server, and can be used."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Browser

from .screen import Screen

SAID = (
    "Good **morning**, _everybody_: ~~late~~ `in` time, see [the plan](https://plan.example)",
    "# Release\n\n1. one\n2. two\n   - three\n\n- [x] done\n- [ ] to do\n\n> said\n> so",
    "| a | b |\n|---|:-:|\n| 1 | **2** |",
    "![a cat](https://elsewhere.example/cat.png) https://x.example/a_b_c",
    "مرحبا **بالجميع**\n\nand English",
)
CODE = "```python\ndef hello():\n    return 'x'  # why\n```"
# What is drawn, without what the script adds to what the server draws.
_DRAWN = """item => {
    const copy = item.querySelector('[data-part=content]').cloneNode(true);
    for (const node of copy.querySelectorAll('[tabindex]')) node.removeAttribute('tabindex');
    return copy.innerHTML;
}"""


@pytest.fixture
def hall(meet, gather):
    """Ann, Bo, and their room."""
    ann, bo = meet("Ann", "Bo")
    return ann, bo, gather("Hall", ann, bo)["id"]


def _last(screen: Screen) -> list[str]:
    return screen.page.evaluate(
        f"number => [...document.querySelectorAll('message-item')].slice(-number).map({_DRAWN})",
        len(SAID),
    )


def test_it_looks_the_same_to_everybody(hall, browser: Browser, sit):
    ann, bo, room = hall
    writer, reader = sit(ann, room), sit(bo, room)
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    for text in SAID:
        writer.box.fill(text)
        writer.box.press("Enter")
    for screen in (writer, reader):
        expect(screen.page.locator("message-item[data-seq]")).to_have_count(len(SAID))
        expect(screen.page.locator("message-item td strong")).to_have_text("2")
        expect(screen.page.locator("message-item[data-state=pending]")).to_have_count(0)
    fresh, plain = sit(bo, room), browser.page(bo, f"/rooms/{room}", java_script_enabled=False)
    asked_of_others = [url for url in asked if not url.startswith(bo.url)]
    assert not asked_of_others
    live = _last(writer)
    assert _last(reader) == live
    assert _last(fresh) == live
    items = plain.locator("message-item [data-part=content]")
    assert [items.nth(at).inner_html() for at in range(len(SAID))] == live
    # What is quoted is words alone.
    reader.act(reader.message(re.compile("Good morning")), "reply")
    expect(reader.page.locator("[data-part=replying-text]")).to_have_text(
        "Good morning, everybody: late in time, see the plan"
    )


def _keys(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_what_is_covered_or_folded_or_code_can_be_used(hall, browser: Browser, sit):
    ann, bo, room = hall
    socket = ann.socket()
    socket.say(room, "It was ||the butler||")
    socket.say(room, CODE)
    socket.say(room, "So $$x^2$$ it is, and $$\\nonsense$$ is not")
    socket.say(room, "\n".join(f"line {number}" for number in range(60)))
    socket.say(room, "the end")
    screen = sit(bo, room)
    page = screen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    spoiler = page.get_by_role("button", name="Spoiler")
    expect(spoiler).to_have_attribute("aria-expanded", "false")
    spoiler.click()
    expect(page.locator(".spoiler[data-shown]")).to_have_text("the butler")
    page.locator(".spoiler").press("Enter")
    expect(spoiler).to_be_visible()

    expect(page.locator('pre [data-is="keyword"]').first).to_have_text("def")
    page.locator("pre").hover()
    page.get_by_role("button", name="Copy code").click()
    expect(page.get_by_text("Code copied").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == CODE[10:-4]

    expect(page.locator(".math math")).to_have_count(1)
    expect(page.locator("code.math")).to_have_text("\\nonsense")

    long = page.locator("message-item", has_text="line 59")
    more = long.get_by_role("button", name="Show more")
    more.scroll_into_view_if_needed()
    folded = long.bounding_box()
    more.click()
    less = long.get_by_role("button", name="Show less")
    expect(less).to_be_focused()
    opened = long.bounding_box()
    assert folded
    assert opened
    assert opened["height"] > 2 * folded["height"]
    assert abs(opened["y"] - folded["y"]) < 2
    # It stays so while the page is open, also when it is drawn anew.
    socket.ok("editMessage", {"message": socket.say(room, "x")["id"], "content": "y"})
    screen.shows("y")
    expect(less).to_be_attached()
    less.click()
    expect(more).to_be_attached()
    # By the keyboard alone: into the list, into the message.
    screen.list.focus()
    _keys(page, "ArrowUp", "ArrowUp", "ArrowUp", "ArrowRight")
    for _ in range(9):
        if more.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(less).to_be_focused()
