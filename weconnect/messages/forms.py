"""Messages by forms, for pages without a script."""

from typing import Any
from uuid import uuid4

from flask import request
from flask_wtf import FlaskForm
from pydantic import ValidationError
from wtforms import HiddenField, TextAreaField

from weconnect.auth.accounts.actor import Actor
from weconnect.rooms import access
from weconnect.rooms.describe import describe
from weconnect.wire.errors import Forbidden, refusal
from weconnect.wire.messages import PostMessage
from weconnect.wire.text import trimmed


class PostForm(FlaskForm):
    """A message; `client_id` keeps a form that is sent twice from posting twice."""

    content = TextAreaField("Message")
    client_id = HiddenField(default=lambda: str(uuid4()))
    reply_to = HiddenField()


def posted(content: str | None, **more: Any) -> PostMessage:
    """The message that a form says (None: nothing), with `more` of its fields.

    Raises BadRequest, TooLarge.
    """
    own: dict[str, Any] = {"client_id": request.form.get("client_id") or None}
    if content is not None:
        own["content"] = lines(content)
    try:
        return PostMessage.model_validate({**own, **more})
    except ValidationError as error:
        raise refusal(error) from None


def room_to_write_in(actor: Actor, room_id: int) -> dict[str, Any]:
    """A room, for a page with a form that writes in it.

    Raises NotFound, and Forbidden where nobody writes, or scripts only.
    """
    room, membership = access.require_member(actor, room_id)
    access.require_open(room)
    if room.encrypted:
        raise Forbidden("This room is encrypted: only this page’s scripts can write in it.")
    return describe(room, membership.role, actor.id).dump()


def lines(text: str) -> str:
    """A text out of a form, as it is sent."""
    # Browsers send the line ends of a form as CR LF. Nobody can be asked about a NUL here.
    return trimmed(text.replace("\r\n", "\n").replace("\0", ""))
