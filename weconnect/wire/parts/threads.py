"""What hangs on the message that began a thread."""

from pydantic import Field

from weconnect.wire.auth import User
from weconnect.wire.base import MessagePart, Model, Seq, Timestamp, is_none


class Answers(Model):
    """What there is in a thread."""

    count: Seq
    """messages, without the deleted ones and the one that began it"""
    people: list[User]
    """who wrote, the newest first; three at most"""
    last_at: Timestamp
    """when the newest was written"""
    last_seq: Seq
    """its `seq`"""


class Threads(MessagePart):
    """The thread that a message began."""

    answers: Answers | None = Field(default=None, exclude_if=is_none)
    """only where somebody has answered in its thread"""
