"""Putting the plays on: through the same services and the same log as anything that people do."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import gevent
from flask import Flask, current_app
from sqlalchemy import select

from weconnect.announcements.service import confirm
from weconnect.auth.accounts.actor import Actor, actor_of
from weconnect.auth.accounts.models import User
from weconnect.auth.accounts.names import username_key
from weconnect.auth.people import directory, profile, registration
from weconnect.auth.sign_in import passwords
from weconnect.drafts import service as drafts
from weconnect.emoji import lookup
from weconnect.emoji import service as emoji
from weconnect.engine.database import column_types
from weconnect.engine.database.transactions import db
from weconnect.messages import unread
from weconnect.messages.log import Change, Post, message_log
from weconnect.messages.room_list import my_rooms
from weconnect.messages.serialize import MessageRow, columns_of
from weconnect.messages.service import delete_message
from weconnect.pins.service import pin_message
from weconnect.polls.voting import vote
from weconnect.reactions.service import add_reaction
from weconnect.reminders import service as reminders
from weconnect.rooms.service import create_room
from weconnect.scheduled import service as scheduled
from weconnect.snippets import service as snippets
from weconnect.status import service as status
from weconnect.wire.body import TextBody
from weconnect.wire.drafts import PutDraft
from weconnect.wire.messages import Message
from weconnect.wire.parts.announcements import NewAnnouncement
from weconnect.wire.parts.polls import NewPoll
from weconnect.wire.reminders import PutReminder
from weconnect.wire.rooms import CreateRoom
from weconnect.wire.scheduled import PostScheduled
from weconnect.wire.snippets import WriteSnippet
from weconnect.wire.status import EditStatus, WorkingHours

from .cast import CAST, TEAM
from .script import Play, Posted, plays
from .standup import standup

# How many of the newest messages of each room each person has not read, in turn.
UNREAD = (3, 0, 0, 1, 0, 5, 0, 2)

# What some say of themselves.
STATUSES = {
    "mei": EditStatus(emoji="\N{HEADPHONE}", text="Writing, back at four"),
    "ravi": EditStatus(
        time_zone="Asia/Kolkata",
        zone_from="person",
        working_hours=WorkingHours(days=[1, 2, 3, 4, 5], start="09:30", end="18:00"),
    ),
    "greta": EditStatus(emoji="\N{PALM TREE}", text="On holiday"),
}

# What some write again and again.
SNIPPETS = {
    "nora": WriteSnippet(name="thanks", text="Thank you, I am on it and will answer by tonight."),
    "lena": WriteSnippet(
        name="bug", text="**What happens:**\n**What should happen:**\n**How to see it:**"
    ),
}
# The team's own emoji, by its name, and whose it is.
EMOJI = {"boris": "lena"}

Done = TypeVar("Done")
Work = Callable[[], object]


@dataclass(frozen=True)
class Show:
    """What was made."""

    people: int
    rooms: int
    messages: int


def somebody_is_here() -> bool:
    """Whether the server has any account."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def is_on() -> bool:
    """Whether somebody has the name of one of the people in the plays."""
    keys = [username_key(part.username) for part in CAST]
    found = select(User.id).where(User.username_key.in_(keys)).limit(1)
    return db.session.scalar(found) is not None


def perform(password: str, now: datetime) -> Show:
    """Make the example team, whose people log in by `password`, with all that it said until `now`.

    Raises PasswordRefused before anything is made.
    """
    for part in CAST:
        passwords.check_password(password, username_key(part.username))
    new = not somebody_is_here()
    actors = {part.username: _make(part.username, password) for part in CAST}
    for part in CAST:
        profile.rename(actors[part.username], part.display_name)
        if picture := part.picture():
            profile.set_avatar(actors[part.username], picture)
    for username, wish in STATUSES.items():
        status.change(actors[username], wish)
    for username, snippet in SNIPPETS.items():
        snippets.write(actors[username], snippet)
    for name, username in EMOJI.items():
        if not lookup.exists(name):
            emoji.add(actors[username], name, Path(__file__).with_name(f"{name}.png").read_bytes())
    if new:
        directory.name_team(actors[CAST[0].username], TEAM)
    shown = [*plays(now), standup(now)]
    count = sum(_play(actors, play) for play in shown)
    _leave_unsent(actors[CAST[0].username])
    return Show(len(actors), len(shown), count)


def _leave_unsent(actor: Actor) -> None:
    """Something sent tomorrow, something unfinished, and something not to forget."""
    first, second, *_ = [one for one in my_rooms(actor) if not (one.encrypted or one.archived)]
    later = "Good morning! Who is in for a quick call at ten?"
    tomorrow = column_types.now() + timedelta(days=1)
    scheduled.schedule(
        actor, first.id, PostScheduled(content=later, client_id=str(uuid4()), at=tomorrow)
    )
    wish = PutDraft(content="About the offer: I would", client_id=str(uuid4()), base=0)
    drafts.save(actor, second.id, wish)
    reminders.remind(
        actor,
        PutReminder(
            text="Call the printer about the posters",
            local=f"{tomorrow:%Y-%m-%dT%H:%M}",
            zone="UTC",
        ),
        str(uuid4()),
    )


def _make(username: str, password: str) -> Actor:
    proof = registration.create(username, password)
    return actor_of(db.session.get_one(User, proof.user_id))


def _play(actors: dict[str, Actor], play: Play) -> int:
    """Make a room and say everything in it; returns how many messages that were."""
    owner, *others = play.people
    wish = CreateRoom.model_validate(
        {"kind": play.kind, "members": others}
        | ({} if play.kind == "direct" else {"name": play.name, "topic": play.topic})
    )
    room = create_room(actors[owner], wish)
    messages = _say(actors, room.id, play.said)
    _at_once(
        [
            work
            for said, message in zip(play.said, messages, strict=True)
            for work in _afterwards(actors, said, message)
        ]
    )
    for turn, who in enumerate(play.people):
        left = UNREAD[(turn + room.id) % len(UNREAD)] if play.kind != "direct" else 0
        # The first one, who is usually looked at, has news everywhere.
        left = 2 if who == CAST[0].username else left
        unread.mark_read(actors[who], room.id, max(0, len(messages) - left))
    return len(messages)


def _say(actors: dict[str, Actor], room_id: int, lines: Sequence[Posted]) -> list[Message]:
    """Say everything in its order. What replies to nothing goes to the log many at a time."""
    said: list[Message] = []
    together: list[Post] = []
    for line in lines:
        if line.answers is not None:
            said += _append(together)
            together = []
        answered = said[-line.answers].id if line.answers else None
        together.append(
            Post(
                actors[line.who],
                room_id,
                TextBody(content=line.text),
                str(uuid4()),
                reply_to=None if line.in_thread else answered,
                thread=answered if line.in_thread else None,
                at=line.at,
                extras=_extras(line),
            )
        )
    return said + _append(together)


def _extras(line: Posted) -> dict[str, Any] | None:
    """What hangs on a message from the start."""
    if line.options:
        return {"poll": NewPoll(options=line.options)}
    if line.confirm_within:
        by = column_types.now() + timedelta(days=line.confirm_within)
        return {"announcement": NewAnnouncement(by=by)}
    return None


def _append(posts: list[Post]) -> list[Message]:
    return _at_once([partial(message_log().append, post) for post in posts])


def _afterwards(
    actors: dict[str, Actor], said: Posted, message: Message
) -> Iterator[Callable[[], object]]:
    """What happens to a message after it was said."""
    for sign, who in said.reactions:
        yield partial(add_reaction, actors[who], message.id, sign)
    for option, who in said.votes:
        yield partial(vote, actors[who], message.id, [option])
    for who in said.confirmed_by:
        yield partial(confirm, actors[who], message.id)
    if said.pinned_by is not None:
        yield partial(pin_message, actors[said.pinned_by], message.id, on=True)
    if said.changed_to is not None:
        yield partial(_change, actors[said.who], message, TextBody(content=said.changed_to))
    if said.taken_back:
        yield partial(delete_message, actors[said.who], message.id)


def _change(author: Actor, message: Message, body: TextBody) -> Message:
    """Edit a message a little after it was said, not today."""

    def alter(_row: MessageRow, _role: str) -> dict[str, Any]:
        return {**columns_of(body), "edited_at": message.timestamp + timedelta(minutes=2)}

    return message_log().append(Change(author, message.id, alter))


def _at_once(works: Sequence[Callable[[], Done]]) -> list[Done]:
    """Do all of it, in its order: the log writes many entries in one transaction."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def run(work: Callable[[], Done]) -> Done:
        with app.app_context():
            return work()

    waiting = [gevent.spawn(run, work) for work in works]
    gevent.joinall(waiting, raise_error=True)
    return [one.get() for one in waiting]
