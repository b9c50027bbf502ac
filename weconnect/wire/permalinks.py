"""Links to messages: what they lead to."""

from typing import Annotated

from pydantic import Field

from .base import Model
from .messages import Message

# As many of the longest texts as a page may have.
MAX_IDS = 20


class MessagesQuery(Model):
    """`GET /messages`"""

    ids: Annotated[str, Field(pattern=rf"^[0-9]{{1,19}}(,[0-9]{{1,19}}){{0,{MAX_IDS - 1}}}$")]
    """the ids of messages with commas between them, at most 20"""


class MessageList(Model):
    """Messages that were asked for."""

    messages: list[Message]
    """those that one may see, in the order of their ids; of others nothing is said"""
