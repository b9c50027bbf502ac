"""Finding rooms: the public ones by name, one's own by their ids."""

from collections.abc import Collection

from sqlalchemy import func, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import among, db
from weconnect.engine.i18n.folding import fold
from weconnect.wire import rooms as wire

from .describe import others_in, room_fields
from .models import Membership, Room

PAGE = 50


def public_rooms(
    actor: Actor, search: str = "", after: int = 0, limit: int = PAGE
) -> list[wire.PublicRoom]:
    """Open public rooms whose name or topic holds `search`, by id after `after`."""
    counted = (
        select(func.count())
        .select_from(Membership)
        .where(Membership.room_id == Room.id)
        .correlate(Room)
        .scalar_subquery()
    )
    query = (
        select(Room, Membership.role, counted.label("member_count"))
        .outerjoin(Membership, (Membership.room_id == Room.id) & (Membership.user_id == actor.id))
        .where(Room.kind == "public", Room.archived_at.is_(None), Room.id > after)
        .order_by(Room.id)
        .limit(limit)
    )
    if part := fold(search).strip():
        query = query.where(Room.folded.contains(part, autoescape=True))
    return [
        wire.PublicRoom.model_validate(
            {**room_fields(row[0], row.role), "member_count": row.member_count}
        )
        for row in db.session.execute(query)
    ]


def mine(actor: Actor, room_ids: Collection[int]) -> list[wire.Room]:
    """Those of these rooms that the actor is in, in no order."""
    found = db.session.execute(
        select(Room, Membership.role)
        .join(Membership, Membership.room_id == Room.id)
        .where(Membership.user_id == actor.id, among(Room.id, list(room_ids)))
    ).all()
    others = others_in([row[0] for row in found], actor.id)
    return [
        wire.Room.model_validate(room_fields(room, role, others.get(room.id, ())))
        for room, role in found
    ]
