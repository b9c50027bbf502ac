"""Rooms that hide what was said before somebody came: who sees what of them, and what counts."""

import pytest

from tests.harness.stage import Stage
from tests.harness.team import Team
from weconnect.auth.accounts.actor import Actor
from weconnect.auth.people import profile
from weconnect.bookmarks import service as bookmarks
from weconnect.chat.room_entry import enter, enter_json
from weconnect.engine.database.transactions import db
from weconnect.engine.realtime.hub.membership import join
from weconnect.erasing import jobs as erasing_jobs
from weconnect.erasing import service as erasing
from weconnect.erasing.models import Erasure
from weconnect.inbox import service as inbox
from weconnect.messages import history, newest_page_cache, room_list, service, unread
from weconnect.messages.serialize import messages
from weconnect.pins import service as pins
from weconnect.rooms import service as rooms
from weconnect.threads import service as threads
from weconnect.threads.followed import followed
from weconnect.wire import threads as wire_threads
from weconnect.wire.bookmarks import BookmarksQuery, PutBookmark
from weconnect.wire.errors import Forbidden, NotFound
from weconnect.wire.inbox import InboxQuery
from weconnect.wire.messages import HistoryPage, JoinedRoom, Message
from weconnect.wire.pins import PinsQuery
from weconnect.wire.rooms import CreateRoom, EditRoom


@pytest.fixture
def den(team: Team):
    """A private room that hides what was said, of ann and bo; and cy, who is not in it."""
    ann, bo, cy = team.people("ann", "bo", "cy")
    wish = CreateRoom(kind="private", name="Den", members=["bo"], hides_history=True)
    return ann, bo, cy, rooms.create_room(ann, wish).id


def contents(found: list[Message]) -> list[str]:
    return [one.content for one in found]


def thread(team: Team, actor: Actor, root: Message, text: str) -> Message:
    from tests.harness.team import new_id
    from weconnect.wire.body import TextBody

    return service.send_message(actor, root.room, TextBody(content=text), new_id(), thread=root.id)


def test_who_comes_sees_what_is_said_from_then_on(team: Team, den):
    ann, bo, cy, room = den
    for number in range(3):
        team.say(ann, room, f"before {number}")
    rooms.add_member(ann, room, "cy")
    team.say(bo, room, "after")

    for person, seen in ((bo, 4), (cy, 1)):
        assert len(team.everything(person, room)) == seen
        for entered in (
            enter(person, room),
            JoinedRoom.model_validate_json(enter_json(person, room).text, strict=False),
            enter(person, room, after=0),
            JoinedRoom.model_validate_json(enter_json(person, room, 0).text, strict=False),
            enter(person, room, before=5),
        ):
            assert len(entered.messages) == seen
            assert entered.complete
            assert entered.visible_from_seq == (4 if person is cy else 0)
        assert len(team.changes(person, room, 0).changes) == seen
        assert len(team.history(person, room, limit=2).messages) == min(seen, 2)
    assert team.changes(cy, room, 0).version == team.changes(bo, room, 0).version
    assert team.unread(cy, room) == (1, 0)


def test_for_a_crowd_that_came_at_once_a_page_is_read_once(
    team: Team, den, monkeypatch: pytest.MonkeyPatch
):
    """Each gets what was said since they came, and their own name if it is another by then."""
    ann, bo, cy, room = den
    team.say(ann, room, "before")
    crowd = team.crowd(5)
    for one in crowd:
        rooms.add_member(ann, room, one.username)
    team.say(bo, room, "between")
    rooms.add_member(ann, room, "cy")
    team.say(bo, room, "after")
    read: list[int] = []

    def counted(room_id: int, visible_from: int) -> HistoryPage:
        read.append(visible_from)
        return history.page(room_id, visible_from)

    monkeypatch.setattr(newest_page_cache, "page", counted)
    for _ in range(2):
        for person, seen in ((bo, 3), *((one, 2) for one in crowd), (cy, 1)):
            found = JoinedRoom.model_validate_json(enter_json(person, room).text, strict=False)
            assert contents(found.messages) == ["before", "between", "after"][-seen:]
            assert found.complete
    assert read == [0, 2, 3]
    profile.rename(bo, "Bob")
    found = JoinedRoom.model_validate_json(enter_json(cy, room).text, strict=False)
    assert found.messages[0].sender.display_name == "Bob"


def test_those_who_were_there_go_on_seeing_all(team: Team, den):
    ann, bo, _, room = den
    rooms.edit_room(ann, room, EditRoom(hides_history=False))
    team.say(ann, room)
    rooms.edit_room(ann, room, EditRoom(hides_history=True))
    assert len(team.everything(bo, room)) == 1


def test_the_setting_is_for_those_who_come_from_then_on(team: Team, den):
    ann, _, cy, room = den
    (dee,) = team.people("dee")
    team.say(ann, room)
    rooms.add_member(ann, room, "cy")
    rooms.edit_room(ann, room, EditRoom(hides_history=False))
    rooms.add_member(ann, room, "dee")
    assert team.everything(cy, room) == []
    assert len(team.everything(dee, room)) == 1


def test_who_may_set_it_and_where(team: Team, den):
    ann, bo, cy, room = den
    rooms.add_member(ann, room, "cy")
    rooms.change_role(ann, room, cy.id, "admin")
    (dee,) = team.people("dee")
    show = EditRoom(hides_history=False)
    with pytest.raises(Forbidden):
        rooms.edit_room(bo, room, show)
    with pytest.raises(NotFound):
        rooms.edit_room(dee, room, show)
    assert not rooms.edit_room(cy, room, show).hides_history
    hide = EditRoom(hides_history=True)
    with pytest.raises(Forbidden, match="private"):
        rooms.edit_room(ann, team.room(ann), hide)
    with pytest.raises(Forbidden):
        rooms.edit_room(ann, team.direct(ann, bo), hide)
    with pytest.raises(Forbidden, match="private"):
        rooms.create_room(ann, CreateRoom(kind="public", name="Hall", hides_history=True))


def test_members_hear_of_the_setting(team: Team, stage: Stage, den):
    ann, bo, _, room = den
    tab = stage.connect(bo)
    rooms.edit_room(ann, room, EditRoom(hides_history=False))
    assert [one["hidesHistory"] for one in stage.of("roomChanged", tab)] == [False]


def test_whoever_comes_back_begins_anew(team: Team, den):
    ann, bo, _, room = den
    own = team.say(bo, room, "mine")
    bookmarks.save(bo, own.id, PutBookmark())
    rooms.leave_room(bo, room)
    rooms.add_member(ann, room, "bo")

    assert team.everything(bo, room) == []
    with pytest.raises(NotFound):
        team.edit(bo, own, "mine still")
    with pytest.raises(NotFound):
        service.delete_message(bo, own.id)
    (kept,) = bookmarks.listed(bo, BookmarksQuery()).bookmarks
    assert kept.said is None
    # A reaction to what they do not see any more is no news to them.
    from weconnect.reactions.service import add_reaction

    add_reaction(ann, own.id, "👍")
    assert inbox.inbox(bo, InboxQuery()).items == []


def test_all_of_ones_own_is_deleted_whether_or_not_one_sees_it(team: Team, den):
    ann, bo, _, room = den
    own, other = team.say(bo, room, "mine"), team.say(ann, room, "hers")
    rooms.leave_room(bo, room)
    rooms.add_member(ann, room, "bo")
    erasing.begin(bo, room)
    erasing_jobs.erase_messages({"user": bo.id})
    assert db.session.get_one(Erasure, bo.id).done == 1
    deleted = {one.id: one.deleted for one in team.everything(ann, room)}
    assert deleted == {own.id: True, other.id: False}
    # Only one's own.
    with pytest.raises(NotFound):
        service.delete_message(bo, other.id, unseen=True)


def test_what_they_do_not_see_they_do_not_touch(team: Team, den):
    ann, _, cy, room = den
    old = team.say(ann, room)
    rooms.add_member(ann, room, "cy")
    rooms.change_role(ann, room, cy.id, "admin")
    with pytest.raises(NotFound):
        team.say(cy, room, reply_to=old.id)
    with pytest.raises(NotFound):
        thread(team, cy, old, "an answer")
    with pytest.raises(NotFound):
        service.delete_message(cy, old.id)
    with pytest.raises(NotFound):
        pins.pin_message(cy, old.id, on=True)
    with pytest.raises(NotFound):
        history.message(cy, old.id)


def test_nothing_before_is_ever_unread(team: Team, den):
    ann, _, cy, room = den
    for _ in range(3):
        team.say(ann, room, "hello @bo")
    rooms.add_member(ann, room, "cy")
    team.say(ann, room, "hello @cy")
    unread.mark_read(cy, room, 4)
    assert unread.mark_unread(cy, room, 1).read_seq == 3
    assert team.unread(cy, room) == (1, 1)


def test_a_mention_that_is_put_into_what_was_said_before_calls_for_nobody_who_came_later(
    team: Team, den
):
    ann, _, cy, room = den
    root = team.say(ann, room, "root")
    answer = thread(team, ann, root, "answer")
    rooms.add_member(ann, room, "cy")
    team.edit(ann, root, "root @cy")
    team.edit(ann, answer, "answer @cy")
    assert team.unread(cy, room) == (0, 0)
    assert inbox.inbox(cy, InboxQuery()).items == []
    summary = room_list.summary(cy, room)
    assert summary is not None
    assert summary.threads is None
    assert followed(cy, wire_threads.ThreadListQuery()).threads == []


def test_a_thread_that_goes_on_is_seen_without_its_beginning(team: Team, den):
    ann, bo, cy, room = den
    root = team.say(ann, room, "root")
    thread(team, bo, root, "before")
    rooms.add_member(ann, room, "cy")
    wish = wire_threads.ThreadHistory(room=room, thread=root.id)
    with pytest.raises(NotFound):
        threads.page(cy, wish)
    after = thread(team, bo, root, "after @cy")

    page = threads.page(cy, wish)
    assert page.root is None
    assert contents(page.messages) == ["after @cy"]
    assert page.complete
    assert page.unread == 1
    (found,) = followed(cy, wire_threads.ThreadListQuery()).threads
    assert found.root is None
    assert found.last.id == after.id
    thread(team, cy, root, "I answer")
    assert contents(threads.page(cy, wish).messages) == ["after @cy", "I answer"]
    whole = threads.page(ann, wish)
    assert whole.root is not None
    assert len(whole.messages) == 3


def test_pins_are_moved_among_those_that_one_sees(team: Team, den):
    ann, _, cy, room = den
    old = [team.say(ann, room, f"old {number}") for number in range(2)]
    for one in old:
        pins.pin_message(ann, one.id, on=True)
    rooms.add_member(ann, room, "cy")
    new = [team.say(ann, room, f"new {number}") for number in range(3)]
    for one in new:
        pins.pin_message(ann, one.id, on=True)

    def order(actor: Actor) -> list[str]:
        found = pins.list_pins(actor, room, PinsQuery()).pins
        return contents([one.message for one in found])

    assert order(cy) == ["new 2", "new 1", "new 0"]
    pins.move_pin(cy, new[2].id, 2)
    assert order(cy) == ["new 1", "new 0", "new 2"]
    pins.move_pin(cy, new[2].id, 0)
    assert order(ann) == ["new 2", "new 1", "new 0", "old 1", "old 0"]


def test_changes_of_what_was_said_before_reach_those_who_were_there(team: Team, stage: Stage, den):
    ann, bo, cy, room = den
    old = team.say(ann, room, "old")
    rooms.add_member(ann, room, "cy")
    there = stage.connect(bo, room)
    came = stage.connect(cy)
    join(came, room, 2)
    team.edit(ann, old, "old still")
    team.say(ann, room, "new")

    assert len(stage.of("messageChanged", there)) == 1
    assert stage.of("messageChanged", came) == []
    assert stage.of("unseenChanged", came) == [{"room": room, "version": 2}]
    assert stage.of("unseenChanged", there) == []
    assert [one["seq"] for one in stage.of("newMessage", came)] == [2]
    assert db.session.query(messages).count() == 2
