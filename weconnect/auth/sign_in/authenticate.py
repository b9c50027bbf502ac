"""Proving who one is, by username and password: the one way for pages, API and everything else."""

from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import select, update

from weconnect.auth.accounts.models import Login, User
from weconnect.auth.accounts.names import username_key
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.wire.errors import RateLimited, Unauthorized, Unavailable
from weconnect.wire.words import N_

from . import dummies, known_devices, passwords, throttles

# The same for an unknown name, a wrong password and a banned account.
WRONG = N_("That username and password do not go together.")


@dataclass(frozen=True)
class Proof:
    """That somebody knew the password which this hash is made of."""

    user_id: int
    password_hash: bytes = field(repr=False)

    def require_user(self) -> User:
        """Within a transaction: the person, if nothing changed since. Raises Unauthorized."""
        user = db.session.get(User, self.user_id)
        if user is None or user.banned_at or user.password_hash != self.password_hash:
            raise Unauthorized(WRONG)
        return user


def authenticate(username: str, password: str, address: str, device: str = "") -> Proof:
    """The proof that `password` is that of `username`.

    `device` is the cookie of known_devices.py, if there is one. Raises Unauthorized after the same
    work and with the same words whatever was wrong; RateLimited after too many attempts;
    Unavailable when too many are waiting.
    """
    key = username_key(username)
    side = _side(key, address, device)
    known = side not in {throttles.STRANGERS, throttles.HOME}
    with throttles.one_at_a_time(key, side):
        throttles.check_login(key, address, side)
        with (
            throttles.turn_to_hash(address, known=known) as run,
            throttles.login_attempt(key, address, side) as attempt,
        ):
            found = db.session.execute(
                select(User.id, User.password_hash, User.banned_at).where(User.username_key == key)
            ).first()
            hashed: bytes | None = found.password_hash if found else None
            rounds = None if found else dummies.rounds_for(key)
            db.session.remove()  # the hash takes its time
            right = passwords.is_right(password, hashed, run, rounds=rounds)
            if found is None or hashed is None or not right or found.banned_at:
                attempt.wrong = True
                raise Unauthorized(WRONG)
            attempt.right = True
        if passwords.is_outdated(hashed):
            # If it cannot be renewed now, it will be another time.
            with (
                suppress(RateLimited, Unavailable),
                throttles.turn_to_hash(address, known=True) as run,
            ):
                renewed = passwords.hash_password(password, run)
                hashed = _rehash(found.id, hashed, renewed)
        return Proof(found.id, hashed)


def _side(key: str, address: str, device: str) -> str:
    """On which side of the account somebody is: see throttles.py."""
    found = db.session.execute(
        select(User.id, User.password_hash).where(User.username_key == key)
    ).first()
    if found is None:
        return throttles.STRANGERS
    if device and (name := known_devices.recognise(device, found.id, found.password_hash)):
        return f"browser {name}"
    at_home = db.session.scalar(
        select(Login.id)
        .where(Login.user_id == found.id, Login.address == address, Login.expires_at > now())
        .limit(1)
    )
    return throttles.STRANGERS if at_home is None else throttles.HOME


@transaction
def _rehash(user_id: int, old: bytes, new: bytes) -> bytes:
    """Replace a hash made with another number of rounds, unless the password changed meanwhile."""
    changed = db.session.scalar(
        update(User)
        .where(User.id == user_id, User.password_hash == old)
        .values(password_hash=new)
        .returning(User.id)
    )
    return new if changed else old
