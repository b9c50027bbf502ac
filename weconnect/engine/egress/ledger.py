"""What goes out, counted: each destination, for what, how often and when last.

Counts are kept here for a second or two and written together, so that a crowd of requests is one
transaction, and nobody waits for it.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import gevent
from flask import Flask
from sqlalchemy import case, delete, func, insert, literal, select, update

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.wire.errors import Unavailable

from .errors import EgressError, EgressRefused
from .models import destinations

log = logging.getLogger(__name__)

FLUSH_S = 2.0
# So many destinations are kept apart until they are written; and so many in the table: those that
# were longest not reached for go.
MOST_PENDING = 500
MOST = 5_000
# Whatever is too much, and what was no host at all.
OTHERS = "…"
NO_HOST = "?"


@dataclass
class _Count:
    sent: int = 0
    failed: int = 0
    refused: int = 0
    at: datetime | None = None
    why: str | None = None


class Ledger:
    """The counts of one server that are not written yet, and its sums for the metrics."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pending: dict[tuple[str, str], _Count] = {}
        self._writer: gevent.Greenlet[[], None] | None = None
        # By purpose and what became of it: "sent", or why not.
        self.sums: Counter[tuple[str, str]] = Counter()

    def note(self, host: str, purpose: str, error: EgressError | None = None) -> None:
        """Count a request; with what became of it if it was refused or failed."""
        self.sums[purpose, error.why if error else "sent"] += 1
        key = (host or NO_HOST, purpose)
        if key not in self._pending and len(self._pending) >= MOST_PENDING:
            key = (OTHERS, purpose)
        count = self._pending.setdefault(key, _Count())
        if isinstance(error, EgressRefused):
            count.refused += 1
        else:
            count.sent += 1
            count.failed += error is not None
        count.at, count.why = now(), error.why if error else None
        if self._writer is None:
            self._writer = gevent.spawn_later(FLUSH_S, self.flush)

    def flush(self) -> None:
        """Write what was counted. What can't be written now comes with the next."""
        self._writer = None
        pending, self._pending = self._pending, {}
        if not pending:
            return
        try:
            with self._app.app_context():
                _write(pending)
        except Unavailable:
            log.warning("ledger of what goes out not written")
            for key, count in pending.items():
                self._pending.setdefault(key, count)


def latest(most: int) -> list[dict[str, Any]]:
    """The destinations that were reached last, the latest first, as rows of the table."""
    rows = db.session.execute(
        select(destinations)
        .order_by(destinations.c.last_at.desc(), destinations.c.host)
        .limit(most)
    )
    return [dict(row._mapping) for row in rows]


@transaction
def _write(pending: dict[tuple[str, str], _Count]) -> None:
    is_new = False
    # In one order, so that no two servers wait for each other.
    for (host, purpose), count in sorted(pending.items()):
        own = (destinations.c.host == host, destinations.c.purpose == purpose)
        numbers = {name: getattr(count, name) for name in ("sent", "failed", "refused")}
        last = {"last_at": count.at, "last_why": count.why}
        more = {name: destinations.c[name] + number for name, number in numbers.items()}
        # Another server may have written what was later.
        is_later = destinations.c.last_at <= count.at
        newest: dict[str, Any] = {}
        for name, value in last.items():
            column = destinations.c[name]
            newest[name] = case((is_later, literal(value, column.type)), else_=column)
        changed = db.session.execute(update(destinations).where(*own).values(**more, **newest))
        if not changed.rowcount:  # type: ignore[attr-defined]
            is_new = True
            values = {"host": host, "purpose": purpose, **numbers, **last}
            db.session.execute(insert(destinations).values(**values))
    if is_new and db.session.scalar(select(func.count()).select_from(destinations)) > MOST:  # type: ignore[operator]
        oldest = select(destinations.c.last_at).order_by(destinations.c.last_at.desc())
        limit = oldest.offset(MOST).limit(1).scalar_subquery()
        db.session.execute(delete(destinations).where(destinations.c.last_at <= limit))
