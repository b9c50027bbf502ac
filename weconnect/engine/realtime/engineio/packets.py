"""Packets of Engine.IO 4, written once for many."""

from base64 import b64encode

from weconnect.engine.transport.websocket.frames import BINARY, TEXT, frame

# By their first character.
OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP = "0123456"


class Malformed(Exception):
    """What no client that keeps the protocol sends: the connection is closed."""


class Encoded:
    """An Engine.IO message that may go to many: encoded once, its WebSocket frame included."""

    __slots__ = ("frame", "packet")

    def __init__(self, data: str | bytes) -> None:
        if isinstance(data, str):
            self.packet: str | bytes = MESSAGE + data
            self.frame = frame(TEXT, self.packet.encode())
        else:
            self.packet = data
            self.frame = frame(BINARY, data)

    def encode(self) -> str | bytes:
        """The Engine.IO packet, as python-socketio calls it."""
        return self.packet

    def for_polling(self) -> str:
        """The Engine.IO packet as text, which is all that long polling carries."""
        if isinstance(self.packet, str):
            return self.packet
        return "b" + b64encode(self.packet).decode()
