"""What is sent to a client that polls: it waits, in order, for the next poll."""

from gevent.event import Event

from weconnect.engine.realtime.engineio.packets import Encoded


class PollQueue:
    """What waits for the next poll of one connection."""

    __slots__ = ("_arrived", "_packets", "size")

    def __init__(self) -> None:
        self._packets: list[Encoded | str] = []
        self._arrived: Event | None = None
        self.size = 0

    @property
    def is_polled(self) -> bool:
        """Whether a poll is waiting right now."""
        return self._arrived is not None

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._packets

    def put(self, packet: Encoded | str) -> None:
        """Add a packet."""
        self._packets.append(packet)
        self.size += len(packet.packet if isinstance(packet, Encoded) else packet)
        self.wake()

    def wake(self) -> None:
        """Let the poll go on that is waiting."""
        if self._arrived is not None:
            self._arrived.set()

    def wait(self, timeout: float) -> None:
        """Wait until there is something, `wake` was called, or `timeout` seconds have passed."""
        if not self._packets:
            self._arrived = Event()
            try:
                self._arrived.wait(timeout)
            finally:
                self._arrived = None

    def take(self) -> list[Encoded | str]:
        """All that waits, which then waits no longer."""
        taken, self._packets, self.size = self._packets, [], 0
        return taken
