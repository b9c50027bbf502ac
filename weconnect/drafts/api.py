"""REST operations on drafts."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import drafts as wire

from . import service

api = Door("drafts")


@api.route("GET", "/drafts", answer=wire.DraftList)
def list_drafts(actor: Actor) -> wire.DraftList:
    """What one is writing and has not sent, the newest first."""
    return service.listed(actor)


@api.route(
    "PUT",
    "/rooms/<int:room>/draft",
    parts=wire.DraftPath,
    body=wire.PutDraft,
    answer=wire.SavedDraft,
    errors=(403, 409),
)
def put_draft(actor: Actor, body: wire.PutDraft, room: int) -> wire.SavedDraft:
    """Keep what stands in the box, unless something newer is kept."""
    return service.save(actor, room, body)
