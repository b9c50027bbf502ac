"""Having all deleted that one has said, in one room or in all that one is in.

A job does it, some messages at a time, each as if its author deleted it: everybody sees it live,
and nothing that hung on it stays.
"""

from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.profile import prove
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs.queue import enqueue, is_planned
from weconnect.engine.limits.rate_limit import counted
from weconnect.messages import throttles
from weconnect.messages.serialize import messages
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import erasing as wire
from weconnect.wire.base import MAX_ID
from weconnect.wire.errors import Conflict

from .models import Erasure

KIND = "erase_messages"


def start(actor: Actor, password: str, room_id: int | None, address: str) -> wire.Erasure:
    """Have all of the actor's messages deleted.

    Raises CurrentPasswordWrong, NotFound or Forbidden for a room that is not the actor's, Conflict
    while that is going on already, RateLimited, Unavailable.
    """
    prove(actor, password, address)
    return begin(actor, room_id)


@counted(throttles.POSTS, "posts")
@transaction
def begin(actor: Actor, room_id: int | None) -> wire.Erasure:
    """The same, of somebody who has proved to be who they are."""
    if room_id is not None:
        access.require_open(access.require_member(actor, room_id).room)
    before = db.session.get(Erasure, actor.id, with_for_update=True)
    if before is not None and _goes_on(before):
        raise Conflict("Your messages are being deleted already.")
    mine = (messages.c.sender_id == actor.id, messages.c.deleted.is_(False))
    total, top = db.session.execute(
        select(func.count(), func.coalesce(func.max(messages.c.id), 0))
        .join(Membership, Membership.room_id == messages.c.room_id)
        .join(Room, Room.id == messages.c.room_id)
        .where(*mine, *_where(actor.id, room_id))
    ).one()
    erasure = before or Erasure(user_id=actor.id)
    erasure.room_id, erasure.top, erasure.total, erasure.done = room_id, top, total, 0
    erasure.at_room, erasure.at_seq = next_room(actor.id, room_id, MAX_ID)
    erasure.started_at, erasure.finished_at = now(), None if total else now()
    db.session.add(erasure)
    db.session.flush()
    if total:
        enqueue(KIND, {"user": actor.id}, key=str(actor.id))
    return wire.Erasure.model_validate(fields_of(erasure))


def state(actor: Actor) -> wire.ErasureState:
    """How far the actor's last one is."""
    found = db.session.get(Erasure, actor.id)
    shown = wire.Erasure.model_validate(fields_of(found)) if found else None
    stopped = found is not None and found.finished_at is None and not _goes_on(found)
    return wire.ErasureState(erasure=shown, stopped=stopped)


def _goes_on(erasure: Erasure) -> bool:
    """Whether it is not at its end, and somebody brings it there: what failed again and again was
    given up, and is begun anew by whoever wants it."""
    return erasure.finished_at is None and is_planned(KIND, str(erasure.user_id))


def fields_of(erasure: Erasure | Row[Any]) -> dict[str, Any]:
    """As the wire has it."""
    return {
        "room": erasure.room_id,
        "total": erasure.total,
        "done": erasure.done,
        "finished_at": erasure.finished_at,
    }


def next_room(user_id: int, room_id: int | None, before: int) -> tuple[int | None, int]:
    """The room to be gone through behind the one with the id `before`, and its last seq."""
    row = db.session.execute(
        select(Room.id, Room.last_seq)
        .join(Membership, Membership.room_id == Room.id)
        .where(Room.id < before, *_where(user_id, room_id))
        .order_by(Room.id.desc())
        .limit(1)
    ).first()
    return (row.id, row.last_seq) if row else (None, 0)


def _where(user_id: int, room_id: int | None) -> tuple[ColumnElement[bool], ...]:
    """The rooms that are meant: an archived one stays as it is."""
    meant = (Membership.user_id == user_id, Room.archived_at.is_(None))
    return meant if room_id is None else (*meant, Room.id == room_id)
