"""A poll, summed up in its message's row: shown with a page of messages without being looked up."""

import json
from collections import Counter
from collections.abc import Collection
from datetime import datetime

from weconnect.auth.accounts import usage
from weconnect.wire.parts.polls import NewPoll, Poll, PollOption

# What an option takes beside its text, in bytes.
OPTION = 32


def new(wish: NewPoll) -> Poll:
    """A poll in which nobody has chosen anything."""
    return Poll(
        options=[PollOption(text=text, votes=0) for text in wish.options],
        multiple=wish.multiple,
        anonymous=wish.anonymous,
        extendable=wish.extendable,
        ends_at=wish.ends_at,
        ended_at=None,
        voters=0,
    )


def written(poll: Poll) -> str:
    """A poll as its message's row holds it."""
    return poll.model_dump_json(by_alias=True, exclude={"mine"})


def read(text: str) -> Poll:
    """The poll in a message's row."""
    return Poll.model_validate_json(text)


def shown(poll: Poll, at: datetime) -> Poll:
    """The poll as people are shown it: while an anonymous one runs, without its counts.

    Whoever watches those would see whose vote it is (docs/decisions/anonymous-votes.md).
    """
    if not poll.anonymous or has_ended(poll, at):
        return poll
    hidden = [one.model_copy(update={"votes": None}) for one in poll.options]
    return poll.model_copy(update={"options": hidden})


def has_ended(poll: Poll, at: datetime) -> bool:
    """Whether nobody may choose any more."""
    return poll.ended_at is not None or (poll.ends_at is not None and poll.ends_at <= at)


def counted(poll: Poll, before: Collection[int], now: Collection[int]) -> Poll:
    """The poll after somebody chose these options in place of those."""
    options = [
        one.model_copy(update={"votes": (one.votes or 0) + (index in now) - (index in before)})
        for index, one in enumerate(poll.options)
    ]
    voters = poll.voters + bool(now) - bool(before)
    return poll.model_copy(update={"options": options, "voters": voters})


def weight(option: str) -> int:
    """The bytes that count as stored for an option that says this."""
    return usage.size_of(option) + OPTION


def stored(author: int, text: str) -> Counter[int]:
    """The bytes by who stored them, in the poll of an author's message as its row holds it: what
    somebody added is theirs.
    """
    found: Counter[int] = Counter()
    # A room that is deleted may have many: they are not looked at any closer.
    for option in json.loads(text)["options"]:
        found[option.get("addedBy") or author] += weight(option["text"])
    return found
