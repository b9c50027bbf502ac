"""What is of no use any more: deleted by and by, a few hundred rows at once.

Devices whose login or token has expired end here, some minutes after it.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from weconnect.auth.accounts.models import AccessToken, Login
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.jobs.queue import Again, Payload, job

from .devices import IS_THERE, end_of
from .models import BackedUpSession, Device, KeyBackup, Mail, MailTransaction, OneTimeKey

EVERY_S = 300.0
# Nobody waits long for the one writer of SQLite.
MOST = 500
PAUSE_S = 0.2
# How long it is remembered what was sent, and which keys were handed out: a client that repeats
# itself does so when it is online again.
SENT_FOR = timedelta(days=1)
CLAIMED_FOR = timedelta(days=7)


@job("clean_e2ee", every=EVERY_S)
def clean(_payload: Payload) -> Again | None:
    """One step: some of each kind."""
    moment = now()
    _end_expired()
    dead = select(Device.id).where(Device.ended_at.is_not(None))
    ended = select(KeyBackup.id).where(KeyBackup.ended_at.is_not(None))
    counts = [
        _delete(Mail.id, Mail.device_id.in_(dead)),
        _delete(MailTransaction.id, MailTransaction.device_id.in_(dead)),
        _delete(MailTransaction.id, MailTransaction.made_at < moment - SENT_FOR),
        _delete(OneTimeKey.id, OneTimeKey.claimed_at < moment - CLAIMED_FOR),
        _delete(BackedUpSession.id, BackedUpSession.backup_id.in_(ended)),
    ]
    if max(counts) == MOST:
        return Again(PAUSE_S)
    left = select(BackedUpSession.id).where(BackedUpSession.backup_id == KeyBackup.id)
    _delete(KeyBackup.id, KeyBackup.ended_at.is_not(None) & ~left.exists())
    return None


def _end_expired() -> None:
    moment = now()
    query = (
        select(Device.user_id, Device.login_id, Device.token_id)
        .outerjoin(Login, Login.id == Device.login_id)
        .outerjoin(AccessToken, AccessToken.id == Device.token_id)
        .where(
            IS_THERE,
            (Login.expires_at <= moment)
            | (AccessToken.expires_at <= moment)
            | (Device.login_id.is_(None) & Device.token_id.is_(None)),
        )
        .limit(MOST)
    )
    if rows := db.session.execute(query).all():
        _end_these({row.user_id for row in rows})


@transaction
def _end_these(user_ids: set[int]) -> None:
    moment = now()
    for table in (Login, AccessToken):
        is_over = table.user_id.in_(user_ids) & (table.expires_at <= moment)
        db.session.execute(delete(table).where(is_over))
    end_of(user_ids)


def _delete(key: InstrumentedAttribute[int], is_over: ColumnElement[bool]) -> int:
    """Delete up to MOST rows; returns how many were found."""
    found = db.session.scalars(select(key).where(is_over).limit(MOST)).all()
    if found:
        _delete_these(key, list(found))
    return len(found)


@transaction
def _delete_these(key: InstrumentedAttribute[Any], found: list[int]) -> None:
    db.session.execute(delete(key.class_).where(key.in_(found)))
