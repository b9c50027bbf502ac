"""REST operations on snippets."""

from http import HTTPStatus

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.web.rest.operations import Door
from weconnect.wire import snippets as wire

from . import service

api = Door("snippets")


@api.route("GET", "/snippets", answer=wire.SnippetList)
def list_snippets(actor: Actor) -> wire.SnippetList:
    """One's own snippets, and those of the team."""
    return service.list_snippets(actor)


@api.route("PUT", "/snippets", body=wire.WriteSnippet, answer=wire.Snippet, errors=(403, 409))
def put_snippet(actor: Actor, body: wire.WriteSnippet) -> wire.Snippet:
    """Make a snippet, or give the one of that name another text."""
    return service.write(actor, body)


@api.route("DELETE", "/snippets/<int:snippet>", status=HTTPStatus.NO_CONTENT, errors=(403,))
def delete_snippet(actor: Actor, snippet: int) -> None:
    """Delete one's own, or as an administrator one of the team's."""
    service.delete(actor, snippet)
