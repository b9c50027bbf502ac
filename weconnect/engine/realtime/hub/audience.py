"""Who gets an event: in words (`Audience`), and the sockets of this server that are meant."""

from collections.abc import Iterable
from typing import NamedTuple

from .connections import Connection, Connections

# The Socket.IO ids of sockets that need no telling.
Skip = str | list[str] | None


class Audience(NamedTuple):
    """Who gets an event: a room's live feed, or members of rooms and certain people, or sockets, or
    everybody.

    Sockets are those of this server, everything else is everywhere. `without` leaves one person
    out of a live feed; `people_version` is which of the versions of the room's people may get it.
    """

    room: int | None = None
    people_version: int = 0
    without: int | None = None
    members: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    sockets: tuple[str, ...] = ()
    everybody: bool = False


def joined(room_id: int, people_version: int = 0) -> Audience:
    """The sockets that have joined a room, of those who belong to it as of a version."""
    return Audience(room=room_id, people_version=people_version)


def others(room_id: int, user_id: int) -> Audience:
    """The sockets that have joined a room, but for one person's."""
    return Audience(room=room_id, without=user_id)


def members(room_id: int) -> Audience:
    """All sockets of all members of a room."""
    return Audience(members=(room_id,))


def people(ids: Iterable[int]) -> Audience:
    """All sockets of these people."""
    return Audience(people=tuple(ids))


def sockets(connections: Iterable[Connection]) -> Audience:
    """Just these sockets."""
    return Audience(sockets=tuple(one.sid for one in connections))


def everybody() -> Audience:
    """All sockets there are: for what the whole team shares, and seldom changes."""
    return Audience(everybody=True)


def feed(room_id: int) -> str:
    """The Socket.IO room that carries a room's live events."""
    return f"room:{room_id}"


def sids_of(connections: Connections, to: Audience) -> list[str]:
    """The sockets of this server that belong to members and people, or to anybody."""
    if to.everybody:
        return [one.sid for one in connections]
    ids = set(to.people).union(*map(connections.members, to.members))
    return [one.sid for user_id in ids for one in connections.of_user(user_id)]
