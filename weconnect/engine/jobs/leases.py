"""Who does which job: taken with a lease, kept, and let go of."""

import json
import random
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, delete, exists, select, update

from weconnect.engine.database.transactions import db, transaction

from .clock import moment
from .models import jobs, same_that_waits
from .queue import Again

# A server that says nothing for so long has lost its jobs: others take them.
LEASE_S = 30.0
# How long after a failure a job is tried again: twice as long each time, up to the longest. Thirty
# attempts take a day, in which whatever was away (a mail server) should have come back. One that
# was lost is tried at once, as servers are killed for many reasons. If it was lost before, it may
# be what ends them, and waits as if it had failed.
FIRST_RETRY_S = 5.0
LATEST_RETRY_S = 3600.0
ATTEMPTS = 30
# Of those that were given up so many are kept, the newest.
DEAD_KEPT = 1000
LONGEST_ERROR = 1000
LOST = "The server that did it ended, or was cut off."
# Who has a job that is between two of its steps, while another of its key waits for its end.
BETWEEN_STEPS = ""


class Leased(NamedTuple):
    """A job that somebody has taken; `attempts` counts this one."""

    id: int
    kind: str
    key: str | None
    payload: str
    attempts: int


def seconds_until_due(kinds: Collection[str]) -> float | None:
    """In how many seconds the first job of these kinds may be taken, perhaps below 0; None if none
    waits.
    """
    first = db.session.execute(
        select(jobs.c.due_at, moment().label("now"))
        .where(jobs.c.due_at.is_not(None), _may_be_taken(kinds))
        .order_by(jobs.c.due_at)
        .limit(1)
    ).first()
    return (first.due_at - first.now).total_seconds() if first else None


@transaction
def take(who: str, room: Mapping[str, int], most: int) -> list[Leased]:
    """Take up to so many jobs that are due, for LEASE_S; another one who takes some gets others.

    `room` is how many of each kind may be among them, one at least.
    """
    found = db.session.execute(
        select(
            jobs.c.id, jobs.c.kind, jobs.c.key, jobs.c.payload, jobs.c.attempts, jobs.c.leased_by
        )
        .where(jobs.c.due_at <= moment(), _may_be_taken(room))
        .order_by(jobs.c.due_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    taken = []
    of_kind: Counter[str] = Counter()
    for row in found:
        job = Leased(*row[:4], row.attempts + 1)
        if row.attempts >= ATTEMPTS:
            # Each time its server ended: perhaps the job is why.
            _give_up(jobs.c.id == row.id, LOST)
        elif row.leased_by and row.attempts > 1:
            later = {"due_at": moment(retry_after(row.attempts - 1)), "last_error": LOST}
            _let_go(row.leased_by, job, later, later | {"attempts": row.attempts})
        elif of_kind[job.kind] < room[job.kind]:
            # What there is no room for stays for the next look, or for another server.
            of_kind[job.kind] += 1
            taken.append(job)
    if taken:
        # Not where it is null, or nobody has it between two steps.
        is_lost = jobs.c.leased_by > BETWEEN_STEPS
        db.session.execute(
            update(jobs)
            .where(jobs.c.id.in_([one.id for one in taken]))
            .values(
                leased_by=who,
                due_at=moment(LEASE_S),
                attempts=jobs.c.attempts + 1,
                last_error=case((is_lost, LOST), else_=jobs.c.last_error),
            )
        )
    return taken


@transaction
def renew(who: str, ids: Collection[int]) -> set[int]:
    """Have these jobs for another LEASE_S; returns those that `who` has still."""
    return set(
        db.session.scalars(
            update(jobs)
            .where(jobs.c.leased_by == who, jobs.c.id.in_(list(ids)))
            .values(due_at=moment(LEASE_S))
            .returning(jobs.c.id)
        )
    )


@transaction
def finish(who: str, job: Leased, after: Again | None) -> None:
    """The handler has returned: the job is done, or waits for its next time."""
    if after is None:
        db.session.execute(delete(jobs).where(_has(who, job)))
        return
    payload = job.payload if after.payload is None else json.dumps(after.payload)
    own: dict[str, Any] = {"attempts": 0, "due_at": moment(after.delay), "payload": payload}
    if after.payload and db.session.scalar(same_that_waits(job.kind, job.key)) is not None:
        # It is amid its steps, and would never end if it began anew each time it is asked for.
        db.session.execute(
            update(jobs).where(_has(who, job)).values(leased_by=BETWEEN_STEPS, **own)
        )
    else:
        # What was asked for meanwhile comes in its place.
        _let_go(who, job, own, {})


@transaction
def fail(who: str, job: Leased, error: str) -> bool:
    """The handler has raised: the job waits for its next attempt, or is given up.

    Returns whether there is a next one.
    """
    if job.attempts >= ATTEMPTS:
        _give_up(_has(who, job), error)
        return False
    later = {
        "attempts": job.attempts,
        "due_at": moment(retry_after(job.attempts)),
        "last_error": error[:LONGEST_ERROR],
    }
    _let_go(who, job, later, later)
    return True


@transaction
def hand_back(who: str, held: Collection[Leased]) -> None:
    """The server ends, and these jobs are not done: another one may do them at once."""
    for job in held:
        _let_go(who, job, {"attempts": job.attempts - 1, "due_at": moment()}, {})


def retry_after(attempts: int) -> float:
    """How many seconds after so many attempts the next one comes: never the same for all."""
    longest = min(LATEST_RETRY_S, FIRST_RETRY_S * 2.0 ** (attempts - 1))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - nothing to be guessed


def _may_be_taken(kinds: Collection[str]) -> ColumnElement[bool]:
    """Whether it is of these kinds, and not one that has to wait for another of its key."""
    other = jobs.alias()
    same = and_(other.c.kind == jobs.c.kind, other.c.key == jobs.c.key, other.c.id != jobs.c.id)
    return and_(jobs.c.kind.in_(list(kinds)), ~exists().where(same, other.c.leased_by.is_not(None)))


def _has(who: str, job: Leased) -> ColumnElement[bool]:
    return and_(jobs.c.id == job.id, jobs.c.leased_by == who)


def _let_go(who: str, job: Leased, own: dict[str, Any], heir: dict[str, Any]) -> None:
    """Have a job wait again, changed by `own`; if another of its key waits already, that one does
    it, changed by `heir`.
    """
    waiting = db.session.scalar(same_that_waits(job.kind, job.key))
    if waiting is None:
        db.session.execute(update(jobs).where(_has(who, job)).values(leased_by=None, **own))
    elif db.session.execute(delete(jobs).where(_has(who, job)).returning(jobs.c.id)).all() and heir:
        db.session.execute(update(jobs).where(jobs.c.id == waiting).values(**heir))


def _give_up(which: ColumnElement[bool], error: str) -> None:
    """Keep it for the operator, as long as there are not too many newer ones."""
    gone = {"due_at": None, "leased_by": None, "last_error": error[:LONGEST_ERROR]}
    db.session.execute(update(jobs).where(which).values(**gone))
    dead = select(jobs.c.id).where(jobs.c.due_at.is_(None)).order_by(jobs.c.id.desc())
    last = dead.offset(DEAD_KEPT).limit(1).scalar_subquery()
    db.session.execute(delete(jobs).where(jobs.c.due_at.is_(None), jobs.c.id <= last))
