"""What travels between servers: a small signed header, and for sockets the packet as it is.

    server id (8 bytes) · signature (16 bytes) · header (JSON) · newline · body

The body is a Socket.IO packet, encoded once in the whole cluster, or JSON that only servers read.
The signature is an HMAC over all the rest and the channel: whoever can write to Redis, but does not
know SECRET_KEY, can say nothing to anybody. Nothing here is ever unpickled.
"""

import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

ID_SIZE = 8
MAC_SIZE = 16
# The largest envelope that is sent or read. The largest message has about 100 kB; a list of all
# the people on one server 200 kB.
MAX_SIZE = 1024 * 1024


class Forged(Exception):
    """Not sealed with our key, or garbled on the way."""


@dataclass(slots=True)
class Envelope:
    """What one server tells others on a channel.

    `kind` is `event` for a packet to sockets, otherwise the name of a note between servers.
    `fields` are the header's further fields, `sent_at` the sender's time in seconds.
    """

    kind: str
    body: str
    fields: dict[str, Any] = field(default_factory=dict)
    origin: str = ""
    sent_at: float = 0.0


class Seal:
    """Closes and opens the envelopes of one server; `secret` is what all servers share."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"weconnect broker 1", "sha256")
        self._id = secrets.token_bytes(ID_SIZE)
        # Others may use the same Redis: channels of another secret have other names.
        self.cluster = hmac.digest(self._key, b"cluster", "sha256").hex()[:8]

    @property
    def id(self) -> str:
        """The id of this server: another one after each start."""
        return self._id.hex()

    def is_own(self, data: bytes) -> bool:
        """Whether an envelope is one of this server's, come back to it."""
        return data.startswith(self._id)

    def close(self, channel: str, envelope: Envelope) -> bytes:
        """The envelope as it is sent on a channel. Raises ValueError if it is too large."""
        header = {"k": envelope.kind, "t": round(time.time(), 3), **envelope.fields}
        text = json.dumps(header, separators=(",", ":")) + "\n" + envelope.body
        content = text.encode()
        if len(content) > MAX_SIZE - ID_SIZE - MAC_SIZE:
            raise ValueError(f"{envelope.kind} of {len(content)} bytes is too large to be sent")
        return self._id + self._sign(self._id, channel, content) + content

    def open(self, channel: str, data: bytes) -> Envelope:
        """Read what came in on a channel. Raises Forged."""
        origin, mac = data[:ID_SIZE], data[ID_SIZE : ID_SIZE + MAC_SIZE]
        content = data[ID_SIZE + MAC_SIZE :]
        if len(data) > MAX_SIZE or not hmac.compare_digest(
            mac, self._sign(origin, channel, content)
        ):
            raise Forged
        # Signed, so it is as one of us wrote it.
        header, _, body = content.decode().partition("\n")
        fields = json.loads(header)
        return Envelope(fields.pop("k"), body, fields, origin.hex(), fields.pop("t"))

    def _sign(self, origin: bytes, channel: str, content: bytes) -> bytes:
        # No channel's name has a NUL in it: what is signed can be read in one way only.
        signed = origin + channel.encode() + b"\0" + content
        return hmac.digest(self._key, signed, "sha256")[:MAC_SIZE]
