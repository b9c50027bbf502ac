"""The page of one's reminders; it works without JavaScript."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.database.column_types import now
from weconnect.engine.i18n.translate import explain
from weconnect.engine.i18n.zones import zone_names, zone_of
from weconnect.engine.web.converters import number
from weconnect.engine.web.error_pages import refused
from weconnect.messages.room_list import my_rooms
from weconnect.status import service as statuses
from weconnect.wire.errors import AppError, NotFound, refusal
from weconnect.wire.reminders import PostReminder, PutReminder

from . import service

blueprint = Blueprint("reminders", __name__)


def init_app(app: Flask) -> None:
    """Give templates the function `due_reminders`."""
    app.add_template_global(due_reminders)


def due_reminders() -> list[dict[str, Any]]:
    """What whoever looks is to be reminded of now."""
    found = service.listed(actor()).reminders
    return [one.dump() for one in found if one.due_at is not None]


@blueprint.get("/reminders")
@login_required
def mine() -> str:
    return _page()


@blueprint.post("/reminders")
@login_required
def change() -> Response:
    """Make one, change it, say that it is done, or be reminded of it no longer."""
    me = actor()
    action, reminder = request.form.get("action", "add"), number(request.form, "reminder")
    try:
        if action == "add":
            wish = _wish(PostReminder)
            service.remind(me, wish, request.form.get("client_id") or str(uuid4()))
        elif reminder is None or action not in {"change", "done", "forget"}:
            raise NotFound
        elif action == "change":
            service.change(me, reminder, _wish(PutReminder))
        elif action == "done":
            service.done(me, reminder)
        else:
            service.forget(me, reminder)
    except AppError as error:
        if error.code == "notFound":
            raise
        if action == "add":
            return refused(_page(explain(error)), error)
        flash(explain(error), "error")
    return redirect(url_for("reminders.mine"), 303)


def _wish(model: type[PutReminder]) -> PutReminder:
    form = request.form
    try:
        return model.model_validate(
            {
                "text": form.get("text", "").replace("\0", ""),
                "local": form.get("local", "")[:16],
                "zone": form.get("zone", ""),
                "repeat": form.get("repeat") or None,
            }
        )
    except ValidationError as error:
        raise refusal(error) from None


def _page(error: str = "") -> str:
    me = actor()
    zone = statuses.own(me).time_zone or "UTC"
    here = zone_of(zone)
    rooms = {room.id: room.name for room in my_rooms(me)}
    local = f"{now().astimezone(here):%Y-%m-%dT%H:%M}" if here else ""
    return render_template(
        "reminders/mine.html",
        zone=zone,
        now_local=local,
        rooms=rooms,
        error=error,
        zones=zone_names(),
        **service.listed(me).dump(),
    )
