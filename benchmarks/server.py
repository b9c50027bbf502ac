"""What a server is that is measured: how it is started, and how the load generator speaks to it."""

import contextlib
import http.client
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.harness.processes import find_program, listens

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "benchmarks"
BUILD = HERE / "build"
PEERS = HERE / "peers"
# Kinds of scenes: those that any server can play, and those for which it must know its people, and
# store what they say.
BARE = frozenset({"messages", "capacity", "idle"})
EVERYTHING = BARE | {"join", "return"}

JOIN = '420["joinRoom",{"room":"%r"}]'
SAY = '421["sendMessage",{"room":"%r","content":"%t"}]'
START_S = 60


class Failed(Exception):
    """Something did not run as it should; the message says what."""


class Server:
    """A server that can be started and stopped again and again on the same data."""

    name: str
    title: str
    # The kinds of scenes that it plays.
    takes_part_in = BARE
    # Whether it stores what it is sent, and whether it acknowledges that.
    durable = acknowledges = False

    def __init__(self, port: int, users: int, rooms: int, messages: int = 0) -> None:
        self.port = port
        self.users, self.rooms, self.messages = users, rooms, messages
        self.folder = Path(tempfile.mkdtemp(prefix=f"bench-{self.name}-"))
        self._process: subprocess.Popen[bytes] | None = None
        # What `prepare` started beside it, to be ended with it.
        self.at_close = contextlib.ExitStack()
        try:
            self.prepare()
        except BaseException:
            self.close()
            raise

    @staticmethod
    def missing() -> str | None:
        """How to install what this machine lacks for it, or None."""
        return None

    def prepare(self) -> None:
        """Make the data."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return {}

    def where(self) -> Path:
        """The folder in which it runs."""
        return self.folder

    def options(self) -> list[str]:
        """The load generator's options for this server."""
        return ["--join", JOIN, "--message", SAY]

    def start(self, *, wait: bool = True) -> None:
        """Start it; `wait`: until it answers. Raises Failed."""
        if listens(self.port):
            raise Failed(f"{self.title}: somebody listens on port {self.port} already (see --port)")
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                cwd=self.where(),
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if wait:
            self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                break
            if self._answers():
                return
            time.sleep(0.05)
        raise Failed(f"{self.title} did not start:\n{(self.folder / 'log').read_text()[-2000:]}")

    def _answers(self) -> bool:
        # Whatever it answers: that the port is open says nothing, it may be the first process's.
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_S)
        try:
            asked.request("GET", "/healthz")
            return bool(asked.getresponse().status)
        except OSError:
            return False
        finally:
            asked.close()

    def pids(self) -> list[int]:
        """Its first process, or each server's; what is below them is counted with them."""
        assert self._process is not None
        return [self._process.pid]

    def beside(self) -> list[int]:
        """What else works for it, and is no part of its memory: a database's first process."""
        return []

    def ports(self) -> list[int]:
        """Where it listens; the people of each room are spread over them."""
        return [self.port]

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self._process.pid, signal.SIGKILL)  # what it may have left behind
        except ProcessLookupError:
            pass
        self._process.wait()
        self._process = None

    def close(self) -> None:
        """Stop it, with what works for it, and remove its data."""
        self.stop()
        self.at_close.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name: str, text: str) -> str:
        """Make a file in its folder; returns the path."""
        path = self.folder / name
        path.write_text(text)
        return str(path)


def absent(install: str, *programs: str, folders: str = "") -> str | None:
    """`install`, if one of the programs is not on this machine (see `find_program`)."""
    try:
        for program in programs:
            find_program(program, folders=folders)
    except RuntimeError:
        return install
    return None
