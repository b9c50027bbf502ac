"""Programs the tests start: found, run on free ports, ended whole."""

import fcntl
import os
import random
import shutil
import signal
import socket
import tempfile
from functools import cache
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent.parent
# Below those that outgoing connections are given.
PORTS = range(15_000, 32_000)

_taken: set[int] = set()


def free_port() -> int:
    """A port on which nobody listens. No test is given it again, in whatever process, until this
    one ends: whoever was given it may listen late, or stop and start again.
    """
    while True:
        port = random.SystemRandom().choice(PORTS)
        if port not in _taken and _reserve(port) and _is_free(port):
            return port


def _reserve(port: int) -> bool:
    """Whether no other process of tests has the port, which is then this one's until it ends."""
    try:
        fcntl.lockf(_reservations(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    _taken.add(port)
    return True


@cache
def _reservations() -> int:
    """A file whose bytes stand for ports: who has locked one has that port."""
    # Never closed, as that would give back the ports.
    path = Path(tempfile.gettempdir(), f"weconnect-test-ports-{os.getuid()}")
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(port: int) -> bool:
    """Whether somebody listens on `port`."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def find_program(*names: str, folders: str = "") -> str:
    """The path of the first of `names` on this machine; `folders` is a pattern of more places.

    Raises RuntimeError that names what is missing: a test that needs it fails and is not skipped.
    """
    for name in names:
        if found := shutil.which(name):
            return found
        for folder in sorted(Path("/").glob(folders.lstrip("/")), reverse=True) if folders else ():
            if (folder / name).exists():
                return str(folder / name)
    raise RuntimeError(f"{' or '.join(names)} is not installed; bin/test says how to install it")


class Launched(Protocol):
    """A process that was started: what is used of subprocess.Popen."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, sig: int) -> None: ...


def end_group(process: Launched, sign: int = signal.SIGKILL) -> None:
    """Send `sign` to the process and all of its children, and wait for it."""
    try:
        os.killpg(process.pid, sign)
    except ProcessLookupError:
        pass
    process.wait(30)


def held_to_permissions() -> tuple[str, ...]:
    """What to put before a command so that permissions count for it, also if root runs the tests.

    It stays the same user, and so owns what the tests make.
    """
    if os.geteuid() != 0:
        return ()
    return find_program("setpriv"), "--bounding-set=-all", "--inh-caps=-all"
