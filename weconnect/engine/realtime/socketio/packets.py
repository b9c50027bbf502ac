"""Packets of Socket.IO 5, read strictly.

python-socketio reads JSON before it looks at what the packet is, loops over the digits of an
acknowledgement's number, and waits for attachments for ever. Here a packet's head is one pattern
of bounded length, and its size was bounded by the frame that it came in.
"""

import json
import re
from typing import Any, NamedTuple

import pydantic_core
import socketio.packet

from weconnect.engine.realtime.engineio.packets import Malformed

# By their first character.
CONNECT, DISCONNECT, EVENT, ACK, CONNECT_ERROR, BINARY_EVENT, BINARY_ACK = "0123456"

# type [attachments "-"] ["/namespace" ","] [acknowledgement's number] [JSON]
_HEAD = re.compile(
    r"(?:([0-4])|([56])([0-9]{1,4})-)(?:(/[^,?]{0,100})(?:\?[^,]{0,1000})?(?:,|\Z))?([0-9]{0,100})"
)
# A text in JSON, and whether it is the name of a field.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"([ \t\r\n]*:)?')
# The end of a name that stands apart from its colon, as no client writes it.
_APART = re.compile(r'"[ \t\r\n]+:')

# Names that clients use among themselves, and never send (socket.io-parser, RESERVED_EVENTS).
_RESERVED = {
    *("connect", "connect_error", "disconnect", "disconnecting"),
    *("newListener", "removeListener"),
}


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


def event_packet(event: str, text: str) -> str:
    """The packet of an event of `/`, whose payload is already JSON text."""
    return f'2["{event}",{text}]'


def read(text: str) -> Packet:
    """Read a Socket.IO packet. Raises Malformed for whatever socket.io-parser refuses.

    An event without a payload, or with one that is JSON and yet can't be read here (nested deeper
    than 200, half a character, a field twice, an endless number), has an empty list: whoever wants
    to know what became of it is answered that there is no such event.
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
    if not text:
        return [] if kind in {EVENT, BINARY_EVENT} else _none(kind)
    try:
        # A third of what the standard library takes. It stops at a depth of 200.
        data = pydantic_core.from_json(text, cache_strings="keys", allow_inf_nan=False)
        readable = ":" not in text or _is_plain(text, data) or not _has_duplicates(text)
    except ValueError:
        data, readable = _second_opinion(text), False
    if data is not _TOO_DEEP and not _is_valid(kind, data):
        raise Malformed("malformed payload")
    if readable:
        return data
    if kind in {EVENT, BINARY_EVENT}:
        return []
    raise Malformed("malformed payload")


_TOO_DEEP = object()


def _second_opinion(text: str) -> Any:
    """What JSON.parse would make of a text that is not read here. Raises Malformed if nothing.

    Numbers may have any length, as their value is not asked for.
    """
    try:
        return json.loads(text, parse_int=float, parse_constant=_refuse)
    except RecursionError:
        return _TOO_DEEP
    except ValueError:
        raise Malformed("malformed payload") from None


def _refuse(_constant: str) -> None:
    raise ValueError


def _none(kind: str) -> None:
    if kind not in {CONNECT, DISCONNECT}:
        raise Malformed("malformed payload")


def _is_valid(kind: str, data: Any) -> bool:
    """Whether packets of this kind may carry this (socket.io-parser, `isPayloadValid`)."""
    if kind == CONNECT:
        return isinstance(data, dict)
    if kind in {ACK, BINARY_ACK}:
        return isinstance(data, list)
    if kind not in {EVENT, BINARY_EVENT} or not isinstance(data, list) or not data:
        return False
    name = data[0]
    if isinstance(name, str):
        return name not in _RESERVED
    return isinstance(name, (int, float)) and not isinstance(name, bool)


def _is_plain(text: str, data: Any) -> bool:
    """Whether the one object has as many fields as were written: then none was there twice.

    Nearly all that clients send is. Only what holds further objects is read another time.
    """
    payload = data[1] if isinstance(data, list) and len(data) == 2 else data
    if not isinstance(payload, dict):
        return False
    # Behind each name stands its colon; in what people write the quote would be escaped, and only
    # make it more than there are.
    if text.count('":') == len(payload) and not _APART.search(text):
        return True
    return len([1 for colon in _STRING.findall(text) if colon]) == len(payload)


def _has_duplicates(text: str) -> bool:
    """Whether a field is there twice: different readers take different ones, so none may decide."""

    def look(pairs: list[tuple[str, Any]]) -> None:
        if len({name for name, _ in pairs}) < len(pairs):
            raise ValueError

    try:
        json.loads(text, object_pairs_hook=look)
    except (ValueError, RecursionError):
        return True
    return False
