"""Forwarding a message to another room: a message of one's own, in which the other one stands."""

from weconnect.auth.accounts.actor import Actor
from weconnect.files import service as files
from weconnect.messages import history
from weconnect.messages.service import send_message
from weconnect.wire.body import TextBody
from weconnect.wire.errors import Forbidden
from weconnect.wire.messages import Message
from weconnect.wire.parts.files import Attachments

from .text import forwarded


def forward(
    actor: Actor, message_id: int, room_id: int, note: str, client_id: str, site: str
) -> Message:
    """Say in a room what another message said; `site` is the server's address, with a slash.

    The same `client_id` makes one message. Raises NotFound, Forbidden, RateLimited, Unavailable.
    """
    message = history.message(actor, message_id)
    if message.deleted:
        raise Forbidden("This message was deleted.")
    if message.sealed:
        raise Forbidden("An encrypted message is forwarded by a device that can read it.")
    link = f"{site}messages/{message.id}/there"
    author = message.sender.display_name
    text = forwarded(note, author, link, message.content, plain=message.plain)
    there = [one.id for one in Attachments.of(message).attachments]
    extras = {"attachments": files.copies(actor, there, room_id)} if there else None
    return send_message(actor, room_id, TextBody(content=text), client_id, extras=extras)
