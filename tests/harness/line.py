"""A Socket.IO connection without a thread of its own, for clients by the dozen."""

import json
from typing import Any, NamedTuple

import websocket

from .waiting import PATIENCE_S

# What can become of a connection to a server that dies: each of these means "try again".
GONE = (OSError, websocket.WebSocketException)


class Packet(NamedTuple):
    """What came in: an event, or the answer to what was asked under `number`."""

    event: str | None
    number: int | None
    data: Any


class Line:
    """One open connection over WebSocket. Whatever goes wrong with it raises one of GONE."""

    def __init__(self, url: str, cookie: str, timeout: float = PATIENCE_S) -> None:
        self._asked = 0
        self._socket = websocket.create_connection(
            url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket",
            timeout=timeout,
            cookie=cookie,
            suppress_origin=True,
        )
        try:
            self._socket.send("40")
            while not (packet := self._packet()).startswith("40"):
                if packet.startswith("44"):
                    raise ConnectionRefusedError(packet)
        except BaseException:
            self.close()
            raise

    def ask(self, event: str, payload: dict[str, Any]) -> int:
        """Send an event; returns the number under which it will be answered."""
        self._asked += 1
        self._socket.send(f"42{self._asked}" + json.dumps([event, payload]))
        return self._asked

    def receive(self) -> Packet:
        """The next event or answer; pings are answered here."""
        while True:
            packet = self._packet()
            if packet == "2":
                self._socket.send("3")
            elif packet.startswith("42"):
                event, *data = json.loads(packet[2:])
                return Packet(event, None, data[0] if data else None)
            elif packet.startswith("43"):
                number, _, rest = packet[2:].partition("[")
                return Packet(None, int(number), json.loads("[" + rest)[0])

    def patience(self, seconds: float) -> None:
        """How long `receive` waits before it raises WebSocketTimeoutException; ask again then."""
        self._socket.settimeout(seconds)

    def close(self) -> None:
        """Hang up at once."""
        self._socket.shutdown()

    def _packet(self) -> str:
        packet = self._socket.recv()
        if not packet:
            raise ConnectionResetError
        return packet if isinstance(packet, str) else packet.decode()
