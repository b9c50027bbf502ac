"""The page shell: where people land, and a room with all that is in it before any script runs."""

from datetime import UTC, date, datetime, time
from typing import Any, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from pydantic import ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import directory
from weconnect.auth.people.session import actor, login_required
from weconnect.engine.database.column_types import now
from weconnect.engine.feature import MANIFESTS
from weconnect.engine.i18n.folding import fold
from weconnect.engine.i18n.translate import t
from weconnect.engine.web import page_owner
from weconnect.engine.web.converters import number
from weconnect.engine.web.form_validators import AtMost, wire_type
from weconnect.engine.web.security import LAST_ROOM
from weconnect.messages.forms import PostForm
from weconnect.messages.room_list import my_page, my_rooms, summary
from weconnect.rooms import access, service
from weconnect.rooms.describe import describe
from weconnect.rooms.directory import public_rooms
from weconnect.rooms.members import count
from weconnect.wire.errors import BadRequest, Forbidden, NotFound
from weconnect.wire.messages import JoinedRoom
from weconnect.wire.rooms import CreateRoom, EditRoom, RoomName, RoomSearch, RoomSummary
from weconnect.wire.words import N_

from .room_entry import enter

blueprint = Blueprint("chat", __name__)

# So many rooms are offered to somebody who is in none.
JOINABLE = 10


class WelcomeForm(FlaskForm):
    """The first steps of the first person."""

    team = StringField(
        "Team", (DataRequired(N_("Please give it a name.")), AtMost(80), wire_type(RoomName))
    )
    room = StringField(
        "Room", (DataRequired(N_("Please give it a name.")), AtMost(80), wire_type(RoomName))
    )


@blueprint.get("/")
@login_required
def home() -> str | Response:
    me = actor()
    room = _last_room(me)
    if room is None:
        rooms = sorted(my_rooms(me), key=_by_name)
        room = next(iter(sorted(rooms, key=lambda one: (one.archived, one.kind == "direct"))), None)
    if room is not None:
        return redirect(url_for("chat.room", room_id=room.id))
    form = WelcomeForm(room=t("Everyone")) if service.is_new_team(me) else None
    to_join = [one.dump() for one in public_rooms(me, limit=JOINABLE)]
    return render_template("chat/welcome.html", form=form, to_join=to_join)


def _last_room(actor: Actor) -> RoomSummary | None:
    """The room that this browser showed the actor last, if it is still theirs."""
    person, _, last = request.cookies.get(LAST_ROOM, "").partition(".")
    known = number(MultiDict({"room": last}), "room") if person == str(actor.id) else None
    return summary(actor, known) if known else None


@blueprint.post("/welcome")
@login_required
def welcome() -> str | Response:
    me = actor()
    if not service.is_new_team(me):
        return redirect(url_for("chat.home"), 303)
    form = WelcomeForm()
    if not form.validate_on_submit():
        return render_template("chat/welcome.html", form=form)
    directory.name_team(me, form.team.data or "")
    room = service.create_room(me, CreateRoom(name=form.room.data, kind="public"))
    service.edit_room(me, room.id, EditRoom(newcomers=True))
    return redirect(url_for("chat.room", room_id=room.id), 303)


@blueprint.get("/rooms/<int:room_id>")
@login_required
def room(room_id: int) -> Response:
    me = actor()
    where = _where()
    try:
        entered, is_member = enter(me, room_id, **where), True
    except Forbidden:
        entered, is_member = _outside(me, room_id), False
    page = render_template(
        "chat/room.html",
        **_context(me, entered),
        is_member=is_member,
        from_elsewhere=bool(where),
    )
    response = Response(page, mimetype="text/html")
    if is_member:
        response.set_cookie(LAST_ROOM, f"{me.id}.{room_id}", max_age=31536000, samesite="Lax")
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
        set_back=0,
        visible_from_seq=0,
        members=[],
        member_count=count(room_id),
        here_count=0,
        now=now(),
    )


@blueprint.get("/rooms/mine")
@login_required
def mine() -> str:
    """All of one's rooms, a page at a time, for where no script finds them."""
    try:
        wish = RoomSearch(
            q=request.args.get("q", "")[:200].strip(),
            cursor=request.args.get("cursor", ""),
            show="unread" if request.args.get("show") == "unread" else "all",
        )
        found = my_page(actor(), wish)
    except (ValidationError, BadRequest):
        raise NotFound from None
    return render_template("rooms/mine.html", q=wish.q, show=wish.show, **found.dump())


@blueprint.get("/rooms/dialogs")
@login_required
def dialogs() -> str:
    """What the page of a room fetches for its script once somebody is there to use it."""
    return render_template("chat/dialogs.html")


@blueprint.get("/rooms/<int:room_id>/options")
@login_required
def options(room_id: int) -> str:
    """What one may choose of a room for oneself."""
    access.require_member(actor(), room_id)
    found = summary(actor(), room_id)
    if found is None:
        raise NotFound
    return render_template("rooms/options.html", room=found.dump())


def _by_name(room: RoomSummary) -> tuple[bool, str, int]:
    return room.archived, fold(room.name), room.id


def _context(actor: Actor, entered: JoinedRoom) -> dict[str, Any]:
    found = my_page(actor, RoomSearch())
    rooms = cast("list[RoomSummary]", found.rooms)
    if not any(one.id == entered.room.id for one in rooms):
        rooms = [*rooms, *filter(None, [summary(actor, entered.room.id)])]
    state = {
        "me": actor.me.dump(),
        "team": directory.team_name(),
        "storageKey": page_owner.storage_key(actor.id),
        "rooms": [one.dump() for one in sorted(rooms, key=_by_name)],
        "totals": found.totals.dump() if found.next and found.totals else None,
        **entered.dump(),
    }
    for bring in MANIFESTS.here().load("page_state"):
        state |= bring(actor)
    names = ("room", "rooms", "messages", "complete", "members")
    return {
        **{name: state[name] for name in names},
        "read_seq": entered.read_seq,
        "visible_from_seq": entered.visible_from_seq,
        "member_count": entered.member_count,
        "here_count": entered.here_count,
        "more_rooms": found.next is not None,
        "rooms_count": found.totals.rooms if found.totals else 0,
        "threads_unread": found.totals.threads if found.totals else 0,
        "form": PostForm(formdata=None),
        "state": state,
    }
