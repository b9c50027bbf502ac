"""Ordering one's list of rooms."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select, update

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.people.session import actor as present_actor
from weconnect.engine.database.transactions import db, transaction
from weconnect.engine.i18n.folding import fold
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.rooms import access
from weconnect.rooms.models import Membership, Room
from weconnect.wire import sections as wire
from weconnect.wire.errors import Forbidden, NotFound

from .models import Section

# Nobody orders faster by hand.
CHANGES = rate_limit.rule("120 per minute", often=True)

# Those that everybody has, by their numbers; the first is above one's own, the others below.
FAVOURITES, ROOMS, DIRECT = 1, 2, 3
_KINDS: dict[int, wire.SectionKind] = {FAVOURITES: "favourites", ROOMS: "rooms", DIRECT: "direct"}
_DEFAULT = [
    wire.Section(id=number, kind=kind, name="", folded=False) for number, kind in _KINDS.items()
]

Change = Callable[[list[wire.Section]], list[wire.Section]]


def sections(actor: Actor) -> list[wire.Section]:
    """The actor's sections, in their order."""
    rows = db.session.scalars(
        select(Section).where(Section.user_id == actor.id).order_by(Section.place)
    ).all()
    if not rows:
        return list(_DEFAULT)
    return [
        wire.Section(
            id=one.number, kind=_KINDS.get(one.number, "own"), name=one.name, folded=one.folded
        )
        for one in rows
    ]


def make(actor: Actor, name: str) -> list[wire.Section]:
    """Make a section behind one's own, unless there is one of that name. Raises Forbidden."""

    def added(found: list[wire.Section]) -> list[wire.Section]:
        if any(fold(one.name) == fold(name) for one in found):
            return found
        if len(found) >= wire.MOST_SECTIONS:
            raise Forbidden("You have {most} sections already.", most=wire.MOST_SECTIONS)
        new = wire.Section(id=max(one.id for one in found) + 1, kind="own", name=name, folded=False)
        above = [at for at, one in enumerate(found) if one.kind in ("favourites", "own")]
        at = max(above, default=-1) + 1
        return [*found[:at], new, *found[at:]]

    return _change(actor, added)


def edit(actor: Actor, number: int, change: wire.SectionChange) -> list[wire.Section]:
    """Rename a section of one's own, fold or move one. Raises NotFound, Forbidden."""

    def edited(found: list[wire.Section]) -> list[wire.Section]:
        section = _require(found, number, own=change.name is not None)
        rest = [one for one in found if one is not section]
        at = found.index(section) if change.place is None else min(change.place, len(rest))
        values = change.model_dump(exclude_none=True, exclude={"place"})
        return [*rest[:at], section.model_copy(update=values), *rest[at:]]

    return _change(actor, edited)


def remove(actor: Actor, number: int) -> list[wire.Section]:
    """Take away a section of one's own, if it is there. Raises Forbidden."""

    def left(found: list[wire.Section]) -> list[wire.Section]:
        if all(one.id != number for one in found):
            return found
        section = _require(found, number, own=True)
        this = (Membership.user_id == actor.id, Membership.section == number)
        db.session.execute(update(Membership).where(*this).values(section=None))
        return [one for one in found if one is not section]

    return _change(actor, left)


def place(actor: Actor, room_id: int, number: int | None) -> wire.Placed:
    """Put a room into a section; None: where its kind is. Raises NotFound, Forbidden."""

    def values(_room: Room) -> dict[str, Any]:
        if number is not None:
            _require(sections(actor), number, own=False)
        return {"section": None if number in (ROOMS, DIRECT) else number}

    return _set(actor, room_id, values)


def hide(actor: Actor, room_id: int, *, hidden: bool) -> wire.Placed:
    """Take a direct conversation out of the list until something is said in it, or put it back.

    Raises NotFound, Forbidden.
    """

    def values(room: Room) -> dict[str, Any]:
        if hidden and room.kind != "direct":
            raise Forbidden("Only a direct conversation can be hidden.")
        return {"hidden_seq": room.last_seq if hidden else None}

    return _set(actor, room_id, values)


def _require(found: list[wire.Section], number: int, *, own: bool) -> wire.Section:
    section = next((one for one in found if one.id == number), None)
    if section is None:
        raise NotFound
    if own and section.kind != "own":
        raise Forbidden("This section is there for everybody.")
    return section


@counted(CHANGES, "sections")
@transaction
def _change(actor: Actor, change: Change) -> list[wire.Section]:
    # One after the other: each writes them all.
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update(key_share=True))
    before = sections(actor)
    found = change(before)
    if found != before:
        db.session.execute(delete(Section).where(Section.user_id == actor.id))
        rows = [
            {"number": one.id, "place": at, "name": one.name, "folded": one.folded}
            for at, one in enumerate(found)
        ]
        db.session.execute(insert(Section), [{"user_id": actor.id, **row} for row in rows])
        publish(wire.SectionsChanged(sections=found), to=people([actor.id]))
    return found


@counted(CHANGES, "sections")
@transaction
def _set(actor: Actor, room_id: int, values: Callable[[Room], dict[str, Any]]) -> wire.Placed:
    room, _ = access.require_member(actor, room_id)
    this = (Membership.room_id == room_id, Membership.user_id == actor.id)
    setting = update(Membership).where(*this).values(values(room))
    row = db.session.execute(
        setting.returning(Membership.section, Membership.hidden_seq),
        execution_options={"synchronize_session": False},
    ).first()
    if row is None:
        raise NotFound
    placed = wire.Placed(room=room_id, section=row.section, hidden_seq=row.hidden_seq)
    publish(wire.RoomPlaced(**dict(placed)), to=people([actor.id]))
    return placed


def page_state(actor: Actor) -> dict[str, Any]:
    """What the page of a room knows of them."""
    return {"sections": [one.dump() for one in sections(actor)]}


def init_app(app: Flask) -> None:
    """Give the pages of rooms one's own sections."""
    app.jinja_env.globals["own_sections"] = lambda: page_state(present_actor())["sections"]
