"""The page of what a message said before."""

from flask import Blueprint, render_template

from weconnect.auth.people.session import actor, login_required
from weconnect.messages import history

from . import service

blueprint = Blueprint("edit_history", __name__)


@blueprint.get("/messages/<int:message_id>/versions")
@login_required
def show(message_id: int) -> str:
    me = actor()
    message = history.message(me, message_id)
    found = service.of_message(me, message_id).dump()
    return render_template("edit_history/show.html", message=message.dump(), **found)
