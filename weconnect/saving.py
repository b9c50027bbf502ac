"""What is said and known when the database cannot write: its disk is full, or may only be read."""

import logging
import os
import time
from pathlib import Path

from weconnect.wire.errors import Unavailable

log = logging.getLogger(__name__)

# When whoever wanted to write something should come back, and for how long after the last failure a
# server is not ready.
RETRY_AFTER_S = 10.0
# With less than that nothing can be relied upon: SQLite's log alone grows by some megabytes.
LEAST_FREE = 1024 * 1024


class CannotSave(Unavailable):
    """Nothing was written, and nothing that was there is lost."""

    default = (
        "The server cannot save anything at the moment. Nothing that was confirmed is lost."
        " Please try again later."
    )


class _Last:
    """When it failed the last time, on the monotonic clock."""

    at = float("-inf")


def failed(reason: str) -> CannotSave:
    """Remember that something could not be written; returns what is told to people."""
    now = time.monotonic()
    if now - _Last.at > 1:
        # Once a second is enough. Nothing of a statement is in the reason's first line.
        log.error("cannot write", extra={"reason": reason.partition("\n")[0]})
    _Last.at = now
    return CannotSave(retry_after=RETRY_AFTER_S)


def is_failing(file: Path | None) -> bool:
    """Whether something could not be written just now, or SQLite's `file` could not grow."""
    return time.monotonic() - _Last.at < RETRY_AFTER_S or (
        file is not None and not _can_grow(file.parent)
    )


def forget() -> None:
    """As if nothing had ever failed."""
    _Last.at = float("-inf")


def _can_grow(folder: Path) -> bool:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return not disk.f_flag & os.ST_RDONLY and disk.f_bavail * disk.f_frsize >= LEAST_FREE
