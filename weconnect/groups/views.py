"""Pages of groups; they work without JavaScript."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain
from weconnect.engine.web.converters import number
from weconnect.wire import groups as wire
from weconnect.wire.errors import AppError, NotFound, refusal

from . import service

blueprint = Blueprint("groups", __name__, url_prefix="/groups")


@blueprint.route("", methods=("GET", "POST"))
@login_required
def browse() -> str | Response:
    """All groups, and a form that makes one."""
    error = ""
    if request.method == "POST":
        try:
            return _to(service.create(actor(), _wish()).id)
        except AppError as refused:
            error = explain(refused)
    found = service.find(actor(), wire.FindGroups(limit=wire.MOST_GROUPS))
    return render_template("groups/browse.html", found=found.dump(), error=error)


@blueprint.route("/<int:group_id>", methods=("GET", "POST"))
@login_required
def show(group_id: int) -> str | Response:
    """A group with its people, and what one may do with it."""
    if request.method == "POST":
        try:
            if _change(group_id):
                return _to(group_id)
        except AppError as error:
            if error.code == "notFound" and request.form.get("action") != "add":
                raise
            flash(explain(error), "error")
            return _to(group_id)
        return redirect(url_for("groups.browse"), 303)
    return render_template("groups/group.html", group=service.details(actor(), group_id).dump())


def _to(group_id: int) -> Response:
    return redirect(url_for("groups.show", group_id=group_id), 303)


def _change(group_id: int) -> bool:
    """Do what a form asks; returns whether the group is still there."""
    me, action = actor(), request.form.get("action")
    if action == "rename":
        service.edit(me, group_id, _name())
    elif action == "add":
        service.add(me, group_id, request.form.get("username", "")[:200])
    elif action == "take-out":
        service.take_out(me, group_id, number(request.form, "user") or 0)
    elif action == "delete":
        service.remove(me, group_id)
        return False
    else:
        raise NotFound
    return True


def _name() -> wire.EditGroup:
    try:
        return wire.EditGroup(display_name=request.form.get("display_name", ""))
    except ValidationError as error:
        raise refusal(error) from None


def _wish() -> wire.CreateGroup:
    try:
        return wire.CreateGroup(
            name=request.form.get("name", ""),
            display_name=request.form.get("display_name", "").strip() or None,
            members=request.form.get("members", "").replace(",", " ").split(),
        )
    except ValidationError as error:
        raise refusal(error) from None
