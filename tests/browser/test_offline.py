"""Losing the network, the server or the tab: whoever comes back finds everything, in order."""

import re

from playwright.sync_api import expect

from tests.harness.browser import Browser, until
from tests.harness.person import PASSWORD

from .screen import Screen, in_order

# What a browser writes on its console while there is nobody to talk to.
CUT = r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_|WebSocket|Failed to load resource"
MISSED = 130
UNSENT = ("written in the tunnel", "and one more")


def test_back_from_a_tunnel(meet, gather, browser: Browser, sit):
    browser.allow(CUT)
    ann, bo = meet("Ann", "Bo")
    room = gather("Journey", ann, bo)["id"]
    there = sit(ann, room)
    away = sit(bo, room, cold=True)
    for text in ("to be edited", "to be deleted", "to be liked"):
        there.say(text)
        away.shows(text)

    away.watch_pill()
    away.page.context.set_offline(True)
    expect(away.pill).to_contain_text("You are offline")
    for text in UNSENT:
        expect(away.say(text)).to_have_attribute("data-state", "pending")

    socket = ann.socket()
    for number in range(MISSED):
        socket.say(room, f"line {number}")
    edited = there.message("to be edited")
    there.box.focus()
    ids = {
        text: int(there.message(text).get_attribute("data-id"))
        for text in ("to be edited", "to be deleted", "to be liked")
    }
    expect(edited).to_have_count(1)
    socket.ok("editMessage", {"message": ids["to be edited"], "content": "was edited"})
    socket.ok("deleteMessage", {"message": ids["to be deleted"]})
    socket.ok("react", {"message": ids["to be liked"], "emoji": "👍"})
    there.shows("was edited", f"line {MISSED - 1}")
    assert not [row for row in there.rows() if row["text"] in UNSENT]

    away.page.context.set_offline(False)
    away.shows(*UNSENT, "was edited", f"line {MISSED - 1}")
    expect(away.message("to be edited")).to_have_count(0)
    expect(away.message("to be deleted")).to_have_count(0)
    expect(away.message("This message was deleted.")).to_have_attribute("data-state", "deleted")
    liked = away.message("to be liked").locator('.reaction[data-emoji="👍"]')
    expect(liked).to_have_attribute("aria-pressed", "false")
    expect(liked.locator("[data-part=count]")).to_have_text("1")
    expect(away.pill).to_be_hidden()
    assert away.pill_said() == ["offline", "catching-up", "complete", ""]

    there.shows(*UNSENT)
    for screen in (there, away):
        rows = screen.rows()
        assert len(in_order(rows)) == 3 + MISSED + len(UNSENT)
        texts = [row["text"] for row in rows]
        lines = [text for text in texts if text.startswith("line ")]
        assert lines == [f"line {number}" for number in range(MISSED)]
        assert [text for text in texts if text in UNSENT] == list(UNSENT)


def test_the_server_dies_and_comes_back(server, browser: Browser, sit):
    browser.allow(CUT)
    ann = server.person("ann", display_name="Ann")
    bo = server.person("bo", display_name="Bo")
    room = ann.make_room("Kitchen", members=["bo"])["id"]
    there, away = sit(ann, room, cold=True), sit(bo, room, cold=True)
    there.say("before")
    away.shows("before")

    there.watch_pill()
    server.kill()
    expect(there.pill).to_contain_text("Connection lost")
    expect(away.pill).to_contain_text("Connection lost")
    for text in UNSENT:
        expect(away.say(text)).to_have_attribute("data-state", "pending")
    expect(there.say("from the other side")).to_have_attribute("data-state", "pending")
    away.box.fill("not even finished")
    until(away.page, "Object.values(localStorage).join().includes('not even finished')")
    away.keeps_unsent(len(UNSENT))

    # Bo gives up and closes the tab; what was written stays in his browser.
    context = away.page.context
    away.page.close()
    server.start()
    there.shows("before", "from the other side")
    expect(there.pill).to_be_hidden()
    assert there.pill_said() == ["reconnecting", "catching-up", "complete", ""]

    again = sit(bo, room, page=context.new_page())
    again.shows("before", *UNSENT, "from the other side")
    expect(again.box).to_have_value("not even finished")
    there.shows(*UNSENT)
    for screen in (there, again):
        assert len(in_order(screen.rows())) == 4

    # Another tab, and another login of the same person, send nothing a second time.
    third = sit(bo, room, page=context.new_page())
    third.shows(*UNSENT)
    fresh = sit(bo, room)
    fresh.shows(*UNSENT)
    assert len(in_order(there.rows())) == 4


def test_logging_out_leaves_nothing_unsent_behind(meet, gather, browser: Browser, sit):
    browser.allow(CUT)
    ann, bo = meet("Ann", "Bo")
    room = gather("Desk", ann, bo)["id"]
    screen = sit(bo, room, cold=True)
    screen.page.context.set_offline(True)
    expect(screen.pill).to_be_visible()
    expect(screen.say("never to be seen")).to_have_attribute("data-state", "pending")
    screen.keeps_unsent(1)
    page = screen.page.context.new_page()
    screen.page.close()
    page.context.set_offline(False)
    page.goto(f"{bo.url}/sessions")
    page.locator("li", has_text="this one").get_by_role("button", name="Log out").click()
    expect(page.locator("#dialog-confirm")).to_contain_text("1 message has not been sent yet")
    page.locator('#dialog-confirm button[value="ok"]').click()
    expect(page).to_have_url(re.compile("/login"))

    # The same person comes back to an empty desk, and nothing was sent behind their back.
    page.get_by_label("Username").fill(bo.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).not_to_have_url(re.compile("/login"))
    screen = Screen(page, bo)
    screen.go(room)
    screen.say("a new day")
    screen.shows("a new day")
    assert [row["text"] for row in screen.rows()] == ["a new day"]
