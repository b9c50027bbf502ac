"""Socket.IO by hand: packets exactly as they stand on the wire."""

import json
import time
from typing import Any

import requests
import websocket

from tests.harness.person import Person
from tests.harness.waiting import PATIENCE_S

from .shapes import acknowledged

SEPARATOR = "\x1e"


class Closed(Exception):
    """The server closed the connection."""


class Wire:
    """One WebSocket, connected to the namespace `/`."""

    def __init__(self, person: Person, *, auth: Any = None, cookie: bool = True) -> None:
        url = person.url.replace("http", "ws", 1)
        self._socket = websocket.create_connection(
            f"{url}/socket.io/?EIO=4&transport=websocket",
            timeout=PATIENCE_S,
            cookie=person.cookie if cookie else None,
            suppress_origin=True,
        )
        self.received: list[str | bytes] = []
        self._next = 0
        self.take("0")
        self.send("40" + ("" if auth is None else json.dumps(auth)))
        self.opened = self.take("4")

    def send(self, packet: str | bytes) -> None:
        """Send one packet."""
        try:
            if isinstance(packet, bytes):
                self._socket.send_binary(packet)
            else:
                self._socket.send(packet)
        except (OSError, websocket.WebSocketConnectionClosedException) as error:
            raise Closed(str(error)) from error

    def take(self, prefix: str) -> str:
        """The next packet that begins with `prefix`; those before it are kept in `received`."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            packet = self._receive()
            # The server's pings keep a silent connection alive for ever.
            assert time.monotonic() < deadline, f"no {prefix}; received {self.received}"
            if packet == "2":
                self.send("3")
                continue
            self.received.append(packet)
            if isinstance(packet, str) and packet.startswith(prefix):
                return packet

    def call(self, data: str, *attachments: bytes) -> str:
        """Send an event whose JSON array is `data`; returns the acknowledgement as it came."""
        self._next += 1
        kind = f"45{len(attachments)}-" if attachments else "42"
        self.send(f"{kind}{self._next}{data}")
        for one in attachments:
            self.send(one)
        prefix = f"43{self._next}"
        return self.take(prefix).removeprefix(prefix)

    def ask(self, event: object, *payloads: Any) -> dict[str, Any]:
        """Send an event; returns the acknowledgement, parsed."""
        (answer,) = json.loads(self.call(json.dumps([event, *payloads])))
        return answer

    def close(self) -> None:
        """Go."""
        self._socket.close()

    def _receive(self) -> str | bytes:
        try:
            packet = self._socket.recv()
        except websocket.WebSocketTimeoutException:
            raise
        except (OSError, websocket.WebSocketConnectionClosedException) as error:
            raise Closed(str(error)) from error
        if packet == "":
            raise Closed
        return packet

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def alive(wire: Wire) -> None:
    """Check that the connection goes on, and is answered."""
    acknowledged("setPresence", wire.ask("setPresence", {"state": "active"}))


class Polling:
    """One long-polling session: each exchange is a request that the test words itself."""

    def __init__(self, person: Person) -> None:
        self.url = person.url + "/socket.io/?EIO=4&transport=polling"
        self.cookie = person.cookie
        opened = self.get()
        assert opened.status_code == 200, opened.text
        self.url += "&sid=" + json.loads(opened.text[1:])["sid"]
        assert self.post("40").ok
        assert self.get().text.startswith("40")

    def get(self, cookie: str | None = None) -> requests.Response:
        """Ask for packets; `cookie` in place of the own one."""
        return requests.get(self.url, headers=self._headers(cookie), timeout=PATIENCE_S)

    def post(self, body: str, cookie: str | None = None) -> requests.Response:
        """Send packets; `cookie` in place of the own one."""
        return requests.post(
            self.url, data=body.encode(), headers=self._headers(cookie), timeout=PATIENCE_S
        )

    def _headers(self, cookie: str | None) -> dict[str, str]:
        value = self.cookie if cookie is None else cookie
        return {"Cookie": value} if value else {}
