"""The inbox: what concerns a person, from all of their rooms."""

from typing import Annotated, Literal

from pydantic import Field

from .auth import User
from .base import Event, Id, Model, Seq, Timestamp
from .messages import Message

MAX_INBOX = 50


class InboxQuery(Model):
    """`GET /inbox`"""

    unread: bool = False
    """only what is not read"""
    before: Id | None = None
    """the `next` of the page before"""
    limit: Annotated[int, Field(ge=0, le=MAX_INBOX)] = 30
    """0: only how many are unread"""


class InboxItem(Model):
    """Something that concerns one."""

    id: Id
    kind: Literal["mention", "reply", "reaction", "thread", "confirm"]
    """`mention`: the message calls for one; `reply`: it answers one's own; `reaction`: somebody
    reacted to it, and it is one's own; `thread`: it is the newest in a thread that one follows, of
    which there is one entry; `confirm`: one is asked to confirm it, and it is
    read when one has, not with its room"""
    message: Message
    room_name: str
    """of a direct conversation, the names of the others"""
    actor: User
    """who called, answered, or reacted last"""
    emoji: str | None
    """of a reaction: the last one"""
    at: Timestamp
    read: bool


class Inbox(Model):
    """What concerns one, the newest first: of 90 days, and 1,000 entries, at most."""

    items: list[InboxItem]
    unread: Seq
    """how many are unread in all"""
    next: Id | None
    """the `before` of the next page; null: this is the last one"""


class InboxItemState(Model):
    """`PUT /inbox/{id}`"""

    read: bool


class InboxReadUpTo(Model):
    """`PUT /inbox/read`"""

    up_to: Id
    """the newest entry that one has seen: it and all before it are read"""


class InboxUnread(Model):
    """How many entries are unread now."""

    unread: Seq


class InboxChanged(Event):
    """Something came into one's inbox, or is read, or gone. What calls for a whole room is not
    told of: one hears it from the room; nor what all there are asked to confirm, nor threads:
    `announcementsChanged` and `threadState` tell of them."""

    event = "inboxChanged"
    audience = "all sockets of the person"
    useful_s = 60.0
