"""Who is online, away or offline, who is in a room, and who is typing.

All of it is news of the moment: kept in memory, gathered, never written down.
"""

import time
from collections import defaultdict
from typing import cast

from flask import Flask
from gevent import Greenlet

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.realtime.hub.audience import others, sockets
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.engine.realtime.hub.publish import publish
from weconnect.rooms.news import note_presence
from weconnect.wire import presence as wire
from weconnect.wire.auth import User
from weconnect.wire.base import Event, PresenceState
from weconnect.wire.messages import NewMessage
from weconnect.wire.presence import TYPING_S

# A page that is loaded again closes its socket and opens another: nobody needs to see that.
GATHER_S = 0.5
# So many people are told of by one event; of a larger crowd the others are told next time.
MOST = 100
# Whoever goes on typing is told of again after so long; clients show it for six seconds.
AGAIN_S = 2.0
# So many sockets are told of somebody's typing in a room within a second. Where thousands look, not
# every one of those who type needs to be seen.
MOST_TOLD_PER_S = 5_000


class PresenceBoard:
    """What this process last told about whom."""

    def __init__(self, app: Flask) -> None:
        self._told: dict[int, PresenceState] = {}
        # In each room, of whom there is news that waits and no list of its people has shown; and
        # who has been shown in one meanwhile, as something else than what was told last.
        self._unseen: defaultdict[int, set[int]] = defaultdict(set)
        self._seen: set[int] = set()
        self._news: Coalesce[None, tuple[int, frozenset[int]]] = Coalesce(
            app, self._flush, delay=GATHER_S, interval=GATHER_S
        )
        self._typing: dict[tuple[int, int], Greenlet[[User, int], None]] = {}
        # When it was last told of those who type, by the monotonic clock.
        self._shown: dict[tuple[int, int], float] = {}
        # How many sockets were told in this second, by room.
        self._second = 0
        self._told_in: defaultdict[int, int] = defaultdict(int)
        self._app = app

    def note(self, user_id: int) -> None:
        """A socket of the person came, went or changed its state.

        To be called while the person's rooms are known: before their last socket is forgotten.
        """
        self.heard(user_id, realtime().connections.rooms_of(user_id))

    def heard(self, user_id: int, rooms: frozenset[int]) -> None:
        """A person may be another than before, to those in these rooms."""
        self._news.add(None, (user_id, rooms))
        for room_id in rooms:
            self._unseen[room_id].add(user_id)

    def people_shown(self, room_id: int) -> None:
        """Somebody is given the list of a room's people: what it says of their states is told."""
        state = realtime().state
        for user_id in self._unseen.pop(room_id, ()):
            if state(user_id) != self._told.get(user_id, "offline"):
                self._seen.add(user_id)

    def _flush(self, _key: None, news: list[tuple[int, frozenset[int]]]) -> None:
        engine = realtime()
        seen, self._seen = self._seen, set()
        self._unseen.clear()
        rooms: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
        for user_id, room_ids in news:
            rooms[user_id] |= room_ids
        # People who share all of their rooms are told about together: a crowd is one event.
        # Those who have no room share none.
        groups: defaultdict[tuple[frozenset[int], int | None], list[wire.UserPresence]]
        groups = defaultdict(list)
        for user_id, room_ids in rooms.items():
            engine.delivery.noted(user_id, room_ids)
            state = engine.state(user_id)
            if state != self._told.get(user_id, "offline") or user_id in seen:
                alone = None if room_ids else user_id
                groups[room_ids, alone].append(wire.UserPresence(id=user_id, state=state))
                self._told[user_id] = state
            if state == "offline":
                self._told.pop(user_id, None)
        for (room_ids, alone), changed in groups.items():
            for one in changed[MOST:]:
                self._put_off(one.id, room_ids)
            groups[room_ids, alone] = changed[:MOST]
        for (room_ids, _), changed in groups.items():
            # On this server only: each one knows of all others, and tells its own people.
            audience: set[int] = {one.id for one in changed}
            audience.update(*(engine.connections.members(room_id) for room_id in room_ids))
            told = [one for user_id in audience for one in engine.connections.of_user(user_id)]
            if told:
                publish(wire.Presence(users=changed), to=sockets(told))
        note_presence(frozenset().union(*(room_ids for room_ids, _ in groups)))

    def _put_off(self, user_id: int, rooms: frozenset[int]) -> None:
        """Tell of somebody next time, whatever was told before."""
        self._told.pop(user_id, None)
        self._seen.add(user_id)
        self.heard(user_id, rooms)

    def typing(self, user: User, room_id: int) -> None:
        """The person types; without another word they stop after six seconds."""
        self._silence(user.id, room_id)
        self._typing[user.id, room_id] = Greenlet.spawn_later(
            TYPING_S, self._timeout, user, room_id
        )
        now = time.monotonic()
        if now - self._shown.get((user.id, room_id), float("-inf")) < AGAIN_S:
            return
        if self._may_tell(room_id, now):
            self._shown[user.id, room_id] = now
            self._tell_typing(user, room_id, typing=True)

    def stopped_typing(self, user: User, room_id: int) -> None:
        """The person no longer types; nothing happens if they did not."""
        if self._silence(user.id, room_id):
            self._hide(user, room_id)

    def _timeout(self, user: User, room_id: int) -> None:
        with self._app.app_context():
            self._typing.pop((user.id, room_id), None)
            self._hide(user, room_id)

    def _hide(self, user: User, room_id: int) -> None:
        if self._shown.pop((user.id, room_id), None) is not None:
            self._tell_typing(user, room_id, typing=False)

    def _may_tell(self, room_id: int, now: float) -> bool:
        if int(now) != self._second:
            self._second = int(now)
            self._told_in.clear()
        listeners = realtime().connections.listeners(room_id)
        if self._told_in[room_id] and self._told_in[room_id] + listeners > MOST_TOLD_PER_S:
            return False
        self._told_in[room_id] += listeners
        return True

    def _silence(self, user_id: int, room_id: int) -> bool:
        timer = self._typing.pop((user_id, room_id), None)
        if timer is not None:
            timer.kill(block=False)
        return timer is not None

    def _tell_typing(self, user: User, room_id: int, *, typing: bool) -> None:
        event = wire.UserTyping(room=room_id, user=user, typing=typing)
        publish(event, to=others(room_id, user.id))


_BOARD: Key[PresenceBoard] = Key("weconnect_presence")


def presence_board() -> PresenceBoard:
    """The board of the current app."""
    return _BOARD.here()


def set_away(connection: Connection, *, away: bool) -> None:
    """The person behind a socket left their device, or came back to it."""
    connection.away = away
    presence_board().note(connection.actor.id)


def connected(connection: Connection) -> None:
    """A person came, perhaps."""
    presence_board().note(connection.actor.id)


def disconnecting(connection: Connection) -> None:
    """A person goes, perhaps; where they have no other socket they type no more."""
    actor = connection.actor
    presence_board().note(actor.id)
    beside = [one for one in realtime().connections.of_user(actor.id) if one is not connection]
    for room_id in connection.rooms:
        if not any(room_id in one.rooms for one in beside):
            presence_board().stopped_typing(actor.user, room_id)


def message_ends_typing(event: Event) -> None:
    """Whoever has sent their message no longer types it."""
    message = cast(NewMessage, event)
    presence_board().stopped_typing(message.sender, message.room)


def presence_changed(user_id: int, rooms: frozenset[int]) -> None:
    """A person on another server is another than before, to those in these rooms."""
    presence_board().heard(user_id, rooms)


def people_shown(room_id: int) -> None:
    """Somebody is given the list of a room's people, with their states."""
    presence_board().people_shown(room_id)


def init_app(app: Flask) -> None:
    """Give `app` its board."""
    _BOARD.keep(app, PresenceBoard(app))
