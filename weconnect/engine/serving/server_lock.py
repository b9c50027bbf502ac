"""One server at a time on an SQLite database.

Two servers on one file would each know nothing of the other's people: what is written on one is not
seen live on the other. So a server holds a lock on a file beside the database for as long as it
runs; the system lets go of it when the process ends, however it ends. Commands do not ask for it.
"""

import errno
import fcntl
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from weconnect.engine.app_state import Key
from weconnect.engine.database.sqlite import file_of
from weconnect.settings import Settings

log = logging.getLogger(__name__)

# The server before may be on its way out.
GLANCE_S = 0.1
# Where a file system has no locks, or nothing may be written: whoever set it up so has to know.
WITHOUT_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EROFS, errno.EACCES}
_LOCK: Key[int] = Key("weconnect_claim")


class AnotherServer(Exception):
    """A server has this database already; the message is a sentence for an operator."""


def claim(app: Flask, patience_s: float, alive: Callable[[], None]) -> None:
    """Make this process the one server on the database of `app`, if that is SQLite.

    Waits for `patience_s` seconds for the one before, and calls `alive` meanwhile. Raises
    AnotherServer.
    """
    settings: Settings = app.config["WECONNECT"]
    database = file_of(settings.database_url)
    if database is None:
        return
    try:
        lock = os.open(f"{database}.server", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        _wait_for(lock, database, patience_s, alive)
        os.truncate(lock, 0)
        os.pwrite(lock, b"%d\n" % os.getpid(), 0)
    except OSError as problem:
        if problem.errno not in WITHOUT_LOCKS:
            raise
        log.warning("another server on this database would not be noticed")
    else:
        # Kept as long as the application is.
        _LOCK.keep(app, lock)


def _wait_for(lock: int, database: Path, patience_s: float, alive: Callable[[], None]) -> None:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                pid = os.pread(lock, 20, 0).decode(errors="replace").strip() or "unknown"
                os.close(lock)
                raise AnotherServer(
                    f"another server (process {pid}) has the database {database}, and neither would"
                    " know of the other's people. Stop that one, or run several servers on"
                    " PostgreSQL with REDIS_URL (docs/deployment.md)."
                ) from None
            alive()
            time.sleep(GLANCE_S)
        else:
            return
