"""The engine under the features: it knows sockets, rooms by number and people by number."""

import functools
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import Flask

from weconnect.engine.app_state import Key
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


# Answers one client event: (the engine, event, socket's id, arguments, acknowledge), as the server
# of Socket.IO asks for it.
Answer = Callable[["Realtime", str, str, list[Any], Callable[[str], None]], None]


class Realtime:
    """The engine's state in one process.

    `answer` answers client events. `join_servers` makes the delivery of a server that is one of
    several; without it, this one is the only one. `options` are those of the Socket.IO server.
    """

    def __init__(
        self,
        app: Flask,
        ports: Ports,
        answer: Answer,
        join_servers: "Callable[[Realtime], Delivery] | None" = None,
        **options: Any,
    ) -> None:
        self.app = app
        self.ports = ports
        self.connections = Connections()
        self.socketio = SocketIO(
            app,
            answer=functools.partial(answer, self),
            identify=functools.partial(ports.identify, self),
            async_mode="gevent",
            manage_session=False,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            max_http_buffer_size=MAX_PAYLOAD,
            http_compression=False,
            cookie=None,
            **options,
        )
        server, connect = self.socketio.server, functools.partial(ports.connect, self)
        # Straight on python-socketio: Flask-SocketIO would build a request context for each event,
        # and a handler here may not lean on a request that ended when the socket was opened.
        server.on("connect", lambda sid, environ, auth=None: connect(sid, environ, auth))
        server.on("disconnect", lambda sid, _reason: ports.disconnect(self, sid))
        # What features tell each other between servers, by its name: (the room's or person's id,
        # data).
        self.notes: dict[str, Callable[[int, Any], None]] = {}
        self.delivery: Delivery = (
            join_servers(self)
            if join_servers
            else LocalDelivery(self.connections, server.manager, ports.unseen)
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


REALTIME: Key[Realtime] = Key("weconnect_realtime")


def realtime() -> Realtime:
    """The engine of the current app."""
    return REALTIME.here()


def init_app(
    app: Flask,
    ports: Ports,
    answer: Answer,
    join_servers: Callable[[Realtime], Delivery] | None = None,
    **options: Any,
) -> Realtime:
    """Give `app` its `Realtime`, made of these, and with it a Socket.IO server of its own."""
    return REALTIME.keep(app, Realtime(app, ports, answer, join_servers, **options))
