"""Posting with a plain form, for a page whose script does not run."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, url_for
from flask_login import current_user, login_required
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.wire.errors import AppError, refusal
from weconnect.wire.messages import PostMessage

from . import service
from .forms import PostForm

blueprint = Blueprint("messages", __name__)


@blueprint.post("/rooms/<int:room_id>/messages")
@login_required
def post(room_id: int) -> Response:
    form = PostForm()
    try:
        wish = _wish(form)
        service.send_message(
            current_user._get_current_object(),
            room_id,
            wish.body,
            wish.client_id or str(uuid4()),
            wish.reply_to,
        )
    except AppError as error:
        if error.code in {"notFound", "unavailable"}:
            raise
        flash(error.message, "error")
    return redirect(url_for("chat.room", room_id=room_id, _anchor="newest"), 303)


def _wish(form: PostForm) -> PostMessage:
    reply_to = form.reply_to.data or ""
    try:
        return PostMessage(
            # Browsers send the line ends of a form as CR LF. Nobody can be asked about a NUL here.
            content=(form.content.data or "").replace("\r\n", "\n").replace("\0", ""),
            client_id=form.client_id.data or None,
            reply_to=int(reply_to) if reply_to.isdecimal() else None,
        )
    except ValidationError as error:
        raise refusal(error) from None
