"""Files that are the server's user's alone."""

import logging
import os
import stat
from pathlib import Path

from weconnect.engine.database.sqlite import file_of
from weconnect.settings import ROOT, Settings

log = logging.getLogger(__name__)

OTHERS = stat.S_IRWXO


def keep_private(settings: Settings) -> None:
    """Take from others what others on this machine may do with the data, where it is ours to take.

    What was made before may be open to all: by another program, or with another umask. A group that
    has been let in stays.
    """
    folder = settings.data_dir
    database = file_of(settings.database_url)
    files = [folder / "secret_key"]
    if database is not None:
        files += [Path(f"{database}{end}") for end in ("", "-wal", "-shm", ".server")]
        # What is derived from it: weconnect/search/index.
        files += [Path(f"{database}-search{end}") for end in ("", "-wal", "-shm")]
    # Where the program itself is, or somebody's home, is for others to know.
    shared = {Path("/"), Path.home()}
    if folder not in shared and not ROOT.is_relative_to(folder):
        _close(folder, 0o700)
    for file in files:
        _close(file, 0o600)


def _close(path: Path, mode: int) -> None:
    try:
        now = path.lstat()
        if not stat.S_IMODE(now.st_mode) & OTHERS or now.st_mode & (stat.S_ISVTX):
            return
        if stat.S_ISLNK(now.st_mode):
            return
        if now.st_uid == os.geteuid():
            path.chmod(mode)
            log.warning("was open to everybody on this machine", extra={"path": str(path)})
        else:
            log.warning("is open to everybody on this machine", extra={"path": str(path)})
    except OSError:
        pass  # not there yet, or on a file system that knows no such thing
