"""What the hub asks of others: of the features above it, and of what carries events to sockets."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from weconnect.wire.base import Event, PresenceState, RawJson

from .audience import Audience, Skip

Subscriber = Callable[[Event], None]


class Person(Protocol):
    """A person as events name them: a model that the hub hands on, of which it reads the id."""

    @property
    def id(self) -> int: ...

    def dump(self) -> dict[str, Any]:
        """The person as JSON."""


@dataclass(frozen=True, kw_only=True)
class Ports:
    """What the hub asks of the features, which know people and rooms by more than their numbers."""

    # The rooms of anybody, connected or not.
    rooms_of: Callable[[int], Collection[int]]
    # A person on another server is another than before: (their id, rooms that are concerned).
    presence_changed: Callable[[int, frozenset[int]], None] = lambda _user_id, _rooms: None
    # Somebody is given a room's list of people, with their states.
    people_shown: Callable[[int], None] = lambda _room_id: None
    # Says by its WSGI environment whose a request is: (the `Realtime`, environ). A connection by
    # long polling is many requests, all of the same person.
    identify: Callable[[Any, dict[str, Any]], str]
    # Accepts a socket or raises ConnectionRefusedError: (the `Realtime`, the socket's id, environ,
    # what its client brought along); and is told when it is gone: (the `Realtime`, its id).
    connect: Callable[[Any, str, dict[str, Any], object], None]
    disconnect: Callable[[Any, str], None]
    # A socket, a `Connection`, has come; and one is about to be forgotten.
    connected: Callable[[Any], None] = lambda _connection: None
    disconnecting: Callable[[Any], None] = lambda _connection: None
    # The events that tell a room who came into its live feed, and who left it.
    arrived: Callable[[int, Sequence[Any]], Event]
    departed: Callable[[int, Sequence[Any]], Event]
    # The event that tells those who do not see a message that something became of it: (the room's
    # id, the version).
    unseen: Callable[[int, int], Event]
    # A person as another server wrote them (`Person.dump`).
    person: Callable[[Any], Person]
    # The line to the other servers is back: this server's sockets may have missed what everybody
    # gets.
    missed: Callable[[], None] = lambda: None
    # The event that tells a socket why the server ends, and after how many seconds to come back.
    farewell: Callable[[float], Event]
    # Effects that go upward, by the event's class: they run after it was sent. Once, on the server
    # where it happened; and on each server that has somebody whom it concerns.
    subscribers: Mapping[type[Event], Sequence[Subscriber]] = field(default_factory=dict)
    everywhere: Mapping[type[Event], Sequence[Subscriber]] = field(default_factory=dict)


class Delivery(Protocol):
    """How events reach sockets and what is known of people: on one server, or on several."""

    def send(self, event: Event, to: Audience, skip: Skip, written: RawJson[Any] | None) -> None:
        """Send an event to its audience, wherever they are; `written` is it, if written before."""

    def tell(self, note: str, to: Audience, data: Any) -> None:
        """Tell the other servers that have somebody of this audience, and not their sockets."""

    def open(self, room_id: int) -> None:
        """Have the live feed of a room, before a socket joins it. May wait for a moment."""

    def close_unless_joined(self, room_id: int) -> None:
        """Forget an opened feed that nobody joined after all."""

    def moved(
        self, room_id: int, came: list[Any], left: list[Any], /
    ) -> tuple[list[Any], list[Any]]:
        """People came into a room's live feed here or left it; returns those who are news here."""

    def state(self, user_id: int, /) -> PresenceState:
        """Whether a person is here, over all of their sockets."""

    def present(self, room_id: int, /) -> set[int]:
        """Who of a room's people is here: their ids, as a set of the caller's own."""

    def may_be_elsewhere(self, user_id: int, /) -> bool:
        """Whether a person may have sockets on other servers."""

    def noted(self, user_id: int, rooms: Iterable[int], /) -> None:
        """Perhaps a person of this server is another than other servers were told."""
