"""Two people who chat quietly, whatever happens around them; and how much their server holds.

The pair is a process of its own (`python -m tests.realtime.quiet URL COOKIE COOKIE ROOM`), so that
what is measured is the server and not the test that attacks it.
"""

import os
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path

import gevent
from gevent.subprocess import Popen

from tests.harness.person import Person
from tests.harness.processes import ROOT
from tests.harness.server import Server
from tests.harness.waiting import eventually

from .peer import Peer

QUERY = "/socket.io/?EIO=4&transport=websocket"
# Slow enough for the limits of how fast one may post.
PACE_S = 0.06


def enter(url: str, cookie: str, room: int | None = None, **options: int) -> Peer:
    """A WebSocket of somebody that was let in, and has joined a room if one is given."""
    peer = Peer(url, **options).open(QUERY, Cookie=cookie)
    peer.text("40")
    peer.packets("40")
    if room is not None:
        peer.text(f'420["joinRoom",{{"room":{room}}}]')
        assert peer.packets("430").startswith('430[{"ok":true')
    return peer


class QuietPair:
    """One writes, the other reads, one message after the other, until `stop`."""

    def __init__(self, server: Server, ann: Person, bob: Person, room: int) -> None:
        # How long each exchange took, in seconds, since `start_measuring`.
        self.exchanges: list[float] = []
        self.delivered = 0
        self._server = server
        self._process = Popen(
            [sys.executable, "-m", __name__, server.url, ann.cookie, bob.cookie, str(room)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout
        self._lines = self._process.stdout
        self._reader = gevent.spawn(self._read)
        self.go_on(5)

    def go_on(self, messages: int) -> None:
        """Wait until so many more messages have been exchanged."""
        wanted = self.delivered + messages
        eventually(lambda: self.delivered >= wanted or self._reader.ready(), "the pair chats")
        assert not self._reader.ready(), "the pair lost a message, or its connection"

    def start_measuring(self) -> None:
        """Forget how slow it was until now."""
        self.exchanges.clear()
        self._began, self._had_worked = time.monotonic(), self._worked()

    @property
    def median(self) -> float:
        """The median exchange since `start_measuring`, in milliseconds of the server's own time.

        What else the machine does stretches every exchange by as much as it takes of the processor
        from the server, which under a flood would have the whole of one.
        """
        share = (self._worked() - self._had_worked) / (time.monotonic() - self._began)
        return statistics.median(self.exchanges) * 1000 * min(1.0, share)

    def __str__(self) -> str:
        took = sorted(one * 1000 for one in self.exchanges)
        return (
            f"{len(took)} exchanges, median {statistics.median(took):.1f} ms"
            f" ({self.median:.1f} of the server's own time), slowest {took[-1]:.0f} ms"
        )

    def stop(self) -> None:
        """End the conversation."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        self._lines.close()

    def _worked(self) -> float:
        ticks = 0
        for pid in self._server.workers:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def _read(self) -> None:
        for line in self._lines:
            self.exchanges.append(float(line))
            self.delivered += 1


class Memory:
    """What a process holds, in bytes, by the kernel's count."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")

    @property
    def now(self) -> int:
        """At present."""
        return self._field("VmRSS")

    @property
    def peak(self) -> int:
        """At most since `forget_peak`."""
        return self._field("VmHWM")

    def forget_peak(self) -> None:
        """Start the peak anew."""
        (self._folder / "clear_refs").write_text("5")

    def _field(self, name: str) -> int:
        for line in (self._folder / "status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
        raise LookupError(name)


def chat(url: str, anns: str, bobs: str, room: int) -> None:
    """Exchange messages for ever, and print how long each took. AssertionError if one is lost."""
    writer, reader = enter(url, anns, room), enter(url, bobs, room)
    while True:
        name = str(uuid.uuid4())
        began = time.monotonic()
        payload = f'{{"room":{room},"content":"hello","clientId":"{name}"}}'
        writer.text(f'421["sendMessage",{payload}]')
        # Others write as well; of ours, none may be missing.
        while name not in (heard := reader.packets('42["newMessage"')):
            assert '"content":"hello"' not in heard
        assert writer.packets("431").startswith('431[{"ok":true')
        print(time.monotonic() - began, flush=True)
        time.sleep(PACE_S)


if __name__ == "__main__":
    url, anns, bobs, number = sys.argv[1:]
    chat(url, anns, bobs, int(number))
