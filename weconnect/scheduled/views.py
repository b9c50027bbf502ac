"""Messages that are sent later, by plain forms."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain, t
from weconnect.engine.i18n.zones import zone_names
from weconnect.engine.web.converters import number
from weconnect.engine.web.error_pages import refused
from weconnect.messages.forms import lines
from weconnect.messages.room_list import summaries, summary
from weconnect.status import service as status
from weconnect.wire.errors import AppError, NotFound, refusal
from weconnect.wire.scheduled import PatchScheduled, PostScheduled, ScheduledList

from . import service
from .times import local_time_of

blueprint = Blueprint("scheduled", __name__)


@blueprint.get("/scheduled")
@login_required
def mine() -> str:
    return _page(service.listed(actor()))


@blueprint.post("/scheduled/<int:scheduled_id>")
@login_required
def change(scheduled_id: int) -> str | Response:
    """Change it, send it now, or stop it: as the button says."""
    wish = request.form.get("action")
    try:
        if wish == "stop":
            service.stop(actor(), scheduled_id)
            flash(t("It is not sent, and gone."))
        elif wish == "send":
            message = service.send_now(actor(), scheduled_id)
            return redirect(url_for("messages.there", message_id=message.id), 303)
        else:
            service.edit(actor(), scheduled_id, _parsed(PatchScheduled, _written()))
            flash(t("Saved."))
    except AppError as error:
        if error.code == "notFound" and not error.params and error.message == NotFound.default:
            raise
        if wish != "edit":
            flash(explain(error), "error")
        else:
            # What was written stands there again.
            found = service.listed(actor())
            return refused(_page(found, scheduled_id, request.form, explain(error)), error)
    return redirect(url_for("scheduled.mine"), 303)


@blueprint.route("/rooms/<int:room_id>/later", methods=["GET", "POST"])
@login_required
def later(room_id: int) -> str | Response:
    """When the text in the box of a room is to be sent, for where no script asks it."""
    me = actor()
    room = summary(me, room_id)
    if room is None:
        raise NotFound
    form, error = request.form, None
    if form.get("action") == "schedule":
        try:
            wish = {**_written(), "clientId": form.get("client_id") or str(uuid4())}
            wish |= {"replyTo": number(form, "reply_to")}
            service.schedule(me, room_id, _parsed(PostScheduled, wish))
            return redirect(url_for("scheduled.mine"), 303)
        except AppError as refused_as:
            if refused_as.code == "notFound":
                raise
            error = refused_as
    page = render_template(
        "scheduled/later.html",
        room=room.dump(),
        written={**form, "zone": form.get("zone") or _zone()},
        error=error and explain(error),
        zones=zone_names(),
    )
    return refused(page, error) if error else page


def _written() -> dict[str, Any]:
    """What stands in the fields of the form."""
    form = request.form
    time = form.get("time", "")[:16]
    return {
        "content": lines(form.get("content", "")),
        **({"localTime": time, "timeZone": form.get("zone", "")} if time else {}),
    }


def _parsed(model: Any, fields: dict[str, Any]) -> Any:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise refusal(error) from None


def _zone() -> str:
    return status.own(actor()).time_zone or "UTC"


def _page(
    found: ScheduledList,
    wrong: int | None = None,
    written: Mapping[str, str] | None = None,
    error: str | None = None,
) -> str:
    me = actor()
    rooms = summaries(me, (one.room for one in found.scheduled if one.room))
    return render_template(
        "scheduled/mine.html",
        found=[
            {
                **one.dump(),
                "why": one.problem and explain(_error(one.problem)),
                "shown": one.local_time or local_time_of(one.at, _zone()),
            }
            for one in found.scheduled
        ],
        names={number: room.dump() for number, room in rooms.items()},
        zone=_zone(),
        zones=zone_names(),
        wrong=wrong,
        written=written or {},
        error=error,
    )


def _error(body: Any) -> AppError:
    return AppError(body.template or body.message, **(body.params or {}))
