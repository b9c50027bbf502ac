"""Threads: what is said about a message, beside the room."""

from typing import Annotated

from pydantic import Field

from .base import Command, Event, Id, Model, Seq
from .messages import PAGE, Limit, Message

_IN_THREAD = {
    "notFound": "no such room that one may see, or no such message in it that could have a thread",
    "forbidden": "a public room that one has not joined",
}


class ThreadQuery(Model):
    """`GET /rooms/{room}/threads/{thread}/messages`: before or after a seq; else the newest."""

    before: Seq | None = None
    """a `seq`: the messages of the thread just before it"""
    after: Seq | None = None
    """a `seq`: the messages of the thread just after it"""
    limit: Limit = PAGE


class ThreadHistory(Command, ThreadQuery):
    """A page of a thread, oldest first, without the message that began it."""

    event = "threadHistory"
    errors = _IN_THREAD

    room: Id
    thread: Id
    """the id of the message that began it"""


class ThreadStanding(Model):
    """How one stands to a thread."""

    room: Id
    thread: Id
    following: bool
    read_seq: Seq
    """everything in it up to this `seq` is read; of a thread that one does not follow all"""
    unread: int
    """messages of others after it, up to 1,000; 0 in a thread that one does not follow"""
    mentions: int
    """messages among them that mention the reader"""
    room_unread: int
    """the same of all threads of the room that one follows"""
    room_mentions: int


class ThreadPage(ThreadStanding):
    """The answer to `threadHistory`."""

    root: Message | None
    """the message that began it; null: it was said before the reader came, and is not for them"""
    messages: list[Message]
    """oldest first"""
    complete: bool
    """whether there is nothing more in the direction that was asked for"""


class ThreadReadUpTo(Model):
    """`PUT /rooms/{room}/threads/{thread}/read`"""

    seq: Seq


class MarkThreadRead(Command, ThreadReadUpTo):
    """Everything in a thread that one follows is read up to `seq`. Never goes back."""

    event = "markThreadRead"
    errors = _IN_THREAD

    room: Id
    thread: Id


class FollowThread(Command):
    """Follow a thread, or do so no more. Whoever began it, writes or is mentioned in it follows.

    Of more than 2,000 the threads that were begun first are followed no more.
    """

    event = "followThread"
    errors = _IN_THREAD

    room: Id
    thread: Id
    on: bool
    """false: no more, until one writes or is mentioned in it again"""


class ThreadState(Event, ThreadStanding):
    """What is unread in a thread has changed, or whether one follows it."""

    event = "threadState"
    audience = "all sockets of the person; at most one per thread and second for what is said"


class ThreadListQuery(Model):
    """`GET /threads`"""

    cursor: Annotated[str, Field(max_length=50, pattern=r"^([01]\.[0-9]{1,19})?$")] = ""
    """the `next` of the page before"""
    limit: Limit = PAGE


class FollowedThread(Model):
    """A thread in the list of those that one follows."""

    room: Id
    room_name: str
    thread: Id
    read_seq: Seq
    unread: int
    mentions: int
    root: Message | None
    """the message that began it; how many have answered stands there. null: it was said before the
    reader came, and is not for them"""
    last: Message
    """the newest of its messages"""


class ThreadList(Model):
    """The answer to `GET /threads`."""

    threads: list[FollowedThread]
    """those with something unread first, in both parts the newest first"""
    next: str | None
    """the `cursor` of the next page; null: this is the last one"""
