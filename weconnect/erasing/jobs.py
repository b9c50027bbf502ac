"""Deletes what somebody wants to have deleted, a few messages at a time."""

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


@job(service.KIND)
def erase_messages(payload: Payload) -> Again | None:
    """One step of the erasure of `user`."""
    user = db.session.get(User, payload["user"])
    if user is None:
        return None
    actor = actor_of(user)
    found = _found(actor.id)
    end_reads()
    if found is None:
        return None
    ids, goes_on_at, whole = found
    deleted, pause = 0, PAUSE_S
    for message_id, seq in ids:
        try:
            delete_message(actor, message_id, unseen=True)
        except RateLimited as error:
            # Others are to have their turn: what is left of these comes with the next step.
            goes_on_at, whole, pause = seq, False, float(error.retry_after or PAUSE_S)
            break
        except (Forbidden, NotFound):
            # The room was archived or left meanwhile.
            continue
        deleted += 1
    return Again(pause) if _note(actor, deleted, goes_on_at, whole=whole) else None


def _found(user_id: int) -> tuple[list[tuple[int, int]], int, bool] | None:
    """The next messages as (id, seq), where to go on in the room, and whether that is at its end.

    None if all is done.
    """
    erasure = db.session.get(Erasure, user_id)
    if erasure is None or erasure.finished_at is not None or erasure.at_room is None:
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
    return [(row.id, row.seq) for row in rows], goes_on_at, goes_on_at <= 0


@transaction
def _note(actor: Actor, deleted: int, goes_on_at: int, *, whole: bool) -> bool:
    """Note how far it is, and tell the person; whether there is more."""
    erasure = db.session.get(Erasure, actor.id, with_for_update=True)
    if erasure is None or erasure.at_room is None:
        return False
    erasure.done += deleted
    erasure.at_seq = goes_on_at
    if whole:
        erasure.at_room, erasure.at_seq = service.next_room(
            actor.id, erasure.room_id, erasure.at_room
        )
        if erasure.at_room is None:
            erasure.finished_at = now()
    db.session.flush()
    publish(Erasing.model_validate(service.fields_of(erasure)), to=people([actor.id]))
    return erasure.at_room is not None
