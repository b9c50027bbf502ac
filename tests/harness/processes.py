"""Programs the tests start: found, run on free ports, ended whole."""

import os
import random
import shutil
import signal
import socket
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    """A port on which nobody listens, below those that outgoing connections are given."""
    while True:
        port = random.SystemRandom().randrange(15_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


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


def end_group(process: subprocess.Popen, sign: int = signal.SIGKILL) -> None:
    """Send `sign` to the process and all of its children, and wait for it."""
    try:
        os.killpg(process.pid, sign)
    except ProcessLookupError:
        pass
    process.wait(30)
