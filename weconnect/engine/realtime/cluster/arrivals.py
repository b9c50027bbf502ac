"""Who came into a room's live feed and who left it: `userJoined` and `userLeft`, gathered.

A person comes in with their first socket, and leaves with their last, over all servers.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

import gevent

from weconnect.engine.realtime.hub.engine import Realtime, realtime
from weconnect.engine.realtime.hub.publish import publish, sockets
from weconnect.wire.auth import User
from weconnect.wire.rooms import UserJoined, UserLeft

from .channels import Channel

if TYPE_CHECKING:
    from .broker import Broker

# Gathered for so long. A crowd of N that comes within a second is five events, not N².
GATHER_S = 0.2
# So many people are told of by one event; of a larger crowd the others are told next time.
MOST = 100
# How long somebody who lost their last connection may take to come back, here or elsewhere, before
# others are told. Only where there are several servers.
LINGER_S = 5.0


def tell_crowd(room_id: int, moves: list[tuple[User, bool]]) -> None:
    """Tell the room who came and who left, leaving out those who did both."""
    first: dict[int, bool] = {}
    users: dict[int, User] = {}
    for user, arrives in moves:
        first.setdefault(user.id, arrives)
        users[user.id] = user
    late = list(users)[MOST:]
    for user_id in late:
        realtime().crowd.add(room_id, (users.pop(user_id), first[user_id]))
    here = {user_id: realtime().connections.has_joined(user_id, room_id) for user_id in users}
    came = [users[user_id] for user_id, in_now in here.items() if in_now and first[user_id]]
    left = [users[user_id] for user_id, in_now in here.items() if not in_now and not first[user_id]]
    if (broker := realtime().broker) is not None:
        came, left = broker.crowd.tell(room_id, came, left)
    _tell(room_id, came, left)


def _tell(room_id: int, came: list[User], left: list[User]) -> None:
    """Tell the sockets of this server."""
    to = sockets(realtime().connections.joined(room_id))
    if came and to.sockets:
        publish(UserJoined(room=room_id, users=came), to=to)
    if left and to.sockets:
        publish(UserLeft(room=room_id, users=left), to=to)


class Elsewhere:
    """Who has joined rooms on other servers: those rooms that somebody has joined here."""

    def __init__(
        self,
        broker: "Broker",
        engine: Realtime,
        users: Callable[[Collection[int]], Collection[User]],
    ) -> None:
        self._broker = broker
        self._engine = engine
        self._users = users
        # Room, server, people.
        self._joined: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(
            lambda: defaultdict(set)
        )
        # Whose last connection here is gone, with the rooms they were in.
        self._lingering: set[tuple[int, int]] = set()
        self.notes: dict[str, Callable[[int, Any, str], None]] = {
            "crowd": self._moved,
            "joined": self._introduced,
        }

    def tell(
        self, room_id: int, came: list[User], left: list[User]
    ) -> tuple[list[User], list[User]]:
        """Tell the other servers who came and left here; returns those of whom it is news here."""
        returned = {one.id for one in came if (room_id, one.id) in self._lingering}
        self._lingering -= {(room_id, user_id) for user_id in returned}
        came = [one for one in came if one.id not in returned]
        gone = [one for one in left if self._has_left(room_id, one)]
        if came or gone:
            data = {"came": [one.dump() for one in came], "left": [one.dump() for one in gone]}
            self._broker.note(Channel("room", room_id), "crowd", data)
        others = self._elsewhere(room_id)
        return (
            [one for one in came if one.id not in others],
            [one for one in gone if one.id not in others],
        )

    def _has_left(self, room_id: int, user: User) -> bool:
        """Whether somebody left for good; whoever only lost their connection may come back."""
        key = room_id, user.id
        if key in self._lingering:
            self._lingering.discard(key)
            return True
        if self._engine.connections.has_part("person", user.id):
            return True
        self._lingering.add(key)
        gevent.spawn_later(LINGER_S, self._give_up, room_id, user)
        return False

    def _give_up(self, room_id: int, user: User) -> None:
        if (room_id, user.id) in self._lingering:
            self._engine.crowd.add(room_id, (user, False))

    def introduce(self, room_id: int) -> None:
        """Tell the others who is in a room here, and ask for theirs."""
        self._broker.note(
            Channel("room", room_id), "joined", {"users": self._here(room_id), "ask": True}
        )

    def _here(self, room_id: int) -> list[int]:
        people = {one.actor.id for one in self._engine.connections.joined(room_id)}
        return [*people, *(user_id for room, user_id in self._lingering if room == room_id)]

    def _elsewhere(self, room_id: int) -> set[int]:
        return set().union(*self._joined.get(room_id, {}).values())

    def _introduced(self, room_id: int, data: dict[str, Any], server: str) -> None:
        # A note to one server alone has the room in it.
        room_id = room_id or data["room"]
        if self._engine.connections.has_part("room", room_id):
            self._joined[room_id][server] = set(data["users"])
        if data.get("ask"):
            answer = {"users": self._here(room_id), "room": room_id}
            self._broker.note(Channel("server", server), "joined", answer)

    def _moved(self, room_id: int, data: dict[str, Any], server: str) -> None:
        if not self._engine.connections.has_part("room", room_id):
            return
        came = [User.model_validate(one) for one in data["came"]]
        left = [User.model_validate(one) for one in data["left"]]
        before = self._elsewhere(room_id) | set(self._here(room_id))
        self._joined[room_id][server] |= {one.id for one in came}
        self._joined[room_id][server] -= {one.id for one in left}
        after = self._elsewhere(room_id) | set(self._here(room_id))
        _tell(
            room_id,
            [one for one in came if one.id not in before],
            [one for one in left if one.id in before and one.id not in after],
        )

    def forget_room(self, room_id: int) -> None:
        """Nobody here is in a room any more."""
        self._joined.pop(room_id, None)

    def lose(self, server: str) -> None:
        """A server is gone, and whoever was in rooms there alone."""
        for room_id, servers in list(self._joined.items()):
            people = servers.pop(server, set())
            gone = people - self._elsewhere(room_id) - set(self._here(room_id))
            if gone and self._engine.connections.has_part("room", room_id):
                _tell(room_id, [], list(self._users(gone)))
