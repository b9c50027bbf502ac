"""REST operations on files. Their bytes come by the tus protocol (`views/tus.py`)."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import files as wire

from . import service

api = Door("files")


@api.route("GET", "/files/<file>", parts=wire.FilePath, answer=wire.OwnFile)
def get_file(actor: Actor, file: str) -> wire.OwnFile:
    """A file, and how far it is."""
    return service.one(actor, file)


@api.route(
    "PATCH",
    "/files/<file>",
    parts=wire.FilePath,
    body=wire.PatchFile,
    answer=wire.OwnFile,
    errors=(403,),
)
def edit_file(actor: Actor, body: wire.PatchFile, file: str) -> wire.OwnFile:
    """Say what is to be seen in a file of one's own."""
    return service.describe(actor, file, body.alt)


@api.route(
    "GET",
    "/rooms/<int:room>/files",
    query=wire.RoomFilesQuery,
    answer=wire.RoomFilesPage,
    errors=(403,),
)
def list_files(actor: Actor, query: wire.RoomFilesQuery, room: int) -> wire.RoomFilesPage:
    """The files in a room's messages, those of the newest first; in pages."""
    return service.of_room(actor, room, query)
