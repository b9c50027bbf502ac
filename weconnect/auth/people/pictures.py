"""Pictures of people: one at a time for a person, in turn, each in a process that can be ended.

Decoders are the largest and oldest code that a stranger's bytes reach, and what these bytes cost
cannot be known for certain. So they are read in a process of their own (`thumbnail.py`), which the
system ends after a few seconds of work, and this module when whoever sent the picture has gone.
"""

import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO

import gevent

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import Avatar
from weconnect.engine.concurrency.fair_queue import FairQueue
from weconnect.engine.database.transactions import db
from weconnect.engine.limits import rate_limit
from weconnect.wire.errors import BadRequest, RateLimited, Unavailable
from weconnect.wire.words import N_

MIMETYPE = "image/webp"
MOST_BYTES = 5 * 1024 * 1024
# To try a few, and to take another part of one: not to keep a processor busy.
UPLOADS = rate_limit.rule("20 per 10 minutes")

# How long a picture waits for those before it, and may take on a machine that has more to do.
PATIENCE_S = 30.0
MOST_S = 15.0
# How often it is looked whether it is done; a picture takes some 0.2 s.
LOOK_S = 0.01
PROGRAM = Path(__file__).with_name("thumbnail.py")

# One at a time, in the order of coming: a second processor is left to the event loop.
_line = FairQueue(1)
# Those who have one in the line or in work.
_busy: set[int] = set()

Gone = Callable[[], bool]


class PictureRefused(BadRequest):
    """This cannot be a person's picture; the message says why."""


TOO_LARGE = N_("This picture is too large: 5 MB and 25 megapixels at most.")
TOO_DEAR = N_("This picture takes too long to read. Please save it anew, as a PNG or a plain JPEG.")
# Said by `thumbnail.py`, which knows nothing of this module.
UNKNOWN = N_("This is no picture that can be read. Please choose a PNG, JPEG, WebP or GIF.")


def avatar_from(actor: Actor, upload: bytes, gone: Gone = lambda: False) -> Avatar:
    """The picture in `upload` as it is kept, under a name nobody can guess, not saved yet.

    `gone` tells whether nobody waits for it any more. Raises PictureRefused, RateLimited, and
    Unavailable when too many are waiting.
    """
    data = read_by(PROGRAM, actor, upload, gone)
    return Avatar(id=secrets.token_hex(16), data=data)


def read_by(program: Path, actor: Actor, upload: bytes, gone: Gone) -> bytes:
    """What `program` makes of the picture in `upload`, when it is the actor's turn.

    Raises PictureRefused, RateLimited, Unavailable.
    """
    rate_limit.hit(UPLOADS, "pictures", actor.id)
    if len(upload) > MOST_BYTES:
        raise PictureRefused(TOO_LARGE)
    with _turn(actor):
        if gone():
            raise Unavailable
        return draw(upload, gone, program)


@contextmanager
def _turn(actor: Actor) -> Iterator[None]:
    """Wait for those before. Raises RateLimited if the actor has a picture there already."""
    if actor.id in _busy:
        raise RateLimited("Your other picture is not done yet.", retry_after=1)
    # However long the wait: no connection of the database's pool is kept meanwhile.
    db.session.remove()
    _busy.add(actor.id)
    try:
        _line.enter(PATIENCE_S)
        try:
            yield
        finally:
            _line.leave()
    finally:
        _busy.discard(actor.id)


def draw(upload: bytes, gone: Gone = lambda: False, program: Path = PROGRAM) -> bytes:
    """What is kept of a picture, made by `program` in a process that ends with this call.

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
    program: Path, source: int, target: int, gone: Gone = lambda: False, *, most_s: float = MOST_S
) -> None:
    """Run a program that reads one descriptor and writes another, until it ends: by itself, after
    `most_s` seconds, or when it is `gone`."""
    # Spawned and not forked: that would copy this process's tables of memory, and stop its loop.
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-I", str(program)],
        {},
        file_actions=[
            (os.POSIX_SPAWN_DUP2, source, 0),
            (os.POSIX_SPAWN_DUP2, target, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setsigdef=(signal.SIGINT, signal.SIGTERM, signal.SIGXCPU),
    )
    end = time.monotonic() + most_s
    is_done = False
    try:
        while not (is_done := _has_ended(pid)) and time.monotonic() < end and not gone():
            gevent.sleep(LOOK_S)
    finally:
        if not is_done:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
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
