"""The pages of encryption: what it protects from and what not, a room's, and one's own devices."""

from typing import Any

from flask import Blueprint, render_template
from sqlalchemy import select

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.database.transactions import db
from weconnect.engine.feature import MANIFESTS, WORKS
from weconnect.rooms import access, directory
from weconnect.rooms.describe import describe
from weconnect.rooms.members import list_members
from weconnect.rooms.models import Membership, Room
from weconnect.wire.rooms import MemberSearch

blueprint = Blueprint("e2ee", __name__)

# So many of a room's people are named on its page.
SHOWN = 100
# So many encrypted rooms are offered to whoever searches all rooms.
SEARCHED = 10


@blueprint.get("/encryption")
@login_required
def about() -> str:
    return render_template("e2ee/about.html", not_offered=_not_offered())


@blueprint.get("/encryption/devices")
@login_required
def devices() -> str:
    return render_template("e2ee/devices.html")


@blueprint.get("/rooms/<int:room_id>/encryption")
@login_required
def room(room_id: int) -> str:
    me = actor()
    found, membership = access.require_member(me, room_id)
    people: dict[str, Any] = list_members(me, room_id, MemberSearch(limit=SHOWN)).dump()
    return render_template(
        "e2ee/room.html",
        room=describe(found, membership.role, me.id).dump(),
        members=people["members"],
        member_count=people.get("memberCount", len(people["members"])),
        not_offered=_not_offered(),
    )


@blueprint.app_template_global()
def encrypted_rooms() -> list[dict[str, Any]]:
    """Encrypted rooms of the person who looks at a page, those that were made last first."""
    me = actor()
    newest = (
        select(Room.id)
        .join(Membership, Membership.room_id == Room.id)
        .where(Membership.user_id == me.id, Room.encrypted)
        .order_by(Room.id.desc())
        .limit(SEARCHED)
    )
    found = directory.mine(me, db.session.scalars(newest).all())
    return [room.dump() for room in sorted(found, key=lambda room: -room.id)]


def _not_offered() -> list[tuple[str, str]]:
    """The features that encrypted rooms do without, and why."""
    return [(one.name, one.sealed) for one in MANIFESTS.here().all if one.sealed != WORKS]
