"""What one says of oneself, by plain forms."""

from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.database.column_types import now
from weconnect.engine.i18n.translate import explain, t
from weconnect.engine.i18n.zones import zone_names
from weconnect.wire import status as wire
from weconnect.wire.errors import AppError, NotFound, refusal

from . import service
from .ends import days_in_words, end_of, local_time

blueprint = Blueprint("statuses", __name__)

# The days of the week, as the form sends them: from Monday on.
WEEK = tuple("1234567")


@blueprint.get("/status")
@login_required
def mine() -> str:
    return render_template(
        "status/mine.html",
        status=service.own(actor()).dump(),
        zones=zone_names(),
        days=day_names(),
    )


@blueprint.post("/status")
@login_required
def change() -> Response:
    wishes = {"say": _say, "clear": _clear, "dnd": _dnd, "zone": _zone, "hours": _hours}
    wish = wishes.get(request.form.get("action", ""))
    if wish is None:
        raise NotFound
    try:
        service.change(actor(), _parsed(wish()))
        flash(t("Saved."))
    except AppError as error:
        flash(explain(error), "error")
    return redirect(url_for("statuses.mine"), 303)


@blueprint.post("/people/<int:user_id>/status")
@login_required
def clear(user_id: int) -> Response:
    try:
        service.clear(actor(), user_id)
        flash(t("The status is taken away."))
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
    return redirect(url_for("auth.person", user_id=user_id), 303)


def _parsed(fields: dict[str, Any]) -> wire.EditStatus:
    try:
        return wire.EditStatus.model_validate(fields)
    except ValidationError as error:
        raise refusal(error) from None


def _end() -> Any:
    chosen, at = request.form.get("ends", ""), request.form.get("at", "")
    return end_of(chosen, at, service.own(actor()).time_zone, now())


def _say() -> dict[str, Any]:
    emoji, text = request.form.get("emoji", "").strip(), request.form.get("text", "")
    return {"emoji": emoji or None, "text": text, "until": _end()}


def _clear() -> dict[str, Any]:
    return {"emoji": None, "text": ""}


def _dnd() -> dict[str, Any]:
    return {"dnd_until": _end()}


def _zone() -> dict[str, Any]:
    zone = request.form.get("zone", "")
    if zone == "browser":
        return {"zone_from": "browser"}
    return {"time_zone": zone or None, "zone_from": "person"}


def _hours() -> dict[str, Any]:
    days = [int(day) for day in request.form.getlist("day") if day in WEEK]
    start, end = request.form.get("start", "")[:5], request.form.get("end", "")[:5]
    return {"working_hours": {"days": days, "start": start, "end": end} if days else None}


def day_names() -> list[str]:
    """The days of the week, short, from Monday on."""
    return [t("Mon"), t("Tue"), t("Wed"), t("Thu"), t("Fri"), t("Sat"), t("Sun")]


def of_person(user_id: int) -> dict[str, Any] | None:
    """What a template shows of a person: their status, and what their clock shows."""
    try:
        found = service.of_user(actor(), user_id)
    except NotFound:
        return None
    hours = found.working_hours
    days = days_in_words(hours.days, day_names()) if hours else []
    return {**found.dump(), "localTime": local_time(found.time_zone, now()), "days": days}


def init_app(app: Flask) -> None:
    """Let the templates of `app` ask what somebody says of themselves."""
    app.add_template_global(of_person, "status_of")
