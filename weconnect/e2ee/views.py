"""The pages of encryption: what it protects from and what not, a room's, and one's own devices."""

from typing import Any

from flask import Blueprint, render_template

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.feature import MANIFESTS, WORKS
from weconnect.rooms import access
from weconnect.rooms.describe import describe
from weconnect.rooms.members import list_members
from weconnect.wire.rooms import MemberSearch

blueprint = Blueprint("e2ee", __name__)

# So many of a room's people are named on its page.
SHOWN = 100


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


def _not_offered() -> list[tuple[str, str]]:
    """The features that encrypted rooms do without, and why."""
    return [(one.name, one.sealed) for one in MANIFESTS.here().all if one.sealed != WORKS]
