"""Packets of Engine.IO 4 and Socket.IO 5: written once for many, read strictly.

python-socketio reads JSON before it looks at what the packet is, loops over the digits of an
acknowledgement's number, and waits for attachments for ever. Here a packet's head is one pattern
of bounded length, and its size was bounded by the frame that it came in.
"""

import json
import re
from base64 import b64encode
from typing import Any, NamedTuple

import pydantic_core
import socketio.packet

from .frames import BINARY, TEXT, frame

# Engine.IO's packets, by their first character.
OPEN, CLOSE, PING, PONG, MESSAGE, UPGRADE, NOOP = "0123456"
# Socket.IO's.
CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK = "0123456"

# type [attachments "-"] ["/namespace" ","] [acknowledgement's number] [JSON]
_HEAD = re.compile(
    r"(?:([0-4])|([56])([0-9]{1,4})-)(?:(/[^,?]{0,100})(?:\?[^,]{0,1000})?(?:,|\Z))?([0-9]{0,100})"
)
# A text in JSON, and whether it is the name of a field.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"([ \t\r\n]*:)?')


class Malformed(Exception):
    """What no client that keeps the protocol sends: the connection is closed."""


class Packet(NamedTuple):
    """A Socket.IO packet. `number` is an acknowledgement's, as it was written."""

    kind: str
    namespace: str
    number: str
    data: Any
    attachments: int


class Gathering:
    """A packet whose attachments are coming in."""

    __slots__ = ("_attachments", "_packet", "_size")

    def __init__(self, packet: Packet) -> None:
        self._packet = packet
        self._attachments: list[bytes] = []
        self._size = 0

    def add(self, attachment: bytes, max_size: int) -> None:
        """Add the next attachment. Raises Malformed if all together exceed `max_size` bytes."""
        self._attachments.append(attachment)
        self._size += len(attachment)
        if self._size > max_size:
            raise Malformed("attachments too big")

    @property
    def is_complete(self) -> bool:
        """Whether all announced attachments are there."""
        return len(self._attachments) >= self._packet.attachments

    def whole(self) -> Packet:
        """The packet with its attachments in their places."""
        try:
            data = socketio.packet.Packet.reconstruct_binary(self._packet.data, self._attachments)
        except (LookupError, TypeError, RecursionError):
            # A placeholder of nothing: what is answered is that there is no such event.
            data = []
        return self._packet._replace(data=data)


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


def event_packet(event: str, text: str) -> str:
    """The packet of an event of `/`, whose payload is already JSON text."""
    return f'2["{event}",{text}]'


def read(text: str) -> Packet:
    """Read a Socket.IO packet. Raises Malformed.

    An event whose payload is no list, or no JSON, has an empty list: whoever wants to know what
    became of it is answered that there is no such event.
    """
    head = _HEAD.match(text)
    if head is None:
        raise Malformed("malformed packet")
    kind = head[1] or head[2]
    data = _payload(kind, text[head.end() :])
    if kind in {ACK, BINARY_ACK} and not head[5]:
        raise Malformed("acknowledgement without a number")
    return Packet(kind, head[4] or "/", head[5], data, int(head[3] or 0))


def _payload(kind: str, text: str) -> Any:
    try:
        # A third of what the standard library takes. It stops at a depth of 200.
        data = (
            pydantic_core.from_json(text, cache_strings="keys", allow_inf_nan=False)
            if text
            else None
        )
        if ":" in text and not _is_plain(text, data):
            json.loads(text, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError):
        data = Malformed
    if kind in {EVENT, BINARY_EVENT}:
        return data if isinstance(data, list) else []
    if kind in {CONNECT, DISCONNECT} and data is not Malformed:
        return data
    if kind in {ACK, BINARY_ACK} and isinstance(data, list):
        return data
    raise Malformed("malformed payload")


def _is_plain(text: str, data: Any) -> bool:
    """Whether the one object has as many fields as were written: then none was there twice.

    Nearly all that clients send is. Only what holds further objects is read another time.
    """
    payload = data[1] if isinstance(data, list) and len(data) == 2 else data
    if not isinstance(payload, dict):
        return False
    # Mostly without a colon in what people write.
    if text.count(":") == len(payload):
        return True
    return len([1 for colon in _STRING.findall(text) if colon]) == len(payload)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> None:
    """Of two fields with one name, different readers take different ones: none may decide."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError
