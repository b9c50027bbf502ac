"""Mentions as what hangs on a message."""

from weconnect.wire.base import Id, MessagePart


class Mentions(MessagePart):
    """Whom a message calls for."""

    mentions: list[Id] = []
    """the ids of the members whom it calls for by `@username`, never its sender's"""
