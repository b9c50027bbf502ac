"""WebSocket frames (RFC 6455, section 5) without any I/O: bytes go in, messages come out.

What a client may make the server hold is decided at each frame's header, before its payload is
read. gevent-websocket unmasks and checks UTF-8 byte by byte in Python, and believes whatever
length a frame declares; here both are the work of C, on what is known to be small.
"""

import struct

CONTINUATION, TEXT, BINARY = 0x0, 0x1, 0x2
CLOSE, PING, PONG = 0x8, 0x9, 0xA
# The first byte of nearly all frames: a message of text in one frame.
_WHOLE_TEXT = 0x80 | TEXT
_OPCODES = frozenset((CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG))

# Section 7.4.1, and 1012 from the IANA registry.
NORMAL = 1000
PROTOCOL_ERROR = 1002
INVALID_DATA = 1007
POLICY = 1008
TOO_BIG = 1009
SERVICE_RESTART = 1012

# The most fragments of one message; browsers send a handful.
MAX_FRAGMENTS = 64
# What a control frame may carry (section 5.5).
MAX_CONTROL = 125


class Refused(Exception):
    """The peer broke the protocol or a limit: the close code, and the reason in a few words."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def frame(opcode: int, payload: bytes) -> bytes:
    """One whole, unmasked frame, as a server sends it (section 5.2)."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | opcode, size)) + payload
    if size < 65536:
        return struct.pack("!BBH", 0x80 | opcode, 126, size) + payload
    return struct.pack("!BBQ", 0x80 | opcode, 127, size) + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """A close frame (section 5.5.1); of `reason`, what fits."""
    text = reason.encode()[: MAX_CONTROL - 2].decode(errors="ignore")
    return frame(CLOSE, struct.pack("!H", code) + text.encode())


def close_code(payload: bytes) -> int:
    """The code with which to answer a close frame (section 7.4). Raises Refused."""
    if not payload:
        return NORMAL
    if len(payload) == 1:
        raise Refused(PROTOCOL_ERROR, "malformed close frame")
    (code,) = struct.unpack_from("!H", payload)
    if not (1000 <= code <= 1003 or 1007 <= code <= 1014 or 3000 <= code <= 4999):
        raise Refused(PROTOCOL_ERROR, "invalid close code")
    text_of(payload[2:])
    return int(code)


def text_of(payload: bytes) -> str:
    """The text of a message (section 8.1). Raises Refused."""
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise Refused(INVALID_DATA, "invalid UTF-8") from None


def unmask(mask: bytes, payload: bytes) -> bytes:
    """The payload of a client's frame: each byte XOR the mask, as one operation on big integers."""
    size = len(payload)
    if not size:
        return payload
    key = (mask * (size // 4 + 1))[:size]
    plain = int.from_bytes(payload, "little") ^ int.from_bytes(key, "little")
    return plain.to_bytes(size, "little")


class Reader:
    """Takes a client's bytes, gives messages and control frames.

    It never holds more than one message of `max_size` bytes and the chunk that came in with it.
    """

    __slots__ = ("_input", "_kind", "_max_size", "_parts", "_size")

    def __init__(self, max_size: int) -> None:
        self._input = bytearray()
        self._max_size = max_size
        # The message under way: its opcode, its fragments, their bytes.
        self._kind: int | None = None
        self._parts: list[bytes] = []
        self._size = 0

    @property
    def has_input(self) -> bool:
        """Whether something was taken that is not given away yet."""
        return bool(self._input)

    def feed(self, data: bytes) -> None:
        """Take what was received."""
        self._input += data

    def next(self) -> tuple[int, bytes] | None:
        """The next message or control frame: opcode and payload. None: more input is needed.

        Raises Refused. Control frames come between the fragments of a message (section 5.4).
        """
        while self._input and (found := self._frame()) is not None:
            final, opcode, payload = found
            if opcode >= CLOSE:
                return opcode, payload
            if (opcode == CONTINUATION) == (self._kind is None):
                raise Refused(PROTOCOL_ERROR, "fragments out of order")
            if final and not self._parts:
                return opcode, payload
            self._kind = self._kind or opcode
            self._parts.append(payload)
            self._size += len(payload)
            if final:
                return self._assemble()
            if len(self._parts) >= MAX_FRAGMENTS:
                raise Refused(POLICY, "too many fragments")
        return None

    def _assemble(self) -> tuple[int, bytes]:
        message = (self._kind or TEXT, b"".join(self._parts))
        self._kind, self._parts, self._size = None, [], 0
        return message

    def _frame(self) -> tuple[bool, int, bytes] | None:
        """The next frame: whether it is the message's last one, opcode, payload."""
        data = self._input
        if len(data) < 2:
            return None
        first, second = data[0], data[1]
        opcode = first & 0x0F
        if first != _WHOLE_TEXT or second < 0x80:
            _check_head(first, second, opcode)
        size, head = second & 0x7F, 2
        if size >= 126:
            form, head, smallest = ("!H", 4, 126) if size == 126 else ("!Q", 10, 65536)
            if len(data) < head:
                return None
            (size,) = struct.unpack_from(form, data, 2)
            if size < smallest:
                raise Refused(PROTOCOL_ERROR, "length in too many bytes")
        if opcode < CLOSE and size > self._max_size - self._size:
            raise Refused(TOO_BIG, "message too big")
        end = head + 4 + size
        if len(data) < end:
            return None
        mask, payload = bytes(data[head : head + 4]), bytes(data[head + 4 : end])
        del data[:end]
        return bool(first & 0x80), opcode, unmask(mask, payload)


def _check_head(first: int, second: int, opcode: int) -> None:
    """Refuse what the first two bytes already show to be wrong (sections 5.1, 5.2, 5.5)."""
    if first & 0x70:
        raise Refused(PROTOCOL_ERROR, "reserved bits")
    if opcode not in _OPCODES:
        raise Refused(PROTOCOL_ERROR, "unknown opcode")
    if not second & 0x80:
        raise Refused(PROTOCOL_ERROR, "unmasked frame")
    if opcode >= CLOSE and (not first & 0x80 or second & 0x7F > MAX_CONTROL):
        raise Refused(PROTOCOL_ERROR, "malformed control frame")
