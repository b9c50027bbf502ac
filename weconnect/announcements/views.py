"""Announcements by plain pages: making one, confirming it, who has, and who may ask."""

from flask import Blueprint, flash, redirect, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import moment, number
from weconnect.engine.web.error_pages import refused
from weconnect.messages import history
from weconnect.messages.forms import posted, room_to_write_in
from weconnect.messages.service import post_message
from weconnect.rooms import access
from weconnect.rooms.describe import describe
from weconnect.wire.announcements import ConfirmationsQuery
from weconnect.wire.errors import AppError, BadRequest, Forbidden
from weconnect.wire.messages import PostMessage

from . import service, standing
from .download import table

blueprint = Blueprint("announcements", __name__)


@blueprint.get("/announcements")
@login_required
def mine() -> str:
    """What one is asked to confirm."""
    return render_template("announcements/mine.html", **service.open_for(actor()).dump())


@blueprint.get("/rooms/<int:room_id>/announcements/new")
@login_required
def new(room_id: int) -> str:
    return _form(room_id)


@blueprint.post("/rooms/<int:room_id>/announcements/new")
@login_required
def create(room_id: int) -> Response:
    try:
        sent = post_message(actor(), room_id, _wish())
    except AppError as error:
        if error.code == "notFound":
            raise
        return refused(_form(room_id, explain(error)), error)
    return redirect(url_for("messages.there", message_id=sent.id), 303)


@blueprint.post("/messages/<int:message_id>/confirmation")
@login_required
def confirm(message_id: int) -> Response:
    try:
        service.confirm(actor(), message_id)
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    if request.form.get("back") == "inbox":
        return redirect(url_for("inbox.show", unread=request.form.get("only") or None), 303)
    return redirect(url_for("messages.there", message_id=message_id), 303)


@blueprint.get("/messages/<int:message_id>/confirmations")
@login_required
def listed(message_id: int) -> str:
    """Who has confirmed it, and who has not."""
    me = actor()
    show = "missing" if request.args.get("show") == "missing" else "confirmed"
    query = ConfirmationsQuery(show=show, after=number(request.args, "after") or None)  # type: ignore[arg-type]
    page = standing.standing(me, message_id, query).dump()
    message = history.message(me, message_id).dump()
    return render_template("announcements/list.html", message=message, show=show, **page)


@blueprint.get("/messages/<int:message_id>/confirmations.csv")
@login_required
def download(message_id: int) -> Response:
    """The same as a table that spreadsheets open."""
    parts = standing.everybody(actor(), message_id)
    answer = Response(stream_with_context(table(parts)), content_type="text/csv; charset=utf-8")
    name = f"confirmations-{message_id}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.get("/rooms/<int:room_id>/announcing")
@login_required
def announcing(room_id: int) -> str:
    """Who may ask for confirmations there."""
    me = actor()
    room, membership = access.require_group(me, room_id, "admin")
    return render_template(
        "announcements/announcing.html",
        room=describe(room, membership.role, me.id).dump(),
        announcing=service.who_announces(room_id),
    )


@blueprint.post("/rooms/<int:room_id>/announcing")
@login_required
def set_announcing(room_id: int) -> Response:
    wish = "everybody" if request.form.get("announcing") == "everybody" else "admins"
    service.set_announcing(actor(), room_id, wish)  # type: ignore[arg-type]  # one of the two
    return redirect(url_for("announcements.announcing", room_id=room_id), 303)


def _wish() -> PostMessage:
    form = request.form
    try:
        announcement = {name: moment(form, name) for name in ("by", "remind_at") if form.get(name)}
    except ValueError:
        raise BadRequest("There is no such time.") from None
    return posted(form.get("text", ""), announcement=announcement)


def _form(room_id: int, error: str = "") -> str:
    me = actor()
    room = room_to_write_in(me, room_id)
    if not service.may_announce(me, room_id):
        raise Forbidden("In this room you may not ask for confirmations.")
    return render_template("announcements/new.html", room=room, error=error)
