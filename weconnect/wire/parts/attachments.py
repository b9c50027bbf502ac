"""Attachments as what hangs on a message."""

from typing import Any

from weconnect.wire.base import MessagePart


class Attachments(MessagePart):
    """Files that come with a message."""

    attachments: list[dict[str, Any]] = []
    """empty: this server takes no files yet"""
