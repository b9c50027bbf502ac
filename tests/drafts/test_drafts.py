"""Drafts: one for each room and thread of a person, gone with the message or the membership."""

from collections.abc import Callable
from functools import partial
from typing import Any

import gevent
import pytest
from gevent.event import Event
from sqlalchemy import func, select

from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.auth.accounts import usage
from weconnect.auth.accounts.actor import Actor
from weconnect.drafts import service
from weconnect.drafts.service import drafts
from weconnect.engine.database.transactions import db
from weconnect.messages.service import send_message
from weconnect.rooms import service as rooms
from weconnect.wire import drafts as wire
from weconnect.wire.body import TextBody
from weconnect.wire.errors import AppError, Conflict, Forbidden, NotFound
from weconnect.wire.rooms import CreateRoom


def save(actor: Actor, room: int, content: str = "", base: int = 0, **wish: Any) -> wire.SavedDraft:
    wish = {"content": content, "client_id": new_id(), "base": base, **wish}
    return service.save(actor, room, wire.PutDraft(**wish))


def mine(actor: Actor) -> list[tuple[int, int | None, str]]:
    return [(one.room, one.thread, one.content) for one in service.listed(actor).drafts]


def version(saved: wire.SavedDraft) -> int:
    assert saved.draft is not None
    return saved.draft.version


@pytest.fixture
def scene(team: Team) -> tuple[Actor, Actor, int]:
    """A private room of Ann's with Bo."""
    ann, bo = team.people("ann", "bo")
    return ann, bo, team.room(ann, bo, kind="private")


def test_one_for_each_room_and_thread(scene, team: Team, stage: Stage):
    ann, bo, room = scene
    tab, other = stage.connect(ann), stage.connect(bo, room)
    root = team.say(bo, room)
    first = save(ann, room, "in the room")
    save(ann, room, "in the thread", thread=root.id)
    second = save(ann, room, "in the room, more", base=version(first), reply_to=root.id)
    assert first.saved
    assert version(second) > version(first)
    assert mine(ann) == [(room, None, "in the room, more"), (room, root.id, "in the thread")]
    assert mine(bo) == []
    told = stage.of("draftChanged", tab)
    assert [one["draft"]["content"] for one in told] == [
        *("in the room", "in the thread", "in the room, more"),
    ]
    assert stage.of("draftChanged", other) == []
    gone = save(ann, room, base=version(second))
    assert gone == wire.SavedDraft(saved=True, draft=None)
    assert stage.of("draftChanged", tab)[-1]["draft"] is None
    assert mine(ann) == [(room, root.id, "in the thread")]


def test_what_is_newer_stays(scene):
    ann, _, room = scene
    first = save(ann, room, "one")
    second = save(ann, room, "two", base=version(first))
    late = save(ann, room, "three", base=version(first))
    assert (late.saved, late.draft) == (False, second.draft)
    assert save(ann, room, base=version(first)).saved is False
    assert save(ann, room, "four").saved is False
    save(ann, room, base=version(second))
    # Whoever does not know that it went is told so, and versions grow over that.
    late = save(ann, room, "five", base=version(second))
    assert (late.saved, late.draft) == (False, None)
    assert version(save(ann, room, "six")) > version(second)


def test_the_same_twice_is_the_same_once(scene):
    ann, _, room = scene
    key = new_id()
    first = save(ann, room, "one", client_id=key)
    assert save(ann, room, "one", client_id=key) == first


def test_sending_takes_it_away_with_the_message(scene, stage: Stage):
    ann, _, room = scene
    tab, key = stage.connect(ann), new_id()
    first = save(ann, room, "hello", client_id=key)
    send_message(ann, room, TextBody(content="hello"), key)
    assert mine(ann) == []
    # A save of it that comes late brings nothing back.
    late = save(ann, room, "hello", base=version(first), client_id=key)
    assert (late.saved, late.draft) == (False, None)
    assert stage.of("draftChanged", tab)[-1]["draft"] is None
    assert db.session.scalar(select(func.count()).select_from(drafts)) == 0
    # What is written next is another one.
    assert save(ann, room, "and then", client_id=new_id()).saved
    assert mine(ann) == [(room, None, "and then")]
    # Without the message, a client takes it away.
    assert save(ann, room, base=version(first)).saved is False


def test_another_persons_message_is_not_it(scene):
    ann, bo, room = scene
    key = new_id()
    save(ann, room, "hello", client_id=key)
    send_message(bo, room, TextBody(content="hello"), key)
    assert mine(ann) == [(room, None, "hello")]


def test_it_goes_with_the_membership(scene, team: Team):
    ann, bo, room = scene
    other = team.room(ann, bo)
    root = team.say(ann, room)
    for place in ({}, {"thread": root.id}):
        save(bo, room, "hello", **place)
    save(bo, other, "there")
    rooms.remove_member(ann, room, bo.id)
    assert mine(bo) == [(other, None, "there")]
    rooms.delete_room(ann, other)
    assert mine(bo) == []
    rooms.add_member(ann, room, bo.username)
    assert mine(bo) == []


def test_who_may_write_there(scene, team: Team):
    ann, bo, room = scene
    (outsider,) = team.people("out")
    root, elsewhere = team.say(ann, room), team.say(ann, team.room(ann))
    aside = send_message(ann, room, TextBody(content="aside"), new_id(), thread=root.id)
    with pytest.raises(NotFound):
        save(outsider, room, "hello")
    with pytest.raises(Forbidden):
        save(outsider, team.room(ann), "hello")
    for thread in (elsewhere.id, aside.id, 10_000):
        with pytest.raises(NotFound):
            save(ann, room, "hello", thread=thread)
    rooms.remove_member(ann, room, bo.id)
    with pytest.raises(NotFound):
        save(bo, room, "hello")
    with pytest.raises(NotFound):
        service.discard(bo, room, None)


def test_what_somebody_may_not_see_is_as_what_is_not_there(team: Team):
    ann, bo = team.people("ann", "bo")
    room = rooms.create_room(ann, CreateRoom(name="Den", kind="private", hides_history=True)).id
    before, begun = team.say(ann, room), team.say(ann, room)
    rooms.add_member(ann, room, bo.username)

    def told(thread: int) -> tuple[str, str]:
        with pytest.raises(AppError) as raised:
            save(bo, room, "hello", thread=thread)
        return raised.value.code, raised.value.message

    elsewhere = team.say(ann, team.room(ann, kind="private"))
    assert told(before.id) == told(elsewhere.id) == told(10_000) == ("notFound", NotFound.default)
    # Whoever keeps nothing is told nothing.
    for thread in (before.id, elsewhere.id, 10_000):
        assert save(bo, room, thread=thread) == wire.SavedDraft(saved=True, draft=None)
    # A thread in which something was said since is theirs, though not how it began.
    send_message(ann, room, TextBody(content="still"), new_id(), thread=begun.id)
    assert save(bo, room, "hello", thread=begun.id).saved
    assert save(ann, room, "hello", thread=before.id).saved


def stored(actor: Actor) -> int:
    """How many bytes are kept of the actor's."""
    found = usage.stored([actor.id])
    return found[actor.id].kept if found else 0


def test_it_counts_as_stored_as_long_as_it_is_kept(scene, team: Team):
    ann, bo, room = scene
    other = team.room(ann, bo)
    first = save(bo, room, "水" * 10)
    assert stored(bo) == 30 + usage.ROW
    second = save(bo, room, "four", base=version(first))
    assert stored(bo) == 4 + usage.ROW
    assert save(bo, room, "late", base=version(first)).saved is False
    save(bo, other, "more", reply_to=1)
    assert stored(bo) == 2 * (4 + usage.ROW)
    save(bo, room, base=version(second))
    service.discard(bo, other, None)
    assert stored(bo) == 0
    assert stored(ann) == 0
    # What was sent counts as a message, and no more as a draft once something else is saved there.
    key = new_id()
    save(bo, room, "sent", client_id=key)
    send_message(bo, room, TextBody(content="sent"), key)
    save(bo, room, "next", client_id=new_id())
    assert stored(bo) == 2 * (4 + usage.ROW)
    # With the membership, however it ends.
    rooms.remove_member(ann, room, bo.id)
    assert stored(bo) == 4 + usage.ROW
    for end in (partial(rooms.leave_room, bo, other), partial(rooms.delete_room, ann, other)):
        save(bo, other, "four")
        save(ann, other, "and here")
        assert stored(bo) == 2 * (4 + usage.ROW)
        end()
        assert stored(bo) == 4 + usage.ROW
        if stored(ann):
            rooms.add_member(ann, other, bo.username)
    assert stored(ann) == 0


@pytest.mark.parametrize("end", [rooms.delete_room, rooms.leave_room])
def test_what_is_saved_while_a_room_or_a_membership_ends_is_not_counted_for_ever(
    scene, team: Team, monkeypatch: pytest.MonkeyPatch, end: Callable[[Actor, int], None]
):
    ann, bo, room = scene
    who = ann if end is rooms.delete_room else bo
    written, may_commit = Event(), Event()

    def wait(*_: object) -> None:
        written.set()
        assert may_commit.wait(5)

    def here(work: Callable[[], object]) -> None:
        with team.app.app_context():
            work()

    monkeypatch.setattr(service, "_tell", wait)
    saving = gevent.spawn(here, lambda: save(bo, room, "four"))
    assert written.wait(5)
    ending = gevent.spawn(here, lambda: end(who, room))
    gevent.sleep(0.3)
    may_commit.set()
    gevent.joinall([saving, ending], raise_error=True)
    assert stored(bo) == 0


def test_what_is_encrypted_counts_too(team: Team):
    ann = team.person("ann")
    room = team.room(ann, kind="private", encrypted=True)
    save(ann, room, sealed="z" * 40)
    assert stored(ann) == 40 + usage.ROW


def test_whoever_may_store_no_more_keeps_none(scene, monkeypatch: pytest.MonkeyPatch):
    ann, _, room = scene
    monkeypatch.setattr(usage, "limits_of", lambda _: usage.Limits(0, 300))
    with pytest.raises(Forbidden, match="as one person may"):
        save(ann, room, "x" * 100)
    assert mine(ann) == []
    assert stored(ann) == 0
    assert save(ann, room, "x").saved


def test_in_an_encrypted_room_only_what_is_encrypted(scene, team: Team):
    ann, _, room = scene
    sealed = team.room(ann, kind="private", encrypted=True)
    with pytest.raises(Forbidden):
        save(ann, sealed, "hello")
    with pytest.raises(Forbidden):
        save(ann, room, sealed='{"v":1}')
    saved = save(ann, sealed, sealed='{"v":1}')
    assert saved.draft is not None
    assert (saved.draft.content, saved.draft.sealed) == ("", '{"v":1}')
    assert save(ann, sealed, base=version(saved)).draft is None


def test_so_many_are_kept(scene, team: Team, monkeypatch: pytest.MonkeyPatch):
    ann, bo, room = scene
    monkeypatch.setattr(wire, "MAX_DRAFTS", 2)
    key = new_id()
    first = save(ann, room, "one", client_id=key)
    save(ann, team.room(ann), "two")
    third = team.room(ann)
    with pytest.raises(Conflict, match="2 drafts of yours"):
        save(ann, third, "three")
    assert save(ann, room, "one, changed", base=version(first), client_id=key).saved
    save(bo, room, "mine")
    # What was sent takes no place.
    send_message(ann, room, TextBody(content="one"), key)
    save(ann, third, "three")


def test_all_of_them_together_are_not_too_long(scene, monkeypatch: pytest.MonkeyPatch, team: Team):
    ann, bo, room = scene
    monkeypatch.setattr(wire, "MAX_KEPT", 100)
    key = new_id()
    first = save(ann, room, "x" * 60, client_id=key)
    other, sealed = team.room(ann), team.room(ann, kind="private", encrypted=True)
    with pytest.raises(Conflict, match="100 characters together"):
        save(ann, other, "y" * 41)
    with pytest.raises(Conflict):
        save(ann, sealed, sealed="z" * 41)
    second = save(ann, other, "y" * 40)
    with pytest.raises(Conflict):
        save(ann, room, "x" * 61, base=version(first), client_id=key)
    assert save(ann, room, "x" * 59, base=version(first), client_id=key).saved
    save(bo, room, "mine" * 20)
    # What was sent takes no place.
    send_message(ann, room, TextBody(content="x"), key)
    assert save(ann, other, "y" * 100, base=version(second)).saved


def test_one_is_discarded(scene, stage: Stage):
    ann, _, room = scene
    tab = stage.connect(ann)
    save(ann, room, "one")
    service.discard(ann, room, None)
    service.discard(ann, room, None)
    assert mine(ann) == []
    assert [one["draft"] and one["draft"]["content"] for one in stage.of("draftChanged", tab)] == [
        *("one", None),
    ]
