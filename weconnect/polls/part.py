"""Polls as what hangs on a message."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import after_commit, among, db
from weconnect.messages.parts import M, Part, Posted
from weconnect.messages.serialize import messages
from weconnect.wire.body import Body, SealedBody, TextBody
from weconnect.wire.errors import BadRequest
from weconnect.wire.messages import Message
from weconnect.wire.parts import polls as wire
from weconnect.wire.words import N_

from . import service, summary
from .counters import counters
from .models import PollVote
from .service import votes

_FIXED = N_("A poll can’t be changed: votes were given for what it says.")


class Polls(Part):
    """The poll of which a message is the question, as its row sums it up."""

    field = "poll"

    def load(self, rows: Sequence[Any]) -> Mapping[int, wire.Poll]:
        """Those that there are."""
        at = now()
        return {row.id: summary.shown(summary.read(row.poll), at) for row in rows if row.poll}

    def is_plain(self, body: TextBody) -> bool:
        """A poll comes along with its message, and does not stand in what that says."""
        return True

    def admit(self, actor: Actor, room_id: int, body: Body, extra: wire.NewPoll) -> None:
        """What its options say is sealed where the message is."""
        sealed = isinstance(body, SealedBody)
        if sealed and any(extra.options):
            raise BadRequest("What the options say belongs into what is encrypted.")
        if not sealed and not all(extra.options):
            raise BadRequest("Each option must say something.")
        if sealed and extra.extendable:
            raise BadRequest("What an option says would be read by the server here.")
        if extra.ends_at is not None and extra.ends_at <= now():
            raise BadRequest("The end of a poll must not be past.")

    def weighs(self, extra: wire.NewPoll) -> int:
        """What its options take."""
        return sum(map(summary.weight, extra.options))

    def posted(self, posts: Sequence[Posted]) -> Mapping[tuple[int, int], wire.Poll]:
        """What came along with them."""
        found = {}
        for one in posts:
            if one.extras is not None and (wish := one.extras.get(self.field)) is not None:
                poll = summary.new(wish)
                here = (messages.c.room_id == one.room_id, messages.c.seq == one.seq)
                kept = update(messages).where(*here).values(poll=summary.written(poll))
                message_id = db.session.scalars(kept.returning(messages.c.id)).one()
                after_commit(counters.note_made)
                if poll.ends_at is not None:
                    service.plan_end(message_id, poll.ends_at)
                found[one.place] = summary.shown(poll, now())
        return found

    def why_fixed(self, row: Any) -> str | None:
        """Votes were given for what it says."""
        return _FIXED if row.poll else None

    def deleted(self, row: Any) -> Mapping[str, Any]:
        """It is gone with the message."""
        if row.poll:
            service.forget(row.id)
            for user_id, size in summary.stored(row.sender_id, row.poll).items():
                usage.take(user_id, -size)
        return {"poll": None}

    def size(self, row: Any) -> int:
        """The length of its summary."""
        return len(row.poll or "")

    def is_personal(self, message: Message) -> bool:
        """Each is told what they chose."""
        return wire.Polls.of(message).poll is not None

    def concerns(self, actor: Actor, found: Sequence[Message]) -> bool:
        """Whether the actor chose anything."""
        return bool(_own(actor, found))

    def seen_by(self, actor: Actor | None, found: list[M]) -> list[M]:
        """With what the actor chose."""
        if not any(map(self.is_personal, found)):
            return found
        mine = {} if actor is None else _own(actor, found)
        return [_with_mine(one, mine.get(one.id, ())) for one in found]


def _own(actor: Actor, found: Sequence[Message]) -> dict[int, list[int]]:
    """By message, the indexes of the options that are the actor's choice."""
    polls = [(one.id, poll) for one in found if (poll := wire.Polls.of(one).poll) and poll.voters]
    if not polls:
        return {}
    whose = {
        service.voter_of(message_id, actor.id, anonymous=poll.anonymous)
        for message_id, poll in polls
    }
    # By the key: both lists are as short as a page.
    rows = db.session.execute(
        select(votes.c.message_id, votes.c.option)
        .where(among(PollVote.message_id, [one for one, _ in polls]), votes.c.voter.in_(whose))
        .order_by(votes.c.option)
    )
    chosen: dict[int, list[int]] = {}
    for message_id, option in rows:
        chosen.setdefault(message_id, []).append(option)
    return chosen


def _with_mine(message: M, mine: Collection[int]) -> M:
    poll = wire.Polls.of(message).poll
    if poll is None:
        return message
    return message.model_copy(update={"poll": poll.model_copy(update={"mine": list(mine)})})
