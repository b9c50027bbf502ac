"""The backup of room keys: encrypted by clients for a key that only they have."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.sql.dml import Insert

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, table_of, transaction
from weconnect.engine.limits import budget
from weconnect.engine.limits.rate_limit import counted
from weconnect.wire import e2ee as wire
from weconnect.wire.base import MAX_ID
from weconnect.wire.errors import NotFound

from . import throttles
from .models import BackedUpSession, KeyBackup
from .people import owner
from .signed_json import read, refused, written

# The sessions of one page, in bytes.
MOST_BYTES = 512 * 1024

_SESSIONS = table_of(BackedUpSession)
_IS_THERE = KeyBackup.ended_at.is_(None)


class _Copy(NamedTuple):
    """A copy of a session's keys: the greater one is the better one, as Matrix has it."""

    verified: bool
    minus_index: int
    minus_forwarded: int


@counted(throttles.CHANGES, "keys")
@transaction
def begin(actor: Actor, wish: wire.NewBackup) -> wire.Backup:
    """Begin a backup; the one before has ended, and counts no more."""
    # Two at once: one after the other.
    owner(actor.id)
    auth_data = written(wish.auth_data)
    found = _current(actor, hold=True)
    if found is not None:
        usage.take(actor.id, -found.bytes)
        found.ended_at = now()
        db.session.flush()
    made = KeyBackup(user_id=actor.id, auth_data=auth_data)
    db.session.add(made)
    db.session.flush()
    return _described(made)


def current(actor: Actor) -> wire.Backup:
    """The actor's backup. Raises NotFound."""
    found = _current(actor)
    if found is None:
        raise NotFound
    return _described(found)


@counted(throttles.BACKUPS, "backups")
def put_sessions(actor: Actor, version: int, wish: wire.PutBackup) -> wire.Backup:
    """Put sessions into the actor's backup, if they are better than what is there.

    Raises BadRequest, Forbidden if the actor may store no more, and NotFound for an old version.
    """
    budget.add(actor.id, len(wish.sessions) * throttles.PIECE_MS)
    given: dict[tuple[int, str], tuple[_Copy, str]] = {}
    for one in wish.sessions:
        copy = _copy_of(one.data), written(one.data)
        key = one.room, one.session
        if key not in given or given[key][0] < copy[0]:
            given[key] = copy
    return _put(actor, version, given)


@transaction
def _put(
    actor: Actor, version: int, given: Mapping[tuple[int, str], tuple[_Copy, str]]
) -> wire.Backup:
    found = _require(actor, version, hold=True)
    stored = _stored(found.id, given)
    better = {
        key: one for key, one in given.items() if key not in stored or stored[key][0] < one[0]
    }
    grown = sum(usage.size_of(text) for _, text in better.values())
    grown += usage.ROW * (len(better.keys() - stored.keys()))
    grown -= sum(size for key, (_, size) in stored.items() if key in better)
    usage.take(actor.id, grown)
    if better:
        db.session.execute(_upsert(), [_row(found.id, key, *one) for key, one in better.items()])
    found.sessions += len(better.keys() - stored.keys())
    found.bytes += grown
    return _described(found)


def _stored(
    backup_id: int, wanted: Mapping[tuple[int, str], object]
) -> dict[tuple[int, str], tuple[_Copy, int]]:
    """What there is of these sessions: how good, and of how many bytes."""
    columns = _SESSIONS.c
    rows = db.session.execute(
        select(
            *(columns.room_id, columns.session, columns.verified, columns.first_index),
            *(columns.forwarded, columns.data),
        ).where(
            columns.backup_id == backup_id,
            tuple_(columns.room_id, columns.session).in_(list(wanted)),
        )
    )
    return {
        (row.room_id, row.session): (
            _Copy(row.verified, -row.first_index, -row.forwarded),
            usage.size_of(row.data),
        )
        for row in rows
    }


def _upsert() -> Insert:
    if db.engine.dialect.name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_here
    else:
        from sqlalchemy.dialects.postgresql import (  # type: ignore[assignment]
            insert as insert_here,
        )
    statement = insert_here(_SESSIONS)
    changed = {
        name: statement.excluded[name] for name in ("data", "verified", "first_index", "forwarded")
    }
    return statement.on_conflict_do_update(
        index_elements=["backup_id", "room_id", "session"], set_=changed
    )


def _row(backup_id: int, key: tuple[int, str], copy: _Copy, data: str) -> dict[str, Any]:
    room, session = key
    return {
        "backup_id": backup_id,
        "room_id": room,
        "session": session,
        "data": data,
        "verified": copy.verified,
        "first_index": -copy.minus_index,
        "forwarded": -copy.minus_forwarded,
    }


def page(actor: Actor, version: int, query: wire.BackupQuery) -> wire.BackupPage:
    """Sessions of the actor's backup, oldest first. Raises NotFound."""
    found = _require(actor, version)
    columns = _SESSIONS.c
    wanted = select(columns.id, func.length(columns.data).label("size")).where(
        columns.backup_id == found.id, columns.id > query.after
    )
    if query.room is not None:
        wanted = wanted.where(columns.room_id == query.room)
    if query.session is not None:
        wanted = wanted.where(columns.session == query.session)
    sizes = db.session.execute(wanted.order_by(columns.id).limit(query.limit + 1)).all()
    ids: list[int] = []
    total = 0
    for row in sizes[: query.limit]:
        total += row.size
        if ids and total > MOST_BYTES:
            break
        ids.append(row.id)
    rows = db.session.execute(
        select(columns.room_id, columns.session, columns.data)
        .where(columns.id.in_(ids))
        .order_by(columns.id)
    )
    return wire.BackupPage(
        sessions=[
            wire.BackedUp(room=row.room_id, session=row.session, data=read(row.data))
            for row in rows
        ],
        next=ids[-1] if len(ids) < len(sizes) else None,
    )


def _current(actor: Actor, *, hold: bool = False) -> KeyBackup | None:
    return _found(select(KeyBackup).where(KeyBackup.user_id == actor.id, _IS_THERE), hold=hold)


def _require(actor: Actor, version: int, *, hold: bool = False) -> KeyBackup:
    query = select(KeyBackup).where(
        KeyBackup.id == version, KeyBackup.user_id == actor.id, _IS_THERE
    )
    found = _found(query, hold=hold)
    if found is None:
        raise NotFound
    return found


def _found(query: Select[KeyBackup], *, hold: bool) -> KeyBackup | None:
    """It; `hold`: within a transaction, in which nobody else changes it."""
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def _described(found: KeyBackup) -> wire.Backup:
    return wire.Backup(version=found.id, auth_data=read(found.auth_data), count=found.sessions)


def _copy_of(data: dict[str, Any]) -> _Copy:
    """How good a copy is. Raises BadRequest if it does not say."""
    first, forwarded = data.get("first_message_index"), data.get("forwarded_count")
    verified = data.get("is_verified")
    if not isinstance(verified, bool) or not _is_number(first) or not _is_number(forwarded):
        raise refused("sessions", "must be those of a backup")
    return _Copy(verified, -int(first), -int(forwarded))  # type: ignore[arg-type]


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_ID
