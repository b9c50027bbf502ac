"""REST operations on bookmarks."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import bookmarks as wire

from . import service

PATH = "/messages/<int:message>/bookmark"

api = Door("bookmarks")


@api.route("GET", "/bookmarks", query=wire.BookmarksQuery, answer=wire.BookmarksPage)
def list_bookmarks(actor: Actor, query: wire.BookmarksQuery) -> wire.BookmarksPage:
    """What one has saved for later; a page at a time."""
    return service.listed(actor, query)


@api.route("GET", "/bookmarks/messages", answer=wire.SavedMessages)
def saved_messages(actor: Actor) -> wire.SavedMessages:
    """The ids of all messages that one has saved and that are not done."""
    return service.saved(actor)


@api.route(
    "PUT",
    PATH,
    parts=wire.BookmarkPath,
    body=wire.PutBookmark,
    answer=wire.Bookmark,
    errors=(403, 409),
)
def save_message(actor: Actor, body: wire.PutBookmark, message: int) -> wire.Bookmark:
    """Save a message for later, or change what one has saved it with."""
    return service.save(actor, message, body)


@api.route("DELETE", PATH, parts=wire.BookmarkPath, status=HTTPStatus.NO_CONTENT)
def forget_message(actor: Actor, message: int) -> None:
    """Save a message no longer."""
    service.forget(actor, message)
