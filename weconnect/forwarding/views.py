"""Forwarding by a plain form."""

from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import number
from weconnect.engine.web.error_pages import refused
from weconnect.messages import history
from weconnect.messages.room_list import my_rooms
from weconnect.wire.errors import AppError, refusal
from weconnect.wire.forwarding import ForwardMessage

from . import service

blueprint = Blueprint("forwarding", __name__)


@blueprint.get("/messages/<int:message_id>/forward")
@login_required
def show(message_id: int) -> str:
    return _page(message_id)


@blueprint.post("/messages/<int:message_id>/forward")
@login_required
def forward(message_id: int) -> Response:
    try:
        wish = _wish()
        client_id = wish.client_id or str(uuid4())
        sent = service.forward(
            actor(), message_id, wish.room, wish.note, client_id, request.host_url
        )
    except AppError as error:
        if error.code == "notFound":
            raise
        return refused(_page(message_id, error=explain(error)), error)
    return redirect(url_for("messages.there", message_id=sent.id), 303)


def _wish() -> ForwardMessage:
    note = request.form.get("note", "").replace("\r\n", "\n").replace("\0", "")
    try:
        return ForwardMessage(
            room=number(request.form, "room") or 0,
            note=note,
            client_id=request.form.get("client_id") or None,
        )
    except ValidationError as error:
        raise refusal(error) from None


def _page(message_id: int, error: str = "") -> str:
    me = actor()
    message = history.message(me, message_id)
    # What the server cannot read it can't bring there; an encrypted room takes nothing from it.
    rooms = [one.dump() for one in my_rooms(me) if not one.archived and not one.encrypted]
    return render_template("forwarding/show.html", message=message.dump(), rooms=rooms, error=error)
