"""The page of what is unread: it works without a script, and with one by keys."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from weconnect.auth.people.session import actor, login_required
from weconnect.engine.web.converters import number
from weconnect.messages import history, unread
from weconnect.messages.room_list import my_page
from weconnect.wire.messages import History, Message
from weconnect.wire.rooms import RoomSearch, RoomSummary

blueprint = Blueprint("catch_up", __name__)

# So many messages of a room are shown, from the first unread one on.
SHOWN = 30


@blueprint.get("/catch-up")
@login_required
def here() -> str:
    """A room with something unread, and which are before and behind it."""
    asked_for = my_page(actor(), RoomSearch(show="unread"))
    rooms = [one for one in asked_for.rooms if isinstance(one, RoomSummary)]
    wanted = number(request.args, "room")
    at = next((at for at, one in enumerate(rooms) if one.id == wanted), 0)
    room = rooms[at] if rooms else None
    found = _unread_of(room) if room else []
    # What stands in a thread alone is unread there.
    messages = [one for one in found if one.thread is None or one.in_room]
    return render_template(
        "catch_up/here.html",
        rooms=[one.dump() for one in rooms],
        room=room.dump() if room else None,
        messages=[one.dump() for one in messages],
        at=at,
        last_seq=found[-1].seq if found else 0,
        left=max(0, room.unread - len(messages)) if room else 0,
    )


def _unread_of(room: RoomSummary) -> list[Message]:
    wish = History(room=room.id, after=room.read_seq, limit=SHOWN)
    return history.history(actor(), wish).messages


@blueprint.post("/catch-up/<int:room_id>")
@login_required
def read(room_id: int) -> Response:
    """What was shown of a room is read; on to the next one."""
    seq = number(request.form, "seq") or 0
    unread.mark_read(actor(), room_id, seq)
    return redirect(url_for("catch_up.here", room=number(request.form, "next") or None), 303)
