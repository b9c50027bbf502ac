"""REST operations on polls. One is made with its message, by `POST /rooms/{room}/messages`."""

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import polls as wire
from weconnect.wire.messages import Message

from . import service, voting

PATH = "/messages/<int:message>/poll"

api = Door("polls")


@api.route(
    "PUT",
    f"{PATH}/vote",
    parts=wire.PollPath,
    body=wire.PutVote,
    answer=Message,
    errors=(403, 409),
)
def put_vote(actor: Actor, body: wire.PutVote, message: int) -> Message:
    """Choose in a poll, in place of what one chose before."""
    return voting.vote(actor, message, body.options)


@api.route(
    "POST",
    f"{PATH}/options",
    parts=wire.PollPath,
    body=wire.PostOption,
    answer=Message,
    errors=(403, 409),
)
def add_poll_option(actor: Actor, body: wire.PostOption, message: int) -> Message:
    """Add an option to a poll; one that is there already is not added again."""
    return service.add_option(actor, message, body.text)


@api.route("POST", f"{PATH}/end", parts=wire.PollPath, answer=Message, errors=(403,))
def end_poll(actor: Actor, message: int) -> Message:
    """End a poll now, as its author or an admin of the room."""
    return service.end(actor, message)


@api.route(
    "GET",
    f"{PATH}/voters",
    parts=wire.PollPath,
    query=wire.VotersQuery,
    answer=wire.VotersPage,
    errors=(403,),
)
def list_voters(actor: Actor, query: wire.VotersQuery, message: int) -> wire.VotersPage:
    """Who chose an option; in pages."""
    return service.voters(actor, message, query)
