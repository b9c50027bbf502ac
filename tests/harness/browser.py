"""Chromium under Playwright. A page that complains fails its test."""

import os
import re
import time
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Error, Page, Playwright

from .person import Person
from .processes import find_program
from .waiting import GLANCE_S

# The first without the parts of a browser that no page sees: a third less work.
PROGRAMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
)
# Nothing but the page under test talks to anybody.
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
TIMEOUT_MS = 60_000


class Browser:
    """The browsers of one test: a context of its own for each person."""

    def __init__(self, chromium: Any) -> None:
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []
        self._allowed: list[re.Pattern[str]] = []
        self.complaints: list[str] = []

    def context(self, person: Person | None = None, **options: Any) -> BrowserContext:
        """A new browser, as if on another machine; logged in as `person` if one is given."""
        context: BrowserContext = self._chromium.new_context(**options)
        context.set_default_timeout(TIMEOUT_MS)
        context.on("page", self._watch)
        self._contexts.append(context)
        if person:
            context.add_cookies(
                [
                    {
                        "name": one.name,
                        "value": one.value or "",
                        "url": person.url,
                        "httpOnly": True,
                    }
                    for one in person.http.cookies
                ]
            )
        return context

    def page(self, person: Person | None = None, path: str = "/", **options: Any) -> Page:
        """A new browser of `person` that shows `path`; `options` are Playwright's for a context."""
        page = self.context(person, **options).new_page()
        if person:
            page.goto(person.url + path)
        return page

    def allow(self, pattern: str) -> None:
        """Expect complaints that match `pattern`, such as those of a network that was cut."""
        self._allowed.append(re.compile(pattern))

    def close(self) -> list[str]:
        """Close all pages; returns what they complained about without being allowed to."""
        for context in self._contexts:
            context.close()
        return [
            text for text in self.complaints if not any(one.search(text) for one in self._allowed)
        ]

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        # Violations of the Content-Security-Policy and of Trusted Types are errors here, too.
        if message.type in {"error", "assert"}:
            place = message.location
            self.complaints.append(
                f"console: {message.text} ({place.get('url')}:{place.get('lineNumber')})"
            )

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.complaints.append(f"dialog: {dialog.type} {dialog.message!r}")
        dialog.dismiss()


def until(page: Page, expression: str, argument: Any = None) -> None:
    """Wait until the JavaScript `expression` is true in `page`; AssertionError if it never is.

    What Playwright itself has for it looks again by `eval` inside the page, which our policy
    forbids: it works only where the first look is enough.
    """
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    while not _holds(page, expression, argument):
        if time.monotonic() > deadline:
            raise AssertionError(f"never true in the page: {expression}")
        # In which Playwright handles what the page does meanwhile, other than in `time.sleep`.
        page.wait_for_timeout(GLANCE_S * 1000)


def _holds(page: Page, expression: str, argument: Any) -> bool:
    try:
        return bool(page.evaluate(expression, argument))
    except Error as error:
        # The page is just going somewhere.
        if "Execution context was destroyed" in error.message:
            return False
        raise


def launch(playwright: Playwright) -> Any:
    """Start the machine's Chromium."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=find_program(*PROGRAMS), args=flags)
