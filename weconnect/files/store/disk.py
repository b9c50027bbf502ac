"""Files on a disk: `DATA_DIR/files/ab/cd/abcd…`, named by their keys alone.

Several servers share the folder, or people find their files on one of them only.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from weconnect.files.threads import in_thread

from .ports import BLOCK, Address


class Disk:
    """A folder."""

    name = "disk"

    def __init__(self, root: Path) -> None:
        self._root = root

    def resume(self, key: str, offset: int, _length: int, _upload: str) -> "DiskWriting":
        """See `ports.Store`."""
        return in_thread(DiskWriting, self._path(key, ".part"), offset)

    def finish(self, key: str, _upload: str) -> None:
        """See `ports.Store`."""
        in_thread(self._finish, key)

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """See `ports.Store`."""
        # Opened anew for each block: many who read slowly hold no descriptors.
        path = self._path(key)
        while start < end:
            data = in_thread(_read, path, start, min(BLOCK, end - start))
            if not data:
                raise OSError(f"{key} is shorter than it was")
            start += len(data)
            yield data

    def delete(self, *keys: str, upload: str = "") -> None:
        """See `ports.Store`."""
        for key in keys:
            in_thread(self._delete, key)

    def digest(self, key: str) -> tuple[str, int]:
        """See `ports.Store`."""
        return in_thread(_digest, self._path(key))

    def address(self, _key: str, _as: Address) -> None:
        """See `ports.Store`."""

    def free(self) -> int:
        """How many bytes the disk can still take."""
        found = os.statvfs(next(one for one in (self._root, *self._root.parents) if one.exists()))
        return found.f_bavail * found.f_frsize

    def _path(self, key: str, ending: str = "") -> Path:
        return self._root / key[:2] / key[2:4] / f"{key}{ending}"

    def _finish(self, key: str) -> None:
        part = self._path(key, ".part")
        with suppress(FileNotFoundError):
            part.rename(self._path(key))
            _sync_folder(part.parent)

    def _delete(self, key: str) -> None:
        for path in (self._path(key), self._path(key, ".part")):
            path.unlink(missing_ok=True)
        folder = self._path(key).parent
        with suppress(OSError):
            folder.rmdir()
            folder.parent.rmdir()


class DiskWriting:
    """A file that is being written. To be made in a native thread."""

    def __init__(self, path: Path, offset: int) -> None:
        folder = path.parent
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for one in (folder, folder.parent, folder.parent.parent):
                _sync_folder(one)
        is_new = not path.exists()
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)
        self._at = offset
        if os.fstat(self._file).st_size < offset:
            self.close()
            raise OSError(f"{path.name} is shorter than it was")
        os.ftruncate(self._file, offset)
        if is_new:
            _sync_folder(folder)

    def write(self, data: bytes) -> None:
        """See `ports.Writing`."""
        in_thread(self._write, data)

    def sync(self, *, amid: bool = False) -> tuple[int, str]:
        """See `ports.Writing`."""
        in_thread(os.fsync, self._file)
        return self._at, ""

    def close(self) -> None:
        """See `ports.Writing`."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            count = os.pwrite(self._file, left, self._at)
            self._at += count
            left = left[count:]


def _read(path: Path, start: int, count: int) -> bytes:
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        return file.read(count)


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), os.fstat(file.fileno()).st_size


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
