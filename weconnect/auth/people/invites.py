"""Invite links: made by administrators, each good for some people and some days."""

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select, update

from weconnect.auth.accounts import submissions
from weconnect.auth.accounts.actor import Actor, wire_user
from weconnect.auth.accounts.models import Invite, User
from weconnect.auth.accounts.secrets import digest, new_secret
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.wire import auth as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound
from weconnect.wire.words import N_

from .administration import require_admin

MOST_DAYS = 90
MOST_USES = 1000


class Used(NamedTuple):
    """What an invite that was just used says: who made it, and for which room, if for any."""

    created_by: int
    room_id: int | None


class InviteRefused(Forbidden):
    """The invite is unknown, revoked, expired or used up: which of these, nobody is told."""

    default = N_("This invite link is not valid any more. Please ask for a new one.")


@transaction
def create_invite(
    actor: Actor,
    *,
    days: int,
    max_uses: int | None,
    room_id: int | None = None,
    client_id: str | None = None,
) -> str:
    """Make an invite; returns its secret, which is told this one time.

    Whoever comes by it becomes a member of the room `room_id`, if one is given. The same
    `client_id` again finds the same. Raises Forbidden, and Conflict if that is gone.
    """
    require_admin(actor)
    sent = submissions.sent(actor.id, client_id, "invite", days, max_uses, room_id)
    secret = sent.secret() if sent else new_secret()
    if submissions.result_of(sent) is not None:
        if not is_usable(secret):
            raise Conflict(submissions.GONE)
        return secret
    db.session.add(
        Invite(
            secret_hash=digest(secret),
            created_by=actor.id,
            expires_at=now() + timedelta(days=days),
            max_uses=max_uses,
            room_id=room_id,
        )
    )
    submissions.remember(sent, 0)
    return secret


def list_invites(actor: Actor) -> list[wire.Invite]:
    """All invites that can still be used, newest first. Raises Forbidden."""
    require_admin(actor)
    rows = db.session.execute(
        select(Invite, User)
        .join(User, User.id == Invite.created_by)
        .where(_usable())
        .order_by(Invite.id.desc())
    )
    return [
        wire.Invite(
            id=invite.id,
            created_by=wire_user(user),
            created_at=invite.created_at,
            expires_at=invite.expires_at,
            uses=invite.uses,
            max_uses=invite.max_uses,
        )
        for invite, user in rows
    ]


@transaction
def revoke_invite(actor: Actor, invite_id: int) -> None:
    """Make an invite useless from now on. Raises Forbidden, NotFound."""
    require_admin(actor)
    revoked = db.session.scalar(delete(Invite).where(Invite.id == invite_id).returning(Invite.id))
    if revoked is None:
        raise NotFound


def is_usable(secret: str) -> bool:
    """Whether somebody could register by this invite now."""
    found = db.session.scalar(
        select(Invite.id).where(Invite.secret_hash == digest(secret), _usable())
    )
    return found is not None


def use(secret: str) -> Used:
    """Within the transaction that makes the account: count one use. Raises InviteRefused."""
    used = db.session.execute(
        update(Invite)
        .where(Invite.secret_hash == digest(secret), _usable())
        .values(uses=Invite.uses + 1)
        .returning(Invite.created_by, Invite.room_id)
    ).first()
    if used is None:
        raise InviteRefused
    return Used(*used)


def _usable() -> ColumnElement[bool]:
    return (Invite.expires_at > now()) & (
        Invite.max_uses.is_(None) | (Invite.uses < Invite.max_uses)
    )
