"""Forwarding messages."""

from typing import Annotated

from pydantic import Field

from .base import CleanText, ClientId, Id, Model

MAX_NOTE = 4_000


class ForwardPath(Model):
    """`/messages/{message}/forward`"""

    message: Id


class ForwardMessage(Model):
    """`POST /messages/{id}/forward`"""

    room: Id
    """where it is to be said"""
    note: Annotated[CleanText, Field(max_length=MAX_NOTE)] = ""
    """what stands above it"""
    client_id: ClientId | None = None
    """made by the client, once: sent again it makes no second message"""
