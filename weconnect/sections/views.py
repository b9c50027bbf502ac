"""The page of one's sections, and placing rooms, by plain forms."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain, t
from weconnect.engine.web.converters import number
from weconnect.wire.errors import AppError, refusal
from weconnect.wire.sections import NewSection, SectionChange

from . import service

blueprint = Blueprint("sections", __name__)


@blueprint.get("/sections")
@login_required
def mine() -> str:
    return render_template("sections/mine.html", **service.page_state(actor()))


@blueprint.post("/sections")
@login_required
def change() -> Response:
    """Make a section, or rename, move or delete one."""
    _try(_ACTIONS.get(request.form.get("action", ""), _make))
    return redirect(url_for("sections.mine"), 303)


@blueprint.post("/rooms/<int:room_id>/place")
@login_required
def place(room_id: int) -> Response:
    """Put a room into a section, hide it or show it again."""
    me = actor()
    if "section" in request.form:
        section = number(request.form, "section") or None
        _try(lambda: service.place(me, room_id, section))
    else:
        _try(lambda: service.hide(me, room_id, hidden=request.form.get("action") == "hide"))
    return redirect(url_for("chat.options", room_id=room_id), 303)


def _make() -> None:
    service.make(actor(), _name())


def _rename() -> None:
    service.edit(actor(), _section(), SectionChange(name=_name()))


def _move(by: int) -> None:
    order = [one.id for one in service.sections(actor())]
    section = _section()
    if section in order:
        at = max(0, order.index(section) + by)
        service.edit(actor(), section, SectionChange(place=at))


_ACTIONS: dict[str, Callable[[], object]] = {
    "make": _make,
    "rename": _rename,
    "up": lambda: _move(-1),
    "down": lambda: _move(1),
    "delete": lambda: service.remove(actor(), _section()),
}


def _section() -> int:
    return number(request.form, "section") or 0


def _name() -> str:
    try:
        return NewSection(name=request.form.get("name", "")).name
    except ValidationError as error:
        raise refusal(error) from None


def _try(act: Callable[[], object]) -> None:
    try:
        act()
        flash(t("Saved."))
    except AppError as error:
        if error.code == "notFound":
            raise
        flash(explain(error), "error")
