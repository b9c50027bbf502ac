"""How it stands with the jobs, for operators: counted, looked at, tried again, dropped."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, case, delete, func, select, update

from weconnect.engine.database.transactions import after_commit, db, transaction

from .clock import moment
from .models import IS_RUNNING, IS_WAITING, jobs, same_that_waits
from .queue import JOBS, wake

State = Literal["waiting", "running", "failed", "dead"]
STATES: tuple[State, ...] = ("waiting", "running", "failed", "dead")


class Standing(NamedTuple):
    """How many jobs there are in each state, and for how many seconds the first of those that wait
    has been due. "failed" are those that wait for another attempt.
    """

    counts: dict[State, int]
    oldest_s: float


class Dead(NamedTuple):
    """A job that was given up."""

    id: int
    kind: str
    payload: str
    attempts: int
    last_error: str
    created_at: datetime


def standing() -> Standing:
    """Of all servers together."""
    state = case(
        (IS_RUNNING, "running"),
        (jobs.c.due_at.is_(None), "dead"),
        (jobs.c.attempts > 0, "failed"),
        else_="waiting",
    ).label("state")
    rows = db.session.execute(
        select(state, func.count().label("number"), func.min(jobs.c.due_at), moment())
        .select_from(jobs)
        .group_by(state)
    ).all()
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    oldest = 0.0
    for found, number, first, now in rows:
        counts[found] = number
        if found in {"waiting", "failed"}:
            oldest = max(oldest, (now - first).total_seconds())
    return Standing(counts, oldest)


def dead(most: int) -> list[Dead]:
    """The newest of those that were given up."""
    rows = db.session.execute(
        select(*(jobs.c[name] for name in Dead._fields))
        .where(jobs.c.due_at.is_(None))
        .order_by(jobs.c.id.desc())
        .limit(most)
    )
    return [Dead(*row) for row in rows]


def of_nobody() -> set[str]:
    """The kinds of jobs that wait and that this program does not know."""
    found = db.session.scalars(select(jobs.c.kind).where(IS_WAITING).distinct())
    return set(found) - JOBS.here().keys()


@transaction
def retry(ids: Collection[int] | None = None) -> int:
    """Have those that were given up (all, or these) tried again; returns how many there were."""
    rows = db.session.execute(
        select(jobs.c.id, jobs.c.kind, jobs.c.key).where(_dead(ids)).with_for_update()
    ).all()
    for row in rows:
        own = jobs.c.id == row.id
        if db.session.scalar(same_that_waits(row.kind, row.key)) is None:
            alive: dict[str, Any] = {"due_at": moment(), "attempts": 0}
            db.session.execute(update(jobs).where(own).values(**alive))
        else:
            # The same is going to be done anyway.
            db.session.execute(delete(jobs).where(own))
    after_commit(wake)
    return len(rows)


@transaction
def drop(ids: Collection[int]) -> int:
    """Forget these of those that were given up; returns how many there were."""
    gone = db.session.execute(delete(jobs).where(_dead(ids)).returning(jobs.c.id))
    return len(gone.all())


def _dead(ids: Collection[int] | None) -> ColumnElement[bool]:
    found = jobs.c.due_at.is_(None)
    return found if ids is None else found & jobs.c.id.in_(list(ids))
