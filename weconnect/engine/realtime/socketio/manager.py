"""The Socket.IO client manager: a broadcast is encoded once and written to many.

python-socketio's manager encodes a broadcast once as well, but then hands each connection a packet
that it frames for itself. And to forget a connection, it looks through all rooms of the server.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from socketio import packet
from socketio.manager import Manager

from weconnect.engine.monitoring.counters import counters
from weconnect.engine.realtime.engineio.packets import Encoded
from weconnect.engine.realtime.engineio.session import send_to_all


class Fanout(Manager):
    """The rooms of one process."""

    server: Any

    def __init__(self) -> None:
        super().__init__()
        # Which rooms a client is in: a disconnect costs what it was in, not what the server holds.
        self._rooms_of: defaultdict[tuple[str, str], set[Any]] = defaultdict(set)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        """Send an event to a client, to a room or several, or to the whole namespace."""
        if callback is not None:
            super().emit(event, data, namespace, room, skip_sid, callback, to, **kwargs)
            return
        arguments = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        encoded = self.server.packet_class(
            packet.EVENT, namespace=namespace, data=[event, *arguments]
        ).encode()
        parts = [Encoded(one) for one in (encoded if isinstance(encoded, list) else [encoded])]
        counters.broadcasts += 1
        send = self.server._send_eio_packet  # noqa: SLF001 - python-socketio's own way
        for eio_sid in self._targets(namespace, to or room, skip_sid):
            for one in parts:
                send(eio_sid, one)

    def send_text(
        self, packet: str, to: str | list[str], skip_sid: str | list[str] | None = None
    ) -> None:
        """Send an encoded Socket.IO packet without attachments to rooms or clients of `/`."""
        counters.broadcasts += 1
        self.deliver(self._targets("/", to, skip_sid), Encoded(packet))

    def deliver(self, eio_sids: Iterable[str], message: Encoded) -> None:
        """Send a message to connections, to those of them that are still there."""
        sockets = self.server.eio.sockets
        send_to_all([one for eio_sid in eio_sids if (one := sockets.get(eio_sid))], message)

    def _targets(self, namespace: str, room: Any, skip_sid: Any) -> Iterable[str]:
        """Engine.IO's ids of whoever is in a room, or in one of several."""
        if room is None or isinstance(room, str):
            # Copied in C, as python-socketio does beneath a generator.
            found = self.rooms.get(namespace, {}).get(room)
            targets: dict[str, str] = {} if found is None else found._fwdm.copy()  # noqa: SLF001
        else:
            targets = dict(self.get_participants(namespace, room))
        if skip_sid:
            for sid in skip_sid if isinstance(skip_sid, list) else [skip_sid]:
                targets.pop(sid, None)
        return targets.values()

    def basic_enter_room(
        self, sid: str, namespace: str, room: Any, eio_sid: str | None = None
    ) -> None:
        """Put a client into a room."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._rooms_of[namespace, sid].add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: Any) -> None:
        """Take a client out of a room."""
        super().basic_leave_room(sid, namespace, room)
        if (rooms := self._rooms_of.get((namespace, sid))) is not None:
            rooms.discard(room)
            if not rooms:
                del self._rooms_of[namespace, sid]

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Forget a client."""
        for room in list(self._rooms_of.get((namespace, sid), ())):
            self.basic_leave_room(sid, namespace, room)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

    def get_rooms(self, sid: str, namespace: str) -> list[Any]:
        """The rooms that a client is in."""
        return [room for room in self._rooms_of.get((namespace, sid), ()) if room is not None]
