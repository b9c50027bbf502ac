"""Open sockets whose right to be open has ended elsewhere: by a command, or on another server.

What ends a login or a membership closes the sockets of its own process at once, and tells the other
servers. This sweep is for what they were not told, within `INTERVAL_S`.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator

import gevent
from flask import Flask
from sqlalchemy import Select, select

from weconnect.auth.people import administration
from weconnect.auth.sign_in import logins
from weconnect.engine.app_state import Key
from weconnect.engine.concurrency import rounds
from weconnect.engine.database.transactions import among, db
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.engine.realtime.hub.membership import evict_here
from weconnect.engine.realtime.hub.publish import close
from weconnect.rooms.models import Membership
from weconnect.wire.auth import Closing

INTERVAL_S = 15
# The people whose memberships are looked up by one question.
CHUNK = 500
# The memberships that are read by one question, about.
ROWS = 2000
EXPIRED = Closing(code="expired", message="You were logged out. Please log in again.")

log = logging.getLogger(__name__)


def sweep() -> None:
    """Close the sockets of ended logins and access tokens; take out who is no member any more."""
    recheck(realtime().connections.people())


def recheck(user_ids: Collection[int], reason: Closing = EXPIRED) -> None:
    """The same for these people only. Rooms that became theirs unheard are noted as well."""
    _close_expired(user_ids, reason)
    _correct_memberships(user_ids)


def _close_expired(user_ids: Collection[int], reason: Closing) -> None:
    connections = realtime().connections
    found = [one for user_id in user_ids for one in connections.of_user(user_id)]
    actors = [one.actor for one in found]
    alive = logins.alive(
        {actor.login_id for actor in actors if actor.login_id is not None},
        {actor.token_id for actor in actors if actor.token_id is not None},
    )
    ended = [
        one
        for one in found
        if one.actor.login_id not in alive.logins and one.actor.token_id not in alive.tokens
    ]
    banned = administration.banned({one.actor.id for one in ended}) if ended else set()
    for connection in ended:
        close(connection, administration.BANNED if connection.actor.id in banned else reason)


def _correct_memberships(user_ids: Collection[int]) -> None:
    connections = realtime().connections
    believed: defaultdict[int, set[int]] = defaultdict(set)
    for user_id in user_ids:
        believed[user_id] |= connections.rooms_of(user_id)
        for connection in connections.of_user(user_id):
            believed[user_id] |= connection.rooms
    for chunk in _chunks(believed):
        for user_id, room_id, visible_from in db.session.execute(rooms_of(chunk)):
            if room_id in believed[user_id]:
                believed[user_id].discard(room_id)
                # They may have been removed and brought back, unheard.
                connections.sees_from(user_id, room_id, visible_from)
            else:
                connections.note_member(room_id, user_id)
        for user_id in chunk:
            for room_id in believed[user_id]:
                evict_here(room_id, user_id)
        rounds.rest()  # others have their turn


def _chunks(believed: dict[int, set[int]]) -> Iterator[list[int]]:
    """The people, so many at a time that together they have few rooms; one in any case."""
    chunk: list[int] = []
    rooms = 0
    for user_id in sorted(believed):
        rooms += len(believed[user_id])
        if chunk and (len(chunk) >= CHUNK or rooms > ROWS):
            yield chunk
            chunk, rooms = [], len(believed[user_id])
        chunk.append(user_id)
    if chunk:
        yield chunk


def rooms_of(user_ids: Collection[int]) -> Select[int, int, int]:
    """The statement that says who of these people belongs to which room, and from which seq on they
    see it."""
    columns = Membership.user_id, Membership.room_id, Membership.visible_from_seq
    return select(*columns).where(among(Membership.user_id, user_ids))


def expel(room_id: int) -> None:
    """Take a room's live feed from the sockets of whoever is no member any more, and what was said
    before from those of whoever was brought back."""
    connections = realtime().connections
    people = {one.actor.id for one in connections.joined(room_id)}
    members: set[int] = set()
    ids = sorted(people)
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        found = db.session.execute(
            select(Membership.user_id, Membership.visible_from_seq).where(
                Membership.room_id == room_id, among(Membership.user_id, chunk)
            )
        )
        for user_id, visible_from in found:
            members.add(user_id)
            connections.sees_from(user_id, room_id, visible_from)
    for user_id in people - members:
        evict_here(room_id, user_id)


_SWEEP: "Key[gevent.Greenlet[[Flask], None]]" = Key("weconnect_sweep")


def start(app: Flask) -> None:
    """Sweep from now on, for as long as the process lives; a second call changes nothing."""
    if not _SWEEP.is_kept(app):
        _SWEEP.keep(app, gevent.spawn(_forever, app))


def _forever(app: Flask) -> None:
    while True:
        gevent.sleep(INTERVAL_S)
        try:
            with app.app_context():
                sweep()
        except Exception:
            log.exception("sweep failed")
