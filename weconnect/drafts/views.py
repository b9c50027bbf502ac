"""The page of what one is writing."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.web.converters import number
from weconnect.messages.room_list import summaries
from weconnect.wire.errors import NotFound

from . import service

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/drafts")
@login_required
def mine() -> str:
    me = actor()
    found = service.listed(me).drafts
    rooms = summaries(me, (one.room for one in found))
    return render_template(
        "drafts/mine.html",
        # Whoever was removed meanwhile has none there any more.
        found=[one.dump() for one in found if one.room in rooms],
        rooms={number: room.dump() for number, room in rooms.items()},
    )


@blueprint.post("/drafts")
@login_required
def discard() -> Response:
    room = number(request.form, "room")
    if room is None:
        raise NotFound
    service.discard(actor(), room, number(request.form, "thread"))
    return redirect(url_for("drafts.mine"), 303)
