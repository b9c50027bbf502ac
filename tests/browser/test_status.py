"""A status beside a name, live; and a word to whoever writes at a bad time."""

import re

from playwright.sync_api import expect


def test_a_status_is_said_seen_and_taken_away(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    hall = gather("Hall", ann, bo)["id"]
    direct = ann.call_api("POST", "/rooms", {"kind": "direct", "members": [bo.username]})["id"]
    screen = sit(ann, direct)
    other = sit(bo, hall)
    page = other.page
    other.fetched("status/following.js", "status/dialog.js")
    page.locator(".account summary").click()
    page.get_by_role("link", name="Set a status").click()
    dialog = page.locator("#dialog-status")
    expect(dialog.get_by_label("What you are up to")).to_be_focused()
    dialog.get_by_role("button", name="In a meeting").click()
    expect(dialog.get_by_label("It ends")).to_have_value("1h")
    dialog.get_by_label("Do not disturb").select_option("1h")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    expect(page.locator("own-status")).to_contain_text("In a meeting")
    # What holds is one of the choices, and says until when.
    page.locator(".account").get_by_role("link", name="In a meeting").click()
    for label, beginning in (("It ends", "as it is: "), ("Do not disturb", "until ")):
        expect(dialog.get_by_label(label)).to_have_value("kept")
        said = dialog.get_by_label(label).evaluate("field => field.selectedOptions[0].label")
        assert said.startswith(beginning), said
    page.keyboard.press("Escape")

    # Beside the name in the list, in the head, and above the box of who writes to them.
    shown = screen.room_item(direct).locator("user-status")
    expect(shown).to_contain_text("In a meeting")
    expect(screen.page.locator(".conversation-about user-status")).to_contain_text("until")
    note = screen.page.locator("quiet-note")
    expect(note).to_contain_text("does not want to be disturbed until")
    screen.open(hall)
    expect(note).to_be_hidden()
    expect(screen.somebody(bo).locator("user-status")).to_contain_text("In a meeting")

    # By the commands of the box; where nothing is said nothing stands.
    other.say("/back")
    expect(page.locator("own-status")).to_contain_text("Set a status")
    expect(shown).to_be_hidden()
    other.say("/status 🚲 By bike")
    expect(shown).to_contain_text("By bike")
    other.say("/dnd 30m")
    expect(shown).to_contain_text("disturbed")
    other.say("/dnd tomorrow, perhaps")
    expect(other.box).to_have_value("/dnd tomorrow, perhaps")
    expect(page.locator("[data-part=error]").first).to_contain_text("how long")

    # Outside of working hours: none of them is today, wherever the test runs.
    bo.call_api("PATCH", "/me/status", {"dndUntil": None, "timeZone": "Pacific/Kiritimati"})
    hours = {"days": [1], "start": "00:00", "end": "00:01"}
    bo.call_api("PATCH", "/me/status", {"workingHours": hours})
    screen.open(direct)
    expect(note).to_contain_text(re.compile("outside of their working hours|disturbed"))
    expect(screen.list.locator("message-item")).to_have_count(0)
