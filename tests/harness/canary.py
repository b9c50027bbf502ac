"""A word that must be nowhere: the shapes that it could have, and the places where to look."""

import base64
import secrets
import socket
import string
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .databases import Redis
from .waiting import PATIENCE_S

LETTERS = 20
CHUNK = 16 * 1024 * 1024
# What the kernel lends to every process, and lets nobody read in this way.
KERNELS = ("[vvar", "[vsyscall")


class Canary:
    """A word that nobody else says: its letters are the same in JSON, in addresses and in HTML."""

    def __init__(self, word: str = "") -> None:
        self.word = word or "".join(secrets.choice(string.ascii_lowercase) for _ in range(LETTERS))
        self._shapes = set(_shapes(self.word.encode()))
        self._overlap = max(map(len, self._shapes)) - 1

    def is_in(self, pieces: Iterable[bytes]) -> bool:
        """Whether it stands in one of them, or across the border of two."""
        before = b""
        for piece in pieces:
            # Byte by byte through a border alone: what is large is not copied.
            border = before[-self._overlap :] + piece[: self._overlap]
            if any(shape in border or shape in piece for shape in self._shapes):
                return True
            before = piece
        return False


def _shapes(word: bytes) -> Iterator[bytes]:
    """As UTF-8, UTF-16 and UTF-32 (of both orders), in hexadecimal digits and in base 64."""
    yield word
    for gap in (1, 3):
        yield bytes(gap).join(bytes([letter]) for letter in word)
    yield word.hex().encode()
    yield word.hex().upper().encode()
    for offset in range(3):
        # What does not depend on what stands before and after it.
        first, last = (8 * offset + 5) // 6, 8 * (offset + len(word)) // 6
        coded = base64.b64encode(bytes(offset) + word)[first:last]
        yield coded
        yield coded.translate(bytes.maketrans(b"+/", b"-_"))


def files(folder: Path) -> Iterator[bytes]:
    """All that stands in the files below a folder, which may come and go meanwhile."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes()


def archive(path: Path) -> Iterator[bytes]:
    """All that is packed in a ZIP file, as it is when it is unpacked; and how it is called."""
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            yield name.encode()
            yield packed.read(name)


def memory(pid: int) -> Iterator[bytes]:
    """All that a process has in its memory; AssertionError where this one may not look at it."""
    try:
        maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
        looked = Path(f"/proc/{pid}/mem").open("rb", buffering=0)  # noqa: SIM115 - closed below
    except OSError as error:
        raise AssertionError(
            f"the memory of process {pid} can't be searched ({error}). This test needs Linux, and"
            " root or /proc/sys/kernel/yama/ptrace_scope of at most 1."
        ) from error
    with looked:
        for line in maps:
            span, permissions, *rest = line.split(maxsplit=5)
            if permissions[0] != "r" or (len(rest) == 4 and rest[3].startswith(KERNELS)):
                continue
            start, end = (int(one, 16) for one in span.split("-"))
            try:
                looked.seek(start)
                while start < end and (piece := looked.read(min(CHUNK, end - start))):
                    yield piece
                    start += len(piece)
            except OSError:
                # It was given back since.
                continue


class Tap:
    """All that is said to a Redis server from now on."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._heard = b""
        self._line = socket.create_connection(("127.0.0.1", redis.port), PATIENCE_S)
        self._line.sendall(f"AUTH {redis.password}\r\nMONITOR\r\n".encode())
        self._listen(b"+OK\r\n+OK\r\n")

    def end(self) -> bytes:
        """What was said until now."""
        last = Canary().word
        with self._redis.client() as client:
            client.echo(last)
        self._listen(last.encode())
        self._line.close()
        return self._heard

    def _listen(self, last: bytes) -> None:
        while last not in self._heard:
            # Redis keeps for the listener what nobody has read yet.
            piece = self._line.recv(1024 * 1024)
            assert piece, "Redis hung up"
            self._heard += piece
