"""Notification levels by plain forms."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from pydantic import TypeAdapter, ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain, t
from weconnect.wire.errors import AppError, refusal
from weconnect.wire.levels import ChooseLevel
from weconnect.wire.rooms import Level

from . import service

blueprint = Blueprint("levels", __name__)

_LEVEL: TypeAdapter[Any] = TypeAdapter(Level)


@blueprint.post("/rooms/<int:room_id>/level")
@login_required
def choose(room_id: int) -> Response:
    try:
        chosen = _chosen() if request.form.get("level") else None
        wish = ChooseLevel(level=chosen, muted="muted" in request.form)
        service.set_level(actor(), room_id, wish)
        flash(t("Saved."))
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    return redirect(url_for("chat.options", room_id=room_id), 303)


@blueprint.post("/profile/level")
@login_required
def choose_usual() -> Response:
    try:
        service.set_usual(actor(), _chosen())
        flash(t("Saved."))
    except AppError as error:
        flash(explain(error), "error")
    return redirect(url_for("auth.profile"), 303)


def _chosen() -> Level:
    try:
        found: Level = _LEVEL.validate_python(request.form.get("level"))
    except ValidationError as error:
        raise refusal(error) from None
    return found
