"""Sealed messages: an encrypted room takes nothing else, and no other room takes them."""

import gevent
import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id, sealed
from tests.harness.waiting import eventually
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.messages import newest_page_cache, service
from weconnect.messages.history import MAX_PAGE_CHARS
from weconnect.messages.models import Message
from weconnect.messages.serialize import size_of
from weconnect.rooms import access, encryption
from weconnect.rooms import service as rooms
from weconnect.rooms.models import Room
from weconnect.search.service import search
from weconnect.wire.body import MAX_CIPHERTEXT, SealedBody
from weconnect.wire.errors import AppError, Forbidden, NotFound, StaleKeys
from weconnect.wire.parts.mentions import Mentions
from weconnect.wire.rooms import EditRoom
from weconnect.wire.search import Search

SAID = ("what we do", "so be it")


def stored(actor: Actor) -> tuple[int, int]:
    found = usage.stored([actor.id])[actor.id]
    return found.written, found.kept


def test_what_is_sealed_comes_as_it_was_sent_and_nothing_beside_it(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    tab = stage.connect(bo, room)
    sent = team.seal(ann, room, SAID[0])
    answer = team.seal(bo, room, SAID[1], reply_to=sent.id)
    assert (sent.content, sent.sealed) == ("", sealed(SAID[0]))
    found = [(one.content, one.sealed) for one in team.everything(bo, room)]
    assert found == [("", sealed(text)) for text in SAID]
    assert answer.reply_to == sent.id
    told = stage.of("newMessage", tab)
    assert [one["sealed"] for one in told] == [sealed(text).dump() for text in SAID]
    row = db.session.execute(select(Message).where(Message.id == sent.id)).scalar_one()
    assert (row.content, row.folded) == ("", None)
    assert SealedBody.model_validate_json(row.sealed or "") == sealed(SAID[0])


def test_a_plain_room_tells_of_nothing_that_is_sealed(team: Team, stage: Stage):
    ann = team.person("ann")
    room = team.room(ann)
    tab = stage.connect(ann, room)
    sent = team.say(ann, room)
    (told,) = stage.of("newMessage", tab)
    assert "sealed" not in told
    assert "sealed" not in sent.dump()


@pytest.mark.parametrize("reply", [False, True])
def test_each_room_takes_its_own_kind_only(team: Team, reply: bool):
    """By the short way of plain posts, and by the long one."""
    ann = team.person("ann")
    plain, safe = team.room(ann, kind="private"), team.room(ann, kind="private", encrypted=True)
    there = {plain: team.say(ann, plain).id, safe: team.seal(ann, safe).id}
    to = there if reply else dict.fromkeys(there)
    with pytest.raises(Forbidden):
        team.say(ann, safe, reply_to=to[safe])
    with pytest.raises(Forbidden):
        team.seal(ann, plain, keys=0, reply_to=to[plain])
    with pytest.raises(Forbidden):
        service.edit_message(ann, there[plain], sealed())
    with pytest.raises(Forbidden):
        team.edit(ann, team.everything(ann, safe)[0], "in clear")
    assert [len(team.everything(ann, one)) for one in (plain, safe)] == [1, 1]


def test_many_at_once_and_each_its_own_outcome(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    plain, safe = team.room(ann, bo), team.room(ann, bo, kind="private", encrypted=True)
    outcomes = team.together(
        lambda: team.say(ann, plain, "one"),
        lambda: team.say(bo, safe, "in clear"),
        lambda: team.seal(ann, safe, "two"),
        lambda: team.seal(bo, safe, "three", keys=7),
        lambda: team.seal(bo, plain, "four", keys=1),
        lambda: team.seal(cy, safe, "five", keys=1),
    )
    kinds = [type(one) if isinstance(one, AppError) else one.seq for one in outcomes]
    assert kinds == [1, Forbidden, 1, StaleKeys, Forbidden, NotFound]


def test_what_was_sealed_before_somebody_left_is_refused_and_no_message_is_doubled(team: Team):
    ann, bo, cy = team.people("ann", "bo", "cy")
    room = team.room(ann, bo, cy, kind="private", encrypted=True)
    before = encryption.people_of(ann, room)
    again = new_id()
    first = team.seal(ann, room, "first", client_id=again)
    rooms.remove_member(ann, room, cy.id)
    with pytest.raises(StaleKeys):
        team.seal(ann, room, keys=before.keys_version)
    with pytest.raises(NotFound):
        team.seal(cy, room, keys=before.keys_version)
    # Sealed anew or not: it is the message that is there.
    assert team.seal(ann, room, "first", client_id=again, keys=before.keys_version) == first
    assert team.seal(ann, room, "sealed anew", client_id=again) == first
    after = encryption.people_of(ann, room)
    assert (before.people, after.people) == ([ann.id, bo.id, cy.id], [ann.id, bo.id])
    assert after.keys_version > before.keys_version
    assert [one.seq for one in team.everything(bo, room)] == [1]


def test_an_edit_is_sealed_for_those_who_are_there(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo, kind="private", encrypted=True)
    sent = team.seal(ann, room, "frist")
    tab = stage.connect(bo, room)
    rooms.remove_member(ann, room, bo.id)
    rooms.add_member(ann, room, "bo")
    keys = encryption.people_of(ann, room).keys_version
    with pytest.raises(StaleKeys):
        service.edit_message(ann, sent.id, sealed("first", keys=keys - 1))
    edited = service.edit_message(ann, sent.id, sealed("first", keys=keys))
    assert (edited.sealed, edited.content, edited.version) == (
        *(sealed("first", keys=keys), ""),
        sent.version + 1,
    )
    assert edited.edited_at is not None
    # The same once more, sealed for whomever, is no change.
    rooms.remove_member(ann, room, bo.id)
    assert service.edit_message(ann, sent.id, sealed("first", keys=keys)) == edited
    assert stage.of("messageChanged", tab) == []
    stone = service.delete_message(ann, sent.id)
    assert (stone.deleted, stone.content, stone.sealed) == (True, "", None)
    assert db.session.scalar(select(Message.sealed).where(Message.id == sent.id)) is None


def test_what_was_said_before_is_sealed_when_it_is_edited(team: Team):
    ann = team.person("ann")
    room = team.room(ann, kind="private")
    sent = team.say(ann, room, "in clear")
    rooms.edit_room(ann, room, EditRoom(encrypted=True))
    with pytest.raises(Forbidden):
        team.edit(ann, sent, "still in clear")
    keys = encryption.people_of(ann, room).keys_version
    edited = service.edit_message(ann, sent.id, sealed("not any more", keys=keys))
    assert (edited.content, edited.sealed) == ("", sealed("not any more", keys=keys))
    assert search(ann, Search(q="clear")).messages == []


def test_the_sender_says_whom_it_calls_for_and_members_are_called(team: Team, stage: Stage):
    ann, bo, cy, dan = team.people("ann", "bo", "cy", "dan")
    room = team.room(ann, bo, cy, kind="private", encrypted=True)
    tab = stage.connect(bo)
    calls = [bo.id, ann.id, dan.id, 4711, bo.id]
    sent = team.seal(ann, room, "all of you", calls=calls)
    assert Mentions.of(sent).mentions == [bo.id]
    assert [Mentions.of(one).mentions for one in team.everything(cy, room)] == [[bo.id]]
    assert [team.unread(one, room) for one in (bo, cy)] == [(1, 1), (1, 0)]
    keys = encryption.people_of(ann, room).keys_version
    edited = service.edit_message(ann, sent.id, sealed("Cy alone", keys=keys, calls=[cy.id]))
    assert Mentions.of(edited).mentions == [cy.id]
    assert [team.unread(one, room) for one in (bo, cy)] == [(1, 0), (1, 1)]
    service.delete_message(ann, sent.id)
    assert [team.unread(one, room) for one in (bo, cy)] == [(1, 0), (1, 0)]
    assert stage.of("newMessage", tab) == []


def test_no_search_finds_it(team: Team):
    ann = team.person("ann")
    safe, plain = team.room(ann, kind="private", encrypted=True), team.room(ann)
    for text in ("m.megolm", "hello"):
        team.seal(ann, safe, text)
        team.say(ann, plain, text)
    for words in ("megolm", "hello", "S" * 43, "algorithm", "{"):
        found = search(ann, Search(q=words)).messages
        assert {one.room for one in found} <= {plain}, words


def test_it_is_stored_and_given_back_as_long_as_it_is(team: Team):
    ann = team.person("ann")
    room = team.room(ann, kind="private", encrypted=True)
    long, short = sealed("x" * 9000), sealed("x")
    sent = team.seal(ann, room, "x" * 9000)
    other = team.seal(ann, room, "x")
    both = size_of(long) + size_of(short) + 2 * usage.ROW
    assert size_of(long) > 12_000
    assert stored(ann) == (both, both)
    # What it said before is stored as well, until the message is deleted, or the room.
    service.edit_message(ann, sent.id, short)
    before = size_of(long) + usage.ROW
    now = 2 * size_of(short) + 2 * usage.ROW
    assert stored(ann) == (both + before, now + before)
    service.edit_message(ann, other.id, sealed("y"))
    written = both + before + size_of(short) + usage.ROW
    assert stored(ann) == (written, now + before + size_of(short) + usage.ROW)
    service.delete_message(ann, other.id)
    assert stored(ann) == (written, size_of(short) + 2 * usage.ROW + before)
    rooms.delete_room(ann, room)
    assert stored(ann) == (written, 0)


def test_a_page_holds_as_many_as_fit(team: Team):
    ann = team.person("ann")
    room = team.room(ann, kind="private", encrypted=True)
    for number in range(5):
        sent = team.seal(ann, room, f"{number}" * 48_000)
    assert sent.sealed
    assert len(sent.sealed.ciphertext) < MAX_CIPHERTEXT
    page = team.history(ann, room)
    assert [one.seq for one in page.messages] == [3, 4, 5]
    assert not page.complete
    assert sum(len(one.model_dump_json()) for one in page.messages) < 1.1 * MAX_PAGE_CHARS
    assert [one.seq for one in team.everything(ann, room)] == [1, 2, 3, 4, 5]
    came = access.require_membership(ann, room).room
    assert newest_page_cache.newest_json(ann, came, 0).text.count('"sealed":{') == 3


def test_each_verb_counts_once_for_all_rooms_of_a_person(team: Team, stage: Stage):
    ann, bo, cy = team.people("ann", "bo", "cy")
    safe = [
        team.room(ann, bo, kind="private", encrypted=True),
        team.room(cy, ann, kind="private", encrypted=True),
    ]
    team.room(ann, bo, kind="private")
    tabs = [stage.connect(one) for one in (ann, bo, cy)]
    stage.clear()
    before = versions()
    transaction(encryption.count_keys_of)(ann.id)
    assert versions() == {room: version + (room in safe) for room, version in before.items()}
    told = [[event["room"] for event in stage.of("keysChanged", tab)] for tab in tabs]
    assert told == [safe, safe[:1], safe[1:]]
    assert stage.of("keysChanged", tabs[0])[0]["keysVersion"] == versions()[safe[0]]


def versions() -> dict[int, int]:
    """The version of each room's keys."""
    rows = db.session.execute(select(Room.id, Room.keys_version))
    return {row.id: row.keys_version for row in rows}


# Whoever waits for a lock of another connection.
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
# What another server does that brings a person's devices into an encrypted room.
MEANWHILE = {
    "encrypted": (
        "SELECT FROM rooms WHERE id = %(room)s FOR UPDATE",
        "SELECT FROM users WHERE id = %(user)s FOR KEY SHARE",
        "UPDATE rooms SET encrypted = true, encrypted_from = last_seq WHERE id = %(room)s",
    ),
    "added": ("INSERT INTO memberships VALUES (%(room)s, %(user)s, 'member', 0, now())",),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_no_device_goes_unnoticed_while_its_room_is_encrypted_or_joined(
    app: Flask, team: Team, meanwhile: str
):
    ann, bo = team.people("ann", "bo")
    joins = meanwhile == "added"
    room = team.room(ann, *([] if joins else [bo]), kind="private", encrypted=joins)
    before = versions()[room]
    end_reads()
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url) as other:
        for statement in MEANWHILE[meanwhile]:
            other.execute(statement, {"room": room, "user": bo.id})
        removal = gevent.spawn(team._alone, lambda: transaction(encryption.count_keys_of)(bo.id))
        with psycopg.connect(url, autocommit=True) as watcher:
            eventually(lambda: watcher.execute(WAITING).fetchone() == (1,), "it waits for both")
    assert removal.get(timeout=20) is None
    assert versions()[room] == before + 1
