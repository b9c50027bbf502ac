"""For what is due at certain moments, such as reminders.

A feature keeps the moments in a table of its own and has one job of a kind of its own. Its handler
does what is due by the database's clock (`clock.moment`) and asks for the next moment. However many
wait, there is one job, for the earliest of them. If the server that does it is killed, others go on
after the lease of it: what must not be as late as that sees to itself, as messages that are sent
later do (`weconnect/scheduled/sending.py`).
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, TextClause, func, select

from weconnect.engine.database.transactions import db

from .clock import moment as moment_now
from .queue import enqueue

KEY = "due"
# The handler looks at the latest after so long, in seconds, and asks again: no moment is too late
# to be reckoned with, and no clock that was wrong is relied on for years.
LONGEST_S = 30 * 86_400.0


def wake_at(kind: str, moment: datetime) -> None:
    """Have the jobs of a kind look what is due at `moment`, if the transaction is committed.

    An earlier moment that was asked for stays; a later one is to be asked for by the handler then.
    Raises LookupError for a kind that nobody does.
    """
    # By the clock by which the handler looks: by one that is ahead it would come early, find
    # nothing due, and ask again at once.
    wait = (moment - db.session.execute(select(moment_now())).scalar_one()).total_seconds()
    enqueue(kind, key=KEY, delay=min(max(0.0, wait), LONGEST_S))


class Standing(NamedTuple):
    """How many moments are to come, and for how many seconds the first of them has been due."""

    waiting: int
    late_s: float


def standing(moments: ColumnElement[Any], waits: ColumnElement[bool] | TextClause) -> Standing:
    """How it stands with the moments in a column of a feature's table, of all servers together;
    `waits` is which of its rows have one to come.
    """
    row = db.session.execute(
        select(
            func.count().label("waiting"),
            func.min(moments).label("first"),
            moment_now().label("now"),
        ).where(waits)
    ).one()
    late = (row.now - row.first).total_seconds() if row.first else 0.0
    return Standing(row.waiting, max(0.0, late))
