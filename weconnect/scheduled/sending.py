"""Sending what is due: each once, by whichever server comes first.

A message that waits has the `clientId` that it is sent with, and the message log makes no second
one of it. So nobody needs a lease to send it. A server that takes some marks them for a few
seconds, that others have something else to do; if it is killed, others go on after these.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor, actor_of
from weconnect.auth.accounts.models import User
from weconnect.engine.concurrency.rounds import take_turns
from weconnect.engine.database.transactions import db, end_reads, this_transaction, transaction
from weconnect.engine.jobs.clock import moment
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages.log import Result
from weconnect.messages.service import submit_message
from weconnect.wire import messages as wire_messages
from weconnect.wire import scheduled as wire
from weconnect.wire.body import TextBody
from weconnect.wire.errors import AppError, Forbidden, NotFound, RateLimited, Unavailable

from .models import WAITS
from .telling import scheduled, size, told_of
from .times import moment_of

# So many are taken at once.
STEP = 50
# For so long nobody else sends what was taken; after that its server was killed, perhaps.
CLAIM_S = 2.5
# Of so many it is reckoned at once when they are due.
RECKONED = 200
# What others say of it than its author's fault: it is tried again.
PASSING = (Unavailable, RateLimited)

Outcome = wire_messages.Message | AppError


def claim() -> dict[str, Any]:
    """The values of a row that somebody is sending now."""
    return {"claimed_until": moment(CLAIM_S)}


def send(rows: Sequence[Row[Any]]) -> list[Outcome]:
    """Send these, which are claimed; returns what became of each, in their order."""
    actors = _actors({row.user_id for row in rows})
    results = [_submit(actors.get(row.user_id), row) for row in rows]
    outcomes = [_await(one) for one in results]
    _note(rows, outcomes)
    return outcomes


def _actors(ids: set[int]) -> dict[int, Actor]:
    """Those of these people who may still do something."""
    users = db.session.scalars(select(User).where(User.id.in_(ids), User.banned_at.is_(None)))
    return {user.id: actor_of(user) for user in users}


def _submit(actor: Actor | None, row: Row[Any]) -> Result | AppError:
    if row.room_id is None:
        return NotFound("The room is deleted.")
    if actor is None:
        return Forbidden("This account is closed.")
    place = {"thread": row.thread_id, "in_room": row.in_room}
    body = TextBody.model_construct(content=row.content, plain=False)
    try:
        return submit_message(actor, row.room_id, body, row.client_id, row.reply_to, None, **place)
    except AppError as error:
        return error


def _await(result: Result | AppError) -> Outcome:
    if isinstance(result, AppError):
        return result
    try:
        outcome = result.get()
    except AppError as error:
        return error
    return wire_messages.Message.model_construct(**dict(outcome.seen or outcome.message))


@transaction
def _note(rows: Sequence[Row[Any]], outcomes: Sequence[Outcome]) -> None:
    """What was sent waits no more; of what could not be sent, its author is told why."""
    counts = usage.UsageCounts(this_transaction())
    for row, outcome in zip(rows, outcomes, strict=True):
        this = scheduled.c.id == row.id
        if isinstance(outcome, PASSING):
            continue
        if isinstance(outcome, AppError):
            problem = {"problem": json.dumps(outcome.body()), "claimed_until": None}
            changed = update(scheduled).where(this).values(**problem).returning(scheduled)
            told = db.session.execute(changed).all()
            told_of(told)
        elif found := db.session.execute(delete(scheduled).where(this).returning(scheduled)).all():
            # The message counts by itself.
            counts.take(row.user_id, -sum(map(size, found)))
            gone = wire.ScheduledGone(scheduled=row.id, message=outcome.id)
            publish(gone, to=people([row.user_id]))
    counts.save()


@transaction
def claimed() -> list[Row[Any]]:
    """Some that are due and that nobody else is sending, claimed."""
    free = or_(scheduled.c.claimed_until.is_(None), scheduled.c.claimed_until <= moment())
    ids = db.session.scalars(
        select(scheduled.c.id)
        .where(WAITS, scheduled.c.send_at <= moment(), free)
        .order_by(scheduled.c.send_at, scheduled.c.id)
        .limit(STEP)
        .with_for_update(skip_locked=True)
    ).all()
    if not ids:
        return []
    taken = update(scheduled).where(scheduled.c.id.in_(ids)).values(**claim())
    rows = db.session.execute(taken.returning(scheduled)).all()
    return sorted(rows, key=lambda row: (row.send_at, row.id))


def seconds_until_due() -> float | None:
    """In how many seconds the next one is due, perhaps below 0; None: none waits."""
    first = db.session.execute(
        select(scheduled.c.send_at, moment().label("now"))
        .where(WAITS)
        .order_by(scheduled.c.send_at)
        .limit(1)
    ).first()
    return (first.send_at - first.now).total_seconds() if first else None


def send_due() -> bool:
    """Send some that are due; whether there were any."""
    rows = claimed()
    if rows:
        send(rows)
    return bool(rows)


def reckon_again() -> None:
    """What the rules of time zones say may have changed with the server's version of them.

    Looks at RECKONED at a time, and locks only what has changed: others send and write meanwhile.
    """
    by_clock = (WAITS, scheduled.c.local_time.is_not(None), scheduled.c.claimed_until.is_(None))
    last = 0
    while True:
        rows = db.session.execute(
            select(scheduled)
            .where(*by_clock, scheduled.c.id > last)
            .order_by(scheduled.c.id)
            .limit(RECKONED)
        ).all()
        end_reads()
        moved = [(row, at) for row in rows if (at := _reckoned(row)) != row.send_at]
        if moved:
            _move(moved)
        if len(rows) < RECKONED:
            return
        last = rows[-1].id
        take_turns()


def _reckoned(row: Row[Any]) -> datetime:
    try:
        return moment_of(row.local_time, row.time_zone)
    except AppError:
        at: datetime = row.send_at
        return at


@transaction
def _move(moved: Sequence[tuple[Row[Any], datetime]]) -> None:
    """Have these sent at other times, and tell their authors; what has changed since, stays."""
    for row, at in moved:
        as_it_was = [
            scheduled.c[name].is_not_distinct_from(row._mapping[name])
            for name in ("id", "send_at", "local_time", "time_zone", "claimed_until", "problem")
        ]
        changed = update(scheduled).where(*as_it_was).values(send_at=at).returning(scheduled)
        told_of(db.session.execute(changed).all())
