"""Checks of the machine: files, disks, limits, other processes."""

import os
import re
import resource
import shutil
import stat
import tempfile
from pathlib import Path

from sqlalchemy.engine import make_url

from weconnect.engine.serving.process import SPARE_CONNECTIONS, SPARE_FILES
from weconnect.settings import ROOT, Settings

from .findings import Findings, advice, fine, wrong

# File systems on which locks do not hold between machines, or a sync does not reach the disk.
NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|9p|afs|ceph|glusterfs|lustre|ncpfs|fuse\.(?!fuseblk).*|drvfs|virtiofs"
)
FADING = {"tmpfs", "ramfs", "overlay", "aufs"}
LEAST_FREE = 1_000_000_000
PROC = Path("/proc")


def data_dir(settings: Settings) -> Findings:
    """Whether what is to be kept can be kept, and only its owner reads it."""
    folder = settings.data_dir
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        yield wrong(
            f"DATA_DIR, {folder}, cannot be written: {error.strerror}.",
            "Give the folder to the user that runs WeConnect, or set DATA_DIR to another one.",
        )
        return
    yield fine(f"DATA_DIR is {folder}.")
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        yield wrong(
            f"Only {free / 1e6:,.0f} MB are free on the disk of DATA_DIR.",
            "Make room: on a full disk nothing can be written any more.",
        )
    if stat.S_IMODE(folder.stat().st_mode) & 0o007:
        yield wrong(
            f"Everybody on this machine can look into DATA_DIR, {folder}: at what people wrote, and"
            " at the key that makes anybody anyone.",
            f"Run: chmod 700 {folder}",
        )
    settings_file = ROOT / ".env"
    if settings_file.exists() and stat.S_IMODE(settings_file.stat().st_mode) & 0o007:
        yield wrong(
            f"Everybody on this machine can read {settings_file}.",
            f"Run: chmod 600 {settings_file}",
        )


def file_system(settings: Settings) -> Findings:
    """Whether SQLite's file is on a disk that keeps what it is told to keep."""
    if (database := sqlite_file(settings)) is None:
        return
    try:
        mounts = (PROC / "self/mountinfo").read_text()
    except OSError:
        return  # another system, on which it cannot be known
    kind = kind_of_mount(database, mounts)
    if NETWORK.fullmatch(kind):
        yield wrong(
            f"The SQLite database is on a network file system ({kind}): it can be damaged, and"
            " confirmed messages be lost.",
            "Set DATA_DIR to a folder on a disk of this machine, or use PostgreSQL.",
        )
    elif kind in FADING:
        yield advice(
            f"The SQLite database is on {kind}: in a container, or in memory, it is gone when that"
            " ends.",
            "Set DATA_DIR to a folder on a disk or a volume that stays.",
        )
    else:
        yield fine(f"The SQLite database is on {kind or 'a disk of this machine'}.")


def descriptors(settings: Settings) -> Findings:
    """Whether there can be as many connections as there may be."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    spare = SPARE_CONNECTIONS + SPARE_FILES
    needed = settings.max_connections + spare
    if most != resource.RLIM_INFINITY and most < needed:
        fitting = most - spare
        instead = f", or set MAX_CONNECTIONS={fitting}" if fitting > 0 else ""
        yield wrong(
            f"A process may have {most:,} files and connections, and MAX_CONNECTIONS="
            f"{settings.max_connections} needs {needed:,}: further people are turned away.",
            f"Raise the limit (LimitNOFILE={needed} in a systemd unit, `ulimit -n {needed}` in a"
            f" shell){instead}.",
        )
    else:
        yield fine(f"There can be {settings.max_connections:,} sockets.")


def processes(settings: Settings) -> Findings:
    """Whether one server has the SQLite database for itself."""
    database = sqlite_file(settings)
    if database is None or not database.exists():
        return
    busy = sorted(pid for pid in _pids_with(database.resolve()) if pid != os.getpid())
    if len(busy) > 1:
        yield wrong(
            f"{len(busy)} processes have the SQLite database open ({', '.join(map(str, busy))}):"
            " if they are servers, they know nothing of each other's people.",
            "Run one server on it, or several on PostgreSQL with REDIS_URL.",
        )


def user() -> Findings:
    """Whether the server has more rights than it needs."""
    if os.geteuid() == 0:
        yield advice(
            "This runs as root. A server needs no such rights.",
            "Make a user for WeConnect, give it DATA_DIR, and run the server as that user.",
        )


def sqlite_file(settings: Settings) -> Path | None:
    """The file of the database; None for PostgreSQL."""
    url = make_url(settings.database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def kind_of_mount(path: Path, mounts: str) -> str:
    """The kind of file system that `path` is on, by the text of /proc/self/mountinfo."""
    found = {}
    for line in mounts.splitlines():
        head, _, tail = line.partition(" - ")
        point = re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), head.split()[4])
        # Of two at the same place, the later one hides the other.
        found[Path(point)] = tail.split()[0]
    real = path.resolve()
    return next((found[place] for place in (real, *real.parents) if place in found), "")


def _pids_with(file: Path) -> set[int]:
    """The processes that have a file open, as far as this user may see."""
    pids = set()
    for link in PROC.glob("[0-9]*/fd/*"):
        try:
            if link.readlink() == file:
                pids.add(int(link.parts[2]))
        except OSError:
            continue  # closed meanwhile, or somebody else's
    return pids
