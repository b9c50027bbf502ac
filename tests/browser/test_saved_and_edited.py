"""Saved for later, with a reminder; what was edited; deleting, and taking that back."""

import sqlite3

from playwright.sync_api import expect

from .test_links_and_pins import post


def test_saved_for_later_with_a_reminder(house, meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Desk", ann, bo)["id"]
    for text in ("pay the bill", "call the smith"):
        post(bo, room, text)
    screen = sit(ann, room)
    page = screen.page
    screen.act(screen.message("pay the bill"), "save")
    expect(screen.message("pay the bill").locator("[data-part=saved]")).to_be_visible()
    screen.act(screen.message("call the smith"), "remind")
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=note]").fill("about the gate")
    dialog.locator("[name=time]").fill("2020-01-01T09:00")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[data-part=error]")).to_be_visible()
    dialog.locator("[data-part=soon] button").first.click()
    expect(dialog).to_have_count(0)
    expect(screen.message("call the smith")).to_be_focused()

    # Its time comes.
    with sqlite3.connect(house.data_dir / "weconnect.db") as database:
        database.execute("update bookmarks set remind_at = '2026-01-01' where note != ''")
        database.execute("update jobs set due_at = '2026-01-01' where kind = 'remind_of_bookmarks'")
    post(bo, room, "and now")
    ann.call_api("PUT", f"/messages/{post(ann, room, 'mine')}/bookmark", {"note": "x"})
    due = page.locator("[data-part=saved-due]")
    expect(due).to_have_text("1")
    page.locator('[data-action="saved"]').click()
    rows = dialog.locator(".bookmark")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("call the smith")
    expect(rows.first).to_contain_text("about the gate")
    rows.first.locator('[data-action="done"]').click()
    expect(rows).to_have_count(2)
    expect(due).to_be_hidden()
    rows.last.locator('[data-action="unsave"]').click()
    expect(rows).to_have_count(1)
    dialog.locator('[data-show="done"]').click()
    expect(rows.first).to_contain_text("call the smith")
    page.keyboard.press("Escape")
    expect(screen.message("pay the bill").locator("[data-part=saved]")).to_be_hidden()


def test_what_was_edited_and_what_is_taken_back(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Desk", ann, bo)["id"]
    said = post(ann, room, "we meet at nine")
    ann.call_api("PATCH", f"/messages/{said}", {"content": "we meet at ten"})
    screen, other = sit(ann, room), sit(bo, room)
    other.message("we meet at ten").locator("[data-part=history]").click()
    dialog = other.page.locator("dialog[open]")
    expect(dialog.locator("del")).to_have_text("nine")
    expect(dialog.locator("ins")).to_have_text("ten")
    other.page.keyboard.press("Escape")
    expect(other.message("we meet at ten")).to_be_focused()

    screen.act(screen.message("we meet at ten"), "delete")
    undo = screen.page.locator(".held button")
    expect(undo).to_be_focused()
    screen.page.keyboard.press("Enter")
    expect(screen.message("we meet at ten")).to_be_focused()
    screen.act(screen.message("we meet at ten"), "delete")
    # Whoever leaves has it deleted at once.
    screen.page.goto(f"{ann.url}/profile")
    expect(other.message("This message was deleted.")).to_be_visible()
