"""Whose keys one may see, and the count by which everybody learns that somebody's are others."""

from collections.abc import Collection, Iterable

from flask import Flask
from sqlalchemy import ColumnElement, TextClause, exists, select, text
from sqlalchemy.orm import InstrumentedAttribute, aliased

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.engine.database.transactions import among, db
from weconnect.rooms.encryption import count_keys_of, on_came
from weconnect.rooms.models import Membership, Room

from .models import KeyOwner, KeyState

_FIRST = text(
    "INSERT INTO e2ee_state (id, lists, log_index, log_hash) VALUES (1, 0, 0, '')"
    " ON CONFLICT (id) DO NOTHING"
)
_CHANGED = text(
    "INSERT INTO e2ee_people (user_id, changed) VALUES (:user, :count)"
    " ON CONFLICT (user_id) DO UPDATE SET changed = excluded.changed"
)
_JOINED = text(
    "INSERT INTO e2ee_people (user_id, joined, changed) VALUES (:user, :count, :count)"
    " ON CONFLICT (user_id) DO UPDATE SET joined = excluded.joined, changed = excluded.changed"
)
_OWNER = text("INSERT INTO e2ee_people (user_id) VALUES (:user) ON CONFLICT (user_id) DO NOTHING")


def is_known_to(actor: Actor, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """In SQL: whether a column holds the actor's id, or that of somebody in a room with them."""
    mine, theirs = aliased(Membership), aliased(Membership)
    shared = exists().where(
        theirs.user_id == column, mine.room_id == theirs.room_id, mine.user_id == actor.id
    )
    return (column == actor.id) | shared


def known(actor: Actor, wanted: Iterable[int]) -> set[int]:
    """Who of these people the actor shares a room with, and the actor."""
    query = select(User.id).where(among(User.id, set(wanted)), is_known_to(actor, User.id))
    return set(db.session.scalars(query))


def hold() -> KeyState:
    """Within a transaction: the one row of what all share, which nobody else changes until it ends.

    Locked last, after rooms and people: it holds up everybody.
    """
    query = select(KeyState).with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        db.session.execute(_FIRST)
        found = db.session.scalars(query).one()
    return found


def owner(user_id: int) -> KeyOwner:
    """Within a transaction: a person's row, which nobody else changes until it ends."""
    query = (
        select(KeyOwner)
        .where(KeyOwner.user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = db.session.scalar(query)
    if found is None:
        db.session.execute(_OWNER, {"user": user_id})
        found = db.session.scalars(query).one()
    return found


def note_changed(user_ids: Collection[int]) -> None:
    """Within a transaction that changes these people's keys or devices: so all learn of it, and no
    message that is sealed for what was before is taken.
    """
    if not user_ids:
        return
    count_keys_of(*user_ids)
    _note(_CHANGED, user_ids)


def note_joined(user_ids: Collection[int]) -> None:
    """Within a transaction that brings these people into an encrypted room: what the others there
    changed while they shared none was not told to them, and the other way round.
    """
    _note(_JOINED, user_ids)


def _note(statement: TextClause, user_ids: Collection[int]) -> None:
    db.session.flush()
    state = hold()
    state.lists += 1
    rows = [{"user": user_id, "count": state.lists} for user_id in sorted(user_ids)]
    db.session.execute(statement, rows)


def changed_since(actor: Actor, since: int) -> list[int]:
    """Whose keys changed since, or may have, of people with whom the actor shares a room."""
    known = is_known_to(actor, KeyOwner.user_id)
    changed = KeyOwner.changed > since
    joined = select(KeyOwner.joined).where(KeyOwner.user_id == actor.id)
    if (db.session.scalar(joined) or 0) > since:
        # There they met people of whom they know nothing, or what was true once.
        changed |= _shares_encrypted(actor, KeyOwner.user_id)
    query = select(KeyOwner.user_id).where(changed, known).order_by(KeyOwner.user_id)
    return list(db.session.scalars(query))


def _shares_encrypted(actor: Actor, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    mine, theirs = aliased(Membership), aliased(Membership)
    return exists().where(
        theirs.user_id == column,
        mine.room_id == theirs.room_id,
        mine.user_id == actor.id,
        Room.id == mine.room_id,
        Room.encrypted,
    )


def init_app(app: Flask) -> None:
    """Have it noted who comes into encrypted rooms."""
    on_came(app, note_joined)
