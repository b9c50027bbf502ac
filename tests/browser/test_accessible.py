"""axe looks at every page, light and dark, and at what opens on them."""

from typing import Any
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.harness.browser import Browser
from tests.harness.seasons import SUMMER

# axe's options that name rules.
Rules = dict[str, Any]
AXE = Axe()
WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
# One rule of WCAG 2.2 is not looked at by default.
ALL: Rules = {"rules": {"target-size": {"enabled": True}}}
# Of the dark look only the colours differ.
COLOURS: Rules = {"runOnly": ["color-contrast"]}
# Of all that axe has to say, what is wrong: the rest is a hundred kilobytes for each page.
RUN = """
options => axe.run(document, options).then(({ violations }) => violations.map(
    ({ impact, id, nodes }) => [impact, id, nodes.slice(0, 4).map(({ target }) => target)]))
"""
# Colours on their way are where they go to. Not waited for: what is hidden meanwhile never gets
# there, and what turns round for as long as it is seen has no end.
STILL = """
() => document.getAnimations()
    .filter(one => one.effect?.getComputedTiming().endTime < Infinity)
    .forEach(one => one.finish())
"""
RULES = {"light": ALL, "dark": COLOURS}


def findings(page: Page, choice: Rules) -> list[str]:
    """What is wrong on a page as it stands."""
    page.evaluate(STILL)
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.axe_script)
    said = page.evaluate(RUN, {"resultTypes": ["violations"]} | choice)
    return [
        f"{impact} {name}: " + "; ".join(str(target) for target in targets)
        for impact, name, targets in said
    ]


def test_every_page_light_and_dark_and_on_a_phone(pages, browser: Browser):
    def look(page: Page) -> list[str]:
        found = findings(page, ALL)
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in findings(page, COLOURS)]
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(PHONE)
        found += [f"phone: {one}" for one in findings(page, ALL)]
        # The next one is loaded on a wide screen.
        page.set_viewport_size(WIDE)
        return found

    found = pages.walk(browser, look, viewport=WIDE, color_scheme="light")
    assert not found, "\n".join(f"{name}: {seen}" for name, seen in found.items())


@pytest.mark.parametrize("look", RULES)
def test_what_opens_on_the_room_page(meet, gather, browser: Browser, sit, look: str):
    rules = RULES[look]
    browser.allow(r"ERR_INTERNET_DISCONNECTED|WebSocket")
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    other = gather("Kitchen", ann, bo)["id"]
    socket = bo.socket()
    socket.say(room, "Good morning")
    socket.say(other, f"@{ann.username} look")
    screen = sit(ann, room, cold=True, viewport=WIDE, color_scheme=look)
    page = screen.page
    seen = {}

    for action, name in (("new-room", "room"), ("new-direct", "direct"), ("browse", "browse")):
        page.locator(f'#rooms [data-action="{action}"]').first.click()
        dialog = page.locator(f"#dialog-{name}")
        expect(dialog).to_be_visible()
        if name == "direct":
            dialog.get_by_role("combobox").fill(bo.username)
            dialog.get_by_role("option").first.wait_for()
        seen[name] = findings(page, rules)
        page.keyboard.press("Escape")
    screen.list.focus()
    page.keyboard.press("?")
    expect(page.locator("#dialog-help")).to_be_visible()
    seen["help"] = findings(page, rules)
    page.keyboard.press("Escape")

    page.locator(".account summary").click()
    seen["account"] = findings(page, rules)
    page.locator(".account summary").click()

    screen.message("Good morning").hover()
    seen["tools"] = findings(page, rules)
    screen.act(screen.message("Good morning"), "react")
    expect(page.locator(".emoji-panel")).to_be_visible()
    page.locator(".emoji-group button").first.wait_for()
    seen["emoji"] = findings(page, rules)
    page.locator("#emoji [data-part=recent] button").first.click()
    screen.act(screen.message("Good morning"), "reply")
    expect(page.locator("[data-part=replying]")).to_be_visible()
    seen["reply"] = findings(page, rules)
    screen.say("Hello")
    screen.shows("Hello")
    screen.box.press("ArrowUp")
    editor = page.get_by_role("textbox", name="Edit message")
    expect(editor).to_be_focused()
    seen["editing"] = findings(page, rules)
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    screen.act(screen.message("Hello"), "delete")
    expect(page.locator(".held")).to_be_visible()
    seen["undo"] = findings(page, rules)
    page.locator(".held button").click()
    screen.act(screen.message("Good morning"), "delete")
    expect(page.locator("#dialog-confirm")).to_be_visible()
    seen["question"] = findings(page, rules)
    screen.confirm("cancel")
    screen.act(screen.message("Hello"), "copy-link")
    expect(page.locator(".toast")).to_be_visible()
    seen["notice"] = findings(page, rules)

    wish = {"content": "By and by", "clientId": str(uuid4()), "at": f"{SUMMER}T12:00:00Z"}
    ann.call_api("POST", f"/rooms/{room}/scheduled", wish)
    page.locator("#composer scheduled-here button").click()
    waits = page.get_by_role("dialog", name="Sent later")
    seen["sent later"] = findings(page, rules)
    waits.get_by_role("button", name="Change").click()
    seen["changing what is sent later"] = findings(page, rules)
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(waits).to_be_hidden()

    page.context.set_offline(True)
    expect(screen.pill).to_be_visible()
    expect(screen.say("later")).to_have_attribute("data-state", "pending")
    seen["offline"] = findings(page, rules)
    page.context.set_offline(False)
    screen.shows("later")
    found = {name: what for name, what in seen.items() if what}
    assert not found, "\n".join(f"{name}: {what}" for name, what in found.items())


def test_the_theme_that_was_chosen_stays(meet, gather, sit):
    (ann,) = meet("Ann")
    screen = sit(ann, gather("Hall", ann))
    page = screen.page
    root = page.locator("html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator(".account summary").click()
    page.locator('.account [name="theme"][value="dark"]').check(force=True)
    expect(root).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    page.goto(f"{ann.url}/profile")
    expect(root).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.locator('[name="theme"][value="system"]').check(force=True)
    expect(root).not_to_have_attribute("data-theme", "dark")
