"""Pins as what hangs on a message."""

from weconnect.wire.base import MessagePart


class Pinned(MessagePart):
    """Whether a message is pinned in its room."""

    pinned: bool = False
    """whether it is pinned in its room"""
