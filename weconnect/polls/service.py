"""Polls: options that are added, their end, and who chose what. Whatever changes one is a change of
its message in the message log."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import delete, insert, select

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.engine.jobs.due import wake_at
from weconnect.engine.limits.rate_limit import counted
from weconnect.messages import throttles
from weconnect.messages.log import Change, message_log
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow, require_message
from weconnect.rooms.access import RANK
from weconnect.wire import polls as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound
from weconnect.wire.messages import Message
from weconnect.wire.parts.polls import MAX_OPTIONS, Poll, PollOption

from . import summary
from .models import PollEnd, PollVote

# The kind of the job that ends polls.
END = "end_polls"

votes = table_of(PollVote)
ends = table_of(PollEnd)


@counted(throttles.POSTS, "posts")
def add_option(actor: Actor, message_id: int, text: str) -> Message:
    """Add an option to a poll that takes some; one that is there stays as it is.

    Raises NotFound, Forbidden (also if the actor may store no more), Conflict.
    """

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        poll = require_running(row)
        if row.sealed is not None:
            raise Forbidden("What an option says would be read by the server here.")
        if not poll.extendable and row.sender_id != actor.id:
            raise Forbidden("Only its author can add options to this poll.")
        if text.casefold() in {one.text.casefold() for one in poll.options}:
            return None
        if len(poll.options) >= MAX_OPTIONS:
            raise Conflict("A poll has {most} options at most.", most=MAX_OPTIONS)
        usage.take(actor.id, summary.weight(text))
        more = PollOption(text=text, votes=0, added_by=actor.id)
        options = [*poll.options, more]
        return {"poll": summary.written(poll.model_copy(update={"options": options}))}

    return _changed(actor, message_id, alter)


@counted(throttles.POSTS, "posts")
def end(actor: Actor, message_id: int) -> Message:
    """End a poll, as its author or an admin of the room. Raises NotFound, Forbidden."""

    def alter(row: MessageRow, role: str) -> dict[str, Any] | None:
        poll = _require_poll(row)
        if row.sender_id != actor.id and RANK[role] < RANK["admin"]:
            raise Forbidden("Only its author, or an admin of the room, can end a poll.")
        return _ended(row, poll, now())

    return _changed(actor, message_id, alter)


def end_by_time(message_id: int) -> None:
    """End a poll whose time has come; twice is as once. Raises Unavailable."""

    def alter(row: MessageRow, _role: str) -> dict[str, Any] | None:
        poll = summary.read(row.poll) if row.poll else None
        return _ended(row, poll, poll.ends_at or now()) if poll else None

    try:
        message_log().append(Change(None, message_id, alter))
    except (Forbidden, NotFound):
        # Of an archived room nothing changes. That its time is past is seen all the same.
        pass
    _forget_end(message_id)


def _ended(row: MessageRow, poll: Poll, at: datetime) -> dict[str, Any] | None:
    db.session.execute(delete(ends).where(ends.c.message_id == row.id))
    _forget_voters(row.id, anonymous=poll.anonymous)
    if poll.ended_at is not None:
        return None
    return {"poll": summary.written(poll.model_copy(update={"ended_at": at}))}


def _forget_voters(message_id: int, *, anonymous: bool) -> None:
    """Of an anonymous poll that has ended, only how many chose what is kept."""
    if anonymous:
        db.session.execute(delete(votes).where(votes.c.message_id == message_id))


@transaction
def _forget_end(message_id: int) -> None:
    gone = delete(ends).where(ends.c.message_id == message_id)
    db.session.execute(gone)
    of_nobody = (votes.c.message_id == message_id, votes.c.user_id.is_(None))
    db.session.execute(delete(votes).where(*of_nobody))


def plan_end(message_id: int, at: datetime) -> None:
    """Within the transaction that makes a poll: have it end at that moment."""
    db.session.execute(insert(ends).values(message_id=message_id, ends_at=at))
    wake_at(END, at)


def forget(message_id: int) -> None:
    """Within the transaction that deletes a poll's message: it is gone."""
    # In the order of `_forget_end`, so that no two wait crosswise.
    for table in (ends, votes):
        db.session.execute(delete(table).where(table.c.message_id == message_id))


def voters(actor: Actor, message_id: int, query: wire.VotersQuery) -> wire.VotersPage:
    """A page of those who chose an option. Raises NotFound, Forbidden for an anonymous poll."""
    row, _ = require_message(actor, message_id)
    if _require_poll(row).anonymous:
        raise Forbidden("This poll is anonymous.")
    wanted = (
        select(votes.c.id, votes.c.user_id)
        .where(votes.c.message_id == row.id, votes.c.option == query.option)
        .order_by(votes.c.id)
        .limit(query.limit + 1)
    )
    if query.after is not None:
        wanted = wanted.where(votes.c.id > query.after)
    rows = db.session.execute(wanted).all()
    page = rows[: query.limit]
    found = directory.people(one.user_id for one in page)
    return wire.VotersPage(
        people=[found[one.user_id] for one in page],
        next=page[-1].id if len(rows) > query.limit else None,
    )


def voter_of(message_id: int, user_id: int, *, anonymous: bool) -> str:
    """What a person's votes in a poll are told by.

    In an anonymous one that is made of SECRET_KEY, which stands in no backup of the database.
    """
    if not anonymous:
        return str(user_id)
    secret = str(current_app.secret_key).encode()
    about = f"anonymous vote of {user_id} in {message_id}".encode()
    return hmac.digest(secret, about, hashlib.sha256).hex()


def _changed(actor: Actor, message_id: int, alter: Any) -> Message:
    return seen_by(actor, [message_log().append(Change(actor, message_id, alter))])[0]


def _require_poll(row: MessageRow) -> Poll:
    if row.poll is None:
        raise NotFound("There is no poll here.")
    return summary.read(row.poll)


def require_running(row: MessageRow) -> Poll:
    """The poll that hangs on a message. Raises NotFound, Conflict if it has ended."""
    poll = _require_poll(row)
    if summary.has_ended(poll, now()):
        raise Conflict("This poll has ended.")
    return poll
