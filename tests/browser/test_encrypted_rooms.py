"""Encrypted rooms in real browsers: two people talk, and the server learns none of it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Browser, until
from tests.harness.person import PASSWORD, Person
from tests.harness.server import Server

from .screen import Screen

CANARY = "the vault is behind the bakery"

MANY = 1000

_DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name)"
_READ = """async room => {
    const script = document.querySelector('script[type=module]').src;
    const { keyring } = await import(script.replace('main.js', 'e2ee/keyring.js'));
    const texts = [];
    for (let before = ''; ; ) {
        const answer = await fetch(`/api/v1/rooms/${room}/messages?limit=100${before}`);
        const { messages, complete } = await answer.json();
        const opened = await keyring().open(messages);
        texts.unshift(...opened.map(({ text, why }) => text ?? `(${why})`));
        if (complete) return texts;
        before = `&before=${messages[0].seq}`;
    }
}"""
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

    def recover(self, key: str) -> None:
        """Confirm this device by the recovery key."""
        field = self.sheet.locator(".recovery-input")
        if not field.is_visible():
            self.bar.get_by_role("button").click()
        field.fill(key)
        self.does("Confirm")

    def reads(self, room: int) -> list[str]:
        """All that was ever said, or why it stays shut, as this device can open it."""
        texts: list[str] = self.page.evaluate(_READ, room)
        return texts

    def edit(self, before: str, after: str) -> None:
        """Change the text of one's own message."""
        self.act(self.message(before), "edit")
        area = self.page.locator(".edit-form textarea")
        area.fill(after)
        area.press("Enter")
        expect(area).to_have_count(0)


class Vault:
    """An encrypted room and its people, each of whom has set up a device: a browser of its own.

    `screens` and `keys` are their pages and recovery keys, in the order of `people`.
    """

    def __init__(self, house: Server, browser: Browser, name: str, *names: str) -> None:
        self._house = house
        self._browser = browser
        self.people = [house.person(f"{one}.{name}".lower(), display_name=one) for one in names]
        owner, *others = self.people
        members = [one.username for one in others]
        self.room: int = owner.make_room(name, "private", members=members, encrypted=True)["id"]
        self.screens = [self.device(person) for person in self.people]
        self.keys = [screen.set_up() for screen in self.screens]

    def device(self, person: Person) -> Sealed:
        """A further browser of somebody, which shows the room."""
        login = self._house.visitor(person.username)
        login.login()
        return self.tab(self._browser.context(login).new_page(), login)

    def tab(self, page: Page, person: Person) -> Sealed:
        """A page that shows the room."""
        screen = Sealed(page, person)
        screen.go(self.room)
        return screen


@pytest.fixture(scope="module")
def vault(_chromium: Any, house: Server) -> Iterator[Vault]:
    """A room of Ann and Bo; their browsers stay for all stories, which come one after the other."""
    browser = Browser(_chromium)
    yield Vault(house, browser, "Vault", "Ann", "Bo")
    complaints = browser.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def kept(house: Server) -> bytes:
    """All that the server has written: its database and its log."""
    return b"".join(path.read_bytes() for path in house.data_dir.rglob("*") if path.is_file())


def test_two_people_talk_and_the_server_learns_none_of_it(
    vault, house, meet, gather, browser: Browser
):
    (cy,) = meet("Cy")
    outsider = Sealed(browser.context(cy).new_page(), cy)
    outsider.go(gather("Hall", cy, vault.people[0])["id"])
    a, b = vault.screens

    a.say(CANARY)
    b.shows(CANARY)
    b.act(b.message(CANARY), "reply")
    b.say(f"{CANARY}, is it?")
    a.shows(f"{CANARY}, is it?")
    expect(a.message(f"{CANARY}, is it?").locator("[data-part=reply-text]")).to_have_text(CANARY)
    b.act(b.message(CANARY), "react")
    b.page.locator("#emoji [data-part=recent] button").first.click()
    expect(a.message(CANARY).locator("[data-action=toggle-reaction]")).to_have_count(1)
    a.edit(CANARY, f"{CANARY}, left")
    b.shows(f"{CANARY}, left")

    # Another tab of the same browser asks through the first, and takes over when that is closed.
    tab = vault.tab(a.page.context.new_page(), a.person)
    tab.shows(f"{CANARY}, left", f"{CANARY}, is it?")
    told = a.line + tab.line
    a.page.close()
    vault.screens[0] = tab
    tab.say(f"{CANARY}, to the right")
    b.shows(f"{CANARY}, to the right")
    b.page.reload()
    b.alive()
    b.shows(f"{CANARY}, left", f"{CANARY}, is it?", f"{CANARY}, to the right")

    # Who sees plain rooms alone loads nothing of it.
    outsider.say("hello")
    outsider.shows("hello")
    outsider.page.wait_for_load_state("networkidle")
    asked = [one.split()[0] for one in outsider.line if "e2ee" in one or "matrix" in one]
    assert {one.rpartition("/e2ee/")[2] for one in asked} == {"index.js"}

    assert any("ciphertext" in one for one in told)
    for line in (told, b.line, outsider.line):
        assert not any(CANARY in one for one in line)
    assert CANARY.encode() not in kept(house)
    assert CANARY not in tab.page.evaluate(_REMEMBERED)


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
    browser.allow("ERR_INTERNET_DISCONNECTED")
    crowd = Vault(house, browser, "Crowd", "Di", "Ed", "Flo")
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
        assert screen.reads(crowd.room) == [f"number {number}" for number in range(MANY)]
