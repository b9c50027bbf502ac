"""Socket events of bookmarks."""

from weconnect.engine.realtime.hub.commands import on
from weconnect.engine.realtime.hub.connections import Connection
from weconnect.wire.bookmarks import Bookmark, ForgetMessage, PutBookmark, SaveMessage

from . import service


@on(SaveMessage)
def save_message(connection: Connection, command: SaveMessage) -> Bookmark:
    wish = PutBookmark(note=command.note, remind_at=command.remind_at, done=command.done)
    return service.save(connection.actor, command.message, wish)


@on(ForgetMessage)
def forget_message(connection: Connection, command: ForgetMessage) -> None:
    service.forget(connection.actor, command.message)
