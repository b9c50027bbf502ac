"""Deletes what somebody wants to have deleted, a few messages at a time."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from weconnect.auth.accounts.actor import Actor, actor_of
from weconnect.auth.accounts.models import User
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.engine.jobs.queue import Again, Payload, job
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.serialize import messages
from weconnect.messages.service import delete_message
from weconnect.wire.erasing import Erasing
from weconnect.wire.errors import Forbidden, NotFound, RateLimited

from . import service
from .models import Erasure

# So many are deleted in a step, and so many seqs are looked through for them: half of what a room
# may take, so that others go on writing there.
STEP = 50
LOOKED_AT = 5_000
PAUSE_S = 1.0


class Place(NamedTuple):
    """How far an erasure is: which one of the person's, in which room, and up to which seq."""

    started_at: datetime
    room: int
    seq: int


class Step(NamedTuple):
    """The next messages as (id, seq), where they were looked for, and where to go on in the room;
    `whole`: that is at its end."""

    place: Place
    messages: list[tuple[int, int]]
    goes_on_at: int
    whole: bool


@job(service.KIND)
def erase_messages(payload: Payload) -> Again | None:
    """One step of the erasure of `user`."""
    user = db.session.get(User, payload["user"])
    if user is None:
        return None
    actor = actor_of(user)
    step = _found(actor.id)
    end_reads()
    if step is None:
        return None
    deleted, pause = 0, PAUSE_S
    for message_id, seq in step.messages:
        try:
            delete_message(actor, message_id, unseen=True)
        except RateLimited as error:
            # Others are to have their turn: what is left of these comes with the next step.
            step = step._replace(goes_on_at=seq, whole=False)
            pause = float(error.retry_after or PAUSE_S)
            break
        except (Forbidden, NotFound):
            # The room was archived or left meanwhile.
            continue
        deleted += 1
    return Again(pause) if _note(actor, deleted, step) else None


def _found(user_id: int) -> Step | None:
    """The next step; None if all is done."""
    erasure = db.session.get(Erasure, user_id)
    if erasure is None or (place := _place(erasure)) is None:
        return None
    bottom = max(0, erasure.at_seq - LOOKED_AT)
    rows = db.session.execute(
        select(messages.c.id, messages.c.seq)
        .where(
            messages.c.room_id == erasure.at_room,
            messages.c.seq > bottom,
            messages.c.seq <= erasure.at_seq,
            messages.c.sender_id == user_id,
            messages.c.id <= erasure.top,
            messages.c.deleted.is_(False),
        )
        .order_by(messages.c.seq.desc())
        .limit(STEP)
    ).all()
    goes_on_at = rows[-1].seq - 1 if len(rows) == STEP else bottom
    return Step(place, [(row.id, row.seq) for row in rows], goes_on_at, goes_on_at <= 0)


def _place(erasure: Erasure) -> Place | None:
    if erasure.finished_at is not None or erasure.at_room is None:
        return None
    return Place(erasure.started_at, erasure.at_room, erasure.at_seq)


@transaction
def _note(actor: Actor, deleted: int, step: Step) -> bool:
    """Note how far it is, and tell the person; whether there is more."""
    erasure = db.session.get(Erasure, actor.id, with_for_update=True)
    if erasure is None or (place := _place(erasure)) is None:
        return False
    if place != step.place:
        # Another server has done it meanwhile, and is somewhere else by now: what this one knows of
        # its own place is not true of that one.
        return True
    erasure.done += deleted
    erasure.at_seq = step.goes_on_at
    if step.whole:
        erasure.at_room, erasure.at_seq = service.next_room(actor.id, erasure.room_id, place.room)
        if erasure.at_room is None:
            erasure.finished_at = now()
    db.session.flush()
    publish(Erasing.model_validate(service.fields_of(erasure)), to=people([actor.id]))
    return erasure.at_room is not None
