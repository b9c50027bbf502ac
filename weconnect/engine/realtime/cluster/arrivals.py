"""Who came into rooms and left them on other servers, for rooms that somebody has joined here.

A person comes in with their first socket, and leaves with their last, over all servers.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

import gevent

from weconnect.engine.realtime.hub.engine import Realtime

from .channels import Channel
from .ports import HearNote, Notes

# How long somebody who lost their last connection may take to come back, here or elsewhere, before
# others are told.
LINGER_S = 5.0


class ClusterArrivals:
    """Who has joined rooms on other servers: those rooms that somebody has joined here."""

    def __init__(
        self,
        notes: Notes,
        engine: Realtime,
        users: Callable[[Collection[int]], Collection[Any]],
    ) -> None:
        self._notes = notes
        self._engine = engine
        self._users = users
        # Room, server, people.
        self._joined: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(
            lambda: defaultdict(set)
        )
        # Whose last connection here is gone, with the rooms they were in.
        self._lingering: set[tuple[int, int]] = set()
        self.hears: dict[str, HearNote] = {
            "crowd": self._moved,
            "joined": self._introduced,
        }

    def tell(self, room_id: int, came: list[Any], left: list[Any]) -> tuple[list[Any], list[Any]]:
        """Tell the other servers who came and left here; returns those of whom it is news here."""
        returned = {one.id for one in came if (room_id, one.id) in self._lingering}
        self._lingering -= {(room_id, user_id) for user_id in returned}
        came = [one for one in came if one.id not in returned]
        gone = [one for one in left if self._has_left(room_id, one)]
        if came or gone:
            data = {"came": [one.dump() for one in came], "left": [one.dump() for one in gone]}
            self._notes.note(Channel("room", room_id), "crowd", data)
        others = self._elsewhere(room_id)
        return (
            [one for one in came if one.id not in others],
            [one for one in gone if one.id not in others],
        )

    def _has_left(self, room_id: int, person: Any) -> bool:
        """Whether somebody left for good; whoever only lost their connection may come back."""
        key = room_id, person.id
        if key in self._lingering:
            self._lingering.discard(key)
            return True
        if self._engine.connections.has_part("person", person.id):
            return True
        self._lingering.add(key)
        gevent.spawn_later(LINGER_S, self._give_up, room_id, person)
        return False

    def _give_up(self, room_id: int, person: Any) -> None:
        if (room_id, person.id) in self._lingering:
            self._engine.arrivals.add(room_id, person, came=False)

    def introduce(self, room_id: int) -> None:
        """Tell the others who is in a room here, and ask for theirs."""
        self._notes.note(
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
            self._notes.note(Channel("server", server), "joined", answer)

    def _moved(self, room_id: int, data: dict[str, Any], server: str) -> None:
        if not self._engine.connections.has_part("room", room_id):
            return
        came = [self._engine.ports.person(one) for one in data["came"]]
        left = [self._engine.ports.person(one) for one in data["left"]]
        before = self._elsewhere(room_id) | set(self._here(room_id))
        self._joined[room_id][server] |= {one.id for one in came}
        self._joined[room_id][server] -= {one.id for one in left}
        after = self._elsewhere(room_id) | set(self._here(room_id))
        self._engine.arrivals.tell(
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
                self._engine.arrivals.tell(room_id, [], list(self._users(gone)))
