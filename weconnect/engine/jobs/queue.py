"""What a feature knows of jobs: how one is asked for, and what does those of a kind."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import and_, case, select

from weconnect.engine.app_state import Key
from weconnect.engine.database.transactions import after_commit, db, transaction

from .clock import moment
from .models import IS_WAITING, jobs

# A job is a few words on what to do; what it is done with stands in tables of its own.
LONGEST_PAYLOAD = 10_000
LONGEST_KEY = 200

Payload = dict[str, Any]


class Again(NamedTuple):
    """What a handler returns that has not done all.

    The job waits for `delay` seconds, and is then done with `payload` (None: the same as before).
    If the same was asked for meanwhile: with a payload, as steps have that say how far they are,
    the job is done to its end first; without one, what was asked for comes in its place.
    """

    delay: float
    payload: Payload | None = None


Handler = Callable[[Payload], Again | None]


class Job(NamedTuple):
    """What does the jobs of a kind; after how many seconds it comes back by itself, if it does."""

    kind: str
    handler: Handler
    every: float | None = None

    def __call__(self, payload: Payload) -> Again | None:
        """Do one."""
        return self.handler(payload)


# What an app does, by kind.
JOBS: Key[dict[str, Job]] = Key("weconnect_job_kinds")
# What wakes the runner of an app.
WAKE: Key[Callable[[], None]] = Key("weconnect_jobs_wake")
# The key of what comes back by itself.
PERIODIC = "periodic"


def job(kind: str, *, every: float | None = None) -> Callable[[Handler], Job]:
    """A decorator: this function does the jobs of a kind, a name that stays the same for ever.

    It is called in a greenlet and an application context of its own, outside a transaction, with
    the payload. It may be called twice for one job, also at the same time if its server was cut off
    for longer than its lease: **doing it twice must be the same as doing it once**. If it raises,
    it is called again later. It may take `runner.LONGEST_S`; what takes longer goes by steps
    (`Again`). As everywhere, what would block the event loop runs in a native thread.

    With `every`, nobody needs to ask for it: it is done now and then every so many seconds, with an
    empty payload, by one server.
    """
    return lambda handler: Job(kind, handler, every)


@transaction
def enqueue(
    kind: str, payload: Payload | None = None, *, key: str | None = None, delay: float = 0.0
) -> None:
    """Have a job of this kind done in `delay` seconds or soon after, if the transaction under way
    is committed; without one it is a transaction of its own.

    While one with the same `key` waits there is no second one: the first stays as it is, and comes
    as early as the earlier of the two. One that runs already has perhaps looked too early: another
    one then waits until it has ended, with all its steps.

    Raises LookupError for a kind that nobody does, ValueError for too long a payload or key.
    """
    if kind not in JOBS.here():
        raise LookupError(f"nobody does jobs of the kind {kind!r}")
    written = json.dumps(payload or {}, ensure_ascii=False, separators=(",", ":"))
    if len(written) > LONGEST_PAYLOAD or len(key or "") > LONGEST_KEY:
        raise ValueError(f"too much for a job of the kind {kind!r}")
    insert = _insert()(jobs).values(kind=kind, key=key, payload=written, due_at=moment(delay))
    # It is written in any case, so that nobody takes the one that waits before this transaction,
    # and what the job is to see with it, is committed.
    sooner = and_(jobs.c.attempts == 0, insert.excluded.due_at < jobs.c.due_at)
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=[jobs.c.kind, jobs.c.key],
            index_where=IS_WAITING,
            set_={"due_at": case((sooner, insert.excluded.due_at), else_=jobs.c.due_at)},
        )
    )
    after_commit(wake)


def is_planned(kind: str, key: str) -> bool:
    """Whether a job of this kind and key waits or runs: one that was given up does neither."""
    same = (jobs.c.kind == kind, jobs.c.key == key, jobs.c.due_at.is_not(None))
    return db.session.scalar(select(jobs.c.id).where(*same).limit(1)) is not None


def plan() -> None:
    """See that what comes back by itself will: at the start of a server, as the first time nobody
    has asked for it, and the last time it may have been given up.
    """
    alive = select(jobs.c.kind).where(jobs.c.key == PERIODIC, jobs.c.due_at.is_not(None))
    periodic = {one.kind for one in JOBS.here().values() if one.every is not None}
    missing = periodic - set(db.session.scalars(alive))
    for kind in sorted(missing):
        enqueue(kind, key=PERIODIC)


def _insert() -> Any:
    """The dialect's own INSERT. Only the one that is in use is imported already."""
    if db.engine.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as on_sqlite

        return on_sqlite
    from sqlalchemy.dialects.postgresql import insert as on_postgres

    return on_postgres


def wake() -> None:
    """Have the runner of this process, if it has one, look what is due."""
    WAKE.here()()
