"""A reminder, written as one says it; due in the page until it is done."""

import sqlite3
from contextlib import closing

from playwright.sync_api import expect


def test_a_reminder_is_written_due_and_done(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Office", ann, bo)["id"]
    screen = sit(ann, room)
    page = screen.page
    screen.say("/remind me call Bo")
    expect(screen.box).to_have_value("/remind me call Bo")
    expect(page.locator("[data-part=error]").first).to_contain_text("Write when")
    screen.box.fill("")
    screen.say("/remind me in 1 minute call **Bo**")
    expect(page.locator("#announce")).to_contain_text("You will be reminded")
    screen.say("/remind me every weekday at 9:30 standup")
    expect(screen.list.locator("message-item")).to_have_count(0)
    due = page.locator("#conversation [data-part=due-reminders]")
    expect(due).to_contain_text("call **Bo**", timeout=120_000)
    expect(page.locator("[data-part=reminders-link]")).to_be_visible()
    page.reload()
    page.mouse.move(200, 200)
    expect(due).to_contain_text("call **Bo**")
    due.get_by_role("button", name="Done").click()
    expect(due).to_be_hidden()

    # The page of all: what is repeated is there, and stopped there.
    page.goto(f"{ann.url}/reminders")
    expect(page.get_by_text("standup").first).to_be_visible()
    expect(page.locator(".reminders li > p")).to_contain_text("Monday to Friday")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("You want to be reminded of nothing.")).to_be_visible()


def test_several_that_are_due_take_one_line(meet, gather, sit, browser, house):
    (ann,) = meet("Ann")
    room = gather("Office", ann)["id"]
    for text in ("water the plants", "call Bo", "order paper"):
        wish = {"text": text, "local": "2030-01-31T09:30", "zone": "UTC"}
        ann.call_api("POST", "/reminders", wish)
    (path,) = house.data_dir.glob("*.db")
    with closing(sqlite3.connect(path, timeout=30)) as database, database:
        due = "due_at = printf('2026-01-31 09:%02d:00.000000', id), at = NULL"
        database.execute(f"UPDATE reminders SET {due} WHERE due_at IS NULL")
    page = sit(ann, room).page
    page.set_viewport_size({"width": 320, "height": 640})
    page.mouse.move(200, 200)
    due = page.locator("#conversation [data-part=due-reminders]")
    expect(due.locator("summary")).to_contain_text("3 reminders are due")
    expect(due.locator("summary")).to_contain_text("order paper")
    rows = due.get_by_role("listitem")
    expect(rows).to_have_count(0)
    line = due.bounding_box()
    assert line is not None
    assert line["height"] < 64
    # Nor does a longer language reach beyond it.
    size = page.viewport_size
    german = browser.page(ann, f"/rooms/{room}", viewport=size, locale="de-DE")
    german.mouse.move(200, 200)
    summary = german.locator("#conversation [data-part=due-reminders] summary")
    expect(summary).to_contain_text("3 Erinnerungen sind fällig")
    assert summary.evaluate("one => one.scrollWidth <= one.clientWidth")
    due.locator("summary").click()
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("order paper")
    # It stays open, and the keyboard goes on with the next one.
    for text in ("call Bo", "water the plants"):
        rows.first.get_by_role("button", name="Done").click()
        expect(rows.first).to_contain_text(text)
        expect(rows.first.get_by_role("button").first).to_be_focused()
    expect(due.locator("summary")).to_have_count(0)
    rows.first.get_by_role("button", name="Done").click()
    expect(due).to_be_hidden()
