"""What a place for bytes can do."""

from collections.abc import Iterator
from typing import Protocol

# So many bytes are read or written at once.
BLOCK = 256 * 1024


class Writing(Protocol):
    """Bytes under a key that are being written, from an offset on."""

    def write(self, data: bytes) -> None:
        """Add these. Raises OSError."""

    def sync(self) -> tuple[int, str]:
        """Make safe what was written; returns up to which offset it is, and what `resume` has to
        be told to go on there. Raises OSError."""

    def close(self) -> None:
        """Let go of it, whether or not all of it is safe."""


class Store(Protocol):
    """A place for bytes. Keys are made by the server: small letters, digits and `-`."""

    name: str

    def resume(self, key: str, offset: int, upload: str) -> Writing:
        """Go on writing at an offset that was safe. What was written after it is forgotten."""

    def finish(self, key: str, upload: str) -> None:
        """All is written, and safe: it can be read from now on. Once more changes nothing."""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` to before `end`, in pieces of BLOCK at most. Raises OSError."""

    def delete(self, key: str, upload: str) -> None:
        """Nothing is left of it, finished or not. Once more changes nothing. Raises OSError."""

    def digest(self, key: str) -> tuple[str, int]:
        """The SHA-256 of what is there, in hexadecimal, and its size. Raises OSError."""
