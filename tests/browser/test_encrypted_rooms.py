"""Encrypted rooms in real browsers: two people talk, and the server learns none of it."""

import faulthandler
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.harness.browser import Browser, until
from tests.harness.canary import Canary, files, memory
from tests.harness.person import PASSWORD
from tests.harness.server import Server

from .vault import Sealed, Vault

MANY = 1000

_DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name)"
_IDS = "lines => lines.map(({ dataset }) => dataset.device)"
_REMEMBERED = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"


@pytest.fixture(scope="module")
def vault(_chromium: Any, house: Server) -> Iterator[Vault]:
    """A room of Ann and Bo; their browsers stay for all stories, which come one after the other."""
    browser = Browser(_chromium)
    yield Vault([house], browser, "Vault", "Ann", "Bo")
    complaints = browser.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def test_two_people_talk_and_the_server_learns_none_of_it(
    vault, house, meet, gather, browser: Browser
):
    (cy,) = meet("Cy")
    outsider = Sealed(browser.context(cy).new_page(), cy)
    outsider.go(gather("Hall", cy, vault.people[0])["id"])
    a, b = vault.screens
    secret, plain = Canary(), Canary()
    said = f"the vault is behind the {secret.word}"

    a.say(said)
    b.shows(said)
    b.act(b.message(said), "reply")
    b.say(f"{said}, is it?")
    a.shows(f"{said}, is it?")
    expect(a.message(f"{said}, is it?").locator("[data-part=reply-text]")).to_have_text(said)
    b.act(b.message(said), "react")
    b.page.locator("#emoji [data-part=recent] button").first.click()
    expect(a.message(said).locator("[data-action=toggle-reaction]")).to_have_count(1)
    a.edit(said, f"{said}, left")
    b.shows(f"{said}, left")

    # Another tab of the same browser asks through the first, and takes over when that is closed.
    tab = vault.tab(a.page.context.new_page(), a.person)
    tab.shows(f"{said}, left", f"{said}, is it?")
    told = a.line + tab.line
    a.page.close()
    vault.screens[0] = tab
    tab.say(f"{said}, to the right")
    b.shows(f"{said}, to the right")
    b.page.reload()
    b.alive()
    b.shows(f"{said}, left", f"{said}, is it?", f"{said}, to the right")

    # Who sees plain rooms alone loads nothing of it.
    outsider.say(plain.word)
    outsider.shows(plain.word)
    outsider.page.wait_for_load_state("networkidle")
    asked = [one.split()[0] for one in outsider.line if "e2ee" in one or "matrix" in one]
    assert {one.rpartition("/e2ee/")[2] for one in asked} == {"index.js"}

    assert any("ciphertext" in one for one in told)
    assert not secret.is_in(line.encode() for line in [*told, *b.line, *outsider.line])
    assert plain.is_in(files(house.data_dir))
    assert not secret.is_in(files(house.data_dir))
    for process in (house.pid, *house.workers):
        assert Canary(str(house.data_dir)).is_in(memory(process))
        assert not secret.is_in(memory(process))
    assert secret.word not in tab.page.evaluate(_REMEMBERED)


def test_the_server_is_not_told_which_emojis_one_writes(vault):
    a, b = vault.screens
    told: list[str] = []
    a.page.on("request", lambda request: told.append(request.url))
    a.box.press_sequentially("so :avoc")
    expect(a.page.locator("[data-part=emojis] [role=option]").first).to_be_visible()
    a.box.press("Enter")
    a.page.locator('#composer [data-action="emoji"]').click()
    a.page.locator("#emoji-search").fill("turtle")
    a.page.keyboard.press("Enter")
    expect(a.box).to_have_value("so 🥑 🐢")
    a.box.press("Enter")
    b.shows("so 🥑 🐢")
    # Reactions it knows anyway.
    a.act(a.message("so 🥑 🐢"), "react")
    shelf = a.page.locator("#emoji [data-part=recent] button")
    assert shelf.all_text_contents()[:2] == ["🐢", "🥑"]
    a.page.locator("#emoji-search").fill("pizza")
    with a.page.expect_request("**/me/recent-emojis") as asked:
        a.page.keyboard.press("Enter")
    assert asked.value.post_data_json == {"emojis": ["🍕"]}
    assert sum("recent-emojis" in one for one in told) == 1


def test_quotes_pins_and_what_was_edited_are_opened_by_who_reads_them(vault, gather):
    a, b = vault.screens
    hall = gather("Annex", b.person)["id"]
    a.say("the code is 1234")
    a.shows("the code is 1234")
    said = a.message("the code is 1234").get_attribute("data-id")
    a.say(f"look {a.person.url}/messages/{said}/there")
    quote = b.page.locator(".quotes .card-text")
    expect(quote).to_have_text("the code is 1234")
    a.edit("the code is 1234", "the code is 5678")
    expect(quote).to_have_text("the code is 5678")

    dialog = b.page.locator("dialog[open]")
    b.message("the code is 5678").locator("[data-part=history]").click()
    expect(dialog.locator("del")).to_have_text("1234")
    expect(dialog.locator("ins")).to_have_text("5678")
    b.page.keyboard.press("Escape")
    a.act(a.message("the code is 5678"), "pin")
    b.act(b.message("the code is 5678"), "save")
    b.page.locator(".header-pins").click()
    expect(dialog.locator(".pin .card-text")).to_have_text("the code is 5678")
    b.page.keyboard.press("Escape")
    b.page.locator('[data-action="saved"]').click()
    expect(dialog.locator(".bookmark .card-text")).to_have_text("the code is 5678")
    b.page.keyboard.press("Escape")

    # Out of the room it goes only if one says so.
    b.act(b.message("the code is 5678"), "forward")
    dialog.locator("[name=to]").fill("Annex")
    dialog.locator("[role=option]", has_text="Annex").click()
    dialog.locator("[type=submit]").click()
    expect(b.page.locator("#dialog-confirm")).to_contain_text("not encrypted")
    b.confirm("cancel")
    b.page.keyboard.press("Escape")
    assert b.person.call_api("GET", f"/rooms/{hall}")["lastSeq"] == 0


def test_another_device_reads_what_was_said_before(vault):
    a, key = vault.screens[0], vault.keys[0]
    a.say("said before")
    a.shows("said before")

    by_key = vault.device(a.person)
    expect(by_key.message("said before")).to_have_count(0)
    expect(by_key.page.locator('message-item[data-seal="shut"]').first).to_be_visible()
    by_key.bar.get_by_role("button").click()
    by_key.sheet.locator(".recovery-input").fill(key.replace(key[0], "Z" if key[0] != "Z" else "Y"))
    by_key.does("Confirm")
    expect(by_key.sheet.get_by_role("alert")).to_be_visible()
    by_key.recover(key.lower().replace(" ", ""))
    by_key.shows("said before")
    expect(by_key.bar).to_be_hidden()

    by_emoji = vault.device(a.person)
    by_emoji.bar.get_by_role("button").click()
    by_emoji.does("With another device of mine")
    a.bar.get_by_role("button").click()
    a.does("Yes, go on")
    by_emoji.does("Compare emoji")
    signs = [one.sheet.locator(".sas li") for one in (a, by_emoji)]
    for shown in signs:
        expect(shown).to_have_count(7)
    assert signs[0].all_text_contents() == signs[1].all_text_contents()
    for one in (a, by_emoji):
        one.does("They are the same")
    for one in (a, by_emoji):
        one.does("Done")
    by_emoji.shows("said before")
    by_emoji.say("and after")
    a.shows("and after")

    # Of the device that goes no key stays in the browser.
    assert any("keys" in name for name in by_key.page.evaluate(_DATABASES))
    by_key.page.goto(f"{a.person.url}/sessions")
    by_key.page.get_by_role("button", name="Log out").click()
    by_key.page.wait_for_url("**/login**")
    gone = f"async () => !(await ({_DATABASES})()).some(name => name.includes('keys'))"
    until(by_key.page, gone)


def test_who_removes_a_device_makes_another_recovery_key(vault):
    a = vault.screens[0]
    gone = vault.device(a.person)
    gone.recover(vault.keys[0])
    expect(gone.bar).to_be_hidden()
    known: str = gone.page.evaluate("() => Object.values({ ...localStorage }).join(' ')")
    page = a.page.context.new_page()
    page.goto(f"{a.person.url}/encryption/devices")
    lines = page.locator("[data-e2ee=devices] li[data-device]")
    expect(lines.first).to_be_visible()
    (device,) = (one for one in lines.evaluate_all(_IDS) if one in known)

    page.locator(f'li[data-device="{device}"]').get_by_role("button", name="Remove").click()
    page.locator('#dialog-confirm button[value="ok"]').click()
    own = Sealed(page, a.person)
    key = own.keep_key("Make my keys")

    assert key != vault.keys[0]
    vault.keys[0] = key
    page.close()
    a.say("it is gone")
    a.shows("it is gone")
    fresh = vault.device(a.person)
    fresh.recover(key)
    fresh.shows("it is gone")


def test_whoever_becomes_somebody_else_is_told_of_and_gets_nothing_unseen(vault):
    a, b = vault.screens
    a.say("to the one I know")
    b.shows("to the one I know")

    other = vault.device(b.person)
    other.bar.get_by_role("button").click()
    other.does("I have neither")
    other.sheet.get_by_label("Your password here").fill(PASSWORD)
    other.keep_key("Make my keys")
    expect(other.message("to the one I know")).to_have_count(0)

    expect(a.bar).to_have_attribute("data-loud", "")
    a.say("to whom?")
    expect(a.message("to whom?")).to_have_attribute("data-state", "failed")
    expect(a.message("to whom?").locator("[data-part=status]")).to_contain_text("another identity")
    a.bar.get_by_role("button").click()
    expect(a.sheet.locator(".safety")).to_have_text(re.compile(r"\S{4} \S{4}"))
    a.does("Take it as it is")
    a.shows("to whom?")
    other.shows("to whom?")
    expect(a.bar).to_be_hidden()


@pytest.mark.long_only
def test_of_many_messages_none_stays_shut(house, browser: Browser):
    """Three people with two devices each, which are loaded anew, away for half of it, or new."""
    # Each step has its own patience; all of them take longer than a test that hangs is given.
    faulthandler.cancel_dump_traceback_later()
    browser.allow("ERR_INTERNET_DISCONNECTED")
    crowd = Vault([house], browser, "Crowd", "Di", "Ed", "Flo")
    seconds = [crowd.device(person) for person in crowd.people]
    for screen, key in zip(seconds, crowd.keys, strict=True):
        screen.recover(key)
    away, *here = [*crowd.screens, *seconds]

    for number in range(MANY):
        if number in {MANY // 4, MANY * 3 // 4}:
            away.page.context.set_offline(number == MANY // 4)
        speaker = here[number % len(here)]
        if number % 20 == 19:
            speaker.page.reload()
            speaker.alive()
        speaker.say(f"number {number}")
        speaker.shows(f"number {number}")

    new = crowd.device(crowd.people[0])
    new.recover(crowd.keys[0])
    for screen in (away, *here, new):
        screen.shows(f"number {MANY - 1}")
        read = screen.reads(crowd.room)
        assert len(read) == MANY
        assert {n: text for n, text in enumerate(read) if text != f"number {n}"} == {}
