"""What a place for bytes can do."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

# So many bytes are read or written at once.
BLOCK = 256 * 1024


class Address(NamedTuple):
    """As what bytes are handed out: the headers Content-Type and Content-Disposition."""

    type: str
    disposition: str


class Writing(Protocol):
    """Bytes under a key that are being written, from an offset on."""

    def write(self, data: bytes) -> None:
        """Add these. Raises OSError."""

    def sync(self, *, amid: bool = False) -> tuple[int, str]:
        """Make safe what was written; returns up to which offset it is, and what `resume` has to
        be told to go on there. Raises OSError.

        `amid`: more comes at once. A place may leave some of it for later then.
        """

    def close(self) -> None:
        """Let go of it, whether or not all of it is safe. What `sync` never told of is lost."""


class Store(Protocol):
    """A place for bytes. Keys are made by the server: small letters, digits and `-`."""

    name: str

    def resume(self, key: str, offset: int, length: int, upload: str) -> Writing:
        """Go on writing what is to have `length` bytes at an offset that was safe. What was
        written after it is forgotten. Raises OSError; FileNotFoundError if what was written before
        is lost.
        """

    def finish(self, key: str, upload: str) -> None:
        """All is written, and safe: it can be read from now on. Once more changes nothing."""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` to before `end`, in pieces of BLOCK at most. Raises OSError;
        FileNotFoundError if there is nothing of the key.
        """

    def delete(self, *keys: str, upload: str = "") -> None:
        """Nothing is left of them, finished or not; `upload` is the first one's. Once more changes
        nothing. Raises OSError.
        """

    def digest(self, key: str) -> tuple[str, int]:
        """The SHA-256 of what is there, in hexadecimal, and its size. Raises OSError."""

    def address(self, key: str, as_: Address) -> str | None:
        """Where anybody who is told it fetches these bytes, for a minute at most, without this
        server; None: nowhere.
        """
