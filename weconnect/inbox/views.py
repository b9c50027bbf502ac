"""The inbox as a page; it works without JavaScript."""

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.web.converters import number
from weconnect.wire.errors import NotFound
from weconnect.wire.inbox import InboxQuery

from . import service

blueprint = Blueprint("inbox", __name__)


@blueprint.get("/inbox")
@login_required
def show() -> str:
    wish = _wish()
    found = service.inbox(actor(), wish)
    return render_template("inbox/inbox.html", inbox=found.dump(), only_unread=wish.unread)


@blueprint.post("/inbox")
@login_required
def mark() -> Response:
    """Say that all is read, or one entry, or that one is not."""
    action, entry = request.form.get("action"), number(request.form, "entry")
    if entry is None or action not in {"all", "read", "unread"}:
        raise NotFound
    if action == "all":
        service.read_all(actor(), entry)
    else:
        service.set_read(actor(), entry, read=action == "read")
    return redirect(url_for("inbox.show", unread=request.form.get("only") or None), 303)


@blueprint.app_template_global()
def inbox_unread() -> int:
    """How many entries the person who looks at a page has not read."""
    return service.unread(actor())


def _wish() -> InboxQuery:
    try:
        return InboxQuery(
            unread=bool(request.args.get("unread")), before=number(request.args, "before")
        )
    except ValidationError:
        return InboxQuery()
