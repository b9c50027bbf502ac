"""The product on a disk whose syncs take as many milliseconds as the file `sync_ms` says."""

from gevent import monkey

monkey.patch_all()

import os  # noqa: E402
import sqlite3  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, cast  # noqa: E402

from weconnect import create_app  # noqa: E402
from weconnect.engine.database import adaptive_commit, sqlite  # noqa: E402

SYNC_MS = Path(os.environ["DATA_DIR"], "sync_ms")
_sleep = monkey.get_original("time", "sleep")


class SlowConnection(sqlite3.Connection):
    """Waits at each commit as for a disk: without telling gevent, and beside other threads."""

    def commit(self) -> None:
        """Commit, and wait."""
        super().commit()
        if SYNC_MS.exists():
            _sleep(int(SYNC_MS.read_text()) / 1000)


# What else the machine does must not keep the disk from being trusted: see the test.
adaptive_commit.DISTRUST_S = 1.0
adaptive_commit.RECENT_S = 20.0
adaptive_commit.SHARE = 0.9
cast(dict[str, Any], sqlite.CONNECT_ARGS)["factory"] = SlowConnection
app = create_app()
