"""What is too old for any inbox is deleted by and by."""

from sqlalchemy import delete, select

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.jobs.queue import Again, Payload, job

from .models import InboxEntry
from .service import KEPT

EVERY_S = 24 * 3600.0
# The rows that are deleted at once: nobody waits long for the one writer of SQLite.
MOST = 500
PAUSE_S = 1.0


@job("clean_inbox", every=EVERY_S)
def clean(_payload: Payload) -> Again | None:
    """One step: some of the oldest entries."""
    old = select(InboxEntry.id).where(InboxEntry.at < now() - KEPT).limit(MOST)
    found = db.session.scalars(old).all()
    if found:
        _delete(list(found))
    return Again(PAUSE_S) if len(found) == MOST else None


@transaction
def _delete(ids: list[int]) -> None:
    db.session.execute(delete(InboxEntry).where(among(InboxEntry.id, ids)))
