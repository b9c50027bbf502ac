"""Reactions by plain forms, for a page whose script does not run."""

from flask import Blueprint, Flask, flash, redirect, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.emoji.drawing import sign
from weconnect.engine.i18n.translate import explain
from weconnect.wire.errors import AppError, refusal
from weconnect.wire.reactions import FindReactions, ReactionPage, ReactionPath

from . import service

blueprint = Blueprint("reactions", __name__)


@blueprint.post("/messages/<int:message_id>/reactions")
@login_required
def change(message_id: int) -> Response:
    """Put the emoji `add` on a message, or take `remove` off it."""
    removed = request.form.get("remove")
    try:
        emoji = _emoji(message_id, removed or request.form.get("add", ""))
        act = service.remove_reaction if removed else service.add_reaction
        act(actor(), message_id, emoji)
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    return redirect(url_for("messages.there", message_id=message_id), 303)


def _emoji(message_id: int, text: str) -> str:
    try:
        return ReactionPath(message=message_id, emoji=text.strip()).emoji
    except ValidationError as error:
        raise refusal(error) from None


def _who(message_id: int) -> ReactionPage:
    return service.who(actor(), message_id, FindReactions(limit=100))


def init_app(app: Flask) -> None:
    """Let templates of `app` show what stands under a message, and who put it there."""
    app.add_template_filter(sign)
    app.add_template_global(_who, "who_reacted")
