"""Access tokens: how programs come in. Each acts as its owner and can be revoked by itself."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update

from weconnect.auth.accounts import submissions
from weconnect.auth.accounts.actor import Actor, actor_of
from weconnect.auth.accounts.endings import ended_of
from weconnect.auth.accounts.models import AccessToken, User
from weconnect.auth.accounts.secrets import digest, new_secret
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.realtime.hub.publish import disconnect
from weconnect.wire import auth as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound

from . import logins
from .authenticate import Proof

# Makes a token recognisable to people and to scanners for leaked secrets.
PREFIX = "wc_"
# How exact "last used" is: not every call shall write.
USED_EVERY = timedelta(minutes=1)
# The most tokens of one person that are valid at a time.
MOST = 500

REVOKED = wire.Closing(code="loggedOut", message="This access token was revoked.")


@transaction
def create_token(
    actor: Actor, name: str, days: int | None, client_id: str | None = None
) -> wire.NewToken:
    """Make a token of the actor's that expires after `days`, or never.

    Only somebody logged in makes tokens: a leaked token must not outlive its revocation by making
    others. The same `client_id` again finds the same. Raises Forbidden, Conflict.
    """
    if actor.login_id is None:
        raise Forbidden("A token can't make tokens. Please log in, or send username and password.")
    return _create(logins.require_current(actor), name, days, client_id)


@transaction
def create_token_by_password(proof: Proof, name: str, days: int | None) -> wire.NewToken:
    """Make a token for somebody who proved who they are. Raises Unauthorized, Conflict."""
    return _create(proof.require_user(), name, days)


def _create(user: User, name: str, days: int | None, client_id: str | None = None) -> wire.NewToken:
    sent = submissions.sent(user.id, client_id, "token", name, days)
    secret = sent.secret(PREFIX) if sent else new_secret(PREFIX)
    if (made := submissions.result_of(sent)) is not None:
        token = db.session.get(AccessToken, made)
        if token is None:
            raise Conflict(submissions.GONE)
        return _as_new(token, secret)
    db.session.execute(
        delete(AccessToken).where(AccessToken.user_id == user.id, AccessToken.expires_at <= now())
    )
    ended_of([user.id])
    count = db.session.scalar(
        select(func.count()).select_from(AccessToken).where(AccessToken.user_id == user.id)
    )
    if count is not None and count >= MOST:
        raise Conflict("You have {most} access tokens. Please revoke some first.", most=MOST)
    token = AccessToken(
        user_id=user.id,
        secret_hash=digest(secret),
        name=name,
        expires_at=now() + timedelta(days=days) if days else None,
    )
    db.session.add(token)
    db.session.flush()
    submissions.remember(sent, token.id)
    return _as_new(token, secret)


def _as_new(token: AccessToken, secret: str) -> wire.NewToken:
    return wire.NewToken(token=secret, expires_at=token.expires_at, id=token.id, name=token.name)


def resume(secret: str) -> Actor | None:
    """Whoever this token stands for, or None; notes that it was used."""
    row = db.session.execute(
        select(AccessToken, User)
        .join(User, User.id == AccessToken.user_id)
        .where(
            AccessToken.secret_hash == digest(secret),
            AccessToken.expires_at.is_(None) | (AccessToken.expires_at > now()),
            User.banned_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    token, user = row
    actor = actor_of(user, token_id=token.id)
    if token.last_used_at is None or token.last_used_at < now() - USED_EVERY:
        _note_used(token.id)
    return actor


@transaction
def _note_used(token_id: int) -> None:
    db.session.execute(
        update(AccessToken).where(AccessToken.id == token_id).values(last_used_at=now())
    )


def list_tokens(actor: Actor) -> list[wire.Token]:
    """The actor's valid tokens, newest first."""
    rows = db.session.scalars(
        select(AccessToken)
        .where(
            AccessToken.user_id == actor.id,
            AccessToken.expires_at.is_(None) | (AccessToken.expires_at > now()),
        )
        .order_by(AccessToken.id.desc())
    )
    return [wire.Token.model_validate(row, from_attributes=True) for row in rows]


@transaction
def revoke_token(actor: Actor, token_id: int) -> None:
    """End one of the actor's tokens, and its sockets. Raises NotFound."""
    revoked = db.session.scalar(
        delete(AccessToken)
        .where(AccessToken.id == token_id, AccessToken.user_id == actor.id)
        .returning(AccessToken.id)
    )
    if revoked is None:
        raise NotFound
    ended_of([actor.id])
    disconnect(REVOKED, actor.id, token_id=token_id)
