"""Pictures are read by a program in a process of their own, that can be ended.

Decoders are the largest and oldest code that a stranger's bytes reach, and what these bytes cost
cannot be known for certain. So the system ends the process after a few seconds of work
(`within_limits.py`), and this module when it takes too long or whoever sent the picture has gone.
"""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

import gevent

from weconnect.wire.errors import BadRequest
from weconnect.wire.words import N_

# What a picture may take on a machine that has more to do.
MOST_S = 15.0
# How often it is looked whether it is done; a picture takes some 0.2 s.
LOOK_S = 0.01
WITHIN_LIMITS = Path(__file__).with_name("within_limits.py")
TOO_DEAR = N_("This picture takes too long to read. Please save it anew, as a PNG or a plain JPEG.")

Gone = Callable[[], bool]


class PictureRefused(BadRequest):
    """This is no picture that is kept; the message says why."""


def draw(program: Path, upload: bytes, gone: Gone = lambda: False) -> bytes:
    """What `program` makes of a picture, in a process that ends with this call: what it answers
    behind a `K`. After an `R` there is its reason to refuse it.

    Raises PictureRefused.
    """
    with _file() as source, _file() as target:
        source.write(upload)
        source.flush()
        source.seek(0)
        run(program, source.fileno(), target.fileno(), gone)
        target.seek(0)
        answer = target.read()
    kind, rest = answer[:1], answer[1:]
    if kind == b"K":
        return rest
    # Without an answer it was ended.
    raise PictureRefused(rest.decode() if kind == b"R" else TOO_DEAR)


def _file() -> IO[bytes]:
    """A file without a name, in memory where that is possible: there may be no disk to write to."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("picture"), "w+b")
    return tempfile.TemporaryFile()


def run(
    program: Path,
    source: int,
    target: int,
    gone: Gone = lambda: False,
    *,
    most_s: float | None = None,
) -> None:
    """Have a program read a picture from one descriptor and answer on another, until it ends: by
    itself, after `most_s` seconds, or when who waits for it is `gone`."""
    # Spawned and not forked: that would copy this process's tables of memory, and stop its loop.
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-I", str(WITHIN_LIMITS), str(program)],
        {},
        file_actions=[
            (os.POSIX_SPAWN_DUP2, source, 0),
            (os.POSIX_SPAWN_DUP2, target, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setsigdef=(signal.SIGINT, signal.SIGTERM, signal.SIGXCPU),
        # What a program starts itself is ended with it.
        setpgroup=0,
    )
    end = time.monotonic() + (MOST_S if most_s is None else most_s)
    is_done = False
    try:
        while not (is_done := _has_ended(pid)) and time.monotonic() < end and not gone():
            gevent.sleep(LOOK_S)
    finally:
        if not is_done:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            # It is the system's now, and takes no time: not left behind as a zombie.
            gevent.spawn(_until, partial(_has_ended, pid))


def _until(done: Callable[[], bool]) -> None:
    while not done():
        gevent.sleep(LOOK_S)


def _has_ended(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        # The event loop's own watcher of children was quicker.
        return True
