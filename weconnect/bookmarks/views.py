"""The page of what one has saved for later, and saving by plain forms."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import moment, number
from weconnect.wire.bookmarks import BookmarksQuery, PutBookmark
from weconnect.wire.errors import AppError, BadRequest, refusal
from weconnect.wire.text import tidy_line

from . import service

blueprint = Blueprint("bookmarks", __name__)


def init_app(app: Flask) -> None:
    """Give templates the function `bookmark_of`."""
    app.add_template_global(bookmark_of)


def bookmark_of(message_id: int) -> dict[str, Any] | None:
    """What whoever looks has saved a message with."""
    found = service.one(actor(), message_id)
    return found.dump() if found else None


@blueprint.get("/saved")
@login_required
def listed() -> str:
    show = request.args.get("show", "open")
    query = BookmarksQuery(
        show=show if show in ("reminders", "done") else "open",  # type: ignore[arg-type]
        before=number(request.args, "before"),
    )
    page = service.listed(actor(), query).dump()
    return render_template("bookmarks/list.html", show=query.show, **page)


@blueprint.post("/messages/<int:message_id>/bookmark")
@login_required
def change(message_id: int) -> Response:
    """Save it, mark it as done or not, or remove it: as the button says."""
    me = actor()
    wish = request.form.get("action", "save")
    try:
        if wish == "remove":
            service.forget(me, message_id)
        elif wish == "save":
            service.save(me, message_id, _wish())
        elif (before := service.one(me, message_id)) is not None:
            kept = PutBookmark(note=before.note, remind_at=before.remind_at, done=wish == "done")
            service.save(me, message_id, kept)
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    return redirect(url_for("bookmarks.listed"), 303)


def _wish() -> PutBookmark:
    note = tidy_line(request.form.get("note", ""))
    try:
        remind_at = moment(request.form, "remind_at")
    except ValueError:
        raise BadRequest("There is no such time.") from None
    try:
        return PutBookmark(note=note, remind_at=remind_at)
    except ValidationError as error:
        raise refusal(error) from None
