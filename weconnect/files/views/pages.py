"""The files of a room, and sending some by a plain form, for pages without a script."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.session import actor, login_required
from weconnect.engine.database.transactions import end_reads
from weconnect.engine.i18n.translate import explain, size, t
from weconnect.engine.web.error_pages import refused
from weconnect.engine.web.form_limits import takes_files
from weconnect.files import processing, service, uploads
from weconnect.files.limits import largest
from weconnect.messages.forms import posted
from weconnect.messages.service import post_message
from weconnect.rooms import access
from weconnect.rooms.describe import describe
from weconnect.wire.errors import AppError, BadRequest, refusal
from weconnect.wire.files import RoomFilesQuery
from weconnect.wire.parts.files import MAX_FILES

# What a form may have in all: it goes through a temporary file, and is lost if the line breaks.
MOST = 64_000_000

blueprint = Blueprint("room_files", __name__)


def init_app(app: Flask) -> None:
    """Give templates the filter `file_size`."""
    app.add_template_filter(size, "file_size")


@blueprint.get("/rooms/<int:room_id>/files")
@login_required
def listed(room_id: int) -> str:
    return _page(room_id)


@blueprint.post("/rooms/<int:room_id>/files")
@takes_files("file", most=MOST)
@login_required
def send(room_id: int) -> str | Response:
    me = actor()
    try:
        chosen = [one for one in request.files.getlist("file") if one.filename]
        if not chosen:
            raise BadRequest("Please choose a file.")
        if len(chosen) > MAX_FILES:
            raise BadRequest("A message has {most} files at most.", most=MAX_FILES)
        access.require_member(me, room_id)
        ids = [_taken(me, room_id, one) for one in chosen]
        content = request.form.get("content", "").strip() or None
        sent = post_message(me, room_id, posted(content, attachments=ids))
    except AppError as error:
        if error.code == "notFound":
            raise
        return refused(_page(room_id, explain(error)), error)
    flash(t("Sent."))
    return redirect(url_for("messages.there", message_id=sent.id), 303)


def _taken(me: Actor, room_id: int, chosen: FileStorage) -> str:
    """A file out of the form; its id. Raises AppError."""
    stream = chosen.stream
    size = stream.seek(0, 2)
    stream.seek(0)
    made = uploads.create(me, uploads.Wish(room_id, chosen.filename or "", size))
    end_reads()
    if size:
        uploads.append(me, made.id, 0, stream.read)
    processing.finish(made.id)
    if (why := service.one(me, made.id).refusal) is not None:
        raise BadRequest(why)
    return made.id


def _query() -> RoomFilesQuery:
    found: dict[str, Any] = {
        name: value for name in ("kind", "q", "before") if (value := request.args.get(name))
    }
    try:
        return RoomFilesQuery.model_validate(found)
    except ValidationError as error:
        raise refusal(error) from None


def _page(room_id: int, error: str = "") -> str:
    me = actor()
    query = _query()
    page = service.of_room(me, room_id, query)
    room, membership = access.require_member(me, room_id)
    return render_template(
        "files/room.html",
        room=describe(room, membership.role, me.id).dump(),
        may_send=room.archived_at is None and not room.encrypted and largest() > 0,
        error=error,
        content=request.form.get("content", "") if error else "",
        largest=min(MOST, largest()),
        q=query.q,
        kind=query.kind or "",
        kinds=[
            ("image", t("Pictures")),
            ("video", t("Videos")),
            ("audio", t("Recordings")),
            ("document", t("Documents")),
            ("other", t("Others")),
        ],
        **page.dump(),
    )
