"""The sockets of this server, as the broker sends to them: packets that are encoded already."""

import time
from collections.abc import Iterable

from weconnect.engine.realtime.hub.engine import Realtime
from weconnect.engine.realtime.hub.publish import Audience, feed, sids_of

# For how long it is remembered who was sent what goes to several channels.
SERVED_S = 10.0

Skip = str | list[str] | None


class Local:
    """Sends to the sockets of one engine."""

    def __init__(self, engine: Realtime) -> None:
        self._engine = engine
        # Which sockets were sent what goes to several channels, and when.
        self._served: dict[str, tuple[float, set[str]]] = {}

    def to_feed(self, room_id: int, packet: str) -> None:
        """Send to all who have joined a room."""
        self._send(packet, feed(room_id), None)

    def to_room(self, room_id: int, packet: str, skip: Skip, without: int | None) -> None:
        """Send to those who have joined a room, but for some sockets and for one person."""
        skipped = [skip] if isinstance(skip, str) else list(skip or ())
        if without is not None:
            skipped += [one.sid for one in self._engine.connections.of_user(without)]
        self._send(packet, feed(room_id), skipped)

    def to_sockets(self, packet: str, sids: Iterable[str], skip: Skip) -> None:
        """Send to certain sockets."""
        if targets := list(sids):
            self._send(packet, targets, skip)

    def to_people(self, to: Audience, packet: str, skip: Skip, group: str | None) -> None:
        """Send to members and people: once, if `group` is the same for several calls."""
        sids = sids_of(self._engine.connections, to)
        if group is not None:
            _, served = self._served.setdefault(group, (time.monotonic(), set()))
            sids = [sid for sid in sids if sid not in served]
            served.update(sids)
        self.to_sockets(packet, sids, skip)

    def take_effect(self, name: str, packet: str) -> None:
        """Let an event of another server have its effects here."""
        for kind, subscribers in self._engine.everywhere.items():
            if kind.event == name:
                event = kind.model_validate_json(packet[packet.index(",") + 1 : -1])
                with self._engine.app.app_context():
                    for subscriber in subscribers:
                        subscriber(event)

    def tidy(self) -> None:
        """Forget who was sent what a while ago."""
        now = time.monotonic()
        for group in [one for one, (at, _) in self._served.items() if at < now - SERVED_S]:
            del self._served[group]

    def _send(self, packet: str, to: str | list[str], skip: Skip) -> None:
        self._engine.socketio.server.manager.send_text(packet, to, skip)
