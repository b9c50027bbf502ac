"""Encrypted rooms in real browsers: two people talk, and the server learns none of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Browser, until
from tests.harness.person import PASSWORD, Person
from tests.harness.server import Server

from .screen import Screen

CANARY = "the vault is behind the bakery"

_DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name)"
_REMEMBERED = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"


class Sealed(Screen):
    """A page that shows an encrypted room, and all that went over its line."""

    def __init__(self, page: Page, person: Person) -> None:
        super().__init__(page, person)
        self.line: list[str] = []
        self.bar = page.locator("seal-bar")
        self.sheet = page.locator("dialog.e2ee-dialog")
        page.on("websocket", self._listen)
        page.on("request", lambda one: self.line.append(f"{one.url} {one.post_data or ''}"))

    def _listen(self, socket: Any) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda payload: self.line.append(str(payload)))

    def does(self, name: str) -> None:
        """Press a button of the dialog."""
        self.sheet.get_by_role("button", name=name, exact=True).click()

    def set_up(self) -> str:
        """Make one's keys; returns the recovery key."""
        self.bar.get_by_role("button").click()
        return self.keep_key("Make my keys")

    def keep_key(self, name: str) -> str:
        """Have the recovery key made, and put it in once more."""
        self.does(name)
        key = self.sheet.locator(".recovery-key").text_content() or ""
        self.sheet.locator(".recovery-input").fill(key)
        self.does("Done")
        expect(self.sheet).to_have_count(0)
        return key

    def edit(self, before: str, after: str) -> None:
        """Change the text of one's own message."""
        self.act(self.message(before), "edit")
        area = self.page.locator(".edit-form textarea")
        area.fill(after)
        area.press("Enter")
        expect(area).to_have_count(0)


@pytest.fixture
def vault(meet, browser: Browser) -> Callable[..., Sealed]:
    """An encrypted room of Ann and Bo: `vault(person)` opens it in a browser of their own."""
    # A device that was never there before has no backup and no recovery key.
    browser.allow(r"status of 404 .*/e2ee/(backup|recovery)")
    ann, bo = meet("Ann", "Bo")
    room = ann.make_room("Vault", "private", members=[bo.username], encrypted=True)["id"]

    def open_vault(person: Person, page: Page | None = None, **options: Any) -> Sealed:
        screen = Sealed(page or browser.context(person, **options).new_page(), person)
        screen.go(room)
        return screen

    open_vault.people = ann, bo  # type: ignore[attr-defined]
    open_vault.room = room  # type: ignore[attr-defined]
    return open_vault


def again(house: Server, person: Person) -> Person:
    """The same person with another browser."""
    other = house.visitor(person.username)
    other.login()
    return other


def kept(house: Server) -> bytes:
    """All that the server has written: its database and its log."""
    return b"".join(path.read_bytes() for path in house.data_dir.rglob("*") if path.is_file())


def test_two_people_talk_and_the_server_learns_none_of_it(vault, house, gather, sit, meet):
    ann, bo = vault.people
    a, b = vault(ann), vault(bo)
    (cy,) = meet("Cy")
    outsider = Sealed(sit(cy, gather("Hall", cy, ann)).page, cy)
    a.set_up()
    b.set_up()

    a.say(CANARY)
    b.shows(CANARY)
    b.act(b.message(CANARY), "reply")
    b.say(f"{CANARY}, is it?")
    a.shows(f"{CANARY}, is it?")
    expect(a.message(f"{CANARY}, is it?").locator("[data-part=reply-text]")).to_have_text(CANARY)
    b.act(b.message(CANARY), "react")
    b.page.locator("#emoji button").first.click()
    expect(a.message(CANARY).locator("[data-action=toggle-reaction]")).to_have_count(1)
    a.edit(CANARY, f"{CANARY}, left")
    b.shows(f"{CANARY}, left")

    # Another tab of the same browser asks through the first, and takes over when that is closed.
    tab = vault(ann, a.page.context.new_page())
    tab.shows(f"{CANARY}, left", f"{CANARY}, is it?")
    told = a.line + tab.line
    a.page.close()
    tab.say(f"{CANARY}, to the right")
    b.shows(f"{CANARY}, to the right")
    b.page.reload()
    b.alive()
    b.shows(f"{CANARY}, left", f"{CANARY}, is it?", f"{CANARY}, to the right")

    assert any("ciphertext" in one for one in told)
    for line in (told, b.line, outsider.line):
        assert not any(CANARY in one for one in line)
    assert CANARY.encode() not in kept(house)
    assert CANARY not in tab.page.evaluate(_REMEMBERED)


def test_another_device_reads_what_was_said_before(vault, house):
    ann, _ = vault.people
    a = vault(ann)
    key = a.set_up()
    a.say("said before")
    a.shows("said before")

    by_key = vault(again(house, ann))
    expect(by_key.page.locator('message-item[data-seal="shut"]')).to_have_count(1)
    by_key.bar.get_by_role("button").click()
    by_key.sheet.locator(".recovery-input").fill(key.replace(key[0], "Z" if key[0] != "Z" else "Y"))
    by_key.does("Confirm")
    expect(by_key.sheet.get_by_role("alert")).to_be_visible()
    by_key.sheet.locator(".recovery-input").fill(key.lower().replace(" ", ""))
    by_key.does("Confirm")
    by_key.shows("said before")
    expect(by_key.bar).to_be_hidden()

    by_emoji = vault(again(house, ann))
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


def test_whoever_becomes_somebody_else_is_told_of_and_gets_nothing_unseen(vault, house):
    ann, bo = vault.people
    a, b = vault(ann), vault(bo)
    a.set_up()
    b.set_up()
    a.say("to the one I know")
    b.shows("to the one I know")

    other = vault(again(house, bo))
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


def test_logging_out_leaves_no_key_in_the_browser(vault):
    ann, _ = vault.people
    a = vault(ann)
    a.set_up()
    a.say("my last word")
    a.shows("my last word")
    assert any("keys" in name for name in a.page.evaluate(_DATABASES))
    a.page.goto(f"{ann.url}/sessions")
    a.page.get_by_role("button", name="Log out").click()
    a.page.wait_for_url("**/login**")
    until(a.page, f"async () => !(await ({_DATABASES})()).some(name => name.includes('keys'))")


def test_a_plain_room_loads_nothing_of_it(meet, gather, sit, browser: Browser):
    (ann,) = meet("Ann")
    page = browser.context(ann).new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    hall = sit(ann, gather("Hall", ann), page=page)
    hall.say("hello")
    hall.shows("hello")
    page.wait_for_load_state("networkidle")
    ours = {one.rpartition("/e2ee/")[2] for one in asked if "e2ee" in one or "matrix" in one}
    assert ours == {"index.js"}
