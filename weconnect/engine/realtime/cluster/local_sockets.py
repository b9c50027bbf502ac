"""The sockets of this server, as the broker sends to them what came from another one."""

import time
from collections.abc import Callable

from weconnect.engine.realtime.hub.audience import Audience, sids_of
from weconnect.engine.realtime.hub.connections import Connections
from weconnect.engine.realtime.hub.delivery import LocalDelivery
from weconnect.engine.realtime.socketio.manager import Fanout
from weconnect.wire.base import Event

# For how long it is remembered who was sent what goes to several channels.
SERVED_S = 10.0


class LocalSockets(LocalDelivery):
    """Sends packets that are encoded already, and what goes to several channels only once."""

    def __init__(
        self, connections: Connections, manager: Fanout, unseen: Callable[[int, int], Event]
    ) -> None:
        super().__init__(connections, manager, unseen)
        # Which sockets were sent what goes to several channels, and when.
        self._served: dict[str, tuple[float, set[str]]] = {}

    def send_once(self, packet: str, to: Audience, group: str) -> None:
        """Send to members and people who were sent nothing else of this group."""
        _, served = self._served.setdefault(group, (time.monotonic(), set()))
        sids = [sid for sid in sids_of(self._connections, to) if sid not in served]
        served.update(sids)
        self.send_packet(packet, Audience(sockets=tuple(sids)))

    def tidy(self) -> None:
        """Forget who was sent what a while ago."""
        now = time.monotonic()
        for group in [one for one, (at, _) in self._served.items() if at < now - SERVED_S]:
            del self._served[group]
