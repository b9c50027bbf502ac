"""Proving who one is, by username and password: the one way for pages, API and everything else."""

from dataclasses import dataclass, field

from sqlalchemy import select, update

from weconnect.columns import now
from weconnect.db import db, transaction
from weconnect.wire.errors import Unauthorized

from . import passwords, throttles
from .models import Login, User
from .names import username_key

# The same for an unknown name, a wrong password and a banned account.
WRONG = "That username and password do not go together."


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


def authenticate(username: str, password: str, address: str) -> Proof:
    """The proof that `password` is that of `username`.

    Raises Unauthorized after the same work and with the same words whatever was wrong;
    RateLimited after too many failures; Unavailable when too many are waiting.
    """
    key = username_key(username)
    known = _is_logged_in_at(key, address)
    with throttles.one_at_a_time(key, known=known):
        throttles.check_login(key, address, known=known)
        found = db.session.execute(
            select(User.id, User.password_hash, User.banned_at).where(User.username_key == key)
        ).first()
        right = passwords.is_right(password, found.password_hash if found else None)
        if found is None or not right or found.banned_at:
            throttles.login_failed(key, address, known=known)
            raise Unauthorized(WRONG)
        throttles.login_succeeded(key, known=known)
        hashed: bytes = found.password_hash
        if passwords.is_outdated(hashed):
            hashed = _rehash(found.id, hashed, passwords.hash_password(password))
        return Proof(found.id, hashed)


def _is_logged_in_at(key: str, address: str) -> bool:
    found = db.session.scalar(
        select(Login.id)
        .join(User, User.id == Login.user_id)
        .where(User.username_key == key, Login.address == address, Login.expires_at > now())
        .limit(1)
    )
    return found is not None


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
