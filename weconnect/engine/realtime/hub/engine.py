"""The engine under the features: it knows sockets, rooms by number and people by number."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Flask

from weconnect.engine.app_state import Key
from weconnect.engine.limits.connection_limit import Quota
from weconnect.engine.realtime.socketio.server import SocketIO
from weconnect.wire.base import Event, RawJson

from .arrivals import Arrivals
from .audience import Audience, Skip
from .connections import Connections
from .delivery import LocalDelivery
from .ports import Delivery, Ports, Subscriber

# A frame or a polling payload larger than this closes the connection; a message of 8,000
# characters, each escaped as a surrogate pair, has 96 kB.
MAX_PAYLOAD = 128 * 1024
# A silent peer is gone after the sum of the two (Engine.IO 4, "ping interval" and "ping timeout").
PING_INTERVAL_S = 15
PING_TIMEOUT_S = 10


class Realtime:
    """The engine's state in one process.

    `join_servers` makes the delivery of a server that is one of several; without it, this one is
    the only one.
    """

    def __init__(
        self,
        app: Flask,
        socketio: SocketIO,
        ports: Ports,
        join_servers: "Callable[[Realtime], Delivery] | None" = None,
    ) -> None:
        self.app = app
        self.socketio = socketio
        self.ports = ports
        self.connections = Connections()
        # What features tell each other between servers, by its name: (the room's or person's id,
        # data).
        self.notes: dict[str, Callable[[int, Any], None]] = {}
        self.delivery: Delivery = (
            join_servers(self)
            if join_servers
            else LocalDelivery(self.connections, socketio.server.manager)
        )
        # Whether anybody is here, over all of their sockets; and who of a room's people is.
        self.state, self.present = self.delivery.state, self.delivery.present
        self.arrivals = Arrivals(app, self.connections, self.delivery, ports, self.deliver)
        self._effects: defaultdict[type[Event], list[Subscriber]] = defaultdict(list)
        for table in (ports.subscribers, ports.everywhere):
            for event, subscribers in table.items():
                self._effects[event] += subscribers

    def deliver(
        self, event: Event, to: Audience, skip: Skip = None, written: RawJson[Any] | None = None
    ) -> None:
        """Send an event, and let it have its effects (see `publish`)."""
        self.delivery.send(event, to, skip, written)
        for subscriber in self._effects.get(type(event), ()):
            subscriber(event)

    def limit_connections(self, total: int, per_address: int | None) -> None:
        """Have at most so many sockets at once, and of each address, if given, so many."""
        self.socketio.server.eio.quota = Quota(total, per_address)


REALTIME: Key[Realtime] = Key("weconnect_realtime")


def realtime() -> Realtime:
    """The engine of the current app."""
    return REALTIME.here()


def init_app(
    app: Flask,
    ports: Ports,
    join_servers: Callable[[Realtime], Delivery] | None = None,
    **options: Any,
) -> Realtime:
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
    return REALTIME.keep(app, Realtime(app, socketio, ports, join_servers))
