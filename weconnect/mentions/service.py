"""What a text would call for, and who may call for everybody."""

from typing import cast

from sqlalchemy import select, update

from weconnect.auth.accounts.actor import Actor, wire_user
from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.groups import calls as group_calls
from weconnect.rooms import access, members, throttles
from weconnect.rooms.models import Membership, Room
from weconnect.wire import mentions as wire
from weconnect.wire.body import TextBody

from . import everybody, groups
from .many import is_spent
from .names import names_in


def would_call(actor: Actor, room_id: int, names: str) -> wire.WouldCall:
    """Whom a message of the actor with these names would call for. Raises NotFound, Forbidden."""
    room, membership = own = access.require_member(actor, room_id)
    body = TextBody.model_construct(content=" ".join(f"@{name}" for name in names.split()))
    wanted = names_in(body)
    kinds = everybody.kinds_in(wanted)
    may = everybody.may_call(membership.role, room.callers, members.count(room.id))
    found = _people(wanted)
    there = set(
        db.session.scalars(
            select(Membership.user_id).where(
                Membership.room_id == room.id, Membership.user_id.in_([one.id for one in found])
            )
        )
    )
    by_key = group_calls.of_names({key for name in wanted for key in name})
    of_groups = group_calls.people([room.id], groups.firsts(wanted, by_key))
    many = set().union(*of_groups.values()) - {actor.id}
    too_many = groups.are_too_many(many) and not may
    spent = bool(of_groups or (kinds and may)) and is_spent(actor.id)
    return wire.WouldCall(
        people=_number(
            *(actor, room),
            there if too_many or spent else there | many,
            kinds if may and not spent else [],
        ),
        refused=too_many or (bool(kinds) and not may),
        spent=spent,
        outside=[wire_user(one) for one in found if one.id not in there and not one.banned_at],
        may_add=own.rank >= access.RANK["member"]
        and room.kind != "direct"
        and room.archived_at is None,
    )


def callers(actor: Actor, room_id: int) -> wire.RoomCallers:
    """Who may call for everybody in one of the actor's rooms. Raises NotFound, Forbidden."""
    room, _ = access.require_group(actor, room_id, "guest")
    return wire.RoomCallers(callers=cast(wire.Callers, room.callers or "team"))


@counted(throttles.CHANGES, "room changes")
@transaction
def set_callers(actor: Actor, room_id: int, wish: wire.RoomCallers) -> wire.RoomCallers:
    """Choose who may call for everybody, for the room's admins. Raises NotFound, Forbidden."""
    room, _ = access.require_chooser(actor, room_id)
    chosen = None if wish.callers == "team" else wish.callers
    db.session.execute(update(Room).where(Room.id == room.id).values(callers=chosen))
    return wish


def _people(wanted: list[list[str]]) -> list[User]:
    """Those who have these names; of each name the longest that somebody has."""
    keys = {key for name in wanted for key in name}
    if not keys:
        return []
    known = {
        one.username_key: one
        for one in db.session.scalars(select(User).where(User.username_key.in_(keys)))
    }
    found = (next(filter(None, map(known.get, name)), None) for name in wanted)
    return list(dict.fromkeys(one for one in found if one))


def _number(actor: Actor, room: Room, named: set[int], kinds: list[str]) -> int:
    if "room" in kinds:
        return members.count(room.id) - 1
    people = named | (realtime().present(room.id) if "here" in kinds else set())
    return len(people - {actor.id})
