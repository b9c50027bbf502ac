"""Voting. Votes that come at the same time are written together.

Each change of a poll is a change of its message, sent to everybody who looks at the room. So of one
poll a server makes a change at once, and then one for all who vote within `INTERVAL_S`: a vote is
answered when it is on disk, a moment later at most (docs/decisions/votes-together.md).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.database.transactions import after_commit, among, db, end_reads
from weconnect.engine.limits.rate_limit import counted
from weconnect.engine.realtime.hub.audience import people
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import throttles
from weconnect.messages.log import Change, message_log
from weconnect.messages.parts import seen_by
from weconnect.messages.serialize import MessageRow, messages, require_message
from weconnect.messages.visible import IN_SIGHT
from weconnect.rooms.models import Membership
from weconnect.wire import polls as wire
from weconnect.wire.errors import AppError, BadRequest, NotFound
from weconnect.wire.messages import Message
from weconnect.wire.parts.polls import Poll

from . import service, summary
from .counters import counters
from .models import PollVote
from .service import votes

# Between two changes of a poll by those who vote at once, in seconds: who watches sees it grow.
INTERVAL_S = 0.3
# The most votes in one change: bounds how long others wait for the transaction.
TOGETHER = 200


@dataclass(eq=False, slots=True)
class Ballot:
    """What somebody chooses, and what becomes of it: `refusal` is why it does not count."""

    actor: Actor
    options: frozenset[int]
    refusal: AppError | None = None
    result: DirectResult[Message] = field(default_factory=DirectResult)


_BALLOTS: "Key[Coalesce[int, Ballot]]" = Key("weconnect_ballots")


def init_app(app: Flask) -> None:
    """Have votes counted in `app`."""
    _BALLOTS.keep(app, Coalesce(app, _write_all, delay=0.0, interval=INTERVAL_S))


@counted(throttles.POSTS, "posts")
def vote(actor: Actor, message_id: int, options: Collection[int]) -> Message:
    """Choose these options, by their indexes, in place of what the actor chose before.

    Raises NotFound, Forbidden, Conflict, BadRequest.
    """
    # Who may not see it neither waits with the others nor learns what they are told.
    require_message(actor, message_id)
    end_reads()
    ballot = Ballot(actor, frozenset(options))
    _BALLOTS.here().add(message_id, ballot)
    return seen_by(actor, [ballot.result.get()])[0]


def _write_all(message_id: int, ballots: list[Ballot]) -> None:
    for at in range(0, len(ballots), TOGETHER):
        _write(message_id, ballots[at : at + TOGETHER])


def _write(message_id: int, ballots: Sequence[Ballot]) -> None:
    """Write votes in one change: of somebody's own, or of the server's for several people."""
    whose = ballots[0].actor if len(ballots) == 1 else None
    try:
        message = message_log().append(Change(whose, message_id, partial(_count, ballots)))
    except Exception as error:  # noqa: BLE001 - each of them raises it
        for one in ballots:
            one.result.set_exception(error)
        return
    for one in ballots:
        if one.refusal is None:
            one.result.set(message)
        else:
            one.result.set_exception(one.refusal)


def _count(ballots: Sequence[Ballot], row: MessageRow, _role: str) -> dict[str, Any] | None:
    """Within the transaction: keep what they choose; returns the poll's new summary, if it is
    another. A few statements, however many they are."""
    poll = before = service.require_running(row)
    present = _members(row, {one.actor.id for one in ballots})
    voters = {
        one: service.voter_of(row.id, one, anonymous=poll.anonymous) for one in sorted(present)
    }
    kept = _kept(row.id, voters.values())
    chosen = {voter: frozenset(had) for voter, had in kept.items()}
    for ballot in ballots:
        ballot.refusal = _refusal(poll, ballot, present)
        if ballot.refusal is not None:
            continue
        voter = voters[ballot.actor.id]
        had = chosen.get(voter, frozenset())
        if had == ballot.options:
            continue
        # Last where it is chosen last: `id` keeps the order.
        chosen.pop(voter, None)
        chosen[voter] = ballot.options
        poll = summary.counted(poll, had, ballot.options)
        told = wire.Voted(message=row.id, options=sorted(ballot.options))
        publish(told, to=people([ballot.actor.id]))
        after_commit(counters.note_vote)
    _keep(
        row.id, kept, chosen, {} if poll.anonymous else {name: one for one, name in voters.items()}
    )
    return None if poll == before else {"poll": summary.written(poll)}


def _members(row: MessageRow, ids: Collection[int]) -> set[int]:
    """Which of these people see the message in a room of theirs."""
    found = select(Membership.user_id).select_from(messages).join(Membership, IN_SIGHT)
    found = found.where(messages.c.id == row.id, among(Membership.user_id, ids))
    return set(db.session.scalars(found))


def _kept(message_id: int, voters: Collection[str]) -> dict[str, dict[int, int]]:
    """What these have chosen so far: by voter and option, the id of its row."""
    rows = db.session.execute(
        select(votes.c.id, votes.c.voter, votes.c.option)
        .where(votes.c.message_id == message_id, votes.c.voter.in_(voters))
        .order_by(votes.c.id)
    )
    found: dict[str, dict[int, int]] = {}
    for vote_id, voter, option in rows:
        found.setdefault(voter, {})[option] = vote_id
    return found


def _keep(
    message_id: int,
    kept: dict[str, dict[int, int]],
    chosen: dict[str, frozenset[int]],
    names: dict[str, int],
) -> None:
    """Have the rows say what is chosen now; `names` are the people's ids where they are shown."""
    gone = [
        vote_id
        for voter, had in kept.items()
        for option, vote_id in had.items()
        if option not in chosen[voter]
    ]
    if gone:
        db.session.execute(delete(votes).where(among(PollVote.id, gone)))
    if new := list(_new(message_id, kept, chosen, names)):
        db.session.execute(insert(votes), new)


def _new(
    message_id: int,
    kept: dict[str, dict[int, int]],
    chosen: dict[str, frozenset[int]],
    names: dict[str, int],
) -> Iterator[dict[str, Any]]:
    for voter, options in chosen.items():
        whose = {"message_id": message_id, "voter": voter, "user_id": names.get(voter)}
        for option in sorted(options - kept.get(voter, {}).keys()):
            yield whose | {"option": option}


def _refusal(poll: Poll, ballot: Ballot, present: Collection[int]) -> AppError | None:
    if ballot.actor.id not in present:
        return NotFound()
    if any(index >= len(poll.options) for index in ballot.options):
        return BadRequest("There is no such option.")
    if len(ballot.options) > 1 and not poll.multiple:
        return BadRequest("Only one option can be chosen.")
    return None
