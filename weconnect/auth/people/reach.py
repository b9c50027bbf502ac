"""Who may add a person to rooms and write to them first: what they chose, and whom they block."""

from typing import cast, get_args

from sqlalchemy import delete, select

from weconnect.auth.accounts.actor import Actor, wire_user
from weconnect.auth.accounts.models import Block, User
from weconnect.auth.sign_in import throttles
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire.auth import BlockList, FindBlocks, Reach
from weconnect.wire.errors import NotFound, Unauthorized

REACHES: tuple[Reach, ...] = get_args(Reach)


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


def list_blocks(actor: Actor, wish: FindBlocks) -> BlockList:
    """Whom the actor blocks, in the order of their ids; banned people as well."""
    found = db.session.scalars(
        select(User)
        .join(Block, Block.blocked_id == User.id)
        .where(Block.user_id == actor.id, Block.blocked_id > wish.after)
        .order_by(Block.blocked_id)
        .limit(wish.limit + 1)
    ).all()
    users = [wire_user(user) for user in found[: wish.limit]]
    return BlockList(users=users, next=users[-1].id if len(found) > wish.limit else None)


def block(actor: Actor, other: int) -> None:
    """Within a transaction: want nothing of a person any more. Raises NotFound."""
    if other == actor.id or db.session.get(User, other) is None:
        raise NotFound
    # See `rooms.reach.require_wanted`: whoever is adding the actor now has done so, or will see it.
    db.session.get(User, actor.id, with_for_update={"key_share": True})
    if not has_blocked(actor.id, other):
        db.session.add(Block(user_id=actor.id, blocked_id=other))
        db.session.flush()


def unblock(actor: Actor, other: int) -> None:
    """Within a transaction: take that back."""
    db.session.execute(delete(Block).where(Block.user_id == actor.id, Block.blocked_id == other))
