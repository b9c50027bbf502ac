"""Messages that are sent later, in the browser: from the box, and on their page."""

import re
import sqlite3
from typing import Any
from uuid import uuid4

from playwright.sync_api import expect

from tests.harness.browser import Browser
from tests.harness.seasons import SUMMER
from tests.harness.server import Server
from tests.harness.waiting import eventually


def let_it_be_due(house: Server) -> None:
    """The time of all that wait has come."""
    (file,) = house.data_dir.glob("*.db")
    with sqlite3.connect(file, timeout=30) as database:
        database.execute("update scheduled_messages set send_at = '2026-01-01 00:00:00.000000'")
    database.close()


def test_from_the_box_to_the_room(meet, gather, sit, house: Server):
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)
    screen, other = sit(ann, room), sit(bo, room)
    page = screen.page
    menu = page.locator("#composer summary[aria-label='Send later']")
    link = page.locator("[data-part=scheduled-link]")
    expect(link).to_be_hidden()
    # By keyboard. Without a text there is nothing to send.
    screen.box.press("Shift+Tab")
    screen.fetched("scheduled/menu.js", "scheduled/following.js")
    menu.focus()
    menu.press("Enter")
    expect(page.get_by_text("Write a message first")).to_be_visible()
    menu.press("Escape")
    screen.box.fill("good morning")
    menu.focus()
    menu.press("Enter")
    choice = page.get_by_role("button", name=re.compile("Tomorrow morning"))
    choice.press("Enter")
    expect(page.get_by_role("region", name="Notices")).to_contain_text("It will be sent:")
    expect(screen.box).to_have_value("")
    expect(screen.box).to_be_focused()
    expect(link.locator("[data-part=scheduled-count]")).to_have_text("1")
    (waiting,) = ann.call_api("GET", "/scheduled")["scheduled"]
    assert (waiting["content"], waiting["localTime"][-5:]) == ("good morning", "09:00")
    # At a time of one's choice. Blanks around it, as a chosen name leaves one, are no draft.
    screen.box.fill(" at noon ")
    menu.click()
    page.get_by_role("button", name="Choose a time").click()
    dialog = page.get_by_role("dialog", name="Send later")
    time = dialog.get_by_label("When")
    time.fill("2020-01-01T12:00")
    time.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("That moment is past.")
    expect(screen.box).to_have_value(" at noon ")
    time.fill(f"{SUMMER}T12:00")
    time.press("Enter")
    expect(dialog).to_be_hidden()
    expect(screen.box).to_be_focused()
    expect(screen.box).to_have_value("")
    expect(link.locator("[data-part=scheduled-count]")).to_have_text("2")
    let_it_be_due(house)
    expect(other.message("good morning")).to_be_visible()
    expect(other.message("at noon")).to_be_visible()
    expect(link).to_be_hidden()


def test_what_could_not_be_sent_is_said_and_found(meet, gather, sit, house: Server):
    ann, bo = meet("Ann", "Bo")
    room, kitchen = gather("Hall", ann, bo), gather("Kitchen", ann, bo)
    screen = sit(bo, kitchen)
    screen.box.press("Shift+Tab")
    screen.fetched("scheduled/following.js")
    wish = {"content": "too late", "at": f"{SUMMER}T12:00:00Z"}
    wish["clientId"] = "5f3c0c51-60ef-4b57-8a1d-9f5d6f3d7a10"
    bo.call_api("POST", f"/rooms/{room['id']}/scheduled", wish)
    expect(screen.page.locator("[data-part=scheduled-count]")).to_have_text("1")
    ann.call_api("PATCH", f"/rooms/{room['id']}", {"archived": True})
    let_it_be_due(house)
    notices = screen.page.get_by_role("region", name="Notices")
    expect(notices).to_contain_text("A message that was to be sent now was not")
    screen.page.locator("[data-part=scheduled-link]").click()
    item = screen.page.locator(".later-item")
    expect(item).to_contain_text("It was not sent:")
    expect(item).to_contain_text("too late")


def test_the_page_without_a_script(meet, gather, browser: Browser, house: Server):
    browser.allow("status of 400")
    ann, bo = meet("Ann", "Bo")
    room = gather("Hall", ann, bo)
    page = browser.context(ann, java_script_enabled=False).new_page()
    page.goto(f"{ann.url}/rooms/{room['id']}")
    page.locator("#input").fill("by and by")
    page.locator("#composer summary[aria-label='Send later']").click()
    page.get_by_role("button", name="Choose a time").click()
    expect(page.get_by_label("Message")).to_have_value("by and by")
    page.get_by_label("When").fill("2020-06-01T09:00")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Send later").click()
    expect(page.get_by_role("alert")).to_have_text("That moment is past.")
    expect(page.get_by_label("Message")).to_have_value("by and by")
    page.get_by_label("When").fill(f"{SUMMER}T09:00")
    page.get_by_role("button", name="Send later").click()
    item = page.locator(".later-item")
    expect(item).to_contain_text("by and by")
    expect(item).to_contain_text("Europe/Berlin")
    item.get_by_text("Change").click()
    item.get_by_label("Message").fill("sooner or later")
    item.get_by_role("button", name="Save").click()
    expect(item.locator(".later-text")).to_have_text("sooner or later")
    (waiting,) = ann.call_api("GET", "/scheduled")["scheduled"]
    assert waiting["localTime"] == f"{SUMMER}T09:00"
    item.get_by_role("button", name="Send now").click()
    expect(page.locator("body")).to_contain_text("sooner or later")
    assert ann.call_api("GET", "/scheduled")["scheduled"] == []


def test_what_waits_here_is_said_above_the_box(meet, gather, sit, house: Server):
    ann, bo = meet("Ann", "Bo")
    room, other = gather("Hall", ann, bo), gather("Kitchen", ann, bo)
    root = bo.socket().say(room["id"], "a question")
    screen, second = sit(ann, room), sit(ann, room, viewport={"width": 360, "height": 700})
    page = screen.page
    line = page.locator("#composer scheduled-here")
    for one in (screen, second):
        one.box.press("Shift")
        one.fetched("scheduled/here.js", "scheduled/list.js", "scheduled/following.js")
    expect(line).to_be_hidden()

    def later(content: str, where: dict[str, Any] = room, **wish: Any) -> None:
        wish = {"content": content, "clientId": str(uuid4()), "at": f"{SUMMER}T12:00:00Z", **wish}
        ann.call_api("POST", f"/rooms/{where['id']}/scheduled", wish)

    later("elsewhere", other)
    later("aside", thread=root["id"])
    expect(page.locator("[data-part=scheduled-count]")).to_have_text("2")
    expect(line).to_be_hidden()
    later("at noon")
    expect(line).to_contain_text("1 message sent later")
    later("at one", at=f"{SUMMER}T13:00:00Z")
    expect(line).to_contain_text("2 messages sent later")

    # By keyboard, and back to where one was.
    line.get_by_role("button").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Sent later")
    items = dialog.locator(".later-item")
    expect(items.locator(".later-text")).to_have_text(["at noon", "at one"])
    expect(items.first.get_by_role("button", name="Change")).to_be_focused()
    page.keyboard.press("Enter")
    text = items.first.get_by_label("Message")
    expect(text).to_be_focused()
    expect(text).to_have_value("at noon")
    text.fill("  ")
    items.first.get_by_role("button", name="Save").click()
    expect(items.first.get_by_role("alert")).to_have_text("There is nothing to be sent.")
    text.fill("at two")
    items.first.get_by_label("When").fill("2020-01-01T12:00")
    items.first.get_by_role("button", name="Save").click()
    expect(items.first.get_by_role("alert")).to_have_text("That moment is past.")
    # Escape leaves the form, and what was changed is not lost.
    text.press("Escape")
    expect(text).to_be_hidden()
    expect(dialog).to_be_visible()
    items.first.get_by_role("button", name="Change").click()
    expect(text).to_have_value("at two")
    # Nor by closing the list and opening it again.
    dialog.get_by_role("button", name="Close").click()
    line.get_by_role("button").click()
    expect(text).to_have_value("at two")
    items.first.get_by_label("When").fill(f"{SUMMER}T23:00")
    items.first.get_by_role("button", name="Save").click()
    expect(items.locator(".later-text")).to_have_text(["at one", "at two"])

    # It follows on all devices: also while it is open there.
    second.page.locator("#composer scheduled-here button").click()
    there = second.page.get_by_role("dialog", name="Sent later").locator(".later-item")
    expect(there.locator(".later-text")).to_have_text(["at one", "at two"])
    there.last.get_by_role("button", name="Change").click()
    there.last.get_by_label("Message").fill("at three")
    items.last.get_by_role("button", name="Send now").click()
    expect(items.locator(".later-text")).to_have_text(["at one"])
    expect(there.locator(".later-text")).to_have_text(["at one"])
    # What was being changed there is not lost either.
    expect(second.box).to_have_value("at three")
    items.first.get_by_role("button", name="Delete").click()
    screen.confirm()
    expect(dialog).to_contain_text("Nothing waits here.")
    expect(second.page.locator(".dialog[open]")).to_contain_text("Nothing waits here.")
    page.keyboard.press("Escape")
    expect(screen.box).to_be_focused()
    expect(line).to_be_hidden()
    screen.shows("a question", "at two")
    # A thread has its own; and another room.
    page.goto(f"{ann.url}/rooms/{room['id']}/threads/{root['id']}")
    pane = page.locator("thread-pane")
    pane.locator("[data-part=input]").press("Shift")
    expect(pane.locator("scheduled-here")).to_contain_text("1 message sent later")
    expect(line).to_be_hidden()
    screen.open(other["id"])
    expect(line).to_contain_text("1 message sent later")
    # As a command; and what could not be sent.
    ann.call_api("PATCH", f"/rooms/{other['id']}", {"archived": True})
    let_it_be_due(house)
    eventually(
        lambda: any(one["problem"] for one in ann.call_api("GET", "/scheduled")["scheduled"])
    )
    ann.call_api("PATCH", f"/rooms/{other['id']}", {"archived": False})
    # Its page is another one now.
    screen.box.press("Shift")
    expect(line).to_contain_text("1 message could not be sent")
    screen.box.fill("/scheduled")
    screen.box.press("Enter")
    expect(items.first).to_contain_text("It was not sent:")
    expect(items.first).to_contain_text("archived")
    items.first.get_by_role("button", name="Send now").click()
    expect(screen.message("elsewhere")).to_be_visible()
