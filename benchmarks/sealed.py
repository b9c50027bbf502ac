"""bin/bench sealed: a large encrypted room in Chromium, beside a plain one of the same people."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser.vault import Sealed
from tests.harness.browser import Browser, launch, until
from tests.harness.person import Person
from tests.harness.server import Server

from . import page_report, report
from .server import ROOT
from .tasks import EXPLAINED, Watched, watching

PEOPLE, MESSAGES = 100, 21
# So many stand in each room before anything is measured.
HISTORY = 60
QUIET_MS = 2000

# When Enter was pressed, and when texts stood there: milliseconds of the same clock in all pages.
_WATCH = """() => {
    const now = () => performance.timeOrigin + performance.now();
    window.entered = 0;
    window.seen = {};
    addEventListener('keydown', ({ key }) => key === 'Enter' && (window.entered = now()), true);
    new MutationObserver(() => {
        const text = [...document.querySelectorAll('#messages [data-part=content]')]
            .at(-1)?.textContent.trim();
        if (text) window.seen[text] ??= now();
    }).observe(document.getElementById('messages'),
        { childList: true, subtree: true, characterData: true });
}"""
_PREPARED = """async room => {
    const script = document.querySelector('script[type=module]').src;
    const { keyring } = await import(script.replace('main.js', 'e2ee/keyring.js'));
    await keyring().prepare(room);
}"""


def main(words: list[str]) -> int:
    """Measure as `words` of the command line say; returns the exit code."""
    parser = argparse.ArgumentParser(prog="bin/bench sealed", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"({PEOPLE}), two devices each")
    parser.add_argument("--messages", type=int, default=MESSAGES, help=f"({MESSAGES}) of a visit")
    parser.add_argument("--visits", type=int, default=3, help="of each room (3)")
    parser.add_argument("--port", type=int, default=5280, help="the server's (5280)")
    parser.add_argument("--why", action="store_true", help="what the longest tasks did")
    options = parser.parse_args(words)
    server = Server(Path(tempfile.mkdtemp(prefix="bench-sealed-")), PORT=str(options.port))
    server.start()
    try:
        with sync_playwright() as playwright:
            _measure(server, launch(playwright), options)
    finally:
        server.close()
    return 0


def _measure(server: Server, chromium: Any, options: argparse.Namespace) -> None:
    browser = Browser(chromium)
    ann, bo, *crowd = [server.person(f"person{n}") for n in range(options.people)]
    rooms = {
        "plain": ann.make_room("Plain", "private", members=["person1"])["id"],
        "encrypted": ann.make_room("Sealed", "private", members=["person1"], encrypted=True)["id"],
    }
    pages = [browser.context(one).new_page() for one in (ann, bo)]
    for page, person in zip(pages, (ann, bo), strict=True):
        screen = Sealed(page, person)
        screen.go(rooms["encrypted"])
        screen.set_up()
    for name, room in rooms.items():
        screen = Sealed(pages[0], ann)
        screen.go(room)
        for number in range(HISTORY):
            screen.say(f"{name} before {number}")
        screen.shows(f"{name} before {HISTORY - 1}")
    print("Making the others' devices …", file=sys.stderr)
    _devices_of(crowd, server.url)
    for room in rooms.values():
        for one in crowd:
            ann.call_api("POST", f"/rooms/{room}/members", {"username": one.username})
    print(f"{page_report.machine(report.facts() | {'chromium': chromium.version})}\n")
    print("| | first ms | median of the next ms | longest ms | longest task opening ms", end=" ")
    print("| first | next | tasks over 50 ms of the processor | by the clock |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for number in range(options.visits):
        for name, room in rooms.items():
            _visit(chromium, f"{name} {number + 1}", room, (ann, bo), pages, options)


def _devices_of(people: list[Person], url: str) -> None:
    tokens = [
        [one.call_api("POST", "/tokens", {"name": name})["token"] for name in ("one", "two")]
        for one in people
    ]
    subprocess.run(
        ["node", "benchmarks/sealed_crowd.mjs"],
        cwd=ROOT,
        input=json.dumps({"url": url, "people": tokens}),
        text=True,
        check=True,
    )


def _visit(
    chromium: Any,
    name: str,
    room: int,
    people: tuple[Person, Person],
    pages: list[Page],
    options: argparse.Namespace,
) -> None:
    """Open a room anew in both browsers, and write in one of them; prints a row."""
    a, b = (Sealed(page, person) for page, person in zip(pages, people, strict=True))
    with watching(chromium) as opening:
        for screen in (a, b):
            screen.go(room)
        for screen in (a, b):
            screen.page.wait_for_load_state("networkidle")
            if name.startswith("encrypted"):
                screen.page.evaluate(_PREPARED, room)
        a.page.wait_for_timeout(QUIET_MS)
    for screen in (a, b):
        screen.page.evaluate(_WATCH)
    with watching(chromium) as first:
        took = [_send(a, b, f"{name} first")]
    with watching(chromium) as others:
        took += [_send(a, b, f"{name} {n}") for n in range(1, options.messages)]
    watched = (opening, first, others)
    cells = [took[0], statistics.median(took[1:]), max(took[1:])]
    cells += [one.longest for one in watched]
    cells += [sum(one.long for one in watched), sum(one.long_by_clock for one in watched)]
    print(f"| {name} | {' | '.join(f'{cell:,.0f}' for cell in cells)} |", flush=True)
    if options.why:
        _explain(watched)


def _send(a: Sealed, b: Sealed, text: str) -> float:
    """From Enter on one screen to the text on the other, in milliseconds."""
    a.box.fill(text)
    a.box.press("Enter")
    until(b.page, "text => Boolean(window.seen[text])", text)
    entered: float = a.page.evaluate("window.entered")
    seen: float = b.page.evaluate("text => window.seen[text]", text)
    return seen - entered


def _explain(watched: tuple[Watched, ...]) -> None:
    for phase, one in zip(("opening", "first", "next"), watched, strict=True):
        for task in one.tasks[:EXPLAINED]:
            print(f"    {phase}: {task.took:.0f} ms of the processor, {task.lasted:.0f} in all")
            for part, took in task.parts:
                print(f"        {took:6.1f} {part}")
