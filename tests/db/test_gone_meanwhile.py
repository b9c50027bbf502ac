"""Who does something in a room that is deleted at that moment is told that it is not there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import gevent
import pytest
from gevent.event import Event

from tests.harness.team import Team, new_id
from weconnect.announcements import service as announcements
from weconnect.auth.accounts.actor import Actor
from weconnect.bookmarks import service as bookmarks
from weconnect.drafts import service as drafts
from weconnect.engine.database.column_types import now
from weconnect.levels import service as levels
from weconnect.messages import unread
from weconnect.messages.service import delete_message, send_message
from weconnect.pins import service as pins
from weconnect.polls.voting import vote
from weconnect.reactions.service import add_reaction
from weconnect.reminders import service as reminders
from weconnect.rooms import service as rooms
from weconnect.scheduled import service as scheduled
from weconnect.sections import service as sections
from weconnect.threads import service as threads
from weconnect.wire.body import TextBody
from weconnect.wire.bookmarks import PutBookmark
from weconnect.wire.drafts import PutDraft
from weconnect.wire.errors import NotFound
from weconnect.wire.levels import ChooseLevel
from weconnect.wire.messages import Message
from weconnect.wire.parts.announcements import NewAnnouncement
from weconnect.wire.parts.polls import NewPoll
from weconnect.wire.reminders import PutReminder
from weconnect.wire.scheduled import PostScheduled
from weconnect.wire.threads import FollowThread, MarkThreadRead

LATER = timedelta(days=7)


class Scene(NamedTuple):
    """Bo's room of Ann's, and what stands there: bo has answered in the thread of `said`."""

    team: Team
    bo: Actor
    room: int
    said: Message
    mine: Message
    poll: Message
    announced: Message


def _wish(**more: Any) -> PutReminder:
    return PutReminder(text="soup", local=f"{now() + LATER:%Y-%m-%dT%H:%M}", zone="UTC", **more)


def _later() -> PostScheduled:
    return PostScheduled(content="soup", client_id=new_id(), at=now() + LATER)


def _draft() -> PutDraft:
    return PutDraft(content="soup", client_id=new_id(), base=0)


ACTS: dict[str, Callable[[Scene], object]] = {
    "confirm": lambda s: announcements.confirm(s.bo, s.announced.id),
    "vote": lambda s: vote(s.bo, s.poll.id, [0]),
    "remind": lambda s: reminders.remind(s.bo, _wish(), new_id(), s.room),
    "bookmark": lambda s: bookmarks.save(s.bo, s.said.id, PutBookmark()),
    "unread": lambda s: unread.mark_unread(s.bo, s.room, s.said.seq),
    "read thread": lambda s: threads.mark_read(
        s.bo, MarkThreadRead(room=s.room, thread=s.said.id, seq=s.announced.seq)
    ),
    "follow": lambda s: threads.follow(s.bo, FollowThread(room=s.room, thread=s.mine.id, on=True)),
    "react": lambda s: add_reaction(s.bo, s.said.id, "👍"),
    "pin": lambda s: pins.pin_message(s.bo, s.said.id, on=True),
    "move pin": lambda s: pins.move_pin(s.bo, s.mine.id, 0),
    "say": lambda s: s.team.say(s.bo, s.room),
    "answer": lambda s: s.team.say(s.bo, s.room, reply_to=s.said.id),
    "edit": lambda s: s.team.edit(s.bo, s.mine, "other"),
    "delete": lambda s: delete_message(s.bo, s.mine.id),
    "draft": lambda s: drafts.save(s.bo, s.room, _draft()),
    "schedule": lambda s: scheduled.schedule(s.bo, s.room, _later()),
    "level": lambda s: levels.set_level(s.bo, s.room, ChooseLevel(level="nothing", muted=True)),
    "section": lambda s: sections.place(s.bo, s.room, None),
    "add": lambda s: rooms.add_member(s.bo, s.room, "cy"),
    "leave": lambda s: rooms.leave_room(s.bo, s.room),
}


def _meanwhile(
    team: Team,
    monkeypatch: pytest.MonkeyPatch,
    owner: Actor,
    room: int,
    act: Callable[[], object],
) -> list[Any]:
    """What a deletion of a room returns, and what is done when all but its commit has been."""
    deleted, may_commit = Event(), Event()

    def wait(*_: object) -> None:
        deleted.set()
        assert may_commit.wait(5)

    def meanwhile() -> object:
        assert deleted.wait(5)
        gevent.spawn_later(0.2, may_commit.set)
        return act()

    monkeypatch.setattr(rooms, "_tell_removed", wait)
    return team.together(lambda: rooms.delete_room(owner, room), meanwhile)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_it_is_not_there(
    team: Team, monkeypatch: pytest.MonkeyPatch, act: Callable[[Scene], object]
):
    ann, bo, _ = team.people("ann", "bo", "cy")
    room = team.room(ann, admin=bo)
    said = team.say(ann, room)
    send_message(bo, room, TextBody(content="I do"), new_id(), thread=said.id)
    send_message(ann, room, TextBody(content="fine"), new_id(), thread=said.id)
    mine = team.say(bo, room)
    pins.pin_message(bo, mine.id, on=True)
    asked = {"poll": NewPoll(options=["one", "two"])}
    poll = send_message(ann, room, TextBody(content="?"), new_id(), extras=asked)
    wanted = {"announcement": NewAnnouncement(by=now() + LATER)}
    announced = send_message(ann, room, TextBody(content="!"), new_id(), extras=wanted)
    scene = Scene(team, bo, room, said, mine, poll, announced)
    gone, told = _meanwhile(team, monkeypatch, ann, room, lambda: act(scene))
    assert gone is None
    assert isinstance(told, NotFound), told


def test_what_was_read_there_was_read_before(team: Team, monkeypatch: pytest.MonkeyPatch):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    said = team.say(ann, room)
    gone, told = _meanwhile(
        team, monkeypatch, ann, room, lambda: unread.mark_read(bo, room, said.seq)
    )
    assert gone is None
    # On SQLite it waits for the deletion; on PostgreSQL it may have found where the mark stands.
    assert isinstance(told, NotFound) or told == said.seq
