"""REST operations on emojis."""

import base64
import binascii
from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import emoji as wire
from weconnect.wire.errors import BadRequest

from . import own, service

api = Door("emoji")
# The picture in Base64, and what stands around it.
MOST = wire.MOST_BYTES * 4 // 3 + 1000


@api.route("GET", "/emoji", query=wire.FindEmojis, answer=wire.EmojiList)
def list_emoji(actor: Actor, query: wire.FindEmojis) -> wire.EmojiList:
    """All emojis that the team has made, one's skin tone, and which ones one used lately."""
    return service.found(actor, query.known)


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
    "PATCH",
    "/emoji/<name>",
    parts=wire.EmojiPath,
    body=wire.RenameEmoji,
    answer=wire.TeamEmoji,
    errors=(403, 409),
)
def rename_emoji(actor: Actor, body: wire.RenameEmoji, name: str) -> wire.TeamEmoji:
    """Give an emoji of the team another name: for who made it, and administrators."""
    return service.rename(actor, name, body.name)


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
    return own.choose_tone(actor, body)


@api.route("POST", "/me/recent-emojis", body=wire.UseEmojis, answer=wire.OwnEmojis)
def use_emojis(actor: Actor, body: wire.UseEmojis) -> wire.OwnEmojis:
    """Tell which emojis one used; they are told to one's other devices."""
    return own.use(actor, body)
