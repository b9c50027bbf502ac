"""Pages of rooms; they work without JavaScript."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people.session import actor, login_required
from weconnect.engine.i18n.translate import explain, t
from weconnect.engine.web.converters import number
from weconnect.engine.web.form_validators import sent_id
from weconnect.settings import Settings
from weconnect.wire import rooms as wire
from weconnect.wire.errors import AppError, Forbidden, NotFound, TooLarge, Unavailable, refusal

from . import access, directory, members, reach, service
from .describe import describe
from .forms import InviteForm, NewRoomForm, PeopleForm, RoomForm

# What a link into a room is good for; others are made on the page of invites.
INVITE_DAYS = 7
INVITE_USES = 10

blueprint = Blueprint("rooms", __name__, url_prefix="/rooms")


def _to_room(room_id: int) -> Response:
    return redirect(url_for("chat.room", room_id=room_id), 303)


@blueprint.get("")
@login_required
def browse() -> str:
    search = request.args.get("q", "")[:200].strip()
    after = number(request.args, "after") or 0
    rooms = [room.dump() for room in directory.public_rooms(actor(), search, after)]
    return render_template(
        "rooms/browse.html", rooms=rooms, q=search, more=len(rooms) == directory.PAGE
    )


@blueprint.route("/new", methods=("GET", "POST"))
@login_required
def create() -> str | Response:
    form = NewRoomForm(encrypted=_encrypts())
    if form.validate_on_submit():
        wish = wire.CreateRoom(
            name=form.name.data,
            topic=form.topic.data or "",
            kind=form.kind.data,
            # Of a public room nobody was asked.
            encrypted=form.encrypted.data and form.kind.data == "private",
            hides_history=form.hides_history.data and form.kind.data == "private",
            client_id=sent_id(),
        )
        return _to_room(service.create_room(actor(), wish).id)
    return render_template("rooms/new.html", form=form)


@blueprint.route("/direct", methods=("GET", "POST"))
@login_required
def direct() -> str | Response:
    form = PeopleForm(people=request.args.get("people", ""), encrypted=_encrypts())
    if form.validate_on_submit():
        names = (form.people.data or "").replace(",", " ").split()
        try:
            if len(names) > wire.MAX_INVITED:
                raise TooLarge(
                    "Please name at most {most} people, not {given}.",
                    most=wire.MAX_INVITED,
                    given=len(names),
                )
            wish = wire.CreateRoom(kind="direct", members=names, encrypted=form.encrypted.data)
            reach.count_wish(actor(), wish)
            return _to_room(service.create_room(actor(), wish).id)
        except ValidationError as error:
            form.people.errors = [explain(refusal(error))]
        except Unavailable:
            raise
        except AppError as error:
            form.people.errors = [explain(error)]
    return render_template("rooms/direct.html", form=form)


def _encrypts() -> bool:
    """Whether private rooms are encrypted unless somebody says otherwise."""
    settings: Settings = current_app.config["WECONNECT"]
    return settings.encrypt_private_rooms == "default"


@blueprint.route("/<int:room_id>/encrypt", methods=("GET", "POST"))
@login_required
def encrypt(room_id: int) -> str | Response:
    """What encryption means, and turning it on; also for direct conversations."""
    me = actor()
    room, membership = access.require_member(me, room_id)
    if request.method == "POST":
        try:
            service.edit_room(me, room_id, wire.EditRoom(encrypted=True))
        except Forbidden as error:
            flash(explain(error), "error")
        return _to_room(room_id)
    return render_template("rooms/encrypt.html", room=describe(room, membership.role, me.id).dump())


@blueprint.post("/<int:room_id>/join")
@login_required
def join(room_id: int) -> Response:
    return _to_room(service.join_room(actor(), room_id).id)


@blueprint.post("/<int:room_id>/leave")
@login_required
def leave(room_id: int) -> Response:
    service.leave_room(actor(), room_id)
    flash(t("You left the room."))
    return redirect(url_for("chat.home"), 303)


@blueprint.post("/blocks")
@login_required
def block() -> Response:
    """Want nothing of a person, or take that back."""
    other = _person()
    if request.form.get("action") == "unblock":
        reach.unblock(actor(), other)
    else:
        reach.block(actor(), other)
    if request.form.get("back") == "profile":
        return redirect(url_for("auth.profile"), 303)
    return redirect(url_for("auth.person", user_id=other), 303)


@blueprint.route("/<int:room_id>/settings", methods=("GET", "POST"))
@login_required
def settings(room_id: int) -> str | Response:
    me = actor()
    room, membership = access.require_group(me, room_id, "guest")
    form, invite_form = _unbound(room.name, room.topic), InviteForm(formdata=None)
    new_link = None
    if request.method == "POST":
        action = request.form.get("action")
        try:
            if action == "edit":
                form = RoomForm()
            elif action == "invite":
                invite_form = InviteForm()
            if action == "link":
                # Shown at once: it is told this one time.
                new_link = _link(me, room_id)
            elif _carry_out(me, room_id, action, form, invite_form):
                return redirect(url_for("rooms.settings", room_id=room_id), 303)
        except Unavailable:
            raise
        except AppError as error:
            invite_form.username.errors = [explain(error)] if action == "invite" else ()
            if action != "invite":
                flash(explain(error), "error")
    return render_template(
        "rooms/settings.html",
        room=describe(room, membership.role, me.id).dump(),
        form=form,
        invite_form=invite_form,
        new_link=new_link,
        people=members.list_members(me, room_id, _people_wish()).dump(),
        q=_people_wish().q,
    )


def _people_wish() -> wire.MemberSearch:
    """Which page of the people is asked for; what cannot be asked is the first one."""
    try:
        return wire.MemberSearch(
            q=request.args.get("q", "")[:200].strip(), after=number(request.args, "after") or 0
        )
    except ValidationError:
        return wire.MemberSearch()


def _link(actor: Actor, room_id: int) -> str:
    secret = service.make_invite(
        actor, room_id, days=INVITE_DAYS, max_uses=INVITE_USES, client_id=sent_id()
    )
    return url_for("auth.register", invite=secret, _external=True)


def _unbound(name: str, topic: str) -> RoomForm:
    return RoomForm(formdata=None, data={"name": name, "topic": topic})


def _carry_out(
    actor: Actor, room_id: int, action: str | None, form: RoomForm, invite_form: InviteForm
) -> bool:
    """Do what the submitted form asks; False if a field must be corrected first."""
    if action == "edit":
        if form.validate():
            change = wire.EditRoom(name=form.name.data, topic=form.topic.data or "")
            service.edit_room(actor, room_id, change)
    elif action == "invite":
        if invite_form.validate():
            username = invite_form.username.data or ""
            reach.count_member(actor, room_id, username)
            service.add_member(actor, room_id, username)
    elif action == "role":
        service.change_role(actor, room_id, _person(), _role())
    elif action == "remove":
        service.remove_member(actor, room_id, _person())
    elif action in {"archive", "unarchive"}:
        service.edit_room(actor, room_id, wire.EditRoom(archived=action == "archive"))
    elif action in {"hide-history", "show-history"}:
        service.edit_room(actor, room_id, wire.EditRoom(hides_history=action == "hide-history"))
    elif action in {"newcomers", "no-newcomers"}:
        service.edit_room(actor, room_id, wire.EditRoom(newcomers=action == "newcomers"))
    else:
        raise NotFound
    return not (form.errors or invite_form.errors)


def _role() -> wire.Role:
    try:
        return wire.EditMember.model_validate({"role": request.form.get("role")}).role
    except ValidationError as error:
        raise refusal(error) from None


def _person() -> int:
    person = number(request.form, "user")
    if person is None:
        raise NotFound
    return person
