"""Who came into a room's live feed and who left it, gathered: a crowd of N that comes within a
second is a few events, not N².

A person comes in with their first socket, and leaves with their last, over all servers.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask

from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.wire.base import Event

from .audience import Audience, sockets
from .connections import Connections
from .ports import Delivery, Ports

GATHER_S = 0.2
# So many people are told of by one event; of a larger crowd the others are told next time.
MOST = 100


class Arrivals:
    """The arrivals and departures of one server; `deliver(event, audience)` sends an event."""

    def __init__(
        self,
        app: Flask,
        connections: Connections,
        delivery: Delivery,
        ports: Ports,
        deliver: Callable[[Event, Audience], None],
    ) -> None:
        self._connections = connections
        self._delivery = delivery
        self._ports = ports
        self._deliver = deliver
        self._news: Coalesce[int, tuple[Any, bool]] = Coalesce(
            app, self._tell_all, delay=GATHER_S, interval=GATHER_S
        )

    def add(self, room_id: int, person: Any, *, came: bool) -> None:
        """Somebody came or left: the room is told soon. `person` is a `ports.Person`."""
        self._news.add(room_id, (person, came))

    def _tell_all(self, room_id: int, moves: list[tuple[Any, bool]]) -> None:
        """Tell the room who came and who left, leaving out those who did both."""
        first: dict[int, bool] = {}
        users: dict[int, Any] = {}
        for user, arrives in moves:
            first.setdefault(user.id, arrives)
            users[user.id] = user
        late = list(users)[MOST:]
        for user_id in late:
            self.add(room_id, users.pop(user_id), came=first[user_id])
        here = {user_id: self._connections.has_joined(user_id, room_id) for user_id in users}
        came = [users[user_id] for user_id, is_in in here.items() if is_in and first[user_id]]
        left = [
            users[user_id] for user_id, is_in in here.items() if not is_in and not first[user_id]
        ]
        self.tell(room_id, *self._delivery.moved(room_id, came, left))

    def tell(self, room_id: int, came: list[Any], left: list[Any]) -> None:
        """Tell the sockets of this server."""
        to = sockets(self._connections.joined(room_id))
        if came and to.sockets:
            self._deliver(self._ports.arrived(room_id, came), to)
        if left and to.sockets:
            self._deliver(self._ports.departed(room_id, left), to)
