"""What is older than the team keeps it is deleted, and counts no longer for its author."""

from collections import defaultdict

from sqlalchemy import delete, select

from weconnect.auth.accounts import usage
from weconnect.engine.database.transactions import db, table_of, this_transaction, transaction
from weconnect.engine.jobs.queue import Again, Payload, job
from weconnect.messages.models import Message

from .service import oldest, versions

EVERY_S = 3600.0
# So many are deleted at once: nobody waits long for the one writer of SQLite.
MOST = 500
PAUSE_S = 1.0


@job("clean_edit_history", every=EVERY_S)
def clean_edit_history(_payload: Payload) -> Again | None:
    """One step."""
    return Again(PAUSE_S) if _delete_some() == MOST else None


@transaction
def _delete_some() -> int:
    messages = table_of(Message)
    rows = db.session.execute(
        select(versions.c.id, versions.c.size, messages.c.sender_id)
        .join(messages, messages.c.id == versions.c.message_id)
        .where(versions.c.replaced_at <= oldest())
        .order_by(versions.c.replaced_at)
        .limit(MOST)
        # Whoever deletes a message meanwhile has its past in their hands: nobody waits crosswise.
        .with_for_update(of=versions, skip_locked=True)
    ).all()
    if rows:
        these = versions.c.id.in_([row.id for row in rows])
        gone = set(db.session.scalars(delete(versions).where(these).returning(versions.c.id)))
        sizes: defaultdict[int, int] = defaultdict(int)
        for row in rows:
            # One whose message was deleted meanwhile is given back already.
            sizes[row.sender_id] += row.size if row.id in gone else 0
        counts = usage.UsageCounts(this_transaction())
        for user_id, size in sizes.items():
            counts.take(user_id, -size)
        counts.save()
    return len(rows)
