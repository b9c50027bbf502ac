"""Pages of threads, for where no script shows them beside the room, and of those one follows."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import number
from weconnect.messages.forms import PostForm, posted
from weconnect.messages.service import post_message
from weconnect.rooms import access
from weconnect.rooms.describe import describe
from weconnect.wire import threads as wire
from weconnect.wire.errors import AppError, NotFound, RateLimited

from . import service
from .followed import followed

blueprint = Blueprint("threads", __name__)


@blueprint.get("/threads")
@login_required
def mine() -> str:
    """The threads that one follows, those with something unread first."""
    try:
        wish = wire.ThreadListQuery(cursor=request.args.get("cursor", ""))
    except ValidationError:
        raise NotFound from None
    return render_template("threads/mine.html", **followed(actor(), wish).dump())


@blueprint.post("/threads/read")
@login_required
def read_all() -> Response:
    try:
        service.mark_all_read(actor())
    except RateLimited as error:
        flash(explain(error), "error")
    return redirect(url_for("threads.mine"), 303)


@blueprint.get("/rooms/<int:room_id>/threads/<int:root_id>")
@login_required
def show(room_id: int, root_id: int) -> str:
    me = actor()
    before = number(request.args, "before")
    page = service.page(me, wire.ThreadHistory(room=room_id, thread=root_id, before=before))
    room, membership = access.require_member(me, room_id)
    return render_template(
        "threads/thread.html",
        room=describe(room, membership.role, me.id).dump(),
        form=PostForm(formdata=None),
        before=before,
        is_open=room.archived_at is None and not (page.root and page.root.deleted),
        page=page.dump(),
    )


@blueprint.post("/rooms/<int:room_id>/threads/<int:root_id>")
@login_required
def change(room_id: int, root_id: int) -> Response:
    """Answer, follow, follow no more, or read: as the button says."""
    me = actor()
    wish = request.form.get("action", "")
    try:
        if wish in ("follow", "unfollow"):
            service.follow(me, wire.FollowThread(room=room_id, thread=root_id, on=wish == "follow"))
        elif wish == "read":
            seq = service.last_seq(service.require_root(me, room_id, root_id))
            service.mark_read(me, wire.MarkThreadRead(room=room_id, thread=root_id, seq=seq))
        else:
            _answer(room_id, root_id)
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    if request.form.get("from") == "list":
        return redirect(url_for("threads.mine"), 303)
    place = url_for("threads.show", room_id=room_id, root_id=root_id, _anchor="newest")
    return redirect(place, 303)


def _answer(room_id: int, root_id: int) -> None:
    place = {"thread": root_id, "in_room": bool(request.form.get("in_room"))}
    post_message(actor(), room_id, posted(request.form.get("content", ""), **place))
