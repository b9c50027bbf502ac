"""How long each file of tests takes: `durations.json` beside this file, by `bin/test --record`."""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

RECORD = Path(__file__).with_suffix(".json")


class Recorder:
    """A plugin of pytest: writes how long each file took into a file of its own in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one step of a test."""
        self._seconds[report.nodeid.partition("::")[0]] += report.duration

    def pytest_sessionfinish(self) -> None:
        """Write what was counted."""
        path = self._folder / f"{min(self._seconds, default='none').replace('/', '.')}.json"
        path.write_text(json.dumps(self._seconds))


def longest_first(files: Iterable[str]) -> list[str]:
    """The files in the order of how long they took; what is not known yet counts like the middle.

    Whoever take the next one when they have done the last end at about the same time (R. L.
    Graham, "Bounds on Multiprocessing Timing Anomalies", 1969: a third later at most).
    """
    record: dict[str, float] = json.loads(RECORD.read_text())
    middle = sorted(record.values())[len(record) // 2]
    return sorted(files, key=lambda file: -record.get(file, middle))


def collect(folder: Path) -> None:
    """Write what the processes of one run recorded in `folder` as the record."""
    seconds: dict[str, float] = defaultdict(float)
    for path in folder.glob("*.json"):
        for file, took in json.loads(path.read_text()).items():
            seconds[file] += took
    whole = {file: round(took, 1) for file, took in sorted(seconds.items())}
    RECORD.write_text(json.dumps(whole, indent=0) + "\n")
