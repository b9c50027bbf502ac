"""Polls: voting, adding options, ending them. They are made by `sendMessage`, with a `poll`."""

from typing import Annotated

from pydantic import Field

from .auth import User
from .base import Command, Event, Id, Model, Seq, SingleLine
from .parts.polls import MAX_OPTION, MAX_OPTIONS

MAX_VOTERS = 100

Index = Annotated[int, Field(ge=0, lt=MAX_OPTIONS)]
Chosen = Annotated[list[Index], Field(max_length=MAX_OPTIONS)]

_ERRORS = {
    "notFound": "no such message in one's rooms, or no poll hangs on it",
    "conflict": "the poll has ended",
}


class PollPath(Model):
    """`/messages/{message}/poll`"""

    message: Id


class PutVote(Model):
    """`PUT /messages/{message}/poll/vote`"""

    options: Chosen
    """the indexes of all that one chooses now, in place of what one chose before; empty: nothing
    any more"""


class Vote(Command, PutVote):
    """Choose in a poll, in place of what one chose before. The same once more changes nothing."""

    event = "vote"
    errors = _ERRORS | {
        "badRequest": "no such option, or several where one may choose one",
        "forbidden": "the room is archived",
    }

    message: Id


class PostOption(Model):
    """`POST /messages/{message}/poll/options`"""

    text: Annotated[SingleLine, Field(max_length=MAX_OPTION)]


class AddPollOption(Command, PostOption):
    """Add an option to a poll; one that is there already is not added again."""

    event = "addPollOption"
    errors = _ERRORS | {
        "forbidden": "it takes none from others than its author, it is in an encrypted room, or "
        "the room is archived",
        "conflict": f"the poll has ended, or has {MAX_OPTIONS} options",
    }

    message: Id


class EndPoll(Command):
    """End a poll now; one that has ended stays so."""

    event = "endPoll"
    errors = {
        "notFound": _ERRORS["notFound"],
        "forbidden": "somebody else's and one is neither owner nor admin, or the room is archived",
    }

    message: Id


class VotersQuery(Model):
    """`GET /messages/{message}/poll/voters`"""

    option: Index
    """the index of the option"""
    after: Id | None = None
    """the `next` of the page before"""
    limit: Annotated[int, Field(ge=1, le=MAX_VOTERS)] = 50


class VotersPage(Model):
    """Who chose an option."""

    people: list[User]
    """in the order in which they chose it"""
    next: Id | None
    """the `after` of the next page; null: this is the last one"""


class Voted(Event):
    """One chose in a poll, by this or another of one's clients."""

    event = "voted"
    audience = "all sockets of the person"

    message: Id
    options: list[Seq]
    """the indexes of all that one chooses now"""
