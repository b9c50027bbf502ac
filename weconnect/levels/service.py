"""Choosing what of a room calls for one."""

from flask import Flask
from sqlalchemy import select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.people.session import actor as present_actor
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.rooms import access
from weconnect.rooms.models import Membership
from weconnect.wire import levels as wire
from weconnect.wire.errors import NotFound
from weconnect.wire.rooms import USUAL, Level

# Nobody changes their mind faster.
CHANGES = rate_limit.rule("60 per minute", often=True)


def usual(actor: Actor) -> Level:
    """The actor's level for all rooms where they have chosen none."""
    found: Level | None = db.session.scalar(select(User.notify).where(User.id == actor.id))
    return found or USUAL


def level(actor: Actor, room_id: int) -> wire.RoomLevel:
    """What of a room calls for the actor. Raises NotFound, Forbidden."""
    _, own = access.require_member(actor, room_id)
    return _told(actor, room_id, own.notify, own.muted)


@counted(CHANGES, "levels")
@transaction
def set_level(actor: Actor, room_id: int, wish: wire.ChooseLevel) -> wire.RoomLevel:
    """Choose it, on all of the actor's devices. Raises NotFound, Forbidden."""
    access.require_member(actor, room_id)
    this = (Membership.room_id == room_id, Membership.user_id == actor.id)
    values = {"notify": wish.level, "muted": wish.muted}
    setting = update(Membership).where(*this).values(values).returning(Membership.room_id)
    if db.session.execute(setting).first() is None:
        raise NotFound
    found = _told(actor, room_id, wish.level, wish.muted)
    publish(wire.LevelChanged(**dict(found)), to=people([actor.id]))
    return found


@counted(CHANGES, "levels")
@transaction
def set_usual(actor: Actor, chosen: Level) -> wire.UsualLevel:
    """Choose the level of all rooms where the actor has chosen none."""
    db.session.execute(update(User).where(User.id == actor.id).values(notify=chosen))
    publish(wire.UsualLevelChanged(level=chosen), to=people([actor.id]))
    return wire.UsualLevel(level=chosen)


def _told(actor: Actor, room_id: int, chosen: str | None, muted: bool) -> wire.RoomLevel:
    return wire.RoomLevel.model_validate(
        {
            "room": room_id,
            "level": chosen or usual(actor),
            "usual_level": chosen is None,
            "muted": muted,
        }
    )


def init_app(app: Flask) -> None:
    """Give the page of the profile what is chosen there."""
    app.jinja_env.globals["usual_level"] = lambda: usual(present_actor())
