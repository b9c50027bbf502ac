"""News of a room's people: who became a member, got another role, or is none any more."""

from collections import defaultdict
from collections.abc import Iterable
from typing import cast

from flask import Flask
from sqlalchemy import select, update

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency import rounds
from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.database.transactions import after_commit, among, db, transaction
from weconnect.engine.realtime.hub.audience import joined, members, sockets
from weconnect.engine.realtime.hub.engine import REALTIME, realtime
from weconnect.engine.realtime.hub.publish import publish, tell_servers
from weconnect.wire import rooms as wire
from weconnect.wire.auth import UserChanged
from weconnect.wire.base import Event

from .describe import room_fields
from .members import SHOWN, WINDOW, count, members_among
from .models import Membership, Room

# A crowd that becomes members of one room is told of as a few events, not one per pair.
GATHER_S = 0.5
# How often a room too large to be listed says how many people it has, at most.
COUNT_S = 1.0

HINT = "members"
CHANGED = "room"


def note_people(room_id: int, user_ids: Iterable[int]) -> None:
    """Within a transaction: these people's memberships change; the room is told, gathered."""
    for user_id in user_ids:
        after_commit(_NEWS.here().add, room_id, (user_id, True))


def note_changed(room_id: int) -> None:
    """Within a transaction: a room has another name, topic or state; its members are told."""
    after_commit(_tell_changed, room_id, None)
    tell_servers(CHANGED, None, to=members(room_id))


def _tell_changed(room_id: int, _data: object) -> None:
    """Tell those members who have sockets on this server, each with their own role."""
    connected = sorted(realtime().connections.members(room_id))
    for start in range(0, len(connected), WINDOW):
        if start:
            rounds.rest()  # others have their turn
        # As it is now: what changed meanwhile must not be told before what was.
        room = db.session.get(Room, room_id, populate_existing=True)
        if room is None:
            return
        some = connected[start : start + WINDOW]
        by_role: defaultdict[str, list[int]] = defaultdict(list)
        for user_id, role in db.session.execute(
            select(Membership.user_id, Membership.role).where(
                Membership.room_id == room_id, among(Membership.user_id, some)
            )
        ):
            by_role[role].append(user_id)
        for role, ids in by_role.items():
            event = wire.RoomChanged.model_validate(room_fields(room, role))
            of_these = [one for user in ids for one in realtime().connections.of_user(user)]
            publish(event, to=sockets(of_these))


def note_presence(room_ids: Iterable[int]) -> None:
    """In these rooms somebody came online or went: those that look at one are told how many are
    here, if there are more than they are shown."""
    connections = realtime().connections
    for room_id in room_ids:
        if connections.has_part("room", room_id):
            _COUNTS.here().add(room_id, None)


def _hear(room_id: int, user_ids: list[int]) -> None:
    """On another server these people's memberships have changed."""
    for user_id in user_ids:
        _NEWS.here().add(room_id, (user_id, False))


def _tell(room_id: int, news: list[tuple[int, bool]]) -> None:
    """Tell the sockets of this server, each with who is online as it is known here; if it is the
    one where people changed, the others are told to do the same."""
    if own := [user_id for user_id, is_own in news if is_own]:
        tell_servers(HINT, own, to=joined(room_id))
    if db.session.get(Room, room_id) is None:
        return
    total = count(room_id)
    changed = sorted({user_id for user_id, _ in news})
    for start in range(0, len(changed), SHOWN):
        some = changed[start : start + SHOWN]
        found = members_among(room_id, some)
        removed = sorted(set(some) - {one.id for one in found})
        event = wire.MembersChanged(
            room=room_id, members=found, removed=removed, member_count=total
        )
        publish(event, to=sockets(realtime().connections.joined(room_id)))
    note_presence([room_id])


def _tell_counts(room_id: int, _news: list[None]) -> None:
    looking = realtime().connections.joined(room_id)
    total = count(room_id) if looking else 0
    if total > SHOWN:
        here = len(realtime().present(room_id))
        event = wire.PeopleCounted(room=room_id, member_count=total, here_count=here)
        publish(event, to=sockets(looking))


def people_changed(event: Event) -> None:
    """A person's name or picture changed: the rooms they are in show it."""
    _count_up(cast(UserChanged, event).user.id)


@transaction
def _count_up(user_id: int) -> None:
    theirs = select(Membership.room_id).where(Membership.user_id == user_id)
    db.session.execute(
        update(Room)
        .where(Room.id.in_(theirs))
        .values(members_version=Room.members_version + 1)
        .execution_options(synchronize_session=False)
    )


_NEWS: "Key[Coalesce[int, tuple[int, bool]]]" = Key("weconnect_people_news")
_COUNTS: "Key[Coalesce[int, None]]" = Key("weconnect_people_counts")


def init_app(app: Flask) -> None:
    """Give `app` its gatherers."""
    _NEWS.keep(app, Coalesce(app, _tell, delay=GATHER_S, interval=GATHER_S))
    _COUNTS.keep(app, Coalesce(app, _tell_counts, delay=GATHER_S, interval=COUNT_S))
    REALTIME.of(app).notes |= {HINT: _hear, CHANGED: _tell_changed}
