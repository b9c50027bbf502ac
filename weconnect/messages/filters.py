"""What messages may be looked for by, beside their words: `is:pinned`, `has:poll`, as each feature
has it.

A feature's manifest names its filters; who searches knows them by their words alone.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, and_, exists, false, func, or_, select

from weconnect.engine.feature import MANIFESTS
from weconnect.rooms.models import Membership

from .models import Mention, RoomCall
from .serialize import messages


class Filter(NamedTuple):
    """`word` is what is written; `condition` makes of a person's id what holds of a message, on the
    table `messages`. It is called outside of queries, and its result used beside the event loop.
    """

    word: str
    condition: Callable[[int], ColumnElement[bool]]


def filters() -> dict[str, Filter]:
    """Those of the current app's features, by their words."""
    return {one.word: one for one in MANIFESTS.here().load("filters")}


class TextBeside(NamedTuple):
    """A text that is found with a message, beside what that says: `plain` and its form `folded` are
    columns of a table whose `message` is the id; `is_there` holds of messages that have any.
    """

    message: Column[Any]
    plain: ColumnElement[str]
    folded: Column[Any]
    is_there: ColumnElement[bool]


def texts_beside() -> list[TextBeside]:
    """Those of the current app's features."""
    return list(MANIFESTS.here().load("texts_beside"))


def _has_link(_reader: int) -> ColumnElement[bool]:
    small = func.lower(messages.c.content)
    return or_(*(small.contains(f"{kind}://") for kind in ("http", "https")))


def _is_unread(reader: int) -> ColumnElement[bool]:
    mine = and_(
        Membership.room_id == messages.c.room_id,
        Membership.user_id == reader,
        Membership.read_seq < messages.c.seq,
    )
    # What stands in a thread alone is read there.
    return and_(
        messages.c.sender_id != reader,
        messages.c.in_room.is_distinct_from(false()),
        exists().where(mine).correlate(messages),
    )


def _is_mention(reader: int) -> ColumnElement[bool]:
    named = and_(
        Mention.user_id == reader,
        Mention.room_id == messages.c.room_id,
        Mention.seq == messages.c.seq,
    )
    came = (
        select(Membership.joined_at)
        .where(Membership.room_id == messages.c.room_id, Membership.user_id == reader)
        .correlate(messages)
        .scalar_subquery()
    )
    called = and_(
        RoomCall.room_id == messages.c.room_id,
        RoomCall.seq == messages.c.seq,
        RoomCall.kind == "room",
        RoomCall.sender_id != reader,
        RoomCall.at >= came,
    )
    return or_(
        exists().where(named).correlate(messages), exists().where(called).correlate(messages)
    )


HAS_LINK = Filter("has:link", _has_link)
IS_UNREAD = Filter("is:unread", _is_unread)
IS_MENTION = Filter("is:mention", _is_mention)
