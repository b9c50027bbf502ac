"""How long each file of tests takes, recorded; and all of them shared out evenly by that.

`python -m tests.harness.durations 3` prints three lines of files. `bin/test --record` writes the
record anew, `durations.json` beside this file.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from .processes import ROOT

RECORD = Path(__file__).with_suffix(".json")


class Recorder:
    """A plugin of pytest: writes how long each file took into a file of its own in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seconds: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one step of a test."""
        self._seconds[report.nodeid.partition("::")[0]] += report.duration

    def pytest_sessionfinish(self) -> None:
        """Write what was counted."""
        path = self._folder / f"{min(self._seconds, default='none').replace('/', '.')}.json"
        path.write_text(json.dumps(self._seconds))


def shares(files: Iterable[str], number: int) -> list[list[str]]:
    """The files in `number` parts that take about as long as each other; what is not known yet
    counts like the middle one.

    The longest first, each to whoever has least to do (R. L. Graham, "Bounds on Multiprocessing
    Timing Anomalies", 1969: at most a third longer than the best).
    """
    record: dict[str, float] = json.loads(RECORD.read_text())
    middle = sorted(record.values())[len(record) // 2]
    parts: list[list[str]] = [[] for _ in range(number)]
    loads = [0.0] * number
    for file in sorted(files, key=lambda file: -record.get(file, middle)):
        least = loads.index(min(loads))
        parts[least].append(file)
        loads[least] += record.get(file, middle)
    return [sorted(part) for part in parts]


def collect(folder: Path) -> None:
    """Write what the processes of one run recorded in `folder` as the record."""
    seconds: Counter[str] = Counter()
    for path in folder.glob("*.json"):
        seconds.update(json.loads(path.read_text()))
    whole = {file: round(took, 1) for file, took in sorted(seconds.items())}
    RECORD.write_text(json.dumps(whole, indent=0) + "\n")


if __name__ == "__main__":
    if sys.argv[1] == "collect":
        collect(Path(sys.argv[2]))
    else:
        every = sorted(
            path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/test_*.py")
        )
        for part in shares(every, int(sys.argv[1])):
            print(*part)
