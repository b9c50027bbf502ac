"""The page on which one has all deleted that one has said."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from weconnect.auth.people.session import actor, address, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import number
from weconnect.engine.web.error_pages import refused
from weconnect.messages.room_list import my_rooms
from weconnect.wire.errors import AppError

from . import service

blueprint = Blueprint("erasing", __name__)


@blueprint.get("/profile/messages")
@login_required
def show() -> Response:
    return _page()


@blueprint.post("/profile/messages")
@login_required
def start() -> BaseResponse:
    try:
        password = request.form.get("password", "")
        service.start(actor(), password, number(request.form, "room"), address())
    except AppError as error:
        return refused(_page(explain(error)), error)
    return redirect(url_for("erasing.show"), 303)


def _page(error: str = "") -> Response:
    me = actor()
    rooms = [one.dump() for one in my_rooms(me) if not one.archived]
    state = service.state(me).dump()
    return make_response(render_template("erasing/show.html", rooms=rooms, error=error, **state))
