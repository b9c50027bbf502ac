"""Rooms and who belongs to them: everything that changes them."""

from flask import Flask
from sqlalchemy import case, delete, select

from weconnect.auth.accounts import submissions, usage
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory, invites
from weconnect.auth.people.registration import on_newcomer
from weconnect.engine.database.column_types import now
from weconnect.engine.database.postgres import may_take_long
from weconnect.engine.database.transactions import among, db, this_transaction, transaction
from weconnect.engine.i18n.folding import fold
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.membership import admit, evict
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire import rooms as wire
from weconnect.wire.errors import BadRequest, Forbidden, NotFound

from . import access, encryption, throttles
from .describe import describe, room_fields
from .members import count
from .models import Membership, Room
from .news import note_changed, note_people
from .reach import direct_key, require_room_left, require_unblocked, require_wanted


def create_room(actor: Actor, wish: wire.CreateRoom) -> wire.Room:
    """Make a room with the actor as its owner, or find or make a direct conversation."""
    return open_room(actor, wish)[0]


@counted(throttles.ROOMS, "rooms")
@transaction
def open_room(actor: Actor, wish: wire.CreateRoom) -> tuple[wire.Room, bool]:
    """Like `create_room`; the second part tells whether the room is new.

    Raises BadRequest, and NotFound for a member's name that nobody has.
    """
    encryption.check_new(wish)
    sent = submissions.sent(actor.id, wish.client_id, "room", wish.model_dump_json())
    if (made := submissions.result_of(sent)) is not None:
        found, membership = access.require_visible(actor, made)
        return describe(found, membership.role if membership else None, actor.id), False
    invited = {person.id for person in directory.require_people(wish.members)} - {actor.id}
    if wish.kind == "direct":
        return _direct(actor, invited, encrypted=wish.encrypted)
    require_wanted(actor, invited)
    require_room_left(actor)
    if wish.name is None:
        raise BadRequest("name: Field required")
    folded = _folded(wish.name, wish.topic)
    if wish.hides_history:
        _require_private(wish.kind)
    room = Room(
        kind=wish.kind,
        name=wish.name,
        topic=wish.topic,
        folded=folded,
        hides_history=wish.hides_history,
    )
    _add(room, encrypted=wish.encrypted)
    _enrol(room, {actor.id: "owner"} | dict.fromkeys(invited, "member"))
    submissions.remember(sent, room.id)
    return describe(room, "owner", actor.id), True


def _direct(actor: Actor, others: set[int], *, encrypted: bool) -> tuple[wire.Room, bool]:
    if not others:
        raise BadRequest("members: name at least one other person")
    ids = sorted(others | {actor.id})
    key = direct_key(ids)
    found = db.session.scalar(select(Room).where(Room.direct_key == key))
    if found is not None:
        return describe(found, "member", actor.id), False
    require_unblocked(actor, others)
    require_wanted(actor, others, by_link=False)
    require_room_left(actor)
    room = Room(kind="direct", name="", direct_key=key)
    _add(room, encrypted=encrypted)
    _enrol(room, dict.fromkeys(ids, "member"))
    return describe(room, "member", actor.id), True


def _folded(name: str, topic: str) -> str:
    """How a room is found and ordered."""
    return f"{fold(name)}\n{fold(topic)}"


def _hold(room_id: int) -> None:
    """Let no two transactions decide at once who owns a room: each sees what the other did."""
    db.session.execute(select(Room.id).where(Room.id == room_id).with_for_update())


def _add(room: Room, *, encrypted: bool) -> None:
    room.encrypted = encrypted
    room.encrypted_from = 0 if encrypted else None
    db.session.add(room)
    db.session.flush()


def _enrol(room: Room, roles: dict[int, str]) -> None:
    """Make people members; what was said before does not count as unread, and is not seen by them
    where that is hidden. Whoever calls holds the room if it is private: `last_seq` is the newest.
    """
    visible_from_seq = room.last_seq + 1 if room.hides_history and room.last_seq else 0
    db.session.add_all(
        Membership(
            room_id=room.id,
            user_id=user_id,
            role=role,
            read_seq=room.last_seq,
            visible_from_seq=visible_from_seq,
        )
        for user_id, role in roles.items()
    )
    _people_change(room, *roles)
    for user_id, role in roles.items():
        admit(room.id, user_id)
        event = wire.RoomAdded.model_validate(dict(describe(room, role, user_id)))
        publish(event, to=people([user_id]))
    encryption.count_keys(room.id, roles)


@counted(throttles.CHANGES, "room changes")
@transaction
def join_room(actor: Actor, room_id: int) -> wire.Room:
    """Become a member of a public room; on a room of one's own nothing changes. Raises NotFound."""
    _hold(room_id)
    room, membership = access.require_visible(actor, room_id)
    if membership is None:
        access.require_open(room)
        require_room_left(actor)
        # Whoever comes into a room that everybody has left takes it over.
        anybody = select(Membership.user_id).where(Membership.room_id == room.id).limit(1)
        deserted = db.session.scalar(anybody) is None
        role = "owner" if deserted else "member"
        _enrol(room, {actor.id: role})
    else:
        role = membership.role
    return describe(room, role, actor.id)


@counted(throttles.CHANGES, "room changes")
@transaction
def edit_room(actor: Actor, room_id: int, change: wire.EditRoom) -> wire.Room:
    """Rename, set the topic, archive or bring back, for the room's admins and owner; or encrypt it.

    Raises NotFound, Forbidden.
    """
    if change.encrypted:
        _hold(room_id)
    own = _to_edit(actor, room_id, change)
    room, membership = own
    if change.encrypted is False and room.encrypted:
        raise Forbidden("An encrypted room stays encrypted.")
    turned = change.encrypted is True and encryption.turn_on(own)
    if change.name is not None:
        room.name = change.name
    if change.topic is not None:
        room.topic = change.topic
    if room.kind != "direct":
        room.folded = _folded(room.name, room.topic)
    if change.archived is not None:
        room.archived_at = (room.archived_at or now()) if change.archived else None
    if change.newcomers is not None and change.newcomers != room.newcomers:
        _let_in(actor, room, change.newcomers)
    if change.hides_history is not None and change.hides_history != room.hides_history:
        _require_private(room.kind)
        room.hides_history = change.hides_history
    if turned or db.session.is_modified(room):
        db.session.flush()
        throttles.count_told(actor, count(room.id))
        note_changed(room.id)
    return describe(room, membership.role, actor.id)


def _to_edit(actor: Actor, room_id: int, change: wire.EditRoom) -> access.RoomMembership:
    """The room, if the actor may change it in this way: a direct one is encrypted, and no more."""
    if change == wire.EditRoom(encrypted=True):
        own = access.require_member(actor, room_id)
        if own.room.kind == "direct":
            return own
    return access.require_group(actor, room_id, "admin")


def _require_private(kind: str) -> None:
    if kind != "private":
        raise Forbidden("Only a private room can hide what was said before somebody came.")


def _let_in(actor: Actor, room: Room, newcomers: bool) -> None:
    """Have new accounts in a room from their start, or not any more."""
    if not actor.is_admin:
        raise Forbidden("Only an administrator decides where new people come in.")
    if room.kind != "public":
        raise Forbidden("New people come into public rooms only.")
    room.newcomers = newcomers


def welcome(newcomer: int, invite: invites.Used | None) -> None:
    """Within the transaction that makes an account: bring the person into the rooms for newcomers,
    and into that of their invite, if whoever made it could still add somebody there."""
    wanted = set(db.session.scalars(select(Room.id).where(Room.newcomers)))
    if invite and invite.room_id and _may_add(invite.created_by, invite.room_id):
        wanted.add(invite.room_id)
    open_rooms = select(Room).where(among(Room.id, wanted), Room.archived_at.is_(None))
    # Held, so that what is said at this moment is said before or after.
    for room in db.session.scalars(open_rooms.order_by(Room.id).with_for_update()).all():
        _enrol(room, {newcomer: "member"})


def init_app(app: Flask) -> None:
    """Have newcomers of `app` welcomed."""
    on_newcomer(app, welcome)


def _may_add(user_id: int, room_id: int) -> bool:
    membership = db.session.get(Membership, (room_id, user_id))
    return membership is not None and access.RANK[membership.role] >= access.RANK["member"]


@counted(throttles.CHANGES, "room changes")
def make_invite(
    actor: Actor, room_id: int, *, days: int, max_uses: int | None, client_id: str | None = None
) -> str:
    """A link by which people register and become members of this room; returns its secret.

    For administrators of the server who may add people to the room. Raises NotFound, Forbidden.
    """
    access.require_open(access.require_group(actor, room_id, "member").room)
    return invites.create_invite(
        actor, days=days, max_uses=max_uses, room_id=room_id, client_id=client_id
    )


@counted(throttles.CHANGES, "room changes")
@transaction
def delete_room(actor: Actor, room_id: int) -> None:
    """Remove a room with all that was said in it. For its owner."""
    room, _ = access.require_group(actor, room_id, "owner")
    # As there may be millions of messages.
    may_take_long(this_transaction().connection)
    members = db.session.scalars(
        select(Membership.user_id).where(Membership.room_id == room.id)
    ).all()
    # So that nothing is written there after it was counted.
    _hold(room.id)
    usage.forget_room(room.id)
    db.session.execute(delete(Room).where(Room.id == room.id))
    _tell_removed(room.id, *members)


@counted(throttles.CHANGES, "room changes")
@transaction
def add_member(actor: Actor, room_id: int, username: str) -> tuple[wire.Room, int]:
    """Bring somebody in, as everybody but guests may; who is there already stays as they are.

    Returns the room and the person's id. Raises NotFound, Forbidden.
    """
    # So that what is said at this moment is said before or after.
    _hold(room_id)
    room, membership = access.require_group(actor, room_id, "member")
    access.require_open(room)
    person = directory.require_person(username)
    if db.session.get(Membership, (room.id, person.id)) is None:
        require_wanted(actor, [person.id])
        _enrol(room, {person.id: "member"})
    return describe(room, membership.role, actor.id), person.id


@counted(throttles.CHANGES, "room changes")
@transaction
def remove_member(actor: Actor, room_id: int, user_id: int) -> None:
    """End somebody's membership, or one's own.

    Admins remove those below them, the owner anybody. Raises NotFound, Forbidden.
    """
    _hold(room_id)
    own = access.require_group(actor, room_id, "guest")
    if user_id == actor.id:
        _leave(own)
        return
    target = _target(own, user_id)
    usage.forget_member(room_id, user_id)
    db.session.delete(target)
    _people_change(own.room, user_id)
    _tell_removed(room_id, user_id)
    encryption.count_keys(room_id)


def leave_room(actor: Actor, room_id: int) -> None:
    """End one's own membership.

    An owner's place goes to the longest-serving of the highest role.
    """
    remove_member(actor, room_id, actor.id)


def _leave(own: access.RoomMembership) -> None:
    room, membership = own
    usage.forget_member(room.id, membership.user_id)
    db.session.delete(membership)
    _people_change(room, membership.user_id)
    rest = select(Membership).where(Membership.room_id == room.id)
    rank = case(access.RANK, value=Membership.role)
    heir = db.session.scalar(
        rest.order_by(rank.desc(), Membership.joined_at, Membership.user_id).limit(1)
    )
    if heir is not None:
        _set_role(room, heir, "owner")
    _tell_removed(room.id, membership.user_id)
    encryption.count_keys(room.id)


@counted(throttles.CHANGES, "room changes")
@transaction
def change_role(actor: Actor, room_id: int, user_id: int, role: wire.Role) -> wire.Room:
    """Give a member another role. Admins up to their own rank, the owner any.

    Making somebody owner shares the ownership. Raises NotFound, Forbidden.
    """
    _hold(room_id)
    own = access.require_group(actor, room_id, "admin")
    if access.RANK[role] > own.rank:
        raise Forbidden("You can't give a role above your own.")
    if user_id == actor.id:
        raise Forbidden("Somebody else has to change your role.")
    _set_role(own.room, _target(own, user_id), role)
    return describe(own.room, own.membership.role, actor.id)


def _people_change(room: Room, *user_ids: int) -> None:
    room.members_version = Room.members_version + 1
    db.session.flush()
    note_people(room.id, user_ids)


def _target(own: access.RoomMembership, user_id: int) -> Membership:
    """The membership that the actor wants to change: of somebody below them, or by an owner."""
    if own.rank < access.RANK["admin"]:
        raise Forbidden("Your role in this room does not allow that.")
    target = db.session.get(Membership, (own.room.id, user_id))
    if target is None:
        raise NotFound
    if own.rank <= access.RANK[target.role] and own.membership.role != "owner":
        raise Forbidden("Your role in this room does not allow that.")
    return target


def _set_role(room: Room, membership: Membership, role: str) -> None:
    if membership.role == role:
        return
    membership.role = role
    _people_change(room, membership.user_id)
    event = wire.RoomChanged.model_validate(room_fields(room, role))
    publish(event, to=people([membership.user_id]))


def _tell_removed(room_id: int, *user_ids: int) -> None:
    for user_id in user_ids:
        evict(room_id, user_id)
    publish(wire.RoomRemoved(room=room_id), to=people(user_ids))


def is_new_team(actor: Actor) -> bool:
    """Whether the actor is the administrator of a server that has no room yet."""
    return actor.is_admin and db.session.scalar(select(Room.id).limit(1)) is None
