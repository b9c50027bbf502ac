"""Passwords: which are taken, how they are kept, how they are checked."""

import base64
import functools
import hashlib
import unicodedata
from pathlib import Path

import bcrypt
from flask import current_app

from weconnect.engine.concurrency.offload import Offload, Run
from weconnect.engine.database.transactions import end_reads
from weconnect.wire.errors import BadRequest

SHORTEST = 10
LONGEST = 4096
# Two or three different characters are tried early, in all of their short patterns. So long that
# nobody tries them all, it is a password like any other (NIST SP 800-63B: length is what counts).
FEWEST_DIFFERENT = 4
LONG_ENOUGH = 32
# What must remain of a password when the username is taken out of it.
FEWEST_BESIDE_NAME = 6

COMMON = Path(__file__).with_name("common_passwords.txt")

# A check takes a quarter of a second at twelve rounds, on a core of its own: two at once leave the
# event loop its share, and one address has one of them at most.
# However long the wait: no connection of the database's pool is kept meanwhile.
hashing = Offload(threads=2, waiting=200, retry_after=5, before_waiting=end_reads)


class PasswordRefused(BadRequest):
    """This cannot be a password; the message says why."""


def check_password(password: str, username_key: str) -> None:
    """Raise PasswordRefused unless `password` may be chosen by the person with this name."""
    plain = _normal(password).casefold()
    if len(_normal(password)) < SHORTEST:
        raise PasswordRefused(
            "Please use at least {least} characters. A few words will do.", least=SHORTEST
        )
    if len(password) > LONGEST:
        raise PasswordRefused("That is too long: {most} characters at most.", most=str(LONGEST))
    if plain in _common():
        raise PasswordRefused(
            "Many people use this one, so it is guessed first. Please take another."
        )
    if len(set(plain)) < FEWEST_DIFFERENT and len(plain) < LONG_ENOUGH:
        raise PasswordRefused(
            "So few different characters are guessed early. Please take a few words."
        )
    if username_key in plain and len(plain.replace(username_key, "")) < FEWEST_BESIDE_NAME:
        raise PasswordRefused("This is too close to the username. Please choose another.")


def hash_password(password: str, run: Run = hashing.run) -> bytes:
    """What the database keeps of a password. Raises Unavailable when too many are waiting.

    `run` is a turn at `hashing` that one has already.
    """
    return run(bcrypt.hashpw, _fixed_length(password), bcrypt.gensalt(_rounds()))


def is_right(
    password: str, hashed: bytes | None, run: Run = hashing.run, *, rounds: int | None = None
) -> bool:
    """Whether `password` is the one that was hashed; with None the same work, and False.

    With None it is the work of so many `rounds`, by default of those that new hashes have. Raises
    Unavailable when too many are waiting.
    """
    if len(password) > LONGEST:
        return False
    right = run(bcrypt.checkpw, _fixed_length(password), hashed or _nobodys_hash(rounds))
    return right and hashed is not None


def is_outdated(hashed: bytes) -> bool:
    """Whether a hash was made with other than the present number of rounds."""
    return rounds_of(hashed) != _rounds()


def rounds_of(hashed: bytes) -> int:
    """With how many rounds a hash was made."""
    return int(hashed.split(b"$")[2])


def _rounds() -> int:
    rounds: int = current_app.config["WECONNECT"].bcrypt_rounds
    return rounds


def _nobodys_hash(rounds: int | None) -> bytes:
    """A hash that costs what a real one costs, and that no password is known to have."""
    return b"$2b$%02d$" % (rounds or _rounds()) + b"Ecz1hNzVwWZlKxRxOuLu3e" + b"u" * 31


def _fixed_length(password: str) -> bytes:
    """44 bytes for any password: bcrypt takes no more than 72, and no zero among them.

    Keyed with the product's name, so that SHA-256 sums from somebody else's leak cannot be tried
    against these hashes as they are.
    """
    whole = _normal(password).encode("utf-8", "surrogatepass")
    return base64.b64encode(hashlib.sha256(b"weconnect:" + whole).digest())


def _normal(password: str) -> str:
    # The same keys send differently composed letters on different systems.
    return unicodedata.normalize("NFKC", password)


@functools.cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
