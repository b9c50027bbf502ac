"""Choosing who may call for everybody, by a form among the settings of a room."""

from flask import Blueprint, flash, redirect, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.wire.errors import Forbidden, refusal
from weconnect.wire.mentions import RoomCallers

from . import service

blueprint = Blueprint("mentions", __name__)


@blueprint.post("/rooms/<int:room_id>/callers")
@login_required
def choose(room_id: int) -> Response:
    try:
        service.set_callers(actor(), room_id, _wish())
    except Forbidden as error:
        flash(explain(error), "error")
    return redirect(url_for("rooms.settings", room_id=room_id, _anchor="callers"), 303)


@blueprint.app_template_global()
def callers(room_id: int) -> str:
    """Who may call for everybody in a room of the person who looks at its settings."""
    return service.callers(actor(), room_id).callers


def _wish() -> RoomCallers:
    try:
        return RoomCallers.model_validate({"callers": request.form.get("callers")})
    except ValidationError as error:
        raise refusal(error) from None
