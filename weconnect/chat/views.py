"""The page shell: where people land, and a room with all that is in it before any script runs."""

from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from weconnect import identity
from weconnect.addresses import number
from weconnect.auth import directory
from weconnect.auth.actor import Actor
from weconnect.columns import now
from weconnect.formtools import wire_type
from weconnect.messages.forms import PostForm
from weconnect.messages.reading import my_rooms
from weconnect.rooms import access, service
from weconnect.rooms.describe import describe
from weconnect.rooms.directory import public_rooms
from weconnect.rooms.members import count
from weconnect.security import LAST_ROOM
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.messages import JoinedRoom
from weconnect.wire.rooms import CreateRoom, EditRoom, RoomName, RoomSummary

from .entry import enter

blueprint = Blueprint("chat", __name__)

# So many rooms are offered to somebody who is in none.
JOINABLE = 10


class WelcomeForm(FlaskForm):
    """The first steps of the first person."""

    team = StringField("Team", (DataRequired("Please give it a name."), wire_type(RoomName)))
    room = StringField(
        "Room", (DataRequired("Please give it a name."), Length(max=80), wire_type(RoomName))
    )


@blueprint.get("/")
@login_required
def home() -> str | Response:
    actor = _actor()
    rooms = my_rooms(actor)
    last = request.cookies.get(LAST_ROOM, "")
    first = sorted(rooms, key=lambda one: (one.archived, one.kind == "direct"))
    room = next((one for one in rooms if f"{actor.id}.{one.id}" == last), None) or next(
        iter(first), None
    )
    if room is not None:
        return redirect(url_for("chat.room", room_id=room.id))
    form = WelcomeForm(room="Everyone") if service.is_new_team(actor) else None
    to_join = [one.dump() for one in public_rooms(actor, limit=JOINABLE)]
    return render_template("chat/welcome.html", form=form, to_join=to_join)


@blueprint.post("/welcome")
@login_required
def welcome() -> str | Response:
    actor = _actor()
    if not service.is_new_team(actor):
        return redirect(url_for("chat.home"), 303)
    form = WelcomeForm()
    if not form.validate_on_submit():
        return render_template("chat/welcome.html", form=form)
    directory.name_team(actor, form.team.data or "")
    room = service.create_room(actor, CreateRoom(name=form.room.data, kind="public"))
    service.edit_room(actor, room.id, EditRoom(newcomers=True))
    return redirect(url_for("chat.room", room_id=room.id), 303)


@blueprint.get("/rooms/<int:room_id>")
@login_required
def room(room_id: int) -> Response:
    actor = _actor()
    where = _where()
    try:
        entered, is_member = enter(actor, room_id, **where), True
    except Forbidden:
        entered, is_member = _outside(actor, room_id), False
    page = render_template(
        "chat/room.html",
        **_context(actor, entered, my_rooms(actor)),
        is_member=is_member,
        from_elsewhere=bool(where),
    )
    response = Response(page, mimetype="text/html")
    if is_member:
        response.set_cookie(LAST_ROOM, f"{actor.id}.{room_id}", max_age=31536000, samesite="Lax")
    return response


def _where() -> dict[str, Any]:
    """Which part of the conversation is asked for: one of `before`, `after` (a seq), or a `date`.

    A date is a day in UTC, as the page without a script shows them.
    """
    for name in ("before", "after"):
        if (seq := number(request.args, name)) is not None:
            return {name: seq}
    try:
        day = date.fromisoformat(request.args.get("date", ""))
    except ValueError:
        return {}
    return {"since": datetime.combine(day, time(), UTC)}


def _outside(actor: Actor, room_id: int) -> JoinedRoom:
    """A public room as somebody sees it who may join it: its name, no message and nobody."""
    found, _ = access.require_visible(actor, room_id)
    if found.kind != "public":
        raise NotFound
    return JoinedRoom(
        room=describe(found, None, actor.id),
        messages=[],
        complete=True,
        last_seq=found.last_seq,
        read_seq=found.last_seq,
        members=[],
        member_count=count(room_id),
        here_count=0,
        now=now(),
    )


def _context(actor: Actor, entered: JoinedRoom, rooms: list[RoomSummary]) -> dict[str, Any]:
    state = {
        "me": actor.me.dump(),
        "team": directory.team_name(),
        "storageKey": identity.storage_key(actor.id),
        "rooms": [one.dump() for one in rooms],
        **entered.dump(),
    }
    names = ("room", "rooms", "messages", "complete", "members")
    return {
        **{name: state[name] for name in names},
        "read_seq": entered.read_seq,
        "member_count": entered.member_count,
        "here_count": entered.here_count,
        "form": PostForm(formdata=None),
        "state": state,
    }


def _actor() -> Actor:
    actor: Actor = current_user._get_current_object()
    return actor
