"""Pictures of previews, and forms that work without a script."""

from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Redirect

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.limits.budget import comes_in_dozens
from weconnect.wire.errors import Forbidden
from weconnect.wire.previews import RoomPreviews

from . import service
from .wishing import is_on

blueprint = Blueprint("previews", __name__)


@blueprint.get("/messages/<int:message_id>/previews/<int:preview_id>/picture")
@comes_in_dozens
@login_required
def picture(message_id: int, preview_id: int) -> Response:
    content = service.picture(actor(), message_id, preview_id)
    response = Response(content, mimetype="image/webp")
    # Whoever may not see the message any more does not see it either, also if they once did.
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(str(preview_id))
    response.make_conditional(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.post("/messages/<int:message_id>/previews/<int:preview_id>")
@login_required
def remove(message_id: int, preview_id: int) -> Redirect:
    try:
        service.remove(actor(), message_id, preview_id)
    except Forbidden as error:
        flash(explain(error), "error")
    return redirect(url_for("messages.show", message_id=message_id), 303)


@blueprint.post("/rooms/<int:room_id>/previews")
@login_required
def choose_room(room_id: int) -> Redirect:
    try:
        service.set_room(actor(), room_id, RoomPreviews(on=request.form.get("on") == "yes"))
    except Forbidden as error:
        flash(explain(error), "error")
    return redirect(url_for("rooms.settings", room_id=room_id, _anchor="previews"), 303)


def init_app(app: Flask) -> None:
    """Let the templates of `app` ask whether a server and a room have previews."""
    app.add_template_global(is_on, "team_previews")
    app.add_template_global(service.room_wants, "room_previews")
    app.add_template_test(_is_wide, "wide_preview")


def _is_wide(preview: dict[str, Any]) -> bool:
    """Whether the picture of a preview as on the wire stands above what it says."""
    picture = preview["picture"]
    if not picture:
        return False
    return bool(picture["width"] >= 320 and picture["width"] >= picture["height"] * 1.2)
