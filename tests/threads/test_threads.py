"""Threads: they stand in the room's one log, and beside the room."""

import pytest
from sqlalchemy import insert, select, update

from tests.harness.answers import first
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from tests.harness.waiting import eventually
from weconnect.auth.accounts.actor import Actor
from weconnect.chat.admission.cluster_store import ClusterStore
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages import room_list
from weconnect.messages import service as messages
from weconnect.messages.serialize import messages as stored
from weconnect.messages.unread import mark_read
from weconnect.rooms import service as rooms
from weconnect.rooms.models import Room
from weconnect.threads import marks, service
from weconnect.threads import summary as summaries
from weconnect.threads.followed import followed
from weconnect.wire import messages as wire_messages
from weconnect.wire import threads as wire
from weconnect.wire.base import MAX_ID
from weconnect.wire.body import TextBody
from weconnect.wire.errors import AppError, BadRequest, Forbidden, NotFound
from weconnect.wire.parts.threads import Answers, Threads


def answer(
    actor: Actor, root: wire_messages.Message, text: str = "an answer", *, in_room: bool = False
) -> wire_messages.Message:
    """Say something in a thread."""
    return messages.send_message(
        actor, root.room, TextBody(content=text), new_id(), thread=root.id, in_room=in_room
    )


def read(actor: Actor, root: wire_messages.Message, **wish: int) -> wire.ThreadPage:
    """A page of a thread."""
    return service.page(actor, wire.ThreadHistory(room=root.room, thread=root.id, **wish))


def read_up_to(actor: Actor, root: wire_messages.Message, seq: int) -> wire.ThreadStanding:
    return service.mark_read(actor, wire.MarkThreadRead(room=root.room, thread=root.id, seq=seq))


def follow(actor: Actor, root: wire_messages.Message, *, on: bool = True) -> wire.ThreadStanding:
    return service.follow(actor, wire.FollowThread(room=root.room, thread=root.id, on=on))


def summary(team: Team, actor: Actor, root: wire_messages.Message) -> Answers | None:
    """What everybody sees of a thread at its first message."""
    everything = team.everything(actor, root.room)
    return Threads.of(next(one for one in everything if one.id == root.id)).answers


def in_threads(team: Team, actor: Actor, room: int) -> tuple[int, int]:
    """How much of threads is unread in the list of rooms."""
    found = room_list.summary(actor, room)
    assert found is not None
    totals = room_list.totals(actor)
    assert totals.threads == (found.threads.unread if found.threads else 0)
    return (found.threads.unread, found.threads.mentions) if found.threads else (0, 0)


@transaction
def with_it(said: wire_messages.Message, number: int) -> None:
    """So many more like the newest message of a room, which stands in a thread only."""
    row = db.session.execute(select(stored).where(stored.c.id == said.id)).mappings().one()
    like = {key: value for key, value in row.items() if key != "id"}
    more = [
        {**like, "seq": said.seq + n, "client_id": new_id(), "asides": row["asides"] + n}
        for n in range(1, number + 1)
    ]
    db.session.execute(insert(stored), more)
    room = update(Room).where(Room.id == said.room).values(last_seq=said.seq + number)
    db.session.execute(room)


class TestOneLog:
    def test_an_answer_stands_in_the_rooms_log_and_says_so(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(ann, room)
        beside = answer(bo, root)
        both = answer(bo, root, in_room=True)
        after = team.say(ann, room)
        assert [one.seq for one in (root, beside, both, after)] == [1, 2, 3, 4]
        everything = team.everything(ann, room)
        shown = [(one.get("thread"), one.get("inRoom")) for one in (m.dump() for m in everything)]
        assert shown == [(None, None), (root.id, None), (root.id, True), (None, None)]
        assert not {"thread", "inRoom", "answers"} & set(after.dump())
        assert [one.id for one in read(ann, root).messages] == [beside.id, both.id]

    def test_versions_have_no_hole_and_the_first_message_comes_with_the_changes(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(ann, room)
        known = root.version
        answer(bo, root)
        page = team.changes(bo, room, known)
        assert [one.version for one in page.changes] == [known + 1, known + 2]
        told = Threads.of(next(one for one in page.changes if one.id == root.id)).answers
        assert told is not None
        assert (told.count, [one.username for one in told.people]) == (1, ["bo"])

    def test_of_many_at_once_the_first_message_changes_once_a_batch(self, team: Team, stage: Stage):
        ann, *others = team.people("ann", "bo", "cy", "di", "ed")
        room = team.room(ann, *others)
        root = team.say(ann, room)
        tab = stage.connect(ann, room)
        team.together(*(lambda one=one: answer(one, root) for one in others * 5))
        found = summary(team, ann, root)
        assert found is not None
        assert (found.count, len(found.people)) == (20, 3)
        told = stage.of("newMessage", tab) + stage.of("messageChanged", tab)
        versions = [one["version"] for one in told]
        assert sorted(versions) == list(range(root.version + 1, root.version + 1 + len(versions)))
        in_order = [
            one.data["version"]
            for one in stage.sent
            if one.event in ("newMessage", "messageChanged") and tab.sid in one.sids
        ]
        assert in_order == sorted(in_order)
        assert stage.of("messageChanged", tab)[-1]["answers"]["count"] == 20

    def test_the_same_answer_twice_is_one(self, team: Team):
        ann, bo = team.people("ann", "bo")
        root = team.say(ann, team.room(ann, bo))
        client_id = new_id()
        for _ in range(2):
            messages.send_message(
                bo, root.room, TextBody(content="once"), client_id, thread=root.id
            )
        found = summary(team, ann, root)
        assert found is not None
        assert found.count == 1
        assert in_threads(team, ann, root.room) == (1, 0)

    def test_pages_of_a_thread(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(ann, room)
        said = []
        for _ in range(7):
            said.append(answer(bo, root).seq)
            team.say(ann, room, "in between")
        newest = read(ann, root, limit=3)
        assert [one.seq for one in newest.messages] == said[-3:]
        assert not newest.complete
        before = read(ann, root, before=said[-3], limit=4)
        assert ([one.seq for one in before.messages], before.complete) == (said[:4], True)
        after = read(ann, root, after=said[4], limit=3)
        assert ([one.seq for one in after.messages], after.complete) == (said[5:], True)
        with pytest.raises(AppError):
            read(ann, root, after=1, before=9)


class TestWhatCanHaveAThread:
    def test_nothing_that_is_not_there(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room, other = team.room(ann, bo), team.room(ann, cy)
        elsewhere = team.say(ann, other)
        with pytest.raises(NotFound):
            messages.send_message(bo, room, TextBody(content="x"), new_id(), thread=elsewhere.id)
        with pytest.raises(NotFound):
            messages.send_message(bo, room, TextBody(content="x"), new_id(), thread=10**9)
        with pytest.raises(NotFound):
            service.page(bo, wire.ThreadHistory(room=room, thread=elsewhere.id))

    def test_nothing_that_stands_in_a_thread_itself(self, team: Team):
        ann, bo = team.people("ann", "bo")
        root = team.say(ann, team.room(ann, bo))
        for in_room in (False, True):
            with pytest.raises(Forbidden):
                answer(bo, answer(bo, root, in_room=in_room))
        with pytest.raises(NotFound):
            read(ann, answer(bo, root))

    def test_nothing_deleted_but_what_was_said_stays(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root, silent = team.say(ann, room), team.say(ann, room)
        said = answer(bo, root)
        for one in (root, silent):
            messages.delete_message(ann, one.id)
            with pytest.raises(Forbidden):
                answer(bo, one)
        page = read(bo, root)
        assert page.root
        assert page.root.deleted
        assert [one.id for one in page.messages] == [said.id]
        with pytest.raises(NotFound):
            read(bo, silent)
        messages.delete_message(bo, said.id)
        assert summary(team, ann, root) is None
        with pytest.raises(NotFound):
            read(bo, root)

    def test_also_not_in_the_batch_that_deletes_it(self, team: Team):
        ann, bo = team.people("ann", "bo")
        root = team.say(ann, team.room(ann, bo))
        team.together(
            lambda: messages.delete_message(ann, root.id), lambda: answer(bo, root, "too late")
        )
        assert summary(team, ann, root) is None


class TestTheSummary:
    def test_shows_how_many_who_and_when_last(self, team: Team):
        ann, bo, cy, di = team.people("ann", "bo", "cy", "di")
        root = team.say(ann, team.room(ann, bo, cy, di))
        said = [answer(one, root) for one in (bo, cy, ann, di, cy)]
        found = summary(team, ann, root)
        assert found is not None
        assert found.count == 5
        assert [one.username for one in found.people] == ["cy", "di", "ann"]
        last = said[-1].dump()
        assert found.dump()["lastAt"] == last["timestamp"]
        assert found.last_seq == last["seq"]

    def test_goes_back_with_what_is_taken_back(self, team: Team, stage: Stage):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        root = team.say(ann, room)
        first, second = answer(bo, root), answer(cy, root)
        tab = stage.connect(ann, room)
        messages.delete_message(cy, second.id)
        found = summary(team, ann, root)
        assert found is not None
        assert (found.count, found.last_seq) == (1, first.seq)
        assert [one.username for one in found.people] == ["bo"]
        told = stage.of("messageChanged", tab)
        assert [one["id"] for one in told] == [second.id, root.id]
        messages.delete_message(bo, first.id)
        assert summary(team, ann, root) is None
        assert "answers" not in stage.of("messageChanged", tab)[-1]

    def test_of_a_long_thread_only_the_newest_are_looked_at(
        self, team: Team, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(summaries, "LOOKED_AT", 2)
        ann, bo, cy = team.people("ann", "bo", "cy")
        root = team.say(ann, team.room(ann, bo, cy))
        said = [answer(one, root) for one in (bo, cy, bo, ann, cy)]
        messages.delete_message(cy, said[4].id)
        found = summary(team, ann, root)
        assert found is not None
        assert (found.count, found.last_seq) == (4, said[3].seq)
        assert [one.username for one in found.people] == ["ann", "bo"]
        messages.delete_message(bo, said[0].id)
        messages.delete_message(cy, said[1].id)
        answer(cy, root)
        assert (found := summary(team, ann, root))
        assert found.count == 3


class TestUnread:
    def test_the_room_counts_what_stands_in_it(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        root = team.say(ann, room)
        mark_read(cy, room, 1)
        answer(bo, root)
        assert team.unread(cy, room) == (0, 0)
        answer(bo, root, in_room=True)
        assert team.unread(cy, room) == (1, 0)
        team.say(bo, room)
        answer(bo, root)
        assert team.unread(cy, room) == (2, 0)
        mark_read(cy, room, 3)
        assert team.unread(cy, room) == (1, 0)
        mark_read(cy, room, 5)
        assert team.unread(cy, room) == (0, 0)

    def test_who_answers_in_a_thread_has_not_read_the_room(self, team: Team, stage: Stage):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(ann, room)
        tab = stage.connect(bo, room)
        answer(bo, root)
        assert team.unread(bo, room) == (1, 0)
        assert stage.of("readState", tab) == []
        answer(bo, root, in_room=True)
        assert team.unread(bo, room) == (0, 0)

    def test_who_began_who_wrote_and_who_is_called_follow(self, team: Team):
        ann, bo, cy, di = team.people("ann", "bo", "cy", "di")
        room = team.room(ann, bo, cy, di)
        root = team.say(ann, room)
        answer(bo, root, "what does @cy say?")
        answer(di, root)
        counts = [in_threads(team, one, room) for one in (ann, bo, cy, di)]
        assert counts == [(2, 0), (1, 0), (2, 1), (0, 0)]
        answer(ann, root)
        assert in_threads(team, ann, room) == (0, 0), "who writes has read what stands above"

    def test_a_thread_is_read_by_itself_and_never_back(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(ann, room)
        said = [answer(bo, root, text).seq for text in ("one", "@ann two", "three")]
        mark_read(ann, room, 99)
        assert (team.unread(ann, room), in_threads(team, ann, room)) == ((0, 0), (3, 1))
        assert read_up_to(ann, root, said[0]).unread == 2
        assert in_threads(team, ann, room) == (2, 1)
        assert read_up_to(ann, root, said[1]).mentions == 0
        assert read_up_to(ann, root, said[0]).read_seq == said[1]
        assert read_up_to(ann, root, 10**6).read_seq == said[2]
        assert in_threads(team, ann, room) == (0, 0)
        answer(bo, root)
        assert in_threads(team, ann, room) == (1, 0), "nothing is read in advance"

    def test_what_calls_in_a_thread_is_not_read_with_the_room(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(bo, room)
        answer(bo, root, "@ann")
        answer(bo, root, "@ann, here as well", in_room=True)
        assert (team.unread(ann, room), in_threads(team, ann, room)) == ((2, 1), (2, 1))
        mark_read(ann, room, 99)
        assert (team.unread(ann, room), in_threads(team, ann, room)) == ((0, 0), (2, 1))
        read_up_to(ann, root, 99)
        assert in_threads(team, ann, room) == (0, 0)

    def test_an_edit_calls_others_and_what_was_read_stays_read(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        root = team.say(ann, room)
        said = answer(bo, root, "hm")
        read_up_to(ann, root, said.seq)
        team.edit(bo, said, "hm, @ann and @cy")
        assert in_threads(team, ann, room) == (0, 0)
        assert in_threads(team, cy, room) == (1, 1)
        assert team.unread(cy, room) == (1, 0)

    def test_what_is_taken_back_waits_for_nobody(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(ann, room)
        said = answer(bo, root, "@ann")
        messages.delete_message(bo, said.id)
        assert in_threads(team, ann, room) == (0, 0)

    def test_following_and_unfollowing(self, team: Team):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        root = team.say(ann, room)
        answer(bo, root, "@cy")
        assert follow(cy, root, on=False).following is False
        assert in_threads(team, cy, room) == (0, 0)
        answer(bo, root)
        assert in_threads(team, cy, room) == (0, 0)
        assert follow(cy, root).unread == 0, "it begins with what is said from then on"
        answer(bo, root)
        assert in_threads(team, cy, room) == (1, 0)
        follow(ann, root, on=False)
        answer(bo, root)
        assert in_threads(team, ann, room) == (0, 0), "whoever began it has chosen"
        answer(bo, root, "what about @ann?")
        assert in_threads(team, ann, room) == (1, 1), "being called begins it anew"

    def test_the_oldest_of_too_many_fall_out(self, team: Team, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(marks, "MOST", 3)
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        roots = [team.say(ann, room) for _ in range(5)]
        for root in roots[:4]:
            answer(bo, root, "@ann?")
        followed_by = [[read(one, root).following for root in roots] for one in (ann, bo)]
        assert followed_by == [[False, True, True, True, False]] * 2
        assert in_threads(team, ann, room) == (3, 3)
        follow(bo, roots[0])
        assert read(bo, roots[0]).following, "what one follows now stays, however old it is"
        follow(bo, roots[4])
        assert [read(bo, root).following for root in roots] == [False, False, True, True, True]

    def test_counts_end_at_a_thousand_but_the_rooms_stays_exact(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        first = answer(bo, team.say(ann, room))
        with_it(first, 1500)
        team.say(bo, room)
        found = room_list.summary(ann, room)
        assert found is not None
        assert (found.aside, found.unread) == (1501, 1)
        assert in_threads(team, ann, room) == (1000, 0)
        assert followed(ann, wire.ThreadListQuery()).threads[0].unread == 1000

    def test_all_are_read_in_steps(self, team: Team, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(service, "STEP", 2)
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        for root in [team.say(ann, room) for _ in range(5)]:
            answer(bo, root)
        assert service.mark_all_read(ann) == 5
        assert service.mark_all_read(ann) == 0
        assert in_threads(team, ann, room) == (0, 0)

    def test_whoever_leaves_a_room_leaves_its_threads(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo)
        root = team.say(bo, room)
        answer(ann, root, "@bo")
        assert in_threads(team, bo, room) == (1, 1)
        rooms.leave_room(bo, room)
        assert followed(bo, wire.ThreadListQuery()).threads == []
        answer(ann, root)
        rooms.join_room(bo, room)
        assert in_threads(team, bo, room) == (0, 0)
        answer(ann, root)
        assert in_threads(team, bo, room) == (0, 0)

    def test_those_who_follow_hear_of_it_wherever_they_look(self, team: Team, stage: Stage):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        root = team.say(ann, room)
        tabs = [stage.connect(ann, room), stage.connect(ann), stage.connect(cy, room)]
        said = answer(bo, root)
        eventually(lambda: stage.of("threadState", tabs[1]), "the followers hear of it")
        told = stage.of("threadState", tabs[0])[-1]
        assert told == stage.of("threadState", tabs[1])[-1]
        assert told == {
            "room": room,
            "thread": root.id,
            "following": True,
            "readSeq": said.seq - 1,
            "unread": 1,
            "mentions": 0,
            "roomUnread": 1,
            "roomMentions": 0,
        }
        assert stage.of("threadState", tabs[2]) == []
        stage.clear()
        service.mark_read(
            ann, wire.MarkThreadRead(room=room, thread=root.id, seq=said.seq), tabs[0].sid
        )
        assert [one["unread"] for one in stage.of("threadState", tabs[1])] == [0]
        assert stage.of("threadState", tabs[0]) == []

    def test_also_if_the_server_where_it_was_said_was_not_heard(self, team: Team, stage: Stage):
        ann, bo, cy = team.people("ann", "bo", "cy")
        room = team.room(ann, bo, cy)
        root = team.say(ann, room)
        tabs = [stage.connect(ann), stage.connect(cy)]
        answer(bo, root)
        eventually(lambda: stage.of("threadState", tabs[0]), "the followers hear of it")
        stage.clear()
        # As the engine asks whenever Redis is, or was, away.
        ClusterStore().overlooked(60.0)
        eventually(lambda: stage.of("threadState", tabs[0]), "the followers hear of it again")
        assert stage.of("threadState", tabs[0])[-1]["roomUnread"] == 1
        assert stage.of("threadState", tabs[1]) == []


class TestTheList:
    def test_goes_on_after_no_number_that_is_none_of_a_message(self, team: Team):
        (ann,) = team.people("ann")
        with pytest.raises(BadRequest):
            followed(ann, wire.ThreadListQuery(cursor=f"0.{MAX_ID + 1}"))

    def test_has_what_is_unread_first_in_pages(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room = team.room(ann, bo, name="Hall")
        roots = [team.say(ann, room, f"thread {number}") for number in range(5)]
        for root in roots:
            answer(bo, root)
        read_up_to(ann, roots[4], 99)
        read_up_to(ann, roots[1], 99)
        found: list[wire.FollowedThread] = []
        cursor = ""
        while True:
            page = followed(ann, wire.ThreadListQuery(cursor=cursor, limit=2))
            found += page.threads
            if page.next is None:
                break
            cursor = page.next
        assert [one.root and one.root.content[-1] for one in found] == ["3", "2", "0", "4", "1"]
        assert [one.unread for one in found] == [1, 1, 1, 0, 0]
        assert {one.dump()["roomName"] for one in found} == {"Hall"}
        assert found[0].last.content == "an answer"
        assert followed(bo, wire.ThreadListQuery()).threads[0].unread == 0


def test_the_way_to_ones_threads_counts_as_the_totals_do(shared_server):
    """Not what waits in rooms that are muted, or of which one wants to hear nothing."""
    ann, bo = (shared_server.person(f"{name}.threads") for name in ("ann", "bo"))
    room = ann.make_room("Loud", members=[bo.username])["id"]
    root = ann.call_api("POST", f"/rooms/{room}/messages", {"content": "what of it?"})["id"]
    said = {"content": "this", "thread": root}
    bo.call_api("POST", f"/rooms/{room}/messages", said)

    def counted() -> int:
        shown = first(
            r'threads-link.*?class="count"( hidden)?>(\d*)<', ann.get(f"/rooms/{room}").text
        )
        in_all = ann.call_api("GET", "/rooms")["totals"]["threads"]
        assert (shown[2] or "0") == str(in_all)
        assert bool(shown[1]) is not bool(in_all)
        return in_all

    assert counted() == 1
    for level, muted, number in ((None, True, 0), ("nothing", False, 0), ("mentions", False, 1)):
        ann.call_api("PUT", f"/rooms/{room}/level", {"level": level, "muted": muted})
        assert counted() == number
