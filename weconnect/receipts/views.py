"""Who has read a message, and whether rooms and people want that, without a script."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain, t
from weconnect.messages import history
from weconnect.settings import Settings
from weconnect.wire import receipts as wire
from weconnect.wire.errors import Forbidden

from . import service
from .message_readers import of_message

blueprint = Blueprint("receipts", __name__)


@blueprint.get("/messages/<int:message_id>/readers")
@login_required
def show(message_id: int) -> str:
    message = history.message(actor(), message_id)
    found = of_message(actor(), message_id)
    return render_template("receipts/show.html", message=message.dump(), found=found.dump())


@blueprint.post("/rooms/<int:room_id>/receipts")
@login_required
def choose_room(room_id: int) -> Response:
    try:
        service.set_room(actor(), room_id, wire.RoomReceipts(on=request.form.get("on") == "yes"))
    except Forbidden as error:
        flash(explain(error), "error")
    return redirect(url_for("rooms.settings", room_id=room_id, _anchor="receipts"), 303)


@blueprint.post("/profile/receipts")
@login_required
def choose() -> Response:
    service.choose(actor(), wire.OwnReceipts(on=request.form.get("on") == "yes"))
    flash(t("Saved."))
    return redirect(url_for("auth.profile", _anchor="receipts"), 303)


def init_app(app: Flask) -> None:
    """Let the templates of `app` ask what a team, a room and whoever looks want of it."""
    settings: Settings = app.config["WECONNECT"]
    app.add_template_global(lambda: settings.read_receipts, "team_receipts")
    app.add_template_global(service.room_wants, "room_receipts")
    app.add_template_global(lambda: service.own(actor()).on, "own_receipts")
