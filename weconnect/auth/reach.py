"""Who may add a person to rooms and write to them first: what they chose, and whom they block."""

from typing import Literal, cast

from sqlalchemy import delete, select

from weconnect.db import db, transaction
from weconnect.throttle import counted
from weconnect.wire.errors import NotFound, Unauthorized

from . import throttles
from .actor import Actor
from .models import Block, User

# `known`: those with whom one shares a private room or a direct conversation, into which nobody
# comes by themselves.
Reach = Literal["everybody", "known", "nobody"]
REACHES: tuple[Reach, ...] = ("everybody", "known", "nobody")


def reach_of(actor: Actor) -> Reach:
    """What the actor chose."""
    return cast(Reach, db.session.scalar(select(User.reach).where(User.id == actor.id)))


@counted(throttles.PROFILE_CHANGES, "profile")
@transaction
def set_reach(actor: Actor, reach: Reach) -> None:
    """Choose who may add the actor to rooms."""
    user = db.session.get(User, actor.id)
    if user is None:
        raise Unauthorized
    user.reach = reach


def has_blocked(user_id: int, other: int) -> bool:
    """Whether a person blocks another one."""
    return db.session.get(Block, (user_id, other)) is not None


def block(actor: Actor, other: int) -> None:
    """Within a transaction: want nothing of a person any more. Raises NotFound."""
    if other == actor.id or db.session.get(User, other) is None:
        raise NotFound
    if not has_blocked(actor.id, other):
        db.session.add(Block(user_id=actor.id, blocked_id=other))
        db.session.flush()


def unblock(actor: Actor, other: int) -> None:
    """Within a transaction: take that back."""
    db.session.execute(delete(Block).where(Block.user_id == actor.id, Block.blocked_id == other))
