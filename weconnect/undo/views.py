"""Choosing it in the profile."""

from flask import Blueprint, Flask, flash, redirect, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import t
from weconnect.engine.web.converters import number
from weconnect.wire.errors import NotFound
from weconnect.wire.undo import UndoSend

from . import service

blueprint = Blueprint("undo", __name__)


@blueprint.post("/profile/undo")
@login_required
def choose() -> Response:
    try:
        wish = UndoSend.model_validate({"seconds": number(request.form, "seconds")})
    except ValidationError:
        raise NotFound from None
    service.choose(actor(), wish)
    flash(t("Saved."))
    return redirect(url_for("auth.profile"), 303)


def init_app(app: Flask) -> None:
    """Let the templates of `app` ask what whoever looks at them chose."""
    app.add_template_global(lambda: service.own(actor()).seconds, "undo_seconds")
