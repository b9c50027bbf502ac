"""The figures of the page: what they are called, beside those of the run before, and as JSON."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .scenes import Figures

# Of each scene, the figures of each round; and their medians.
Rounds = dict[str, list[Figures]]
Medians = dict[str, Figures]

SCENES = {
    "small": "A small room: 8 people, in a list of 6 rooms",
    "large": "A large room: 2,000 people, in a list of 3,000 rooms",
}
# What each figure is, by its unit. Of all of them less is better.
TITLES = {
    "First visit, at a quarter of the speed": {
        "first_paint": ("first paint", "ms"),
        "first_alive": ("alive", "ms"),
        "first_blocked": ("blocked meanwhile", "ms"),
    },
    "Second visit, at a quarter of the speed": {
        "again_paint": ("first paint", "ms"),
        "again_alive": ("alive", "ms"),
        "again_blocked": ("blocked meanwhile", "ms"),
    },
    "Over the line, compressed": {
        "first_page": ("first visit: page", "kB"),
        "first_js": ("first visit: script", "kB"),
        "first_css": ("first visit: style", "kB"),
        "first_other": ("first visit: anything else", "kB"),
        "first_all": ("first visit: all", "kB"),
        "again_all": ("second visit: all", "kB"),
    },
    "From a key to its paint": {
        "quiet_p50": ("quiet, full speed, p50", "ms"),
        "quiet_p95": ("quiet, full speed, p95", "ms"),
        "busy_p50": ("busy, full speed, p50", "ms"),
        "busy_p95": ("busy, full speed, p95", "ms"),
        "slow_quiet_p50": ("quiet, a quarter of the speed, p50", "ms"),
        "slow_quiet_p95": ("quiet, a quarter of the speed, p95", "ms"),
        "slow_busy_p50": ("busy, a quarter of the speed, p50", "ms"),
        "slow_busy_p95": ("busy, a quarter of the speed, p95", "ms"),
    },
    "From a click to another room's messages, at a quarter of the speed": {
        "switch_new": ("never opened before", "ms"),
        "switch_known": ("from memory", "ms"),
    },
    "Memory after an hour of 10 messages/s": {
        "heap_before": ("heap before", "MB"),
        "heap_quarter": ("heap after a quarter of the hour", "MB"),
        "heap_after": ("heap after the hour", "MB"),
        "nodes_before": ("nodes before", ""),
        "nodes_quarter": ("nodes after a quarter of the hour", ""),
        "nodes_after": ("nodes after the hour", ""),
        "each": ("page's and server's time for a message", "ms"),
    },
}


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest of `values` that is not exceeded by `share` (0 to 1) of them.

    Raises ValueError if there are none.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def medians(rounds: Rounds) -> Medians:
    """The median of each figure over the rounds that have it; the first one has all."""
    return {
        scene: {
            name: statistics.median(one[name] for one in runs if name in one) for name in runs[0]
        }
        for scene, runs in rounds.items()
        if runs
    }


def table(now: Medians, before: Medians) -> str:
    """Markdown: a table a scene, each figure beside that of the run before, and their ratio."""
    return "\n\n".join(
        "\n".join([f"### {SCENES[scene]}", "", *_rows(figures, before.get(scene, {}))])
        for scene, figures in now.items()
    )


def side_by_side(found: Medians) -> str:
    """Markdown: one table, the scenes beside each other."""
    rows = [["", *(SCENES[scene] for scene in found)], ["---", *("---:" for _ in found)]]
    for part, figures in TITLES.items():
        rows.append([f"**{part}**", *("" for _ in found)])
        for name, (title, unit) in figures.items():
            rows.append([title, *(_number(one[name], unit) for one in found.values())])
    return "\n".join(map(_row, rows))


def _rows(now: Figures, before: Figures) -> Iterable[str]:
    yield _row(["", "before", "now", "now / before"])
    yield _row(["---", "---:", "---:", "---:"])
    for part, figures in TITLES.items():
        if any(name in now for name in figures):
            yield _row([f"**{part}**", "", "", ""])
        for name, (title, unit) in figures.items():
            if name in now:
                yield _row([title, *_compared(now[name], before.get(name), unit)])


def _compared(now: float, before: float | None, unit: str) -> list[str]:
    if before is None:
        return ["–", _number(now, unit), "–"]
    ratio = f"{now / before:.2f} ×" if before else "–"
    return [_number(before, unit), _number(now, unit), ratio]


def _number(value: float, unit: str) -> str:
    digits = 0 if abs(value) >= 100 or value == int(value) else 1
    return f"{value:,.{digits}f} {unit}".strip()


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def machine(about: dict[str, Any]) -> str:
    """A line on when and on what was measured; `about` is of a saved run."""
    return (
        f"{about['date'][:10]}, {about['cores']} cores ({about['processor']}), "
        f"Chromium {about['chromium']}, load {about['load']}"
    )


def save(path: Path, rounds: Rounds, about: dict[str, Any]) -> None:
    """Write everything that was measured as JSON."""
    data = {"about": about, "medians": medians(rounds), "rounds": rounds}
    path.write_text(json.dumps(data, indent=1) + "\n")


def saved(path: Path) -> tuple[Medians, dict[str, Any] | None]:
    """The medians of a run that was saved, and on what it was measured; None if there is none."""
    if not path.exists():
        return {}, None
    data = json.loads(path.read_text())
    return data["medians"], data["about"]
