"""The engine under the features: it knows sockets, rooms by number and people by number."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Flask

from weconnect.engine.app_state import extension
from weconnect.engine.concurrency.coalesce import Gather
from weconnect.engine.limits.connection_limit import Quota
from weconnect.engine.realtime.socketio.server import SocketIO

from .connections import Connections

if TYPE_CHECKING:
    from weconnect.engine.realtime.cluster.broker import Broker
    from weconnect.wire.auth import User
    from weconnect.wire.base import Event
    from weconnect.wire.presence import PresenceState

    from .publish import Subscriber

# A frame or a polling payload larger than this closes the connection; a message of 8,000
# characters, each escaped as a surrogate pair, has 96 kB.
MAX_PAYLOAD = 128 * 1024
# A silent peer is gone after the sum of the two (Engine.IO 4, "ping interval" and "ping timeout").
PING_INTERVAL_S = 15
PING_TIMEOUT_S = 10


@dataclass
class Realtime:
    """The engine's state in one process."""

    app: Flask
    socketio: SocketIO
    connections: Connections = field(default_factory=Connections)
    # Effects that go upward, by the event's class: they run after it was sent.
    subscribers: "dict[type, list[Subscriber]]" = field(default_factory=dict)
    # The rooms of anybody, connected or not: they are the features' to know.
    rooms_of: Callable[[int], Collection[int]] = lambda _user_id: ()
    crowd: "Gather[int, tuple[User, bool]]" = field(init=False)
    # Whether anybody is here, over all of their sockets, on other servers too.
    state: "Callable[[int], PresenceState]" = field(init=False)
    # Who of a room's people is here: their ids, as a set of the caller's own.
    present: Callable[[int], set[int]] = field(init=False)

    # Only where there are several servers.
    broker: "Broker | None" = None
    # Effects that each server takes for itself, also for an event that another one sent.
    everywhere: "dict[type[Event], list[Subscriber]]" = field(default_factory=dict)
    # What features tell each other between servers, by its name: (the room's or person's id, data).
    notes: dict[str, Callable[[int, Any], None]] = field(default_factory=dict)
    # A person on another server is another than before: (their id, rooms that are concerned).
    presence_changed: Callable[[int, frozenset[int]], None] = lambda _user_id, _rooms: None
    # Somebody is given a room's list of people, with their states.
    people_shown: Callable[[int], None] = lambda _room_id: None

    def __post_init__(self) -> None:
        from weconnect.engine.realtime.cluster.arrivals import GATHER_S, tell_crowd

        self.state = self.connections.state
        self.present = self.connections.members
        self.crowd = Gather(self.app, tell_crowd, delay=GATHER_S, interval=GATHER_S)

    def limit_connections(self, total: int, per_address: int | None) -> None:
        """Have at most so many sockets at once, and of each address, if given, so many."""
        self.socketio.server.eio.quota = Quota(total, per_address)


def realtime() -> Realtime:
    """The engine of the current app."""
    engine: Realtime = extension("weconnect_realtime")
    return engine


def init_app(app: Flask, **options: Any) -> Realtime:
    """Attach a Socket.IO server of its own to `app`, with `options` for python-socketio."""
    socketio = SocketIO(
        app,
        async_mode="gevent",
        manage_session=False,
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        max_http_buffer_size=MAX_PAYLOAD,
        http_compression=False,
        cookie=None,
        **options,
    )
    engine = Realtime(app, socketio)
    app.extensions["weconnect_realtime"] = engine
    return engine
