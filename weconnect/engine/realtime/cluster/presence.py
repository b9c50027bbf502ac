"""Who is online on which server, as far as it concerns somebody here.

Each server tells the others of its own people only, room by room, on the channel of the room's
members; whoever begins to listen to a room introduces its people there, and is answered with
theirs. Nothing of it is kept in Redis. A server that is not heard for a while is taken for dead,
and its people with it. One that takes its leave keeps silent about its people: they come back
elsewhere before it is missed.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.realtime.hub.engine import Realtime
from weconnect.wire.base import PresenceState

from .channels import Channel, Channels
from .ports import HearNote, Notes

log = logging.getLogger(__name__)

# A server that was not heard for so long is dead. With the gathering of presence, its people are
# offline everywhere within 15 s; a deploy has half of that to bring them back.
SILENT_S = 9.0
# How long somebody who lost their last connection counts as still here: they may come back here
# or elsewhere.
LINGER_S = 5.0
# News of people are told at once, and by room not again within this time: a crowd is a few notes.
INTERVAL_S = 0.1
# How long it is remembered that a server was taken for dead, in case it was not.
REMEMBERED_S = 3600.0

STATES: tuple[PresenceState, ...] = ("online", "away", "offline")


class Lingering(NamedTuple):
    """Somebody whose last connection here is gone."""

    state: PresenceState
    rooms: frozenset[int]
    until: float


class ClusterPresence:
    """The people of other servers. Plain memory: nothing here switches greenlets.

    `lost(server, silent_s)` is told when one is taken for dead, and how long it had been silent.
    """

    def __init__(
        self,
        notes: Notes,
        channels: Channels,
        engine: Realtime,
        lost: Callable[[str, float], None],
    ) -> None:
        self._notes = notes
        self._channels = channels
        self._connections = engine.connections
        self._presence_changed = engine.ports.presence_changed
        self._lost = lost
        self._heard: dict[str, float] = {}
        self._dead: dict[str, float] = {}
        # What others said: person, server, state.
        self._states: defaultdict[int, dict[str, PresenceState]] = defaultdict(dict)
        # By which rooms one knows it: person and server, rooms; and room, server, people.
        self._through: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        self._in: defaultdict[int, defaultdict[str, set[int]]] = defaultdict(
            lambda: defaultdict(set)
        )
        self._lingering: dict[int, Lingering] = {}
        # What the others were told of whom.
        self._announced: dict[int, PresenceState] = {}
        # Rooms whose people elsewhere are not all known yet: how many servers have yet to answer.
        self._expected: dict[int, int] = {}
        self._stopped = False
        self._introduced_at = float("-inf")
        self._news: Coalesce[int, int] = Coalesce(
            engine.app, self._announce, delay=0.0, interval=INTERVAL_S
        )
        self.hears: dict[str, HearNote] = {
            "people": self._introduced,
            "states": self._told,
            "again": self._asked_again,
        }

    @property
    def servers(self) -> frozenset[str]:
        """The ids of the other servers that are alive."""
        return frozenset(self._heard)

    def state(self, user_id: int) -> PresenceState:
        """Whether a person is here, over all of their sockets on all servers."""
        own = self._own_state(user_id)
        if own == "online" or not (elsewhere := self._states.get(user_id)):
            return own
        states = {own, *elsewhere.values()}
        return next(one for one in STATES if one in states)

    def present(self, room_id: int) -> set[int]:
        """Who of a room's people is here, on any server."""
        return self._own_people(room_id).union(*self._in.get(room_id, {}).values())

    def _own_people(self, room_id: int) -> set[int]:
        """Those of a room who are connected here, or were a moment ago."""
        people = self._connections.members(room_id)
        return people | {one for one, ghost in self._lingering.items() if room_id in ghost.rooms}

    def rooms_of(self, user_id: int) -> frozenset[int]:
        """The rooms through which one knows of a person who is elsewhere."""
        servers = self._states.get(user_id, {})
        return frozenset().union(*(self._through[user_id, server] for server in servers))

    def may_be_elsewhere(self, user_id: int) -> bool:
        """Whether a person may have sockets on other servers.

        Of whoever has one here all rooms are listened to, and by them one knows.
        """
        return user_id in self._states or not self._connections.has_part("person", user_id)

    def is_complete(self, room_id: int) -> bool:
        """Whether all servers have said who of theirs belongs to a room."""
        return room_id not in self._expected

    # Telling others

    def came(self, user_id: int) -> None:
        """A person has a socket here (again)."""
        self._lingering.pop(user_id, None)

    def left(self, user_id: int, state: PresenceState, rooms: frozenset[int]) -> None:
        """A person's last socket here is gone: for others, after a while."""
        self._lingering[user_id] = Lingering(state, rooms, time.monotonic() + LINGER_S)

    def touch(self, user_id: int, rooms: Iterable[int]) -> None:
        """Tell the others, soon, what a person of this server now is in these rooms."""
        for room_id in rooms:
            self._news.add(room_id, user_id)

    def noted(self, user_id: int, rooms: Iterable[int]) -> None:
        """Perhaps a person of this server is another than the others were told."""
        if self._announced.get(user_id, "offline") != self._own_state(user_id):
            self.touch(user_id, rooms)

    def introduce(self, room_id: int) -> None:
        """Tell the others all of a room's people who are here, and ask for theirs."""
        self._expected[room_id] = -1  # nobody knows yet
        data = {**self._people_in(room_id), "ask": True}
        self._notes.note(
            *(Channel("members", room_id), "people", data),
            answered=lambda servers: self._reached(room_id, servers - 1),
        )

    def give_up(self, room_id: int) -> None:
        """Wait no longer for servers that have not answered."""
        self._expected.pop(room_id, None)

    def _reached(self, room_id: int, others: int) -> None:
        if room_id in self._expected:
            # Some of them may have answered already: each counted one down from -1.
            self._expected[room_id] += others + 1
            self._settle(room_id)

    def _settle(self, room_id: int) -> None:
        if self._expected.get(room_id) == 0:
            del self._expected[room_id]
            self._channels.arrived(Channel("members", room_id))

    def _announce(self, room_id: int, user_ids: list[int]) -> None:
        if self._stopped:
            return
        members = self._connections.members(room_id)
        states: defaultdict[str, list[int]] = defaultdict(list)
        for user_id in dict.fromkeys(user_ids):
            lingering = self._lingering.get(user_id)
            belongs = user_id in members or (lingering and room_id in lingering.rooms)
            state = self._own_state(user_id)
            states[state if belongs else "offline"].append(user_id)
            self._announced[user_id] = state
            if state == "offline":
                del self._announced[user_id]
        self._notes.note(Channel("members", room_id), "states", states)

    def _people_in(self, room_id: int) -> dict[str, list[int]]:
        states: defaultdict[str, list[int]] = defaultdict(list)
        for user_id in self._own_people(room_id):
            states[self._own_state(user_id)].append(user_id)
        return dict(states)

    def _own_state(self, user_id: int) -> PresenceState:
        state = self._connections.state(user_id)
        if state == "offline" and (lingering := self._lingering.get(user_id)) is not None:
            return lingering.state
        return state

    # Hearing from others

    def heard(self, server: str) -> None:
        """A server lives."""
        self._heard[server] = time.monotonic()
        if server in self._dead:
            # It was only out of reach, and does not know that its people were taken for gone.
            del self._dead[server]
            self._notes.note(Channel("server", server), "again", None)

    def _introduced(self, room_id: int, data: dict[str, Any], server: str) -> None:
        """All people of a server who belong to a room."""
        # A note to one server alone has the room in it.
        room_id = room_id or data["room"]
        states = {user_id: state for state in STATES for user_id in data.get(state, ())}
        for user_id in self._in[room_id][server] - set(states):
            states[user_id] = "offline"
        self._learn(room_id, states, server)
        if data.get("ask"):
            answer = {**self._people_in(room_id), "room": room_id}
            self._notes.note(Channel("server", server), "people", answer)
        elif room_id in self._expected:
            self._expected[room_id] -= 1
            self._settle(room_id)

    def _told(self, room_id: int, data: dict[str, Any], server: str) -> None:
        """News of people of a server who belong to a room."""
        states = {user_id: state for state in STATES for user_id in data.get(state, ())}
        self._learn(room_id, states, server)

    def _learn(self, room_id: int, states: dict[int, PresenceState], server: str) -> None:
        if not self._connections.has_part("members", room_id):
            return
        for user_id, state in states.items():
            if state == "offline":
                self._forget(user_id, room_id, server)
            elif state != self._states[user_id].get(server):
                self._states[user_id][server] = state
                self._changed(user_id, room_id)
            if state != "offline":
                self._through[user_id, server].add(room_id)
                self._in[room_id][server].add(user_id)

    def _forget(self, user_id: int, room_id: int, server: str) -> None:
        """A person is no longer known through a room; perhaps through no other either."""
        self._in[room_id][server].discard(user_id)
        rooms = self._through.get((user_id, server))
        if rooms is None:
            return
        rooms.discard(room_id)
        if not rooms:
            del self._through[user_id, server]
            self._states[user_id].pop(server, None)
            if not self._states[user_id]:
                del self._states[user_id]
        # Also when known through others: those who share only this room are told, if it is news.
        self._changed(user_id, room_id)

    def _changed(self, user_id: int, room_id: int) -> None:
        self._presence_changed(user_id, self.rooms_of(user_id) | {room_id})

    def forget_room(self, room_id: int) -> None:
        """Nobody here belongs to a room any more: what was known through it is not kept up."""
        for server, people in self._in.pop(room_id, {}).items():
            for user_id in list(people):
                self._forget(user_id, room_id, server)
        self._in.pop(room_id, None)
        self._expected.pop(room_id, None)

    def _asked_again(self, _number: int, _data: Any, _server: str) -> None:
        """Somebody took this server for dead: introduce everybody again, once for all who did."""
        if time.monotonic() - self._introduced_at > LINGER_S:
            self._introduced_at = time.monotonic()
            for room_id in self._connections.rooms():
                self.introduce(room_id)

    # Time passes

    def tick(self, *, judge: bool) -> None:
        """Let go of who did not come back; `judge` is whether silence means anything."""
        now = time.monotonic()
        if self._stopped:
            return
        for user_id in [one for one, ghost in self._lingering.items() if ghost.until <= now]:
            rooms = self._lingering.pop(user_id).rooms
            self.touch(user_id, rooms)
            self._presence_changed(user_id, rooms)
        if judge:
            for server in [one for one, at in self._heard.items() if at < now - SILENT_S]:
                self._dead[server] = now
                self._lose(server)
        for server in [one for one, at in self._dead.items() if at < now - REMEMBERED_S]:
            del self._dead[server]

    def resume(self) -> None:
        """Redis is back: whoever was not heard meanwhile had no chance to be."""
        now = time.monotonic()
        for server in self._heard:
            self._heard[server] = now

    def stop(self) -> None:
        """Say nothing any more."""
        self._stopped = True

    def _lose(self, server: str) -> None:
        silent_s = time.monotonic() - self._heard.pop(server)
        log.info("a server is gone", extra={"server": server})
        for room_id, servers in list(self._in.items()):
            for user_id in list(servers.get(server, ())):
                self._forget(user_id, room_id, server)
            servers.pop(server, None)
        self._lost(server, silent_s)
