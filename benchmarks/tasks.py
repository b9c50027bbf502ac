"""What a page's thread did, one task after the other, in time of the processor: from a trace.

On a busy machine a task lasts while other programs have the processor. What it took of the
processor is its own.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser

LONG_MS = 50.0
# Of so many it is told what they did.
EXPLAINED = 4
CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8"]
TASK = "RunTask"
PAGES_THREAD = "CrRendererMain"


@dataclass
class Task:
    """One that kept the thread of a page: milliseconds of the processor, and by the clock."""

    took: float
    lasted: float
    parts: list[tuple[str, float]]


@dataclass
class Watched:
    """The tasks of all pages' threads while they were watched; the longest first."""

    tasks: list[Task] = field(default_factory=list)

    @property
    def longest(self) -> float:
        """The longest one, in milliseconds of the processor."""
        return self.tasks[0].took if self.tasks else 0.0

    @property
    def long(self) -> int:
        """How many took more than 50 ms of the processor."""
        return sum(one.took > LONG_MS for one in self.tasks)

    @property
    def long_by_clock(self) -> int:
        """How many lasted more than 50 ms, whoever had the processor."""
        return sum(one.lasted > LONG_MS for one in self.tasks)


@contextmanager
def watching(chromium: Browser) -> Iterator[Watched]:
    """Watch all pages of a browser; what is yielded is filled at the end."""
    watched = Watched()
    chromium.start_tracing(categories=CATEGORIES)
    try:
        yield watched
    finally:
        events = json.loads(chromium.stop_tracing())["traceEvents"]
        watched.tasks = _tasks(events)


def _tasks(events: list[dict[str, Any]]) -> list[Task]:
    pages = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == PAGES_THREAD
    }
    ours = [one for one in events if (one["pid"], one["tid"]) in pages and one.get("ph") == "X"]
    tasks = [one for one in ours if one["name"] == TASK and "tdur" in one]
    tasks.sort(key=lambda one: -one["tdur"])
    return [
        Task(
            task["tdur"] / 1000,
            task["dur"] / 1000,
            _parts([one for one in ours if _is_within(one, task)]) if place < EXPLAINED else [],
        )
        for place, task in enumerate(tasks)
    ]


def _is_within(event: dict[str, Any], task: dict[str, Any]) -> bool:
    if event is task or (event["pid"], event["tid"]) != (task["pid"], task["tid"]):
        return False
    return bool(task["ts"] <= event["ts"] < task["ts"] + task["dur"])


def _parts(events: list[dict[str, Any]]) -> list[tuple[str, float]]:
    """What took the most of it, with where it stands in the script."""
    found = []
    for one in events:
        data = one.get("args", {}).get("data") or {}
        place = data.get("functionName") or data.get("url") or data.get("type") or ""
        found.append((f"{one['name']} {place}".strip(), one.get("tdur", 0) / 1000))
    return sorted(found, key=lambda part: -part[1])[:12]
