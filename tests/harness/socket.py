"""A Socket.IO client that remembers every event it received."""

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple

import requests
import socketio

from .waiting import PATIENCE_S


class Received(NamedTuple):
    """An event as it came in."""

    event: str
    data: Any


class Refused(Exception):
    """The server refused the connection; `data` is what it said."""

    def __init__(self, data: Any) -> None:
        super().__init__(str(data))
        self.data = data


class Socket:
    """One open connection. Raises Refused if the server does not want it."""

    def __init__(
        self,
        url: str,
        *,
        cookie: str = "",
        auth: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        transports: tuple[str, ...] = ("websocket",),
    ) -> None:
        self.events: list[Received] = []
        self.reason: str | None = None
        self._changed = threading.Condition()
        self._refusal: Any = None
        sent = ({"Cookie": cookie} if cookie else {}) | (headers or {})
        # Long polling is many requests: python-socketio sends the headers with the first alone.
        self._http = requests.Session()
        self._http.headers.update(sent)
        # No origin unless one is given among the headers: a program has none.
        self._client = socketio.Client(
            reconnection=False,
            http_session=self._http,
            request_timeout=PATIENCE_S,
            websocket_extra_options={"suppress_origin": True},
        )
        self._client.on("*", self._received)
        self._client.on("connect_error", self._refused)
        self._client.on("disconnect", self._disconnected)
        try:
            self._client.connect(
                url,
                headers=sent,
                auth=auth,
                transports=list(transports),
                wait_timeout=PATIENCE_S,
            )
        except (socketio.exceptions.ConnectionError, ValueError) as error:
            # ValueError: closed before the first packet, which the client takes for an empty one.
            raise Refused(self._refusal or str(error)) from error

    @property
    def connected(self) -> bool:
        """Whether the connection stands."""
        return bool(self._client.connected)

    @property
    def transport(self) -> str:
        """How it is carried: `websocket` or `polling`."""
        return str(self._client.transport())

    def call(self, event: str, payload: Any = None, timeout: float = PATIENCE_S) -> dict[str, Any]:
        """Send an event; returns the acknowledgement."""
        answer: dict[str, Any] = self._client.call(event, payload, timeout=timeout)
        return answer

    def ok(self, event: str, payload: Any = None) -> dict[str, Any]:
        """Send an event that must succeed; returns the acknowledgement."""
        answer = self.call(event, payload)
        assert answer["ok"], f"{event}: {answer}"
        return answer

    def error(self, event: str, payload: Any = None) -> dict[str, Any]:
        """Send an event that must be refused; returns the `error`."""
        answer = self.call(event, payload)
        assert not answer["ok"], f"{event} was not refused: {answer}"
        error: dict[str, Any] = answer["error"]
        return error

    def emit(self, event: str, payload: Any = None) -> None:
        """Send an event without waiting for the answer."""
        self._client.emit(event, payload)

    def say(self, room: int, content: str, **fields: Any) -> dict[str, Any]:
        """Send a message; returns it as acknowledged."""
        payload = {"room": room, "content": content, "clientId": str(uuid.uuid4())} | fields
        message: dict[str, Any] = self.ok("sendMessage", payload)["message"]
        return message

    def of(self, event: str) -> list[Any]:
        """What was received of one kind, in order."""
        return [one.data for one in self.events if one.event == event]

    def wait_for(
        self,
        event: str,
        predicate: Callable[[Any], bool] = lambda _data: True,
        timeout: float = PATIENCE_S,
    ) -> Any:
        """The first event of a kind for which `predicate(data)` holds, received or to come."""

        def found() -> list[Any]:
            return [data for data in self.of(event) if predicate(data)]

        with self._changed:
            if not self._changed.wait_for(found, timeout):
                raise AssertionError(f"no such {event} within {timeout} s; received: {self.events}")
        return found()[0]

    def wait_closed(self, timeout: float = PATIENCE_S) -> str:
        """Wait until the server closed the connection; returns the reason."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.reason is not None, timeout):
                raise AssertionError(f"still open after {timeout} s; received: {self.events}")
        return self.reason or ""

    def clear(self) -> None:
        """Forget what was received."""
        self.events.clear()

    def settle(self) -> None:
        """Wait until everything that the server sent before now has arrived.

        One connection keeps the order, so an answered question is behind all that.
        """
        self.call("settle", {})

    def close(self) -> None:
        """Close the connection from this side."""
        if self._client.connected:
            self._client.disconnect()
        deadline = time.monotonic() + PATIENCE_S
        while self._client.eio.state != "disconnected" and time.monotonic() < deadline:
            self._client.sleep(0)
        self._http.close()

    def _received(self, event: str, data: Any = None) -> None:
        with self._changed:
            self.events.append(Received(event, data))
            self._changed.notify_all()

    def _refused(self, data: Any) -> None:
        self._refusal = data

    def _disconnected(self, reason: str) -> None:
        with self._changed:
            self.reason = reason
            self._changed.notify_all()
