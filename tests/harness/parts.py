"""All tests in several processes of pytest, each of which takes the next file when it has run one.

`python -m tests.harness.parts [--record] [OPTIONS OF PYTEST]`. The files wait in a pipe, those that
took longest first (`durations.json` beside this file, which `--record` writes anew): so all
processes end at about the same time. A file is loaded where it runs, and nowhere else.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from . import durations
from .processes import ROOT

# Two for each processor, as each waits for its servers, which work meanwhile; and no more than
# memory bears: each has a browser, databases and servers of its own. With three the processors have
# no more to do than with two, and all that is tried waits for its turn.
PARTS = min(2 * (os.cpu_count() or 1), 6)
# What takes longer waits for what never comes; seconds. The longest of all takes a fifth of it.
PATIENCE_S = 900
# The width in which a failure's reason is said in one line.
REASONS = "200"
# Every name is filled up to so many bytes, so that whoever reads as many has read one.
NAME_BYTES = 128


class Taker:
    """A plugin of pytest: runs the files whose names it reads from the pipe, one by one."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._modules: dict[str, pytest.Module] = {}

    def pytest_collection(self, session: pytest.Session) -> bool:
        """Find the files, and load none of them yet."""
        session.perform_collect(every_file(), genitems=False)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item | pytest.Collector]) -> None:
        """Keep the files that were found, before `-k` and the like take them for tests."""
        if modules := {one.nodeid: one for one in items if isinstance(one, pytest.Module)}:
            self._modules = modules
            items.clear()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run file after file."""
        items = self._next(session)
        while items:
            session.testscollected += len(items)
            following: list[pytest.Item] = []
            for number, item in enumerate(items, 1):
                if number == len(items):
                    # Before its last test, as what files share stands until there is no next one.
                    following = self._next(session)
                upcoming = next(iter(items[number:] or following), None)
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=upcoming)
                if session.shouldfail or session.shouldstop:
                    raise session.Interrupted(session.shouldfail or session.shouldstop)
            items = following
        return True

    def _next(self, session: pytest.Session) -> list[pytest.Item]:
        """The tests of the next file that has some; none at the end."""
        while name := os.read(self._pipe, NAME_BYTES).decode().strip():
            # Those that the options leave out as a whole were not found.
            if (module := self._modules.get(name)) is None:
                continue
            items = list(session.genitems(module))
            session.config.hook.pytest_collection_modifyitems(
                session=session, config=session.config, items=items
            )
            if items:
                return items
        return []


def run(files: list[str], options: list[str]) -> bool:
    """Run all files, in as many processes as this machine bears; returns whether all passed.

    What the first process says is seen at once, what the others say when they have ended; and what
    failed once more at the end.
    """
    reader, writer = os.pipe()
    names = b"".join(name.encode().ljust(NAME_BYTES) for name in durations.longest_first(files))
    ini = ["console_output_style=classic"]
    if "--long" not in options:
        ini += [f"faulthandler_timeout={PATIENCE_S}", "faulthandler_exit_on_timeout=true"]
    settings = [word for one in ini for word in ("-o", one)]
    command = [sys.executable, "-m", "pytest", *settings, *options]
    parts: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="weconnect-tests-") as folder:
        outputs = [Path(folder, str(number)) for number in range(min(PARTS, len(files)))]
        try:
            parts.extend(
                subprocess.Popen(
                    [*command, f"--files-from={reader}"],
                    cwd=ROOT,
                    env=os.environ | {"COLUMNS": REASONS},
                    pass_fds=[reader],
                    stdin=subprocess.DEVNULL,
                    stdout=output.open("wb") if output != outputs[0] else subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                )
                for output in outputs
            )
            os.close(reader)
            os.write(writer, names)
            os.close(writer)
            with outputs[0].open("wb") as said:
                for line in parts[0].stdout or ():
                    said.write(line)
                    sys.stdout.buffer.write(line)
                    sys.stdout.flush()
            ended = [part.wait() for part in parts]
        finally:
            for part in parts:
                if part.poll() is None:
                    part.terminate()
                    part.wait()
            texts = [output.read_text(errors="replace") for output in outputs if output.exists()]
            print(*texts[1:], sep="\n")
            for part, text in zip(parts, texts, strict=False):
                failed = re.findall(r"^(?:FAILED|ERROR) tests/.*$", text, re.M)
                if part.returncode not in {0, 5} and not failed:
                    # It died, or waited for what never came.
                    failed = [f"ERROR {re.findall(r'^tests/[^ ]+', text, re.M)[-1:]} never ended"]
                print(*failed, sep="\n")
            sys.stdout.flush()
    # 5: what was chosen has no test in any of the files that this one was given.
    return all(status in {0, 5} for status in ended) and 0 in ended


def main() -> int:
    """Run what the command line says; returns the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--record", action="store_true")
    chosen, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory(prefix="weconnect-record-") as folder:
        record = [f"--record-in={folder}"] if chosen.record else []
        passed = run(every_file(), [*options, *record])
        if chosen.record and passed:
            durations.collect(Path(folder))
    return 0 if passed else 1


def every_file() -> list[str]:
    """All files of tests, as paths from the root."""
    return sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/test_*.py"))


if __name__ == "__main__":
    sys.exit(main())
