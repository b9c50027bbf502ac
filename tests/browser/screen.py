"""The room page as a person sees it and uses it."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.harness.browser import until
from tests.harness.page import ALIVE, MODULE
from tests.harness.person import Person

_UNSENT = f"""async me => {{
    {MODULE}
    return (await (await module('core/net/database')).countUnsent(me)).mine;
}}"""

# Notes what the pill says, one entry a change, with the empty one for when it is gone.
_WATCH_PILL = """() => {
    const pill = document.getElementById('connection');
    window.pillSaid = [];
    const note = () => {
        const said = pill.hidden ? '' : pill.dataset.state;
        if (window.pillSaid.at(-1) !== said) window.pillSaid.push(said);
    };
    new MutationObserver(note).observe(pill, { attributes: true });
}"""

_ROWS = """list => [...list.querySelectorAll('message-item')].map(item => ({
    seq: Number(item.dataset.seq) || null,
    state: item.dataset.state ?? '',
    text: item.querySelector('[data-part=content]').textContent,
}))"""


class Screen:
    """One page that shows a room."""

    def __init__(self, page: Page, person: Person) -> None:
        self.page = page
        self.person = person
        self.list = page.locator("#messages")
        self.box = page.locator("#input")
        self.pill = page.locator("#connection")
        self.typing = page.locator("#typing")
        self.jump = page.locator("#jump")

    def go(self, room: int) -> None:
        """Open a room by its address, and wait until the page is alive."""
        self.page.goto(f"{self.person.url}/rooms/{room}")
        self.alive()

    def alive(self) -> None:
        """Wait until the script has connected: one sees oneself as being here.

        Whoever is here in another way as well stands there as such before the script does anything.
        """
        own = f'#people .person[data-id="{self.person.id}"][data-state="online"]'
        expect(self.page.locator(own)).to_be_attached()
        until(self.page, ALIVE)

    def fetched(self, *modules: str) -> None:
        """Wait until modules have come that come when there is time, or with the first sign of use.

        `modules` are paths below `static/js`. A sign of use has to have been given before.
        """
        for module in modules:
            self.page.evaluate(
                """path => import(document.querySelector('script[type=module]').src
                    .replace('main.js', path)).then(() => true)""",
                module,
            )

    def keeps_unsent(self, number: int) -> None:
        """Wait until the browser has stored so many messages that are not sent yet."""
        mine = f"async ([me, number]) => await ({_UNSENT})(me) === number"
        until(self.page, mine, [self.person.id, number])

    def say(self, text: str) -> Locator:
        """Write a message and press Enter; returns it, without waiting for the server."""
        self.box.fill(text)
        self.box.press("Enter")
        return self.message(text)

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The messages whose whole text is `text`, or matches it."""
        pattern = re.compile(rf"^\s*{re.escape(text)}\s*$") if isinstance(text, str) else text
        content = self.page.locator("[data-part=content]", has_text=pattern)
        return self.page.locator("message-item", has=content)

    def shows(self, *texts: str) -> None:
        """Wait until each of these messages stands there, sent, and once."""
        for text in texts:
            one = self.message(text)
            expect(one).to_have_count(1)
            expect(one).to_have_attribute("data-seq", re.compile(r"\d+"))
            expect(one).not_to_have_attribute("data-state", re.compile("pending|failed"))

    def rows(self) -> list[dict[str, Any]]:
        """What stands in the conversation: `seq` (None while it is being sent), `state`, `text`."""
        return self.list.evaluate(_ROWS)

    def act(self, message: Locator, action: str) -> None:
        """Use a button of the toolbar that appears over a message, or of the menu behind it."""
        message.hover()
        button = message.locator(f'.message-actions [data-action="{action}"]')
        if not button.count():
            message.locator('.message-actions [data-action="more"]').click()
            button = self.page.locator(f'#message-menu [data-action="{action}"]')
        button.click()
        if action == "reply":
            # What it does is fetched with the first use of the page: nobody types as fast.
            expect(self.page.locator("[data-part=replying]")).to_be_visible()

    def delete_now(self) -> None:
        """Delete at once what could still be taken back, as if one left the page."""
        expect(self.page.locator(".held")).to_be_visible()
        self.page.evaluate("dispatchEvent(new Event('pagehide'))")

    def confirm(self, answer: str = "ok") -> None:
        """Answer the question that was asked."""
        self.page.locator(f'#dialog-confirm button[value="{answer}"]').click()

    def room_item(self, room: int) -> Locator:
        """A room in the list of rooms."""
        return self.page.locator(f'room-list .room-item[data-id="{room}"]')

    def unread(self, room: int) -> Locator:
        """The count at a room in the list."""
        return self.room_item(room).locator("[data-part=unread]")

    def open(self, room: int) -> None:
        """Go to another room by the list."""
        self.room_item(room).locator("[data-part=link]").click()
        expect(self.list).to_have_attribute("data-room", str(room))

    def somebody(self, person: Person) -> Locator:
        """A person in the list of people."""
        return self.page.locator(f'#people .person[data-id="{person.id}"]')

    def watch_pill(self) -> None:
        """From now on remember what the pill says."""
        self.page.evaluate(_WATCH_PILL)

    def pill_said(self) -> list[str]:
        """The states that the pill went through since `watch_pill`; '' is when it was gone."""
        return self.page.evaluate("window.pillSaid")

    def focused(self) -> str:
        """What has the focus, as a short description; 'body' when it was lost."""
        return self.page.evaluate(
            """() => { const node = document.activeElement;
                return node.id || node.dataset.action || node.dataset.part || node.localName; }"""
        )


def in_order(rows: list[dict[str, Any]]) -> list[int]:
    """The seqs of the rows; AssertionError if one is missing, doubled or out of order."""
    seqs = [row["seq"] for row in rows]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs))), seqs
    return seqs
