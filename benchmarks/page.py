"""bin/bench page: one person's page in Chromium, beside its own last run."""

import argparse
import itertools
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.harness.browser import Browser, launch

from . import page_report, report
from .page_browser import Screen
from .page_house import MESSAGES, SAID_PER_S, House, house
from .scenes import Figures
from .server import BUILD, ROOT, Failed

LAST_RUN = ROOT / "docs/benchmark-page.json"
AN_HOUR = 3600 * SAID_PER_S
# So many are on their way at once, when an hour is to pass quickly.
BURST = 200


@dataclass(frozen=True)
class Size:
    """How much is measured in a round."""

    visits: int
    keys: int
    switches: int
    messages: int


WHOLE = Size(visits=5, keys=60, switches=12, messages=AN_HOUR)
QUICK = Size(visits=1, keys=20, switches=4, messages=AN_HOUR // 20)


def main(words: list[str]) -> int:
    """Measure as `words` of the command line say; returns the exit code."""
    options = _options(words)
    whole = not (options.quick or options.scenes)
    folder = options.to or (LAST_RUN.parent if whole else BUILD)
    folder.mkdir(parents=True, exist_ok=True)
    before, then = page_report.saved(LAST_RUN)
    about = report.facts()
    try:
        rounds, about["chromium"] = _play(options)
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    page_report.save(folder / LAST_RUN.name, rounds, about)
    print(page_report.table(page_report.medians(rounds), before))
    print(f"\nNow:    {page_report.machine(about)}")
    print(f"Before: {page_report.machine(then) if then else 'nothing was measured'}")
    print(f"Saved as {folder / LAST_RUN.name}", file=sys.stderr)
    return 0


def _play(options: argparse.Namespace) -> tuple[page_report.Rounds, str]:
    """Every figure of every round, and Chromium's version. Raises Failed."""
    names = options.scenes or list(page_report.SCENES)
    size = QUICK if options.quick else WHOLE
    rounds: page_report.Rounds = {name: [] for name in names}
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        browser = Browser(chromium)
        for number, name in itertools.product(range(options.rounds), names):
            print(f"round {number + 1}: {page_report.SCENES[name]}", file=sys.stderr)
            with house(options.port, large=name == "large") as place:
                found = _measure(browser, place, size)
                # An hour takes long, and leaves the same behind each time.
                hour = {} if number else _hour(browser, place, size.messages)
                rounds[name].append(found | hour)
        complaints = browser.close()
        version = chromium.version
        chromium.close()
    if complaints:
        raise Failed("\n".join(["The page complained:", *complaints]))
    return rounds, version


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench page", description=__doc__)
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join(page_report.SCENES))
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, help="how many rounds (3)")
    parser.add_argument("--port", type=int, default=5270, help="the server's (5270)")
    parser.add_argument("--to", type=Path, help="where to save the figures")
    options = parser.parse_args(words)
    if unknown := set(options.scenes) - set(page_report.SCENES):
        parser.error(f"there is no scene {', '.join(sorted(unknown))}")
    options.rounds = options.rounds or (1 if options.quick else 3)
    return options


def _measure(browser: Browser, place: House, size: Size) -> Figures:
    figures = _visits(browser, place, size.visits)
    screen = Screen(browser, place.reader)
    screen.visit(place.room)
    figures |= _typing(screen, place, size.keys)
    figures |= _switching(screen, place, size.switches)
    screen.close()
    return figures


def _visits(browser: Browser, place: House, count: int) -> Figures:
    """The medians of first and second visits, each with a new browser."""
    found: list[Figures] = []
    for _ in range(count):
        screen = Screen(browser, place.reader)
        with screen.slower():
            visits = {"first": screen.visit(place.room), "again": screen.visit(place.room)}
        screen.close()
        found.append({f"{v}_{name}": x for v, one in visits.items() for name, x in one.items()})
    return {name: statistics.median(one[name] for one in found) for name in found[0]}


def _typing(screen: Screen, place: House, keys: int) -> Figures:
    """From key to paint, while nothing else happens and while the room is busy."""
    screen.watch_keys()
    figures = _named("quiet", screen.type(keys))
    with place.busy():
        figures |= _named("busy", screen.type(keys))
    with screen.slower():
        figures |= _named("slow_quiet", screen.type(keys))
        with place.busy():
            figures |= _named("slow_busy", screen.type(keys))
    return figures


def _named(name: str, figures: Figures) -> Figures:
    return {f"{name}_{figure}": value for figure, value in figures.items()}


def _switching(screen: Screen, place: House, count: int) -> Figures:
    """From a click to the other room: medians of those new to the page, and of those it knows."""
    with screen.slower():
        new = [screen.switch(room, MESSAGES) for room in place.others]
        around = itertools.islice(itertools.cycle(place.others), count)
        known = [screen.switch(room, MESSAGES) for room in around]
    return {"switch_new": statistics.median(new), "switch_known": statistics.median(known)}


def _hour(browser: Browser, place: House, count: int) -> Figures:
    """An hour's messages in the room that one looks at, as quickly as the page takes them."""
    screen = Screen(browser, place.reader)
    screen.visit(place.room)
    figures = _at("before", screen)
    stands = place.last_seq(place.room)
    seconds = 0.0
    for said in range(0, count, BURST):
        if said == count // 4 // BURST * BURST:
            figures |= _at("quarter", screen)
        began = time.monotonic()
        place.say(place.room, BURST, said)
        screen.shows(stands + said + BURST)
        seconds += time.monotonic() - began
    figures |= {"each": 1000 * seconds / count} | _at("after", screen)
    screen.close()
    return figures


def _at(when: str, screen: Screen) -> Figures:
    return {f"{name}_{when}": value for name, value in screen.memory().items()}
