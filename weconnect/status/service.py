"""What people say of themselves, and who is told: those who share a room with them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.accounts.models import User
from weconnect.auth.people.administration import require_admin
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import among, db, transaction
from weconnect.engine.i18n.zones import zone_of
from weconnect.engine.limits import rate_limit
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import sids_of
from weconnect.engine.realtime.hub.engine import realtime
from weconnect.engine.realtime.hub.publish import acquaintances, publish
from weconnect.rooms import throttles
from weconnect.rooms.models import Membership
from weconnect.wire import status as wire
from weconnect.wire.errors import BadRequest, NotFound

from .models import PersonStatus

CHANGES = rate_limit.rule("30 per minute", often=True)
# What is said for longer has no end.
LONGEST = timedelta(days=400)


def own(actor: Actor) -> wire.OwnStatus:
    """What the actor says of themselves."""
    return _own(actor.id, db.session.get(PersonStatus, actor.id))


def of_user(actor: Actor, user_id: int) -> wire.Status:
    """What a person says who shares a room with the actor. Raises NotFound."""
    if not _seen(actor, [user_id]):
        raise NotFound
    return _status(user_id, db.session.get(PersonStatus, user_id))


def of_users(actor: Actor, user_ids: Collection[int]) -> list[wire.Status]:
    """Of those among these people who share a room with the actor and say something."""
    rows = db.session.scalars(
        select(PersonStatus).where(among(PersonStatus.user_id, _seen(actor, user_ids)))
    )
    return [_status(row.user_id, row) for row in rows]


@counted(CHANGES, "status")
@transaction
def change(actor: Actor, wish: wire.EditStatus | wire.SetStatus) -> wire.OwnStatus:
    """Say something else of oneself: what `wish` names changes. Raises BadRequest, RateLimited."""
    # One after the other: two windows may be the first to say something.
    db.session.get(User, actor.id, with_for_update={"key_share": True})
    row = db.session.get(PersonStatus, actor.id)
    if row is None:
        row = PersonStatus(user_id=actor.id, text="", zone_chosen=False)
        db.session.add(row)
    named = wish.model_fields_set
    if named & {"emoji", "text", "until"}:
        row.emoji = wish.emoji if "emoji" in named else row.emoji
        row.text = wish.text if "text" in named else row.text
        # Another status has its own end.
        row.until = _in_time(wish.until, "until")
    if "dnd_until" in named:
        row.dnd_until = _in_time(wish.dnd_until, "dndUntil")
    if "time_zone" in named:
        row.time_zone = _known(wish.time_zone)
    if wish.zone_from is not None:
        row.zone_chosen = wish.zone_from == "person"
    if "working_hours" in named:
        row.hours = _hours_text(wish.working_hours)
    db.session.flush()
    _announce(actor, row)
    return _own(actor.id, row)


@counted(CHANGES, "status")
@transaction
def clear(actor: Actor, user_id: int) -> None:
    """Take away what somebody says in emoji and words: oneself, or as an administrator.

    Raises Forbidden, NotFound, RateLimited.
    """
    if user_id != actor.id:
        require_admin(actor)
        if db.session.get(User, user_id) is None:
            raise NotFound
    db.session.get(User, user_id, with_for_update={"key_share": True})
    row = db.session.get(PersonStatus, user_id)
    if row is None or not (row.emoji or row.text or row.until):
        return
    row.emoji, row.text, row.until = None, "", None
    db.session.flush()
    _announce(actor, row)


def _announce(actor: Actor, row: PersonStatus) -> None:
    """Tell it to those who may know, at the expense of whoever changed it."""
    to = acquaintances(row.user_id)
    throttles.count_told(actor, len(sids_of(realtime().connections, to)))
    publish(wire.StatusChanged(status=_status(row.user_id, row)), to=to)


def _seen(actor: Actor, user_ids: Collection[int]) -> list[int]:
    """Those of these people who share a room with the actor, and the actor; none who is banned."""
    ours, theirs = aliased(Membership), aliased(Membership)
    shared = exists().where(
        theirs.user_id == User.id, ours.room_id == theirs.room_id, ours.user_id == actor.id
    )
    known = select(User.id).where(
        among(User.id, user_ids), User.banned_at.is_(None), shared | (User.id == actor.id)
    )
    return list(db.session.scalars(known))


def _in_time(moment: datetime | None, name: str) -> datetime | None:
    if moment is not None and not now() < moment < now() + LONGEST:
        raise BadRequest("{name}: must be in the next 400 days", name=name)
    return moment


def page_state(actor: Actor) -> dict[str, Any]:
    """What one says of oneself, for the page of a room."""
    return {"status": own(actor).dump()}


def _known(zone: str | None) -> str | None:
    if zone and zone_of(zone) is None:
        raise BadRequest("That time zone is not known here.")
    return zone or None


def _hours_text(hours: wire.WorkingHours | None) -> str | None:
    if hours is None:
        return None
    days = "".join(str(day) for day in sorted(set(hours.days)))
    return f"{days} {hours.start} {hours.end}"


def _hours(text: str | None) -> wire.WorkingHours | None:
    if not text:
        return None
    days, start, end = text.split(" ")
    return wire.WorkingHours(days=[int(day) for day in days], start=start, end=end)


def _status(user_id: int, row: PersonStatus | None) -> wire.Status:
    """What is said now: what has ended is said no more."""
    if row is None:
        row = PersonStatus(user_id=user_id, text="", zone_chosen=False)
    said = row.until is None or row.until > now()
    return wire.Status(
        user=user_id,
        emoji=row.emoji if said else None,
        text=row.text if said else "",
        until=row.until if said else None,
        dnd_until=row.dnd_until if row.dnd_until and row.dnd_until > now() else None,
        time_zone=row.time_zone,
        working_hours=_hours(row.hours),
    )


def _own(user_id: int, row: PersonStatus | None) -> wire.OwnStatus:
    chosen = row is not None and row.zone_chosen
    return wire.OwnStatus(
        **dict(_status(user_id, row)), zone_from="person" if chosen else "browser"
    )
