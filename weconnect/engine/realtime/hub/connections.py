"""Who is connected to this process, and which rooms each socket has joined.

Socket.IO's own rooms carry the live feeds. This registry answers the questions that those
cannot: all sockets of a person, of a login, of the members of a room.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar

from weconnect.wire.base import PresenceState

T = TypeVar("T")

# What a server takes part in: a person who has a socket here, a room whose live feed one takes, a
# room that somebody connected belongs to.
Part = Literal["person", "room", "members"]


class Watcher(Protocol):
    """Is told what this process takes part in from now on, and what no longer."""

    def begins(self, part: Part, number: int) -> None:
        """The first one came."""

    def ends(self, part: Part, number: int) -> None:
        """The last one left."""

    def enters(self, user_id: int, room_id: int) -> None:
        """A connected person belongs to a room."""

    def exits(self, user_id: int, room_id: int) -> None:
        """A connected person no longer belongs to a room."""

    def leaves(self, user_id: int, state: PresenceState, rooms: frozenset[int]) -> None:
        """A person's last socket is gone; what they were until now, and where they belong."""


@dataclass(eq=False, slots=True)
class Connection:
    """One socket of one person.

    `actor` is whatever the factory's features call an actor; the engine itself reads its `id`,
    `login_id`, `token_id` and `user`.
    """

    sid: str
    actor: Any
    away: bool = False
    rooms: set[int] = field(default_factory=set)


class Connections:
    """The sockets of one process. Plain memory: nothing here switches greenlets."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_user: defaultdict[int, set[Connection]] = defaultdict(set)
        self._joined: defaultdict[int, set[Connection]] = defaultdict(set)
        # By room, of sockets that do not see all of it: the seq of the first message that they do.
        self._since: defaultdict[int, dict[Connection, int]] = defaultdict(dict)
        self._rooms_of: dict[int, set[int]] = {}
        self._members: defaultdict[int, set[int]] = defaultdict(set)
        # How often something was revoked that sockets depend on: whoever looks up a login, and then
        # finds another count, has to look again.
        self.revocations = 0
        self._watcher: Watcher | None = None

    def watch(self, watcher: Watcher) -> None:
        """Tell `watcher` from now on. Only where there are other servers."""
        self._watcher = watcher

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)

    def get(self, sid: str) -> Connection | None:
        """The connection with this Socket.IO id, if it is open."""
        return self._by_sid.get(sid)

    def add(self, connection: Connection, rooms: Iterable[int]) -> None:
        """Take in an accepted socket; `rooms` are the ids of all rooms its person belongs to."""
        user_id = connection.actor.id
        self._by_sid[connection.sid] = connection
        if user_id not in self._by_user:
            self._begins("person", user_id)
        self._by_user[user_id].add(connection)
        for room_id in self._rooms_of.setdefault(user_id, set()) ^ set(rooms):
            if room_id in self._rooms_of[user_id]:
                self.forget_member(room_id, user_id)
            else:
                self.note_member(room_id, user_id)

    def remove(self, connection: Connection) -> None:
        """Forget a closed socket, which has left its rooms before."""
        if self._by_sid.pop(connection.sid, None) is None:
            return
        user_id = connection.actor.id
        state = self.state(user_id)
        _discard(self._by_user, user_id, connection)
        if user_id not in self._by_user:
            rooms = self._rooms_of.pop(user_id, set())
            if self._watcher is not None:
                self._watcher.leaves(user_id, state, frozenset(rooms))
            self._ends("person", user_id)
            for room_id in rooms:
                self._forget(room_id, user_id)

    def of_user(self, user_id: int) -> list[Connection]:
        """All sockets of a person."""
        return list(self._by_user.get(user_id, ()))

    def state(self, user_id: int) -> PresenceState:
        """Whether the person is here, over all of their sockets: one active one is enough."""
        state: PresenceState = "offline"
        # A loop: a crowd asks it of each of its people, each time that one of them comes in.
        for one in self._by_user.get(user_id, ()):
            if not one.away:
                return "online"
            state = "away"
        return state

    def join(self, connection: Connection, room_id: int, since: int = 0) -> bool:
        """Note that a socket takes the room's live feed, of what has a seq of `since` or more; True
        if it is its person's first."""
        first = not self.has_joined(connection.actor.id, room_id)
        self._sees(connection, room_id, since)
        connection.rooms.add(room_id)
        if room_id not in self._joined:
            self._begins("room", room_id)
        self._joined[room_id].add(connection)
        return first

    def leave(self, connection: Connection, room_id: int) -> bool:
        """Note that a socket left the live feed; True if it was its person's last."""
        if room_id not in connection.rooms:
            return False
        connection.rooms.discard(room_id)
        _discard(self._joined, room_id, connection)
        self._sees(connection, room_id, 0)
        if room_id not in self._joined:
            self._ends("room", room_id)
        return not self.has_joined(connection.actor.id, room_id)

    def has_joined(self, user_id: int, room_id: int) -> bool:
        """Whether any socket of the person takes the room's live feed."""
        return any(room_id in one.rooms for one in self._by_user.get(user_id, ()))

    def joined(self, room_id: int) -> list[Connection]:
        """The sockets that take the room's live feed."""
        return list(self._joined.get(room_id, ()))

    def unseeing(self, room_id: int, seq: int) -> list[str]:
        """The sockets in a room's live feed that do not see its message of this seq."""
        there = self._since.get(room_id)
        return [one.sid for one, since in there.items() if seq < since] if there else []

    def sees_from(self, user_id: int, room_id: int, since: int) -> None:
        """Have no socket of a person's take what has a seq below `since` from a room's live feed.

        None gets more by it: what was asked of the database may be older than its joining.
        """
        there = self._since.get(room_id, {})
        for one in self._by_user.get(user_id, ()):
            if room_id in one.rooms and there.get(one, 0) < since:
                self._sees(one, room_id, since)

    def listeners(self, room_id: int) -> int:
        """How many sockets take the room's live feed."""
        return len(self._joined.get(room_id, ()))

    def note_member(self, room_id: int, user_id: int) -> None:
        """Remember that a connected person belongs to a room."""
        if user_id in self._rooms_of:
            self._rooms_of[user_id].add(room_id)
            if room_id not in self._members:
                self._begins("members", room_id)
            self._members[room_id].add(user_id)
            if self._watcher is not None:
                self._watcher.enters(user_id, room_id)

    def forget_member(self, room_id: int, user_id: int) -> None:
        """Remember that a person no longer belongs to a room."""
        if user_id in self._rooms_of:
            self._rooms_of[user_id].discard(room_id)
            if self._watcher is not None:
                self._watcher.exits(user_id, room_id)
        self._forget(room_id, user_id)

    def members(self, room_id: int) -> set[int]:
        """The connected people who belong to a room."""
        return set(self._members.get(room_id, ()))

    def rooms_of(self, user_id: int) -> frozenset[int]:
        """The rooms of a connected person."""
        return frozenset(self._rooms_of.get(user_id, ()))

    def people(self) -> list[int]:
        """Everybody who has a socket here."""
        return list(self._by_user)

    def rooms(self) -> list[int]:
        """All rooms that somebody connected belongs to."""
        return list(self._members)

    def has_part(self, part: Part, number: int) -> bool:
        """Whether this process takes part in something."""
        if part == "person":
            return number in self._by_user
        return number in (self._joined if part == "room" else self._members)

    def _sees(self, connection: Connection, room_id: int, since: int) -> None:
        if since:
            self._since[room_id][connection] = since
        elif there := self._since.get(room_id):
            there.pop(connection, None)
            if not there:
                del self._since[room_id]

    def _forget(self, room_id: int, user_id: int) -> None:
        if room_id in self._members:
            _discard(self._members, room_id, user_id)
            if room_id not in self._members:
                self._ends("members", room_id)

    def _begins(self, part: Part, number: int) -> None:
        if self._watcher is not None:
            self._watcher.begins(part, number)

    def _ends(self, part: Part, number: int) -> None:
        if self._watcher is not None:
            self._watcher.ends(part, number)


def _discard(index: dict[int, set[T]], key: int, value: T) -> None:
    if found := index.get(key):
        found.discard(value)
        if not found:
            del index[key]
