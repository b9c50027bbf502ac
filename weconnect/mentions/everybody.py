"""`@room` and `@here`: calling for all members of a room, or for all of them who are here.

Who calls for all costs one row, however many they are, and is counted for whoever was a member by
then (`weconnect/messages/calls.py`). Those who are here are few beside them, and nobody could say
later who they were: each of them has a row.
"""

from collections.abc import Iterable, Mapping, Sequence

from flask import current_app
from sqlalchemy import delete, false, func, insert, literal, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, table_of
from weconnect.messages.models import Mention, RoomCall
from weconnect.messages.parts import Posted
from weconnect.rooms.access import RANK
from weconnect.rooms.models import Membership, Room
from weconnect.settings import Settings
from weconnect.wire.body import Body, SealedBody
from weconnect.wire.parts.mentions import Called

from .many import Turns
from .names import may_mention, names_in
from .people import Names, Place

KINDS = ("room", "here")
# Who may call for everybody, by the choice for a room; whatever is not here is as the team has it.
LOWEST = {"everybody": "guest", "members": "member", "admins": "admin"}

calls = table_of(RoomCall)
mentions = table_of(Mention)


def kinds_in(names: Names) -> list[str]:
    """Which of `room` and `here` are among the names of a text."""
    return [kind for kind in KINDS if any(kind in keys for keys in names)]


def is_called(body: Body) -> bool:
    """Whether a body calls for those who are here, if it may."""
    if isinstance(body, SealedBody):
        return body.everybody == "here"
    text = body.mentionable
    # Of most messages the first glance says so: other letters than these may stand for the same.
    if not may_mention(text) or (text.isascii() and "here" not in text.lower()):
        return False
    return "here" in kinds_in(names_in(body))


def called(kind: str) -> Called:
    """Everybody, as the wire has it."""
    return Called.model_validate({"kind": kind, "name": kind, "displayName": kind})


def may_call(role: str, callers: str | None, members: int) -> bool:
    """Whether somebody of that role may call for everybody in a room of so many members, for which
    `callers` was chosen.
    """
    if callers in LOWEST:
        return RANK[role] >= RANK[LOWEST[callers]]
    settings: Settings = current_app.config["WECONNECT"]
    return members <= settings.call_everybody_up_to or RANK[role] >= RANK["admin"]


def count(
    posts: Sequence[Posted], names: Mapping[Place, Names], turns: Turns
) -> dict[Place, list[str]]:
    """Within a transaction: count these new messages for everybody, where they call for them.

    Returns for whom, by the messages' room and seq, where that is so.
    """
    found: dict[Place, list[str]] = {}
    for post in posts:
        kinds = _allowed(post, _wanted(post.body, names[post.place]))
        if not kinds or not turns.take(post):
            continue
        found[post.place] = kinds
        _add(post, kinds)
        if "room" not in kinds:
            _count_here(post, post.foreseen.get("mentions", ()))
    return found


def recount(post: Posted, names: Mapping[Place, Names], turns: Turns) -> bool:
    """Within a transaction: a message calls otherwise than before; returns whether it did, or does.

    Whom it called for before stays called. For those who are here only a new one calls.
    """
    wanted = _wanted(post.body, names[post.place])
    there = set(_kinds(post.room_id, post.seq))
    gone = there - set(wanted)
    if gone:
        _forget(post.room_id, post.seq, gone)
    new = _allowed(post, [kind for kind in wanted if kind == "room" and kind not in there])
    if new and not turns.take(post):
        new = []
    _add(post, new)
    return bool(gone or new)


def forget(room_id: int, seq: int) -> bool:
    """Within a transaction: a message calls for nobody any more. Returns whether it did."""
    return _forget(room_id, seq, KINDS)


def calling(actor: Actor, places: Iterable[Place]) -> set[Place]:
    """Which of these messages, by room and seq, call for the actor among others."""
    found: set[Place] = set()
    by_room: dict[int, list[int]] = {}
    for room_id, seq in places:
        by_room.setdefault(room_id, []).append(seq)
    for room_id, seqs in by_room.items():
        one = select(Mention.seq).where(
            Mention.user_id == actor.id, Mention.room_id == room_id, among(Mention.seq, seqs)
        )
        everybody = (
            select(RoomCall.seq)
            .join(Membership, Membership.room_id == RoomCall.room_id)
            .where(Membership.user_id == actor.id, RoomCall.room_id == room_id)
            .where(among(RoomCall.seq, seqs), RoomCall.kind == "room")
            .where(RoomCall.sender_id != actor.id, RoomCall.at > Membership.joined_at)
        )
        for query in (one, everybody):
            found |= {(room_id, seq) for seq in db.session.scalars(query)}
    return found


def _wanted(body: Body, names: Names) -> list[str]:
    if isinstance(body, SealedBody):
        return [body.everybody] if body.everybody else []
    return kinds_in(names)


def _allowed(post: Posted, kinds: list[str]) -> list[str]:
    """These, if whoever says it may call for everybody."""
    return kinds if kinds and may_sender(post) else []


def may_sender(post: Posted) -> bool:
    """Whether whoever says it may call for everybody in its room."""
    members = select(func.count()).where(Membership.room_id == post.room_id).scalar_subquery()
    standing = db.session.execute(
        select(Membership.role, Room.callers, members)
        .join(Room, Room.id == Membership.room_id)
        .where(Room.id == post.room_id, Membership.user_id == post.sender_id)
    ).first()
    return standing is not None and may_call(*standing)


def _kinds(room_id: int, seq: int) -> Sequence[str]:
    query = select(calls.c.kind).where(calls.c.room_id == room_id, calls.c.seq == seq)
    return db.session.scalars(query).all()


def _add(post: Posted, kinds: Sequence[str]) -> None:
    place = {"room_id": post.room_id, "seq": post.seq, "sender_id": post.sender_id, "at": now()}
    if kinds:
        db.session.execute(insert(calls), [{**place, "kind": kind} for kind in kinds])


def _count_here(post: Posted, here: Iterable[int]) -> None:
    """Those who are here, are members and are not called by their names."""
    named = select(Mention.user_id).where(Mention.room_id == post.room_id, Mention.seq == post.seq)
    there = select(Membership.user_id, literal(post.room_id), literal(post.seq), false()).where(
        Membership.room_id == post.room_id,
        among(Membership.user_id, here),
        Membership.user_id != post.sender_id,
        Membership.user_id.not_in(named),
    )
    columns = ["user_id", "room_id", "seq", "named"]
    db.session.execute(insert(mentions).from_select(columns, there))


def _forget(room_id: int, seq: int, kinds: Iterable[str]) -> bool:
    gone = db.session.scalars(
        delete(calls)
        .where(calls.c.room_id == room_id, calls.c.seq == seq, calls.c.kind.in_(kinds))
        .returning(calls.c.kind)
    ).all()
    if "here" in gone:
        db.session.execute(
            delete(mentions).where(
                mentions.c.room_id == room_id, mentions.c.seq == seq, ~mentions.c.named
            )
        )
    return bool(gone)
