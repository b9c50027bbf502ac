"""To the sockets of this server. Where it is the only one, that is all there is to do."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, cast

from weconnect.engine.realtime.socketio.manager import Fanout
from weconnect.engine.realtime.socketio.packets import event_packet
from weconnect.wire.base import Event, RawJson

from .audience import Audience, Skip, feed, sids_of
from .connections import Connections


def packet_of(event: Event, written: RawJson[Any] | None) -> str:
    """The Socket.IO packet of an event, which may have been written before."""
    return event_packet(
        event.event, written.text if written else event.model_dump_json(by_alias=True)
    )


class Ordered(Protocol):
    """An event that tells of a change of a message."""

    version: int
    seq: int


class LocalDelivery:
    """Delivers to the sockets of one process (see `ports.Delivery`).

    `unseen` makes the event that tells those who do not see a message that it changed: of the
    room's id and the version.
    """

    def __init__(
        self, connections: Connections, manager: Fanout, unseen: Callable[[int, int], Event]
    ) -> None:
        self._connections = connections
        self._manager = manager
        self._unseen = unseen
        self.state = connections.state
        self.present = connections.members

    def send(self, event: Event, to: Audience, skip: Skip, written: RawJson[Any] | None) -> None:
        """Send an event to its audience; `written` is it, if it was written before."""
        if to.room is not None and event.ordered:
            change = cast(Ordered, event)
            self.send_change(to.room, change.version, change.seq, packet_of(event, written), skip)
        elif targets := self._targets(to):
            if to.without is not None:
                skip = self._skipped(to.without, skip)
            self._manager.send_text(packet_of(event, written), targets, skip)

    def send_change(
        self, room_id: int, version: int, seq: int, packet: str, skip: Skip = None
    ) -> None:
        """Send a change of the message with this seq to those in the room's feed who see it, and to
        the others that there was one: so none of them takes it for lost."""
        blind = self._connections.unseeing(room_id, seq)
        if blind:
            told = packet_of(self._unseen(room_id, version), None)
            self._manager.send_text(told, blind, skip)
            skip = [*blind, *([skip] if isinstance(skip, str) else skip or ())]
        self._manager.send_text(packet, feed(room_id), skip)

    def send_packet(self, packet: str, to: Audience, skip: Skip = None) -> None:
        """Send an event that is encoded already."""
        if targets := self._targets(to):
            if to.without is not None:
                skip = self._skipped(to.without, skip)
            self._manager.send_text(packet, targets, skip)

    def _targets(self, to: Audience) -> str | list[str]:
        if to.room is not None:
            return feed(to.room)
        return list(to.sockets) if to.sockets else sids_of(self._connections, to)

    def _skipped(self, without: int, skip: Skip) -> list[str]:
        """The sockets of one person, beside those that are left out anyway."""
        skipped = [skip] if isinstance(skip, str) else list(skip or ())
        return skipped + [one.sid for one in self._connections.of_user(without)]

    # What needs doing only where there are other servers

    def tell(self, note: str, to: Audience, data: Any) -> None:
        """There are no other servers."""

    def open(self, room_id: int) -> None:
        """A feed of this server alone is there as soon as a socket has joined."""

    def close_unless_joined(self, room_id: int) -> None:
        """Nothing was opened."""

    def moved(self, _room_id: int, came: list[Any], left: list[Any]) -> tuple[list[Any], list[Any]]:
        """All of it is news."""
        return came, left

    def may_be_elsewhere(self, _user_id: int) -> bool:
        """There is nowhere else."""
        return False

    def noted(self, user_id: int, rooms: Iterable[int]) -> None:
        """Nobody else was told anything."""
