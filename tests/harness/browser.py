"""Chromium under Playwright. A page that complains fails its test."""

import os
import re
import time
from collections import defaultdict
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
    # It hears beeps, and is let.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
TIMEOUT_MS = 60_000
# What is told of a page when its test fails.
_SHOWN = """() => [
    location.href,
    `focus: ${document.activeElement?.cloneNode().outerHTML}`,
    ...[...document.querySelectorAll('dialog[open], :popover-open, [role=alert], [role=status]')]
        .filter(one => one.checkVisibility())
        .map(one => `${one.cloneNode().outerHTML} ${one.innerText}`),
].map(one => one.trim().slice(0, 500)).join('\\n')"""
# What a page can keep in its browser, beside cookies.
KEPT = "local_storage,indexeddb,cache_storage,service_workers,file_systems"
# With these a context is not empty at its beginning: it is not lent.
BEGINNINGS = {"permissions", "storage_state"}

# The page itself looks again and again, for a second: asking it from here goes through four
# processes.
_PATIENT = f"""async argument => {{
    const look = %s;
    const end = performance.now() + 1000;
    while (performance.now() < end) {{
        if (await look(argument)) return true;
        await new Promise(done => setTimeout(done, {GLANCE_S * 1000}));
    }}
    return false;
}}"""
_FUNCTION = re.compile(r"(async )?(\([^)]*\)|\w+) =>")
# What Playwright says when a page has gone in which it waits for an answer.
_LEFT = ("Execution context was destroyed", "promise was garbage collected")

# Contexts that wait for the next test, by their options.
Shelf = defaultdict[str, list[BrowserContext]]


class Browser:
    """The browsers of one test: a context of its own for each person.

    What `page` opens is taken from `shelf`, and put there at the end: it has fetched our scripts in
    an earlier test. All else that was in it is gone.
    """

    def __init__(self, chromium: Any, shelf: Shelf | None = None) -> None:
        self._chromium = chromium
        self._shelf = shelf
        self._contexts: list[BrowserContext] = []
        self._lent: list[tuple[str, BrowserContext]] = []
        self._allowed: list[re.Pattern[str]] = []
        self.complaints: list[str] = []

    def context(self, person: Person | None = None, **options: Any) -> BrowserContext:
        """A new browser, as if on another machine; logged in as `person` if one is given."""
        context = self._new(options)
        self._contexts.append(context)
        self._enter(context, person)
        return context

    def page(self, person: Person | None = None, path: str | None = "/", **options: Any) -> Page:
        """A browser of `person` that shows `path`; `options` are Playwright's for a context.

        Whatever changes the context for good, as an init script does, has to ask for `context`.
        """
        if self._shelf is None or BEGINNINGS & options.keys():
            page = self.context(person, **options).new_page()
        else:
            page = self._borrow(self._shelf, person, options)
        if person and path:
            page.goto(person.url + path)
        return page

    def allow(self, pattern: str) -> None:
        """Expect complaints that match `pattern`, such as those of a network that was cut."""
        self._allowed.append(re.compile(pattern))

    def close(self) -> list[str]:
        """Close all pages; returns what they complained about without being allowed to."""
        for context in self._contexts:
            context.close()
        while self._lent:
            self._give_back(*self._lent.pop())
        return [
            text for text in self.complaints if not any(one.search(text) for one in self._allowed)
        ]

    def shown(self) -> str:
        """Where each page is, where its focus is, and what stands over it; and all complaints."""
        contexts = [*self._contexts, *(context for _, context in self._lent)]
        said = []
        for page in (page for context in contexts for page in context.pages):
            try:
                said.append(page.evaluate(_SHOWN))
            except Error as error:
                said.append(f"{page.url}: {error.message}")
        return "\n\n".join([*said, *self.complaints])

    def _new(self, options: dict[str, Any]) -> BrowserContext:
        context: BrowserContext = self._chromium.new_context(**options)
        context.set_default_timeout(TIMEOUT_MS)
        return context

    def _enter(self, context: BrowserContext, person: Person | None) -> None:
        context.on("page", self._watch)
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

    def _borrow(self, shelf: Shelf, person: Person | None, options: dict[str, Any]) -> Page:
        kind = repr(sorted(options.items()))
        context = shelf[kind].pop() if shelf[kind] else self._new(options)
        self._lent.append((kind, context))
        # Only now is it emptied, not when it is put back: pages say something in leaving, too.
        context.unroute_all()
        context.set_offline(False)
        context.clear_permissions()
        context.clear_cookies()
        self._enter(context, person)
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": KEPT})
        devtools.detach()
        return page

    def _give_back(self, kind: str, context: BrowserContext) -> None:
        for page in context.pages:
            page.close()
        context.remove_listener("page", self._watch)
        if self._shelf is not None:
            self._shelf[kind].append(context)

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
    look = expression if _FUNCTION.match(expression) else f"() => ({expression})"
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    while not _holds(page, _PATIENT % look, argument):
        if time.monotonic() > deadline:
            raise AssertionError(f"never true in the page: {expression}")


def _holds(page: Page, expression: str, argument: Any) -> bool:
    try:
        return bool(page.evaluate(expression, argument))
    except Error as error:
        # The page is just going somewhere.
        if any(reason in error.message for reason in _LEFT):
            # In which Playwright handles what the page does meanwhile, other than in `time.sleep`.
            page.wait_for_timeout(GLANCE_S * 1000)
            return False
        raise


def launch(playwright: Playwright) -> Any:
    """Start the machine's Chromium."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    return playwright.chromium.launch(executable_path=find_program(*PROGRAMS), args=flags)
