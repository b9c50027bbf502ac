"""REST operations on emojis."""

import base64
import binascii
from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import emoji as wire
from weconnect.wire.errors import BadRequest

from . import service

api = Door("emoji")
# The picture in Base64, and what stands around it.
MOST = wire.MOST_BYTES * 4 // 3 + 1000


@api.route("GET", "/emoji", answer=wire.EmojiList)
def list_emoji(actor: Actor) -> wire.EmojiList:
    """All emojis that the team has made, and one's skin tone."""
    return service.found(actor)


@api.route(
    "POST",
    "/emoji",
    body=wire.AddEmoji,
    answer=wire.TeamEmoji,
    status=HTTPStatus.CREATED,
    errors=(403, 409),
    most=MOST,
)
def add_emoji(actor: Actor, body: wire.AddEmoji) -> wire.TeamEmoji:
    """Make an emoji, for administrators or whoever the team allows."""
    try:
        upload = base64.b64decode(body.picture, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("The picture is not in Base64.") from None
    return service.add(actor, body.name, upload)


@api.route(
    "DELETE",
    "/emoji/<name>",
    parts=wire.EmojiPath,
    status=HTTPStatus.NO_CONTENT,
    errors=(403,),
)
def delete_emoji(actor: Actor, name: str) -> None:
    """Delete an emoji of the team: for who made it, and administrators."""
    service.remove(actor, name)


@api.route("PUT", "/me/skin-tone", body=wire.ChooseSkinTone, answer=wire.ChooseSkinTone)
def put_skin_tone(actor: Actor, body: wire.ChooseSkinTone) -> wire.ChooseSkinTone:
    """Choose in which skin tone one writes."""
    return service.choose_tone(actor, body)
