"""A network that fails when it is told to: TCP connections that lead through a process of ours.

The server under test is given a link's port instead of the real one.
"""

import json
import subprocess
import sys
from typing import Any, Literal, NamedTuple

from gevent.lock import RLock

from .processes import ROOT, end_group, free_port

# Up: to the server behind; down: from it.
Direction = Literal["up", "down", "both"]


class Traffic(NamedTuple):
    """What has gone through a link so far: connections made and open, bytes up and down."""

    connections: int
    open: int
    up: int
    down: int


class Link:
    """The way to one port. What is done to it lasts until `heal`."""

    def __init__(self, proxy: "Proxy", number: int, port: int) -> None:
        self.port = port
        self._proxy = proxy
        self._number = number

    def delay(self, seconds: float, direction: Direction = "both") -> None:
        """Let everything arrive so much later, in order."""
        self._do("delay", seconds=seconds, direction=direction)

    def throttle(self, rate: float, direction: Direction = "both") -> None:
        """Let only so many bytes a second through."""
        self._do("throttle", rate=rate, direction=direction)

    def freeze(self, direction: Direction = "both") -> None:
        """Let nothing move, and lose nothing: a peer whose program stands still.

        Connections can still be made, as the kernel does that.
        """
        self._do("freeze", direction=direction)

    def lose(self, direction: Direction = "both") -> None:
        """Let every packet be lost, also those that make a connection: a network that is cut.

        Nobody is told. TCP sends again, so after `heal` a connection that was not given up goes on.
        """
        self._do("lose", direction=direction)

    def vanish(self) -> None:
        """Half-open all connections for good, without a word: a peer whose machine is gone.

        New connections are made as always.
        """
        self._do("vanish")

    def cut(self) -> None:
        """Reset all connections and refuse new ones: a peer whose program was killed."""
        self._do("cut")

    def heal(self) -> None:
        """Be an ordinary network again."""
        self._do("heal")

    @property
    def traffic(self) -> Traffic:
        """What has gone through so far."""
        return Traffic(**self._do("figures"))

    def _do(self, name: str, **options: Any) -> Any:
        return self._proxy.order({"link": self._number, "do": name, "with": options})


class Proxy:
    """The process with all links. It ends with the one that started it."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.relay"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def link(self, target: int) -> Link:
        """A new way to the port `target` of this machine."""
        port = free_port()
        return Link(
            self, self.order({"do": "link", "with": {"port": port, "target": target}}), port
        )

    def order(self, what: dict[str, Any]) -> Any:
        """Have the process do something; returns its answer."""
        assert self._process.stdin
        assert self._process.stdout
        with self._lock:
            self._process.stdin.write(json.dumps(what) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the proxy has ended; what it said stands above")
        return json.loads(answer)

    def close(self) -> None:
        """End all connections and the process."""
        end_group(self._process)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
