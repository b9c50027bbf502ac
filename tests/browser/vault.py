"""Encrypted rooms as people see them, and all that their pages hear."""

from http.client import OK
from typing import Any

from playwright.sync_api import Page, Response, expect

from tests.harness.browser import Browser
from tests.harness.person import Person
from tests.harness.server import Server

from .screen import Screen

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

_UNSAVED = """async () => {
    const script = document.querySelector('script[type=module]').src;
    const { keyring } = await import(script.replace('main.js', 'e2ee/keyring.js'));
    return keyring().unsaved();
}"""


class Sealed(Screen):
    """A page that shows an encrypted room, and all that went over its line."""

    def __init__(self, page: Page, person: Person) -> None:
        super().__init__(page, person)
        self.line: list[str] = []
        self._answers: list[Response] = []
        self.bar = page.locator("seal-bar")
        self.sheet = page.locator("dialog.e2ee-dialog")
        page.on("websocket", self._listen)
        page.on("request", lambda one: self.line.append(f"{one.url} {one.post_data or ''}"))
        page.on("response", self._answered)

    def _listen(self, socket: Any) -> None:
        for event in ("framesent", "framereceived"):
            socket.on(event, lambda payload: self.line.append(str(payload)))

    def _answered(self, answer: Response) -> None:
        if "/static/" not in answer.url and answer.status == OK:
            self._answers.append(answer)

    def heard(self) -> list[bytes]:
        """All that came to the page and to its worker, but for what everybody gets; once."""
        pieces = [one.encode() for one in self.line]
        while self._answers:
            pieces.append(self._answers.pop().body())
        return pieces

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

    def saves(self) -> None:
        """Put into the backup what this browser alone has; otherwise that comes in a second."""
        assert self.page.evaluate(_UNSAVED) == 0

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

    `houses` are servers that are one: people come to them by turns. `screens` and `keys` are their
    pages and recovery keys, in the order of `people`.
    """

    def __init__(self, houses: list[Server], browser: Browser, name: str, *names: str) -> None:
        self._houses = houses
        self.browser = browser
        self.people = [houses[0].person(f"{one}.{name}".lower(), display_name=one) for one in names]
        owner, *others = self.people
        members = [one.username for one in others]
        self.room: int = owner.make_room(name, "private", members=members, encrypted=True)["id"]
        self.screens = [self.device(person, at) for at, person in enumerate(self.people)]
        self.keys = [screen.set_up() for screen in self.screens]

    def device(self, person: Person, at: int = 0) -> Sealed:
        """A further browser of somebody, which shows the room; `at` the server of this number."""
        login = self._houses[at % len(self._houses)].visitor(person.username)
        login.login()
        return self.tab(self.browser.context(login).new_page(), login)

    def tab(self, page: Page, person: Person) -> Sealed:
        """A page that shows the room."""
        screen = Sealed(page, person)
        screen.go(self.room)
        return screen
