"""An announcement is confirmed by one of two, and its author sees who has not."""

import sqlite3
from contextlib import closing

from playwright.sync_api import Page, expect

from tests.harness.browser import Browser
from tests.harness.server import Server

from .vault import Vault


def announce(page: Page) -> None:
    """Fill in the rest of the form, which says already what is to be confirmed."""
    dialog = page.locator("dialog:has(#announce-title)")
    dialog.get_by_label("To be confirmed by").fill("2030-01-31T09:30")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_be_hidden()


def test_an_announcement_is_confirmed(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Office", ann, bo, cy)["id"]
    one, two = sit(ann, room), sit(bo, room)
    one.say("/announce The office is closed on Friday")
    dialog = one.page.locator("dialog:has(#announce-title)")
    dialog.get_by_label("To be confirmed by").fill("2030-01-31T09:30")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_be_hidden()
    two.page.mouse.move(200, 200)
    seen = two.message("The office is closed on Friday")
    expect(two.page.locator("[data-part=to-confirm]")).to_be_visible()
    expect(one.message("The office is closed on Friday")).to_contain_text("0 of 2 confirmed")
    seen.get_by_role("button", name="Confirm").click()
    expect(seen).to_contain_text("You have confirmed this.")
    expect(one.message("The office is closed on Friday")).to_contain_text("1 of 2 confirmed")
    expect(two.page.locator("[data-part=to-confirm]")).to_be_hidden()
    two.page.reload()
    expect(seen).to_contain_text("You have confirmed this.")
    one.message("The office is closed on Friday").get_by_role("link", name="1 of 2").click()
    page = one.page
    expect(page.locator(".rows")).to_contain_text("Bo")
    page.get_by_role("link", name="Not yet").click()
    expect(page.locator(".rows")).to_contain_text("Cy")
    with page.expect_download() as found:
        page.get_by_role("link", name="Download as a table").click()
    assert "Bo" in found.value.path().read_text()

    # Who may not ask is told so, and what was written is there to be taken along.
    two.say("/announce I announce as well")
    dialog = two.page.locator("dialog:has(#announce-title)")
    dialog.get_by_label("To be confirmed by").fill("2030-01-31T09:30")
    dialog.get_by_role("button", name="Announce").click()
    expect(two.message("I announce as well")).to_contain_text("may not ask")


def test_it_waits_in_the_inbox(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room = gather("Notices", ann, bo)["id"]
    one, two = sit(ann, room), sit(bo, room)
    one.say("/announce The kitchen is painted on Monday")
    announce(one.page)
    two.page.mouse.move(200, 200)
    count = two.page.locator("[data-part=inbox-count]")
    expect(count).to_have_text("1")
    two.page.locator("[data-part=inbox]").click()
    dialog = two.page.locator("#dialog-inbox")
    entry = dialog.locator(".inbox-item", has_text="painted on Monday")
    expect(entry).to_contain_text("Ann asks you to confirm something in Notices")
    entry.get_by_role("link").click()
    seen = two.message("The kitchen is painted on Monday")
    expect(seen).to_be_visible()
    expect(count).to_have_text("1")
    seen.get_by_role("button", name="Confirm").click()
    expect(count).to_be_hidden()


def test_it_is_told_where_one_looks_at_another_room(meet, gather, sit):
    ann, bo = meet("Ann", "Bo")
    room, other = gather("Notices", ann, bo)["id"], gather("Hall", ann, bo)["id"]
    one, two = sit(ann, room), sit(bo, other)
    two.page.mouse.move(200, 200)
    two.fetched("announcements/following.js")
    one.say("/announce The cellar is pumped out")
    announce(one.page)
    count = two.page.locator("[data-part=inbox-count]")
    to_confirm = two.page.locator("[data-part=to-confirm-count]")
    expect(count).to_have_text("1")
    expect(to_confirm).to_have_text("1")
    # Nor is it asked for any more when it is gone.
    said = one.message("The cellar is pumped out").get_attribute("data-id")
    ann.call_api("DELETE", f"/messages/{said}")
    expect(count).to_be_hidden()
    expect(to_confirm).to_be_hidden()


def test_it_is_confirmed_in_the_inbox(meet, gather, sit, browser):
    ann, bo = meet("Ann", "Bo")
    room, other = gather("Notices", ann, bo)["id"], gather("Hall", ann, bo)["id"]
    one = sit(ann, room)
    for text in ("The lift stands still", "The roof is mended"):
        one.say(f"/announce {text}")
        announce(one.page)
        expect(one.message(text)).to_contain_text("0 of 1 confirmed")
    two = sit(bo, other)
    two.page.mouse.move(200, 200)
    count = two.page.locator("[data-part=inbox-count]")
    expect(count).to_have_text("2")
    two.page.locator("[data-part=inbox]").click()
    entry = two.page.locator("#dialog-inbox .inbox-item", has_text="lift stands still")
    entry.get_by_role("button", name="Confirm Ann").click()
    expect(entry).to_contain_text("You have confirmed this.")
    expect(entry.get_by_role("button", name="Mark as unread")).to_be_visible()
    expect(entry.get_by_role("button", name="Confirm")).to_have_count(0)
    expect(count).to_have_text("1")
    expect(two.page.locator("[data-part=to-confirm-count]")).to_have_text("1")
    expect(one.message("The lift stands still")).to_contain_text("1 of 1 confirmed")

    # Without a script it is done there as well, and one stays there.
    page = browser.page(bo, "/inbox?unread=1", java_script_enabled=False)
    row = page.get_by_role("listitem").filter(has_text="roof is mended")
    row.get_by_role("button", name="Confirm Ann").click()
    expect(page).to_have_url(f"{bo.url}/inbox?unread=1")
    expect(page.locator("main")).to_contain_text("Nothing unread.")
    expect(one.message("The roof is mended")).to_contain_text("1 of 1 confirmed")
    expect(count).to_be_hidden()


def test_what_happened_while_one_was_away_is_counted(meet, gather, sit):
    ann, bo, cy = meet("Ann", "Bo", "Cy")
    room = gather("Hall", ann, bo)["id"]
    one = sit(ann, room)
    one.say("/announce Keys are handed out on Friday")
    announce(one.page)
    message = one.message("Keys are handed out on Friday")
    expect(message).to_contain_text("0 of 1 confirmed")
    said = int(message.get_attribute("data-id") or 0)
    one.page.context.set_offline(True)
    expect(one.pill).to_be_visible()
    bo.call_api("PUT", f"/messages/{said}/confirmation")
    one.page.context.set_offline(False)
    expect(message).to_contain_text("1 of 1 confirmed")
    ann.call_api("POST", f"/rooms/{room}/members", {"username": cy.username})
    expect(message).to_contain_text("1 of 2 confirmed")


def test_in_an_encrypted_room_its_author_asks_and_not_the_server(browser: Browser, house: Server):
    vault = Vault([house], browser, "Notice", "Ann", "Bo")
    one, two = vault.screens
    one.say("/announce The vault is closed")
    announce(one.page)
    message = two.message("The vault is closed")
    # Whether it is asked for is told where it is read.
    two.page.locator("[data-part=inbox]").click()
    entry = two.page.locator("#dialog-inbox .inbox-item")
    expect(entry).to_contain_text("The server says that Ann asks you")
    entry.get_by_role("button", name="Read and confirm it in its room").click()
    expect(two.page.locator("#dialog-inbox")).to_be_hidden()
    message.get_by_role("button", name="Confirm").click()
    expect(message).to_contain_text("You have confirmed this.")
    expect(one.message("The vault is closed")).to_contain_text("1 of 1 confirmed")
    one.say("See you tomorrow")
    two.shows("The vault is closed", "See you tomorrow")

    (path,) = house.data_dir.glob("*.db")
    with closing(sqlite3.connect(path, timeout=30)) as database, database:
        lie = "confirm_by = '2030-01-31 09:30:00.000000', version = version + 1"
        newest = "room_id = ? AND seq = (SELECT last_seq FROM rooms WHERE id = ?)"
        database.execute(f"UPDATE messages SET {lie} WHERE {newest}", [vault.room] * 2)
        database.execute("UPDATE rooms SET version = version + 1 WHERE id = ?", [vault.room])
    two.page.reload()
    two.alive()
    claimed = two.message("See you tomorrow")
    expect(claimed).to_contain_text("The server says that this is to be confirmed.")
    expect(claimed.get_by_role("button", name="Confirm")).to_have_count(0)
    expect(two.message("The vault is closed")).to_contain_text("You have confirmed this.")
    # Another date is another request than its author's.
    with closing(sqlite3.connect(path, timeout=30)) as database, database:
        asked = "confirm_by IS NOT NULL AND room_id = ?"
        lie = "confirm_by = '2031-01-31 09:30:00.000000'"
        database.execute(f"UPDATE messages SET {lie} WHERE {asked}", [vault.room])
        database.execute("UPDATE rooms SET version = version + 1 WHERE id = ?", [vault.room])
    two.page.reload()
    two.alive()
    expect(two.page.locator("message-item[data-seal=shut]")).to_have_count(1)
    expect(two.page.get_by_role("button", name="Confirm")).to_have_count(0)
