"""The page of the team's emojis, and their pictures."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as Answer

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain, t
from weconnect.engine.limits.budget import comes_in_dozens
from weconnect.engine.web.error_pages import refused
from weconnect.engine.web.form_limits import takes_files
from weconnect.wire import emoji as wire
from weconnect.wire.errors import AppError, BadRequest, NotFound, refusal
from weconnect.wire.text import MAX_EMOJI_NAME

from . import service

blueprint = Blueprint("emoji", __name__, url_prefix="/emoji")
# Its address is made of its content.
FOR_LONG = "private, max-age=31536000, immutable"


@blueprint.get("")
@login_required
def browse() -> str:
    return _page()


@blueprint.post("")
@takes_files("picture")
@login_required
def change() -> str | Answer:
    action = request.form.get("action")
    try:
        if action == "delete":
            service.remove(actor(), _path(request.form.get("name", "")).name)
            flash(t("The emoji is deleted."))
        elif action == "rename":
            _rename()
        else:
            _add()
    except AppError as error:
        if error.code == "notFound":
            raise
        if action == "rename":
            flash(explain(error), "error")
            return redirect(url_for("emoji.browse"), 303)
        return refused(_page(error), error)
    return redirect(url_for("emoji.browse"), 303)


def _written(field: str) -> str:
    try:
        return wire.EmojiPath(name=request.form.get(field, "").strip().strip(":").lower()).name
    except ValidationError as error:
        raise refusal(error) from None


def _rename() -> None:
    name, wanted = _path(request.form.get("name", "")).name, _written("wanted")
    service.rename(actor(), name, wanted)
    flash(t("The emoji has another name now: {name}", name=f":{wanted}:"))


def _add() -> None:
    name = _written("name")
    upload = request.files.get("picture")
    data = upload.stream.read(wire.MOST_BYTES + 1) if upload else b""
    if not data:
        raise BadRequest("Please choose a picture.")
    service.add(actor(), name, data)
    flash(t("The emoji is there: {name}", name=f":{name}:"))


def _path(name: str) -> wire.EmojiPath:
    try:
        return wire.EmojiPath(name=name)
    except ValidationError:
        raise NotFound from None


@blueprint.get("/pictures/<key>.webp")
@comes_in_dozens
@login_required
def picture(key: str) -> Response:
    key, _, still = key.partition("-")
    if still not in {"", "still"}:
        raise NotFound
    response = Response(service.picture(key, still=bool(still)), mimetype=service.MIMETYPE)
    response.headers["Cache-Control"] = FOR_LONG
    response.set_etag(f"{key}{still}")
    response.make_conditional(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _page(error: AppError | None = None) -> str:
    return render_template(
        "emoji/browse.html",
        found=service.found(actor()).dump(),
        written=request.form if error else {},
        error=error and explain(error),
        longest=MAX_EMOJI_NAME,
        most=service.most_of(actor()),
    )
