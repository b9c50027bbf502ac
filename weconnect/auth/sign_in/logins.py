"""Logged-in browsers: each has a record here, and its cookie holds the record's secret.

Ending the record ends the login: a copied cookie is worth nothing afterwards.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from weconnect.auth.accounts.actor import Actor, actor_of, avatar_path
from weconnect.auth.accounts.endings import ended_of
from weconnect.auth.accounts.models import AccessToken, Login, User
from weconnect.auth.accounts.secrets import digest, new_secret
from weconnect.engine.database.column_types import UtcTime, now
from weconnect.engine.database.prepared import Prepared, read
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.realtime.hub.publish import disconnect
from weconnect.wire import auth as wire
from weconnect.wire.errors import NotFound, Unauthorized

from .authenticate import Proof

# A login ends when it was not used for so long.
SPAN = timedelta(days=30)
# How exact "last seen" is: not every request shall write.
SEEN_EVERY = timedelta(minutes=5)
# The most logins of one person; the one unused for longest makes room.
MOST = 100
# Databases take only so many values in one question.
CHUNK = 1000

# Every request and every socket asks it.
_RESUMED = Prepared(
    select(
        Login.id,
        (Login.last_seen_at < bindparam("long_ago", type_=UtcTime)).label("was_away"),
        User.id,
        User.username,
        User.display_name,
        User.avatar_id,
        User.is_admin,
        User.language,
    )
    .join(User, User.id == Login.user_id)
    .where(
        Login.secret_hash == bindparam("hash"),
        Login.expires_at > bindparam("at"),
        User.banned_at.is_(None),
    )
)

ENDED = wire.Closing(code="loggedOut", message="You were logged out.")


class Alive(NamedTuple):
    """The ids of those logins and access tokens that are still valid."""

    logins: set[int]
    tokens: set[int]


@transaction
def open_login(proof: Proof, device: str, address: str) -> Actor:
    """Log in somebody who proved who they are. Raises Unauthorized if that no longer holds."""
    user = proof.require_user()
    return new_login(user, device, address)


def new_login(user: User, device: str, address: str) -> Actor:
    """Within a transaction: a login of `user`, without asking how they came here."""
    _make_room(user.id)
    secret = new_secret()
    login = Login(
        user_id=user.id,
        secret_hash=digest(secret),
        device=device[:200],
        address=address[:45],
        expires_at=now() + SPAN,
    )
    db.session.add(login)
    db.session.flush()
    return actor_of(user, login_id=login.id, secret=secret)


def resume(secret: str) -> Actor | None:
    """Whoever the cookie with this secret logs in, or None; notes that they were seen."""
    at = now()
    rows = read(_RESUMED, {"hash": digest(secret), "at": at, "long_ago": at - SEEN_EVERY})
    if not rows:
        return None
    login_id, was_away, user_id, username, display_name, avatar_id, is_admin, language = rows[0]
    if was_away:
        _note_seen(login_id)
    return Actor(
        id=user_id,
        username=username,
        display_name=display_name,
        avatar=avatar_path(avatar_id),
        is_admin=bool(is_admin),
        language=language,
        login_id=login_id,
        secret=secret,
    )


@transaction
def _note_seen(login_id: int) -> None:
    db.session.execute(
        update(Login)
        .where(Login.id == login_id)
        .values(last_seen_at=now(), expires_at=now() + SPAN)
    )


def list_logins(actor: Actor) -> list[wire.Login]:
    """Where the actor is logged in, last seen first."""
    rows = db.session.scalars(
        select(Login)
        .where(Login.user_id == actor.id, Login.expires_at > now())
        .order_by(Login.last_seen_at.desc(), Login.id.desc())
    )
    return [
        wire.Login(
            id=row.id,
            device=row.device,
            address=row.address,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            current=row.id == actor.login_id,
        )
        for row in rows
    ]


@transaction
def end_login(actor: Actor, login_id: int) -> None:
    """End one of the actor's logins, and its sockets. Raises NotFound."""
    ended = db.session.scalar(
        delete(Login).where(Login.id == login_id, Login.user_id == actor.id).returning(Login.id)
    )
    if ended is None:
        raise NotFound
    ended_of([actor.id])
    disconnect(ENDED, actor.id, login_id=login_id)


@transaction
def end_others(actor: Actor) -> None:
    """End all of the actor's logins but the present one."""
    ended = db.session.scalars(
        delete(Login)
        .where(Login.user_id == actor.id, Login.id.is_distinct_from(actor.login_id))
        .returning(Login.id)
    ).all()
    ended_of([actor.id])
    for login_id in ended:
        disconnect(ENDED, actor.id, login_id=login_id)


@transaction
def log_out(secret: str) -> None:
    """End the login with this secret, if it is there, and its sockets."""
    ended = db.session.execute(
        delete(Login).where(Login.secret_hash == digest(secret)).returning(Login.id, Login.user_id)
    ).first()
    if ended is not None:
        ended_of([ended.user_id])
        disconnect(ENDED, ended.user_id, login_id=ended.id)


def end_everything(user_id: int, reason: wire.Closing) -> None:
    """Within a transaction: end all logins, access tokens and sockets of a person."""
    db.session.execute(delete(Login).where(Login.user_id == user_id))
    db.session.execute(delete(AccessToken).where(AccessToken.user_id == user_id))
    ended_of([user_id])
    disconnect(reason, user_id)


def alive(login_ids: Collection[int], token_ids: Collection[int]) -> Alive:
    """Which of these logins and tokens are valid now: for the sweep over open sockets."""
    logins: set[int] = set()
    for ids in _chunks(login_ids):
        logins.update(
            db.session.scalars(
                select(Login.id)
                .join(User, User.id == Login.user_id)
                .where(among(Login.id, ids), Login.expires_at > now(), User.banned_at.is_(None))
            )
        )
    tokens: set[int] = set()
    for ids in _chunks(token_ids):
        tokens.update(
            db.session.scalars(
                select(AccessToken.id)
                .join(User, User.id == AccessToken.user_id)
                .where(
                    among(AccessToken.id, ids),
                    AccessToken.expires_at.is_(None) | (AccessToken.expires_at > now()),
                    User.banned_at.is_(None),
                )
            )
        )
    return Alive(logins, tokens)


def require_current(actor: Actor) -> User:
    """Within a transaction: the actor's account, if what they came in by is still valid.

    For what outlasts a login. Raises Unauthorized.
    """
    still = alive(
        [actor.login_id] if actor.login_id else [], [actor.token_id] if actor.token_id else []
    )
    user = db.session.get(User, actor.id)
    if user is None or not (still.logins or still.tokens):
        raise Unauthorized
    return user


def _make_room(user_id: int) -> None:
    db.session.execute(delete(Login).where(Login.user_id == user_id, Login.expires_at <= now()))
    surplus = db.session.scalars(
        select(Login.id)
        .where(Login.user_id == user_id)
        .order_by(Login.last_seen_at.desc(), Login.id.desc())
        .offset(MOST - 1)
    ).all()
    for login_id in surplus:
        db.session.execute(delete(Login).where(Login.id == login_id))
        disconnect(ENDED, user_id, login_id=login_id)
    ended_of([user_id])


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
