"""Drafts on several devices of a person: in step, and gone with the message."""

from uuid import uuid4

from playwright.sync_api import expect

from tests.harness.browser import Browser, until
from tests.harness.seasons import SUMMER


def test_it_follows_to_another_device_and_goes_when_sent(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room, kitchen = gather("Hall", ann, bo), gather("Kitchen", ann, bo)
    one, other = sit(ann, room), sit(ann, kitchen)
    for screen in (one, other):
        screen.page.mouse.move(5, 5)
        screen.fetched("drafts/following.js")
    one.box.press_sequentially("half a thought")
    row = other.page.locator(f'.room-item[data-id="{room["id"]}"] draft-mark')
    expect(row).to_be_visible()
    link = other.page.locator("[data-part=drafts-link]")
    expect(link).to_contain_text("1")
    other.go(room["id"])
    expect(other.box).to_have_value("half a thought")
    # It goes on there, and comes back here, where nobody is writing.
    one.page.evaluate("document.activeElement.blur()")
    other.box.press("End")
    other.box.press_sequentially(", and the other half")
    expect(one.box).to_have_value("half a thought, and the other half")
    other.box.press("Enter")
    expect(one.message("half a thought, and the other half")).to_be_visible()
    expect(one.box).to_have_value("")
    expect(link).to_be_hidden()
    assert ann.call_api("GET", "/drafts")["drafts"] == []
    one.page.reload()
    one.alive()
    one.page.mouse.move(9, 9)
    one.fetched("drafts/following.js")
    expect(one.box).to_have_value("")


def test_what_waits_is_seen_before_anybody_does_anything(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    assert not sit(ann, room, cold=True).page.locator("#state[data-waits]").count()
    wish = {"content": "half a thought", "clientId": str(uuid4())}
    ann.call_api("PUT", f"/rooms/{room}/draft", wish | {"base": 0})
    later = {"content": "lunch", "clientId": str(uuid4()), "at": f"{SUMMER}T12:00:00Z"}
    ann.call_api("POST", f"/rooms/{room}/scheduled", later)
    screen = sit(ann, room, cold=True)
    expect(screen.box).to_have_value("half a thought")
    expect(screen.page.locator("#composer scheduled-here")).to_contain_text("1 message sent later")
    assert not sit(bo, room, cold=True).page.locator("#state[data-waits]").count()


def test_nothing_is_lost_that_was_written_offline(meet, gather, sit, browser: Browser):
    browser.allow("ERR_INTERNET_DISCONNECTED|Failed to load resource|WebSocket")
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)
    one, other = sit(ann, room), sit(ann, room)
    for screen in (one, other):
        screen.page.mouse.move(5, 5)
        screen.fetched("drafts/following.js")
    other.page.context.set_offline(True)
    other.box.press_sequentially("on the train")
    one.box.press_sequentially("at the desk")
    until(
        one.page,
        """async room => (await (await fetch('/api/v1/drafts')).json()).drafts.length === 1""",
        room["id"],
    )
    other.page.evaluate("document.activeElement.blur()")
    other.page.context.set_offline(False)
    expect(other.box).to_have_value("at the desk\non the train")


def test_the_page_of_drafts(meet, gather, browser: Browser):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)["id"]
    root = bo.call_api("POST", f"/rooms/{room}/messages", {"content": "A question"})["id"]
    key = "0e0ca7a2-2a86-4b0b-a9b1-f0a4d7a3c1e{}"
    for number, more in enumerate(({}, {"thread": root})):
        wish = {"content": f"thought {number}", "clientId": key.format(number), "base": 0}
        ann.call_api("PUT", f"/rooms/{room}/draft", wish | more)
    page = browser.context(ann, java_script_enabled=False).new_page()
    page.goto(f"{ann.url}/drafts")
    expect(page.locator(".card-text")).to_have_text(["thought 1", "thought 0"])
    page.get_by_role("button", name="Delete").first.click()
    expect(page.locator(".card-text")).to_have_text(["thought 0"])
    page.locator(".card-link").click()
    expect(page.locator("#input")).to_be_visible()
