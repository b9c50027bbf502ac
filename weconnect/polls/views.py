"""Polls by plain forms: making one, voting, adding an option, ending it."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.database.column_types import now
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import moment, number
from weconnect.engine.web.error_pages import refused
from weconnect.messages import history
from weconnect.messages.forms import lines, posted, room_to_write_in
from weconnect.messages.service import post_message
from weconnect.wire.errors import AppError, BadRequest, refusal
from weconnect.wire.messages import PostMessage
from weconnect.wire.parts.polls import MAX_OPTIONS, Polls
from weconnect.wire.polls import PostOption, VotersQuery

from . import service, voting

blueprint = Blueprint("polls", __name__)


def init_app(app: Flask) -> None:
    """Give templates the test `ended_poll`."""
    app.add_template_test(_is_over, "ended_poll")


def _is_over(poll: dict[str, Any]) -> bool:
    """Whether nobody may choose any more in a poll as on the wire."""
    ends = poll["endsAt"]
    return bool(poll["endedAt"]) or (ends is not None and datetime.fromisoformat(ends) <= now())


@blueprint.get("/rooms/<int:room_id>/polls/new")
@login_required
def new(room_id: int) -> str:
    return _form(room_id)


@blueprint.post("/rooms/<int:room_id>/polls/new")
@login_required
def create(room_id: int) -> Response:
    try:
        sent = post_message(actor(), room_id, _wish())
    except AppError as error:
        if error.code == "notFound":
            raise
        return refused(_form(room_id, explain(error)), error)
    return redirect(url_for("messages.there", message_id=sent.id), 303)


@blueprint.post("/messages/<int:message_id>/poll")
@login_required
def change(message_id: int) -> Response:
    """Choose the option `add`, or no longer `remove`; add an option that says `text`; or end it."""
    me = actor()
    try:
        if request.form.get("action") == "end":
            service.end(me, message_id)
        elif (text := request.form.get("text")) is not None:
            service.add_option(me, message_id, _option(text))
        else:
            _choose(message_id)
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    return redirect(url_for("messages.there", message_id=message_id), 303)


@blueprint.get("/messages/<int:message_id>/poll/voters")
@login_required
def voters(message_id: int) -> str:
    """Who chose an option."""
    me = actor()
    option = min(number(request.args, "option") or 0, MAX_OPTIONS - 1)
    query = VotersQuery(option=option, after=number(request.args, "after") or None)
    page = service.voters(me, message_id, query)
    message = history.message(me, message_id).dump()
    if option >= len(message["poll"]["options"]):
        raise BadRequest("There is no such option.")
    return render_template("polls/voters.html", message=message, option=option, **page.dump())


def _choose(message_id: int) -> None:
    me = actor()
    poll = Polls.of(history.message(me, message_id)).poll
    add, remove = number(request.form, "add"), number(request.form, "remove")
    before = set((poll.mine if poll else None) or ())
    if remove is not None:
        voting.vote(me, message_id, before - {remove})
    elif add is not None and add < MAX_OPTIONS:
        multiple = poll is not None and poll.multiple
        voting.vote(me, message_id, before | {add} if multiple else {add})


def _wish() -> PostMessage:
    form = request.form
    options = [text.strip() for text in lines(form.get("options", "")).split("\n")]
    poll: dict[str, Any] = {
        name: bool(form.get(name)) for name in ("multiple", "anonymous", "extendable")
    }
    poll["options"] = [text for text in options if text]
    try:
        poll["ends_at"] = moment(form, "ends_at")
    except ValueError:
        raise BadRequest("Please say when it ends.") from None
    return posted(form.get("question", ""), poll=poll)


def _option(text: str) -> str:
    try:
        return PostOption(text=text.replace("\0", "")).text
    except ValidationError as error:
        raise refusal(error) from None


def _form(room_id: int, error: str = "") -> str:
    room = room_to_write_in(actor(), room_id)
    return render_template("polls/new.html", room=room, error=error, most=MAX_OPTIONS)
