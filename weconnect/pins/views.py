"""The page of a room's pinned messages, and pinning by plain forms."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import number
from weconnect.messages import history
from weconnect.rooms import access
from weconnect.rooms.describe import describe
from weconnect.wire.errors import AppError
from weconnect.wire.pins import MAX_PINS, PinsQuery

from . import service

blueprint = Blueprint("pins", __name__)


@blueprint.get("/rooms/<int:room_id>/pins")
@login_required
def listed(room_id: int) -> str:
    me = actor()
    after = min(number(request.args, "after") or 0, MAX_PINS - 1)
    page = service.list_pins(me, room_id, PinsQuery(after=after))
    room, membership = access.require_member(me, room_id)
    return render_template(
        "pins/list.html",
        after=after,
        room=describe(room, membership.role, me.id).dump(),
        manages=room.kind != "direct" and access.RANK[membership.role] >= access.RANK["admin"],
        **page.dump(),
    )


@blueprint.post("/messages/<int:message_id>/pin")
@login_required
def change(message_id: int) -> Response:
    """Pin it, take it down, or move it: as the button says."""
    me = actor()
    wish = request.form.get("action", "pin")
    room = history.message(me, message_id).room
    try:
        if wish == "move":
            service.move_pin(me, message_id, min(number(request.form, "place") or 0, MAX_PINS - 1))
        else:
            service.pin_message(me, message_id, on=wish == "pin")
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    return redirect(url_for("pins.listed", room_id=room), 303)


@blueprint.post("/rooms/<int:room_id>/pinning")
@login_required
def pinning(room_id: int) -> Response:
    """Who pins there."""
    wish = "admins" if request.form.get("pinning") == "admins" else "everybody"
    service.set_pinning(actor(), room_id, wish)  # type: ignore[arg-type]  # one of the two
    return redirect(url_for("pins.listed", room_id=room_id), 303)
