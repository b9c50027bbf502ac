"""What a session and the heartbeat ask of the server that they belong to."""

from typing import Any, Protocol

from weconnect.engine.concurrency.greenlet_pool import GreenletPool


class Pings(Protocol):
    """Who says when a session is to be pinged, and when it is over."""

    def expect_ping(self, connection: Any) -> None:
        """Ping a session after the interval; its client answered until now."""

    def keep_for_last_poll(self, connection: Any) -> None:
        """A closed session still has something to be polled."""


class PingingServer(Protocol):
    """A server whose sessions are pinged; times in seconds."""

    ping_interval: float
    ping_timeout: float
    # After how long a session that is let in nowhere is closed.
    connect_timeout: float | None
    # The sessions by their ids.
    sockets: Any
    # python-engineio's reasons for an end.
    reason: Any


class SessionServer(PingingServer, Protocol):
    """A server, as its sessions see it."""

    greenlets: GreenletPool
    heartbeat: Pings
    # What the body of a POST may have, in bytes.
    max_http_buffer_size: int

    def deliver(self, connection: Any, message: str | bytes) -> None:
        """Hand a message to the application. Raises Malformed."""

    def forget(self, connection: Any, reason: str) -> None:
        """A session is over: tell the application."""
