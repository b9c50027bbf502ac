"""A reminder, written as one says it; due in the page until it is done."""

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
