"""Groups: who makes them, who belongs to them."""

from collections.abc import Sequence

from flask import Flask, current_app
from sqlalchemy import Select, and_, case, delete, func, select

from weconnect.auth.accounts.actor import Actor, wire_user
from weconnect.auth.accounts.confusables import skeleton
from weconnect.auth.accounts.models import User
from weconnect.auth.accounts.names import search_text, username_key
from weconnect.auth.people import directory
from weconnect.auth.people.registration import on_newcomer
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.i18n.folding import fold
from weconnect.engine.limits.rate_limit import counted
from weconnect.rooms import throttles
from weconnect.settings import Settings
from weconnect.wire import groups as wire
from weconnect.wire.errors import Conflict, Forbidden, NotFound

from . import names
from .models import Group, GroupMember

# Who is banned belongs to no group meanwhile.
_BELONGS = and_(GroupMember.user_id == User.id, User.banned_at.is_(None))


def may_make(actor: Actor) -> bool:
    """Whether the actor may make groups."""
    settings: Settings = current_app.config["WECONNECT"]
    return actor.is_admin or settings.groups_by == "everybody"


def find(actor: Actor, wish: wire.FindGroups) -> wire.GroupList:
    """Groups with a text in their names."""
    query = select(Group).order_by(Group.name_key).limit(wish.limit)
    if part := fold(wish.q).strip():
        query = query.where(Group.search_text.contains(part, autoescape=True))
    groups = db.session.scalars(query).all()
    return wire.GroupList(groups=_described(actor, groups), may_make=may_make(actor))


def details(actor: Actor, group_id: int) -> wire.GroupDetails:
    """A group with its people. Raises NotFound."""
    group = _require(group_id)
    members = db.session.scalars(_members(group.id).order_by(User.username_key)).all()
    return wire.GroupDetails(
        **dict(_described(actor, [group])[0]), members=[wire_user(one) for one in members]
    )


@counted(throttles.CHANGES, "room changes")
@transaction
def create(actor: Actor, wish: wire.CreateGroup) -> wire.GroupDetails:
    """Make a group. Raises Forbidden, UsernameRefused, NameTaken, NotFound, Conflict."""
    if not may_make(actor):
        raise Forbidden("Only administrators make groups.")
    if (db.session.scalar(select(func.count()).select_from(Group)) or 0) >= wire.MOST_GROUPS:
        raise Conflict("There are {n} groups. Please delete some first.", n=wire.MOST_GROUPS)
    name = names.check_name(wish.name)
    names.take(name)
    shown = wish.display_name or name
    group = Group(
        name=name,
        name_key=username_key(name),
        name_look=skeleton(name),
        display_name=shown,
        search_text=search_text(name, shown),
        created_by=actor.id,
    )
    db.session.add(group)
    db.session.flush()
    for person in directory.require_people(wish.members):
        db.session.add(GroupMember(group_id=group.id, user_id=person.id))
    db.session.flush()
    return details(actor, group.id)


@counted(throttles.CHANGES, "room changes")
@transaction
def edit(actor: Actor, group_id: int, change: wire.EditGroup) -> wire.GroupDetails:
    """Give a group another display name. Raises NotFound, Forbidden."""
    group = _require_own(actor, group_id)
    group.display_name = change.display_name
    group.search_text = search_text(group.name, change.display_name)
    db.session.flush()
    return details(actor, group.id)


@counted(throttles.CHANGES, "room changes")
@transaction
def remove(actor: Actor, group_id: int) -> None:
    """Delete a group: its name is free, and whom it called for stays called. Raises as `edit`."""
    group = _require_own(actor, group_id)
    names.free(group)
    db.session.execute(delete(Group).where(Group.id == group.id))


@counted(throttles.CHANGES, "room changes")
@transaction
def add(actor: Actor, group_id: int, username: str) -> wire.GroupDetails:
    """Have a person in a group. Raises NotFound, Forbidden, Conflict."""
    group = _require_own(actor, group_id)
    person = directory.require_person(username.strip().removeprefix("@"))
    if db.session.get(GroupMember, (group.id, person.id)) is None:
        if _count(group) >= wire.MAX_GROUP:
            raise Conflict("A group has {n} people at most.", n=wire.MAX_GROUP)
        db.session.add(GroupMember(group_id=group.id, user_id=person.id))
        db.session.flush()
    return details(actor, group.id)


@counted(throttles.CHANGES, "room changes")
@transaction
def take_out(actor: Actor, group_id: int, user_id: int) -> None:
    """Have a person in a group no more; everybody may leave. Raises NotFound, Forbidden."""
    group = _require(group_id) if user_id == actor.id else _require_own(actor, group_id)
    this = (GroupMember.group_id == group.id, GroupMember.user_id == user_id)
    db.session.execute(delete(GroupMember).where(*this))


def init_app(app: Flask) -> None:
    """Have newcomers of `app` take no group's name."""
    on_newcomer(app, names.welcome)


def _members(group_id: int) -> Select[User]:
    return select(User).join(GroupMember, _BELONGS).where(GroupMember.group_id == group_id)


def _count(group: Group) -> int:
    counted_ = select(func.count()).where(GroupMember.group_id == group.id)
    return db.session.scalar(counted_) or 0


def _described(actor: Actor, groups: Sequence[Group]) -> list[wire.Group]:
    """These groups as the actor sees them: one question, however many they are."""
    mine = func.max(case((GroupMember.user_id == actor.id, 1), else_=0))
    of_each = (
        select(GroupMember.group_id, func.count().label("people"), mine.label("mine"))
        .join(User, _BELONGS)
        .where(among(GroupMember.group_id, [one.id for one in groups]))
        .group_by(GroupMember.group_id)
    )
    known = {row.group_id: row for row in db.session.execute(of_each)}
    return [
        wire.Group(
            id=group.id,
            name=group.name,
            display_name=group.display_name,
            member_count=known[group.id].people if group.id in known else 0,
            mine=group.id in known and bool(known[group.id].mine),
            may_edit=_may_edit(actor, group),
        )
        for group in groups
    ]


def _may_edit(actor: Actor, group: Group) -> bool:
    return actor.is_admin or (group.created_by == actor.id and may_make(actor))


def _require(group_id: int) -> Group:
    group = db.session.get(Group, group_id)
    if group is None:
        raise NotFound
    return group


def _require_own(actor: Actor, group_id: int) -> Group:
    group = _require(group_id)
    if not _may_edit(actor, group):
        raise Forbidden("Only who made a group, and administrators, change it.")
    return group
