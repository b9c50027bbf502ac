"""Encrypted rooms day by day: drafts, what is held back or missing, comparing, leaving, and servers
that are not as they were.
"""

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.harness.browser import Browser, until
from tests.harness.person import PASSWORD
from tests.harness.server import Server

from .screen import Screen
from .test_texts import AUTHOR, CONTENT, copied
from .vault import Sealed, Vault

_IN_THE_OPEN = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
_KEPT = """async name => {
    const script = document.querySelector('script[type=module]').src;
    const { keyring } = await import(script.replace('main.js', 'e2ee/keyring.js'));
    return (await keyring().kept(name)) !== null;
}"""
_FOUND = """async search => {
    const script = document.querySelector('script[type=module]').src;
    const { keyring } = await import(script.replace('main.js', 'e2ee/keyring.js'));
    return (await keyring().search(search)).found.length;
}"""
_UNSENT = """async () => {
    const database = await new Promise(done => {
        const request = indexedDB.open('weconnect');
        request.onsuccess = () => done(request.result);
    });
    const rows = database.transaction('outbox').objectStore('outbox').getAll();
    return new Promise(done => { rows.onsuccess = () => done(JSON.stringify(rows.result)); });
}"""
_DROP_KEYS = """async () => {
    for (const { name } of await indexedDB.databases()) {
        if (!name.includes('weconnect-keys')) continue;
        await new Promise(done => { indexedDB.deleteDatabase(name).onsuccess = done; });
    }
}"""
_NO_KEYS = """async () =>
    !(await indexedDB.databases()).some(({ name }) => name.includes('weconnect-keys'))"""


@pytest.fixture(scope="module")
def vault(_chromium: Any, house: Server) -> Iterator[Vault]:
    """A room of Ann and Bo; their browsers stay for all stories, which come one after the other."""
    browser = Browser(_chromium)
    browser.allow("503")
    yield Vault([house], browser, "Life", "Ann", "Bo")
    complaints = browser.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def change(house: Server, statement: str, *values: Any) -> list[Any]:
    """Have the server's database say something else, behind its back."""
    (path,) = house.data_dir.glob("*.db")
    with sqlite3.connect(path, timeout=30) as database:
        return database.execute(statement, values).fetchall()


def again(screen: Sealed) -> None:
    """Load the page anew."""
    screen.page.reload()
    screen.alive()


def test_what_is_written_and_not_sent_stands_nowhere_in_the_open(vault):
    a = vault.screens[0]
    a.say("to be changed")
    a.shows("to be changed")
    a.box.fill("a thought under the bakery")
    until(a.page, f"name => ({_KEPT})(name)", f"weconnect:draft:{a.person.id}:{vault.room}")
    a.act(a.message("to be changed"), "edit")
    a.page.locator(".edit-form textarea").fill("changed under the bakery")
    until(a.page, f"name => ({_KEPT})(name)", f"weconnect:edit:{a.person.id}:{vault.room}")
    assert "bakery" not in a.page.evaluate(_IN_THE_OPEN)

    again(a)
    expect(a.box).to_have_value("a thought under the bakery")
    expect(a.page.locator(".edit-form textarea")).to_have_value("changed under the bakery")
    a.page.locator(".edit-form textarea").press("Enter")
    a.shows("changed under the bakery")
    a.box.press("Enter")
    a.shows("a thought under the bakery")
    again(a)
    expect(a.box).to_have_value("")

    # It is copied as it is read, once it is opened, and quoted.
    a.shows("changed under the bakery", "a thought under the bakery")
    text, _ = copied(a, [AUTHOR, "changed under the bakery", 0], [CONTENT, "a thought", -1])
    assert re.search(r"Ann, \d\d:\d\d\nchanged under the bakery", text)
    a.act(a.message("changed under the bakery"), "reply")
    expect(a.page.locator("[data-part=replying-text]")).to_have_text("changed under the bakery")
    a.say("so it is")
    b = vault.screens[1]
    quote = b.message("so it is").locator("[data-part=reply-text]")
    expect(quote).to_have_text("changed under the bakery")


def test_what_is_looked_for_twice_is_shown_once(vault):
    a = vault.screens[0]
    a.say("the boat is in the harbour")
    a.shows("the boat is in the harbour")
    page = a.page.context.new_page()
    page.goto(f"{a.person.url}/search?room={vault.room}")
    expect(page.locator("[data-part=all]")).to_be_visible()
    search = {"words": "harbour", "room": vault.room}
    until(page, f"async search => await ({_FOUND})(search) === 1", search)
    page.locator("#q").fill("harbour")
    page.locator("form.search").evaluate("form => { form.requestSubmit(); form.requestSubmit(); }")
    found = page.locator("[data-part=found] a")
    expect(found).not_to_have_count(0)
    # Whoever is asked last answers last.
    assert page.evaluate(_FOUND, search) == 1
    assert found.count() == 1
    page.close()


def test_what_the_server_keeps_back_is_said_in_its_place_and_heals(vault, house):
    a, b = vault.screens
    for text in ("before", "kept back", "behind"):
        a.say(text)
        a.shows(text)
    b.shows("behind")
    (seq,) = (row["seq"] for row in b.rows() if row["text"] == "kept back")
    place = vault.room, seq
    change(house, "UPDATE messages SET room_id = -room_id WHERE room_id = ? AND seq = ?", *place)
    again(b)
    gap = b.page.locator(".gap-line")
    expect(gap).to_contain_text("1 message is missing here", timeout=30_000)
    b.shows("before", "behind")
    expect(b.message("kept back")).to_have_count(0)
    b.say("go on")
    a.shows("go on")

    change(
        house,
        "UPDATE messages SET room_id = ? WHERE room_id = ? AND seq = ?",
        vault.room,
        *(
            -vault.room,
            seq,
        ),
    )
    gap.get_by_role("button", name="Ask again").click()
    b.shows("before", "kept back", "behind", "go on")
    expect(gap).to_have_count(0)


def test_two_people_compare_by_a_code_as_text(vault):
    a, b = vault.screens
    page = a.page.context.new_page()
    page.goto(f"{a.person.url}/rooms/{vault.room}/encryption")
    row = page.locator(f'[data-person="{b.person.id}"]')
    expect(row.locator("[data-part=trust]")).to_have_text("not compared")
    row.locator("[data-part=look]").click()
    sheet = page.locator("dialog.e2ee-dialog")
    sheet.get_by_role("button", name="Compare now").click()

    b.bar.get_by_role("button", name="Look").click()
    b.does("Go on")
    sheet.get_by_text("With a code instead").click()
    code = sheet.locator(".code-text")
    expect(code).to_have_text(re.compile(r"\S{40}"))
    b.sheet.get_by_text("With a code instead").click()
    b.sheet.get_by_label("Or the code as text").fill("bm90IGEgY29kZQ==")
    b.does("Read the code")
    expect(b.sheet.get_by_role("alert")).to_be_visible()
    b.sheet.get_by_label("Or the code as text").fill(code.text_content() or "")
    b.does("Read the code")
    sheet.get_by_role("button", name="Yes").click()
    for one in (sheet, b.sheet):
        one.get_by_role("button", name="Done").click()
    expect(row.locator("[data-part=trust]")).to_have_text("compared")
    page.close()


def test_an_encrypted_conversation_begins_in_the_dialog(vault):
    a, b = vault.screens
    a.page.locator('[data-action="new-direct"]').first.click()
    dialog = a.page.locator("#dialog-direct")
    to = dialog.get_by_role("combobox")
    to.press_sequentially(b.person.username)
    expect(dialog.get_by_role("option")).to_have_text([re.compile(b.person.username)])
    to.press("Enter")
    dialog.get_by_text("Encrypted", exact=True).click()
    dialog.get_by_role("button", name="Start writing").click()
    expect(a.page.locator("[data-part=room-name]")).to_have_text("Bo")
    a.say("between us")
    a.shows("between us")
    direct = int(a.list.get_attribute("data-room") or 0)
    b.open(direct)
    b.shows("between us")
    expect(b.message("between us")).to_have_attribute("data-seal", "open")
    for screen in (a, b):
        screen.open(vault.room)


def test_a_room_is_encrypted_while_both_are_in_it(vault, gather):
    a, b = vault.screens
    room = gather("Later", a.person, b.person, kind="private")["id"]
    for screen in (a, b):
        screen.go(room)
    a.say("in the open")
    b.shows("in the open")
    b.box.fill("half a thought")
    owner = a.page.context.new_page()
    owner.goto(f"{a.person.url}/rooms/{room}/encrypt")
    owner.get_by_role("button", name="Turn on encryption").click()
    owner.locator('#dialog-confirm button[value="ok"]').click()
    expect(owner.locator("[data-part=encrypted]")).to_be_visible()
    owner.close()
    for screen in (a, b):
        expect(screen.page.locator("[data-part=encrypted]")).to_be_visible()
    b.box.press("Enter")
    b.shows("half a thought")
    a.shows("in the open", "half a thought")
    expect(a.message("half a thought")).to_have_attribute("data-seal", "open")
    expect(a.message("in the open")).not_to_have_attribute("data-seal", re.compile("."))
    for screen in (a, b):
        screen.go(vault.room)


def test_what_is_held_back_says_why_after_a_reload_too(vault):
    a, b = vault.screens
    other = vault.device(b.person)
    other.bar.get_by_role("button").click()
    other.does("I have neither")
    other.sheet.get_by_label("Your password here").fill(PASSWORD)
    vault.keys[1] = other.keep_key("Make my keys")
    vault.screens[1] = other

    expect(a.bar).to_have_attribute("data-loud", "")
    a.say("to whom of the bakery?")
    held = a.message("to whom of the bakery?").locator("[data-part=status]")
    expect(held.get_by_role("button", name="Look at it")).to_be_visible()
    a.keeps_unsent(1)
    assert "bakery" not in a.page.evaluate(_UNSENT)
    again(a)
    expect(held).to_contain_text("another identity")
    held.get_by_role("button", name="Look at it").click()
    a.does("Take it as it is")
    a.shows("to whom of the bakery?")
    other.shows("to whom of the bakery?")


def test_a_room_that_is_said_to_be_in_the_open_takes_nothing(vault, house):
    a = vault.screens[0]
    change(house, "UPDATE rooms SET encrypted = 0 WHERE id = ?", vault.room)
    again(a)
    expect(a.bar).to_have_attribute("data-loud", "")
    expect(a.bar).to_contain_text("not encrypted any more")
    a.say("in the open?")
    expect(a.message("in the open?")).to_have_attribute("data-state", "failed")
    change(house, "UPDATE rooms SET encrypted = 1 WHERE id = ?", vault.room)
    again(a)
    a.message("in the open?").get_by_role("button", name="Send again").click()
    a.shows("in the open?")
    expect(a.bar).to_be_hidden()


def test_another_list_of_who_is_who_is_told_of_until_it_is_looked_into(vault, house):
    a = vault.screens[0]
    ((real,),) = change(house, "SELECT log_hash FROM e2ee_state")
    change(house, "UPDATE e2ee_state SET log_hash = ?", "0" * 64)
    again(a)
    expect(a.bar).to_contain_text("another one than before")
    change(house, "UPDATE e2ee_state SET log_hash = ?", real)
    a.bar.get_by_role("button", name="Look at it").click()
    a.does("Take the list as it is now")
    expect(a.sheet).to_have_count(0)
    expect(a.bar).to_be_hidden()
    a.say("after all")
    vault.screens[1].shows("after all")


def test_keys_that_the_browser_threw_away_come_back(vault):
    a = vault.screens[0]
    a.say("before the loss")
    a.shows("before the loss")
    a.saves()
    a.page.goto(f"{a.person.url}/static/js/core/wire.js")
    a.page.evaluate(_DROP_KEYS)
    a.go(vault.room)
    expect(a.bar).to_contain_text("thrown away the keys")
    expect(a.message("before the loss")).to_have_count(0)
    a.recover(vault.keys[0])
    a.shows("before the loss")
    expect(a.bar).to_be_hidden()


def test_whoever_logs_out_is_told_of_keys_that_nothing_else_holds(vault):
    a = vault.screens[0]
    unavailable = {"error": {"code": "unavailable", "message": "Not now."}}

    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=503, json=unavailable)
        else:
            route.continue_()

    a.page.context.route("**/e2ee/backup/*/sessions*", refuse)
    fresh = a.person.make_room("Fresh", "private", encrypted=True)["id"]
    a.go(fresh)
    a.say("nobody else has this key")
    a.shows("nobody else has this key")
    # It is taken out of what waits in the browser a moment after it is seen.
    a.keeps_unsent(0)
    page = a.page
    page.goto(f"{a.person.url}/sessions")
    question = page.locator("#dialog-confirm")
    page.get_by_role("button", name="Log out").click()
    expect(question).to_contain_text("on this device alone")
    question.locator('button[value="cancel"]').click()
    expect(question).to_be_hidden()
    assert not page.evaluate(_NO_KEYS)
    page.get_by_role("button", name="Log out").click()
    Screen(page, a.person).confirm()
    page.wait_for_url("**/login**")
    until(page, _NO_KEYS)
