"""The REST operation that forwards messages."""

from http import HTTPStatus
from uuid import uuid4

from flask import request

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import forwarding as wire
from weconnect.wire.messages import Message

from . import service

api = Door("forwarding")


@api.route(
    "POST",
    "/messages/<int:message>/forward",
    parts=wire.ForwardPath,
    body=wire.ForwardMessage,
    answer=Message,
    status=HTTPStatus.CREATED,
    errors=(403,),
)
def forward_message(actor: Actor, body: wire.ForwardMessage, message: int) -> Message:
    """Say in a room what another message said, as a quote that everybody reads there."""
    client_id = body.client_id or str(uuid4())
    return service.forward(actor, message, body.room, body.note, client_id, request.host_url)
