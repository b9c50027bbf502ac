"""The REST operation on what messages said before."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import edit_history as wire

from . import service

api = Door("edit_history")


@api.route(
    "GET",
    "/messages/<int:message>/versions",
    parts=wire.VersionsPath,
    answer=wire.MessageVersions,
)
def message_versions(actor: Actor, message: int) -> wire.MessageVersions:
    """What a message said before it was edited."""
    return service.of_message(actor, message)
