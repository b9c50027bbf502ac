"""What is said and known when the database cannot write: its disk is full, or may only be read."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from weconnect.wire.errors import Unavailable
from weconnect.wire.words import N_

log = logging.getLogger(__name__)

# When whoever wanted to write something should come back; how long a failure is believed where
# nothing may be tried; and how often it is logged.
RETRY_AFTER_S = 10.0
# With less than that nothing can be relied upon: SQLite's log alone grows by some megabytes.
LEAST_FREE = 1024 * 1024


class CannotSave(Unavailable):
    """Nothing was written, and nothing that was there is lost."""

    default = N_(
        "The server cannot save anything at the moment. Nothing that was confirmed is lost."
        " Please try again later."
    )


class _Last:
    """When it failed the last time, and when that was logged, on the monotonic clock."""

    at = float("-inf")
    logged_at = float("-inf")


def failed(reason: str) -> CannotSave:
    """Remember that something could not be written; returns what is told to people."""
    now = time.monotonic()
    if now - _Last.logged_at >= RETRY_AFTER_S:
        # Nothing of a statement is in the reason's first line.
        log.error("cannot write", extra={"reason": reason.partition("\n")[0]})
        _Last.logged_at = now
    _Last.at = now
    return CannotSave(retry_after=RETRY_AFTER_S)


def is_failing(attempt: Callable[[], bool | None]) -> bool:
    """Whether the last write failed, and would still fail.

    `attempt` tries to write, and is called only then. It returns None if nobody knows: then a
    failure is believed for RETRY_AFTER_S.
    """
    if _Last.at == float("-inf"):
        return False
    since = time.monotonic()
    succeeded = attempt()
    if succeeded is None:
        succeeded = time.monotonic() - _Last.at >= RETRY_AFTER_S
    # Unless another write failed meanwhile.
    if succeeded and _Last.at <= since:
        forget()
    return _Last.at > float("-inf")


def forget() -> None:
    """As if nothing had ever failed."""
    _Last.at = _Last.logged_at = float("-inf")


def can_grow(file: Path) -> bool:
    """Whether `file` and what is beside it can be written, with some room for it on the disk."""
    try:
        disk = os.statvfs(file.parent)
    except OSError:
        return False
    is_writable = all(os.access(path, os.W_OK) for path in (file, file.parent))
    has_room = disk.f_bavail * disk.f_frsize >= LEAST_FREE
    return is_writable and has_room and not disk.f_flag & os.ST_RDONLY
