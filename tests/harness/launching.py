"""Servers' processes: started by a command, or forked by a process that has loaded everything."""

import json
import os
import socket
import subprocess
import sys
import time
from functools import cache
from threading import Lock
from typing import Any

from .processes import ROOT
from .waiting import GLANCE_S

MESSAGE_BYTES = 1_000


class ForkServer:
    """The process of `fork_server.py`, which ends with this one."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = Lock()
        self._count = 0
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.harness.fork_server", str(theirs.fileno())],
                cwd=ROOT,
                env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def start(self, words: list[str], environment: dict[str, str], log: int) -> "Forked":
        """Start gunicorn with `words` as its command line; it writes to the file `log`."""
        return Forked(self, self._ask([log], words=words, environment=environment))

    def ended(self, pid: int) -> int | None:
        """The exit status of a process that it forked; None while that goes on."""
        status: int | None = self._ask([], pid=pid)
        return status

    def _ask(self, files: list[int], **asked: Any) -> Any:
        with self._lock:
            self._count += 1
            message = json.dumps({"number": self._count, **asked}).encode()
            socket.send_fds(self._control, [message], files)
            while answer := self._control.recv(MESSAGE_BYTES):
                # What is before it was not waited for, as by a test that had lost its patience.
                number, told = json.loads(answer)
                if number == self._count:
                    return told
        raise RuntimeError("the fork server has ended")


class Forked:
    """A process that `server` has forked, as subprocess.Popen would have it."""

    def __init__(self, server: ForkServer, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._server = server

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._server.ended(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while (status := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("gunicorn", timeout or 0)
            time.sleep(GLANCE_S)
        return status

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)


@cache
def fork_server() -> ForkServer:
    """The one of this process."""
    return ForkServer()
