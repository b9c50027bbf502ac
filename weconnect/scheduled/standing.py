"""How it stands with what is sent later, for operators."""

from typing import NamedTuple

from sqlalchemy import case, func, select

from weconnect.engine.database.transactions import db
from weconnect.engine.jobs.clock import moment

from .telling import scheduled


class Standing(NamedTuple):
    """How many messages wait for their time, how many could not be sent, and for how many seconds
    the first of those that wait has been due.
    """

    waiting: int
    failed: int
    late_s: float


def standing() -> Standing:
    """Of all servers together."""
    waits = scheduled.c.problem.is_(None)
    row = db.session.execute(
        select(
            func.count(case((waits, 1))).label("waiting"),
            func.count(case((waits, None), else_=1)).label("failed"),
            func.min(case((waits, scheduled.c.send_at))).label("first"),
            moment().label("now"),
        )
    ).one()
    late = (row.now - row.first).total_seconds() if row.first else 0.0
    return Standing(row.waiting, row.failed, max(0.0, late))
