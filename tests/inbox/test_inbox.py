"""The inbox: what comes into it, what is read, and what goes away again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id, sealed
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, transaction
from weconnect.inbox import cleaning, service
from weconnect.inbox.models import InboxEntry
from weconnect.messages import service as messages
from weconnect.messages import unread
from weconnect.reactions import service as reactions
from weconnect.rooms import service as rooms
from weconnect.threads import service as threads
from weconnect.wire.body import TextBody
from weconnect.wire.errors import NotFound
from weconnect.wire.inbox import InboxItem, InboxQuery
from weconnect.wire.messages import Message
from weconnect.wire.threads import FollowThread, MarkThreadRead


def entries(actor: Actor, **query) -> list[InboxItem]:
    return service.inbox(actor, InboxQuery(**query)).items


def kinds(actor: Actor, **query) -> list[str]:
    return [one.kind for one in entries(actor, **query)]


def test_mentions_answers_and_reactions_come_in_the_newest_first(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy, name="Kitchen")
    mine = team.say(bo, room, "soup?")
    team.say(ann, room, "yes, @bo")
    team.say(cy, room, "me too", reply_to=mine.id)
    team.say(ann, room, "@bo and now?", reply_to=mine.id)
    reactions.add_reaction(ann, mine.id, "👍")
    reactions.add_reaction(cy, mine.id, "🍲")
    found = entries(bo)
    assert [one.kind for one in found] == ["reaction", "mention", "reply", "mention"]
    assert (found[0].actor.id, found[0].emoji) == (cy.id, "🍲")
    assert [one.message.content for one in found[2:]] == ["me too", "yes, @bo"]
    assert {one.room_name for one in found} == {"Kitchen"}
    assert service.unread(bo) == 4
    assert kinds(ann) == kinds(cy) == []


def test_one_does_not_hear_of_oneself(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    mine = team.say(ann, room, "@ann @room")
    team.say(ann, room, "again", reply_to=mine.id)
    reactions.add_reaction(ann, mine.id, "👍")
    assert kinds(ann) == []
    assert kinds(bo) == ["mention"]


def test_what_is_read_in_its_room_is_read_here(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    mine = team.say(bo, room)
    said = team.say(ann, room, "@bo", reply_to=mine.id)
    reactions.add_reaction(ann, mine.id, "👍")
    unread.mark_read(bo, room, said.seq)
    assert [one.read for one in entries(bo)] == [False, True], "a reaction stands at what was read"
    assert kinds(bo, unread=True) == ["reaction"]


def test_what_stands_in_a_thread_is_read_there(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    root = team.say(ann, room)

    def answer(text: str, *, in_room: bool = False, reply_to: int | None = None) -> Message:
        body = TextBody(content=text)
        return messages.send_message(
            ann, room, body, new_id(), reply_to, thread=root.id, in_room=in_room
        )

    own = messages.send_message(bo, room, TextBody(content="I"), new_id(), thread=root.id)
    answer("@bo, beside the room")
    answer("to you", reply_to=own.id)
    last = answer("@bo, for all to see", in_room=True)
    unread.mark_read(bo, room, last.seq)
    assert [one.read for one in entries(bo)] == [True, False, False]
    threads.mark_read(bo, MarkThreadRead(room=room, thread=root.id, seq=last.seq - 1))
    assert [one.read for one in entries(bo)] == [True, True, True]
    # Of all, those are called who follow the thread; and who follows it no more has nothing there.
    answer("@room")
    assert (service.unread(bo), service.unread(cy)) == (1, 0)
    threads.follow(bo, FollowThread(room=room, thread=root.id, on=False))
    assert service.unread(bo) == 0


def test_a_thread_that_one_follows_is_one_entry_at_its_newest_answer(team: Team):
    ann, bo, cy, dee = team.people("ann", "bo", "cy", "dee")
    room = team.room(ann, bo, cy, dee)
    root = team.say(ann, room)

    def answer(author: Actor, text: str, *, in_room: bool = False) -> Message:
        body = TextBody(content=text)
        return messages.send_message(author, room, body, new_id(), thread=root.id, in_room=in_room)

    def shown(actor: Actor) -> list[tuple[str, str, bool]]:
        return [(one.kind, one.message.content, one.read) for one in entries(actor)]

    answer(bo, "first")
    second = answer(cy, "second", in_room=True)
    assert shown(ann) == shown(bo) == [("thread", "second", False)]
    assert (shown(cy), shown(dee)) == ([], []), "cy said it, dee does not follow"
    # It is read with the thread, not with the room, though it stands in both.
    unread.mark_read(ann, room, second.seq)
    assert service.unread(ann) == 1
    threads.mark_read(ann, MarkThreadRead(room=room, thread=root.id, seq=second.seq))
    assert shown(ann) == [("thread", "second", True)]
    # Whom an answer calls for has that in place of the thread.
    third = answer(cy, "@bo, third")
    assert shown(ann) == [("thread", "@bo, third", False)]
    assert shown(bo) == [("mention", "@bo, third", False)]
    # What is gone leaves the one before; and with the last one the thread is gone.
    messages.delete_message(cy, third.id)
    assert shown(ann) == [("thread", "second", True)]
    messages.delete_message(cy, second.id)
    assert (shown(ann), shown(cy)) == ([("thread", "first", True)], [("thread", "first", True)])
    threads.follow(ann, FollowThread(room=room, thread=root.id, on=False))
    assert shown(ann) == []
    rooms.leave_room(cy, room)
    assert shown(cy) == []


def test_each_is_marked_by_itself_or_all_at_once(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for _ in range(3):
        team.say(ann, room, "@bo")
    tab, other = stage.connect(bo), stage.connect(ann)
    newest, middle, oldest = entries(bo)
    stage.clear()
    assert service.set_read(bo, middle.id, read=True).unread == 2
    assert service.set_read(bo, middle.id, read=True).unread == 2
    assert service.read_all(bo, newest.id).unread == 0
    assert service.set_read(bo, oldest.id, read=False).unread == 1
    team.say(ann, room, "@bo once more")
    assert service.unread(bo) == 2
    assert service.read_all(bo, newest.id).unread == 1, "what came later was not seen"
    assert len(stage.of("inboxChanged", tab)) == 6
    assert stage.of("inboxChanged", other) == []
    with pytest.raises(NotFound):
        service.set_read(ann, middle.id, read=True)


def test_what_calls_for_everybody_is_one_entry_for_all(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo)
    said = team.say(ann, room, "@room and @bo")
    rooms.join_room(cy, room)
    (entry,) = entries(bo)
    assert (entry.kind, entry.message.id) == ("mention", said.id)
    assert kinds(cy) == [], "who came later was not called"
    service.set_read(bo, entry.id, read=True)
    assert service.unread(bo) == 0
    team.edit(ann, said, "@bo alone")
    assert kinds(bo) == ["mention"]
    team.edit(ann, said, "nobody")
    assert kinds(bo) == []


def test_who_is_here_has_it_in_the_inbox(team: Team, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    stage.connect(bo)
    said = team.say(ann, room, "@here")
    assert (kinds(bo), kinds(cy)) == (["mention"], [])
    messages.delete_message(ann, said.id)
    assert kinds(bo) == []


def test_what_is_taken_back_is_gone(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy)
    mine = team.say(bo, room)
    called = team.say(ann, room, "@bo")
    answer = team.say(ann, room, "so?", reply_to=mine.id)
    reactions.add_reaction(ann, mine.id, "👍")
    reactions.add_reaction(cy, mine.id, "🍲")
    reactions.remove_reaction(cy, mine.id, "🍲")
    assert entries(bo)[0].actor.id == ann.id
    reactions.remove_reaction(ann, mine.id, "👍")
    assert kinds(bo) == ["reply", "mention"]
    team.edit(ann, called, "never mind")
    assert kinds(bo) == ["reply"]
    team.edit(ann, called, "@bo after all, and @cy")
    assert kinds(bo) == ["mention", "reply"]
    messages.delete_message(ann, answer.id)
    messages.delete_message(ann, called.id)
    assert kinds(bo) == kinds(cy) == []


def test_who_leaves_takes_nothing_along(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    mine = team.say(bo, room)
    team.say(ann, room, "@bo")
    rooms.leave_room(bo, room)
    reactions.add_reaction(ann, mine.id, "👍")
    team.say(ann, room, "gone?", reply_to=mine.id)
    assert (kinds(bo), service.unread(bo)) == ([], 0)
    rooms.join_room(bo, room)
    assert (kinds(bo), service.unread(bo)) == ([], 0), "nor does it come back with them"


def test_in_encrypted_rooms_it_says_who_and_not_what(team: Team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    messages.send_message(
        ann, room, sealed("psst", calls=[bo.id]), "00000000-0000-4000-8000-000000000001"
    )
    (entry,) = entries(bo)
    assert (entry.kind, entry.message.content) == ("mention", "")
    assert entry.message.sealed


def test_it_comes_in_pages_and_has_an_end(team: Team, monkeypatch):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    for number in range(7):
        team.say(ann, room, f"@bo {number}")
    first = service.inbox(bo, InboxQuery(limit=3))
    assert first.next
    second = service.inbox(bo, InboxQuery(limit=3, before=first.next))
    assert [one.message.seq for one in first.items + second.items] == [7, 6, 5, 4, 3, 2]
    assert service.inbox(bo, InboxQuery(limit=0)).items == []
    monkeypatch.setattr(service, "MOST", 5)
    assert [one.message.seq for one in entries(bo)] == [7, 6, 5, 4, 3]
    assert service.unread(bo) == 5
    _grow_old()
    assert (kinds(bo), service.unread(bo)) == ([], 0)
    cleaning.clean({})
    assert db.session.query(InboxEntry).count() == 0


@transaction
def _grow_old() -> None:
    db.session.execute(update(InboxEntry).values(at=now() - service.KEPT - timedelta(days=1)))


def test_what_calls_for_everybody_elsewhere_costs_others_nothing(team: Team):
    ann, bo, loud, other = team.people("ann", "bo", "loud", "other")
    room, elsewhere = team.room(ann, bo), team.room(loud, other)
    team.say(ann, room, "@room and @bo")
    before = _steps(bo)
    rows = {"room_id": elsewhere, "kind": "mention", "actor_id": loud.id}
    _fill([{**rows, "seq": seq} for seq in range(1, 3_001)])
    assert service.unread(bo) == 1
    assert service.unread(other) == 1_000
    assert _steps(bo) <= before + 10


def test_who_is_alone_in_a_room_calls_nobody_into_any_inbox(team: Team):
    (ann,) = team.people("ann")
    team.say(ann, team.room(ann), "@room")
    assert db.session.query(InboxEntry).count() == 0


@transaction
def _fill(rows: list[dict[str, object]]) -> None:
    db.session.execute(insert(InboxEntry), rows)


def _steps(actor: Actor) -> int:
    """How many hundreds of steps SQLite takes for an inbox; of PostgreSQL nobody counts them."""
    connection: Any = db.session.connection().connection.driver_connection
    if db.engine.dialect.name != "sqlite":
        return 0
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    connection.set_progress_handler(count, 100)
    try:
        entries(actor)
        service.unread(actor)
    finally:
        connection.set_progress_handler(None, 0)
    return steps
