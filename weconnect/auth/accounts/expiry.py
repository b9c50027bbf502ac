"""What has expired counts nowhere, and once a day it is deleted: nobody keeps for ever from which
device and address somebody came who never comes back.
"""

from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs.queue import Again, Payload, job

from .endings import ended_of
from .models import AccessToken, Invite, Login, Submission
from .submissions import KEPT

EVERY_S = 24 * 3600.0
# The rows of one kind that are deleted at once: nobody waits long for the one writer of SQLite.
MOST = 500
PAUSE_S = 1.0


@job("delete_expired", every=EVERY_S)
def delete_expired(_payload: Payload) -> Again | None:
    """One step: some of each kind."""
    moment = now()
    # Of what was sent, the key alone is a hash of all that it is.
    counts = [
        _delete(Login.id, Login.expires_at <= moment),
        _delete(AccessToken.id, AccessToken.expires_at <= moment),
        _delete(Invite.id, Invite.expires_at <= moment),
        _delete(Submission.key, Submission.made_at < moment - KEPT),
    ]
    return Again(PAUSE_S) if max(counts) == MOST else None


def _delete(key: InstrumentedAttribute[Any], is_over: ColumnElement[bool]) -> int:
    """Delete up to MOST rows; returns how many were found."""
    found = db.session.scalars(select(key).where(is_over).limit(MOST)).all()
    if found:
        _delete_these(key, list(found), is_over)
    return len(found)


@transaction
def _delete_these(
    key: InstrumentedAttribute[Any], found: list[Any], is_over: ColumnElement[bool]
) -> None:
    # What was used a moment ago may have become valid for longer.
    statement = delete(key.class_).where(key.in_(found), is_over)
    if key.class_ in (Login, AccessToken):
        ended_of(set(db.session.scalars(statement.returning(key.class_.user_id))))
    else:
        db.session.execute(statement)
