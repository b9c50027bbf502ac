"""REST operations on previews."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import previews as wire
from weconnect.wire.messages import Message

from . import service

PATH = "/rooms/<int:room>/previews"

api = Door("previews")


@api.route(
    "DELETE",
    "/messages/<int:message>/previews/<int:preview>",
    parts=wire.PreviewPath,
    answer=Message,
    errors=(403,),
)
def delete_preview(actor: Actor, message: int, preview: int) -> Message:
    """Take a preview off a message, for good."""
    return service.remove(actor, message, preview)


@api.route("GET", PATH, answer=wire.RoomPreviews, errors=(403,))
def get_room_previews(actor: Actor, room: int) -> wire.RoomPreviews:
    """Whether links have previews in a room."""
    return service.room_previews(actor, room)


@api.route("PUT", PATH, body=wire.RoomPreviews, answer=wire.RoomPreviews, errors=(403,))
def put_room_previews(actor: Actor, body: wire.RoomPreviews, room: int) -> wire.RoomPreviews:
    """Choose that, for the room's admins and owner; not in encrypted rooms."""
    return service.set_room(actor, room, body)
