"""Messages by plain forms, for a page whose script does not run."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import number
from weconnect.engine.web.error_pages import refused
from weconnect.rooms import access
from weconnect.rooms.describe import describe
from weconnect.wire.base import MAX_ID
from weconnect.wire.errors import AppError, RateLimited, refusal
from weconnect.wire.messages import PAGE, Message, PatchMessage

from . import history, service, unread
from .forms import PostForm, lines, posted
from .parts import why_fixed

blueprint = Blueprint("messages", __name__)


@blueprint.post("/rooms/<int:room_id>/messages")
@login_required
def post(room_id: int) -> Response:
    form = request.form
    try:
        wish = posted(form.get("content", ""), reply_to=number(form, "reply_to"))
        service.post_message(actor(), room_id, wish)
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    return redirect(url_for("chat.room", room_id=room_id, _anchor="newest"), 303)


@blueprint.get("/messages/<int:message_id>")
@login_required
def show(message_id: int) -> str:
    """What one can do with a message: answer, react, change it, take it back."""
    return _page(history.message(actor(), message_id))


@blueprint.post("/messages/<int:message_id>/edit")
@login_required
def edit(message_id: int) -> Response:
    message = history.message(actor(), message_id)
    content = lines(request.form.get("content", ""))
    try:
        message = service.edit_message(actor(), message_id, _patch(content).body)
    except AppError as error:
        return refused(_page(message, error=explain(error), content=content), error)
    return back_to(message)


@blueprint.post("/messages/<int:message_id>/delete")
@login_required
def delete(message_id: int) -> Response:
    return back_to(service.delete_message(actor(), message_id))


@blueprint.post("/messages/<int:message_id>/unread")
@login_required
def mark_unread(message_id: int) -> Response:
    """Everything from a message on is unread: away from its room, which would read it again."""
    message = history.message(actor(), message_id)
    unread.mark_unread(actor(), message.room, message.seq)
    return redirect(url_for("chat.mine"), 303)


@blueprint.post("/rooms/<int:room_id>/read")
@login_required
def mark_read(room_id: int) -> Response:
    unread.mark_read(actor(), room_id, MAX_ID)
    return redirect(url_for("chat.mine"), 303)


@blueprint.post("/rooms/read")
@login_required
def mark_all_read() -> Response:
    try:
        unread.mark_all_read(actor())
    except RateLimited as error:
        flash(explain(error), "error")
    return redirect(url_for("chat.mine"), 303)


@blueprint.get("/messages/<int:message_id>/there")
@login_required
def there(message_id: int) -> Response:
    """Where a message stands in its room."""
    return back_to(history.message(actor(), message_id))


def back_to(message: Message) -> Response:
    """To the room, at the message; if that stands in a thread only, to the thread."""
    if message.thread is not None and not message.in_room:
        place = f"/rooms/{message.room}/threads/{message.thread}#m-{message.id}"
        return redirect(place, 303)
    room, _ = access.require_visible(actor(), message.room)
    # The newest page has it, or one on which it stands in the middle.
    near = room.last_seq - message.seq < PAGE
    before = None if near else message.seq + PAGE // 2
    place = url_for("chat.room", room_id=message.room, before=before, _anchor=f"m-{message.id}")
    return redirect(place, 303)


def _page(message: Message, error: str = "", content: str | None = None) -> str:
    room, membership = access.require_member(actor(), message.room)
    own = message.sender.id == actor().id
    is_open = room.archived_at is None and not message.deleted
    return render_template(
        "messages/message.html",
        message=message.dump(),
        room=describe(room, membership.role, actor().id).dump(),
        form=PostForm(formdata=None),
        error=error,
        content=message.content if content is None else content,
        is_open=is_open,
        may_edit=is_open and own and not room.encrypted and not why_fixed(message),
        may_delete=is_open and (own or access.RANK[membership.role] >= access.RANK["admin"]),
    )


def _patch(content: str) -> PatchMessage:
    try:
        return PatchMessage(content=content)
    except ValidationError as error:
        raise refusal(error) from None
