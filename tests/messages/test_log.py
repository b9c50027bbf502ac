"""The message log: every message has its place, once, and is on disk before anybody hears of it."""

import itertools
import random
import uuid
from collections import defaultdict

import gevent
import pytest

from tests.harness.checks import check_logs, gaps
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from tests.harness.waiting import eventually
from weconnect.engine.realtime.hub.publish import publish
from weconnect.messages import batch as batches
from weconnect.messages import log as log_module
from weconnect.messages import plain_posts, service
from weconnect.messages.log import message_log
from weconnect.rooms import service as rooms
from weconnect.wire.body import TextBody
from weconnect.wire.errors import AppError, NotFound, Unavailable
from weconnect.wire.messages import Message, SendMessage
from weconnect.wire.rooms import EditRoom


@pytest.fixture(params=["short", "ordinary"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few plain posts are written in a way of their own; what comes out is the same."""
    if request.param == "ordinary":
        write_all_in_batches(monkeypatch)


def write_all_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_posts, "are_plain", lambda _entries: False)


def busy_day(team: Team, sends: int) -> dict[int, list[Message]]:
    """Everybody posts at once into many rooms; returns the messages by room, as acknowledged."""
    crowd = team.crowd(25)
    room_ids = [team.room(crowd[0], *crowd[1:], name=f"Room {n}") for n in range(10)]
    acknowledged: dict[int, list[Message]] = defaultdict(list)
    choose = random.Random(7)

    def send(number: int) -> None:
        message = team.say(choose.choice(crowd), choose.choice(room_ids), f"number {number}")
        acknowledged[message.room].append(message)

    team.together(*((lambda number=number: send(number)) for number in range(sends)), patience=60)
    return acknowledged


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_what_comes_soon_after_a_batch_shares_the_next_one(team: Team, monkeypatch):
    """A transaction of PostgreSQL costs as much as several messages. The first does not wait."""
    ann = team.person("ann")
    room = team.room(ann)
    batches: list[int] = []
    real = log_module.MessageLog._write

    def write(log: log_module.MessageLog, batch: log_module.Waiting) -> None:
        batches.append(len(batch))
        real(log, batch)

    monkeypatch.setattr(log_module.MessageLog, "_write", write)
    monkeypatch.setattr(log_module, "PACE_S", 3600.0)
    team.say(ann, room, "first")
    monkeypatch.setattr(log_module, "PACE_S", 1.0)
    team.together(*[lambda: team.say(ann, room)] * 5)

    assert batches == [1, 5]


def test_a_thousand_sends_at_once_leave_no_gap_and_no_double(team: Team):
    acknowledged = busy_day(team, 1000)
    assert sum(map(len, acknowledged.values())) == 1000
    for messages in acknowledged.values():
        assert not gaps(one.seq for one in messages)
        assert not gaps(one.version for one in messages)
    assert check_logs() == 1000


def test_the_order_of_acknowledgements_is_the_order_of_seq(team: Team):
    for messages in busy_day(team, 300).values():
        assert [one.seq for one in messages] == sorted(one.seq for one in messages)


@pytest.mark.usefixtures("way")
def test_what_is_acknowledged_is_what_is_read_back(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    sent = [team.say(ann, room, text) for text in ("one", "zwei", "три 🦀", " spaces \n kept ")]
    assert team.everything(ann, room) == sent
    assert [one.seq for one in sent] == [1, 2, 3, 4]
    assert [one.version for one in sent] == [1, 2, 3, 4]


@pytest.mark.usefixtures("way")
def test_news_leaves_after_the_commit_in_the_order_of_seq(team: Team, stage: Stage):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    tab = stage.connect(bo, room)
    team.together(*[lambda: team.say(ann, room)] * 100)
    news = stage.of("newMessage", tab)
    assert [one["seq"] for one in news] == list(range(1, 101))
    assert news == [one.dump() for one in team.everything(bo, room)]


@pytest.mark.usefixtures("way")
class TestOneClientIdOneMessage:
    def test_sent_again(self, team: Team, stage: Stage):
        ann = team.person("ann")
        room, key = team.room(ann), new_id()
        tab = stage.connect(ann, room)
        first = team.say(ann, room, "hello", client_id=key)
        again = team.say(ann, room, "something else", client_id=key)
        assert again == first
        assert len(stage.of("newMessage", tab)) == 1
        assert check_logs() == 1

    def test_sent_many_times_at_once(self, team: Team, stage: Stage):
        ann = team.person("ann")
        room, key = team.room(ann), new_id()
        tab = stage.connect(ann, room)
        answers = team.together(*[lambda: team.say(ann, room, client_id=key)] * 50)
        assert all(one == answers[0] for one in answers)
        assert len(stage.of("newMessage", tab)) == 1
        assert check_logs() == 1

    def test_sent_into_two_rooms_it_stays_in_the_first(self, team: Team):
        ann = team.person("ann")
        here, there, key = team.room(ann), team.room(ann), new_id()
        first = team.say(ann, here, client_id=key)
        assert team.say(ann, there, client_id=key) == first
        assert team.everything(ann, there) == []

    def test_sent_into_two_rooms_at_once(self, team: Team):
        ann = team.person("ann")
        here, there, key = team.room(ann), team.room(ann), new_id()
        one, other = team.together(
            lambda: team.say(ann, here, client_id=key), lambda: team.say(ann, there, client_id=key)
        )
        assert one == other
        assert check_logs() == 1

    def test_sent_at_once_into_a_room_of_others_too(self, team: Team):
        ann, bo = team.people("ann", "bo")
        own, hidden, key = team.room(ann), team.room(bo, kind="private"), new_id()
        one, other = team.together(
            lambda: team.say(ann, own, client_id=key), lambda: team.say(ann, hidden, client_id=key)
        )
        assert one == other
        assert one.room == own

    def test_sent_again_into_a_room_that_was_archived_or_is_hidden(self, team: Team):
        """The first answer may have been lost: the message is there, and that is the answer."""
        ann, bo = team.people("ann", "bo")
        room, hidden, key = team.room(ann), team.room(bo, kind="private"), new_id()
        first = team.say(ann, room, client_id=key)
        rooms.edit_room(ann, room, EditRoom(archived=True))
        assert team.say(ann, room, client_id=key) == first
        assert team.say(ann, hidden, client_id=key) == first
        assert team.say(ann, room, client_id=key, reply_to=10**9) == first

    def test_two_people_may_choose_the_same(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room, key = team.room(ann, bo), new_id()
        assert team.say(ann, room, client_id=key).id != team.say(bo, room, client_id=key).id

    def test_sent_again_after_it_was_edited_or_deleted(self, team: Team):
        ann = team.person("ann")
        room, key = team.room(ann), new_id()
        first = team.say(ann, room, "first", client_id=key)
        edited = team.edit(ann, first, "second")
        assert team.say(ann, room, "first", client_id=key) == edited
        deleted = service.delete_message(ann, first.id)
        assert team.say(ann, room, "first", client_id=key) == deleted
        assert check_logs() == 1

    def test_sent_again_by_somebody_who_was_removed_it_tells_nothing(self, team: Team):
        ann, bo = team.people("ann", "bo")
        room, key = team.room(ann, bo, kind="private"), new_id()
        first = team.say(bo, room, client_id=key)
        rooms.remove_member(ann, room, bo.id)
        with pytest.raises(NotFound):
            team.say(bo, room, client_id=key)
        rooms.add_member(ann, room, "bo")
        assert team.say(bo, room, client_id=key) == first
        assert check_logs() == 1


class TestOneBadEntry:
    @pytest.mark.usefixtures("way")
    def test_what_may_not_be_sent_harms_nobody(self, team: Team):
        ann, bo, eve = team.people("ann", "bo", "eve")
        room, archived = team.room(ann, bo, kind="private"), team.room(ann, bo)
        rooms.edit_room(ann, archived, EditRoom(archived=True))
        calls = [
            lambda: team.say(ann, room, "good"),
            lambda: team.say(eve, room, "outsider"),
            lambda: team.say(bo, archived, "archived"),
            lambda: team.say(bo, 10**9, "no room"),
            lambda: team.say(bo, room, "reply to nothing", reply_to=10**9),
            lambda: service.delete_message(bo, 10**9),
            lambda: team.say(bo, room, "good"),
        ]
        answers = team.together(*calls)
        refused = [one.code if isinstance(one, AppError) else "ok" for one in answers]
        assert refused == [
            "ok", "notFound", "forbidden", "notFound", "notFound", "notFound", "ok",
        ]  # fmt: skip
        assert [one.content for one in team.everything(ann, room)] == ["good", "good"]
        assert check_logs() == 2

    def test_an_unexpected_failure_falls_back_to_one_by_one(
        self, team: Team, monkeypatch: pytest.MonkeyPatch
    ):
        write_all_in_batches(monkeypatch)
        ann = team.person("ann")
        room = team.room(ann)
        real, sizes = batches.Batch.write, []

        def is_poison(entry: batches.Entry) -> bool:
            return isinstance(entry, batches.Post) and entry.body == TextBody(content="poison")

        def write(batch: batches.Batch) -> object:
            sizes.append(len(batch.entries))
            if any(is_poison(entry) for entry in batch.entries):
                real(batch)
                raise RuntimeError("the disk is full of this")
            return real(batch)

        monkeypatch.setattr(batches.Batch, "write", write)
        texts = ["a", "b", "poison", "c", "d"]
        answers = team.together(*(lambda text=text: team.say(ann, room, text) for text in texts))
        assert isinstance(answers[2], Unavailable)
        assert [one.content for one in team.everything(ann, room)] == ["a", "b", "c", "d"]
        assert 1 in sizes
        assert check_logs() == 4

    def test_a_change_is_made_once_also_when_its_batch_fails(
        self, team: Team, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ):
        ann = team.person("ann")
        room = team.room(ann)
        message = team.say(ann, room, "before")
        tab = stage.connect(ann, room)
        real = batches.Batch.write

        def write(batch: batches.Batch) -> object:
            answer = real(batch)
            if len(batch.entries) > 1:
                raise RuntimeError("after all was done")
            return answer

        monkeypatch.setattr(batches.Batch, "write", write)
        edited, other = team.together(
            lambda: team.edit(ann, message, "after"), lambda: team.say(ann, room, "another")
        )
        assert {edited.version, other.version} == {2, 3}
        assert len(stage.of("messageChanged", tab)) == 1
        assert len(stage.of("newMessage", tab)) == 1


def test_news_that_cannot_be_sent_holds_back_no_other(
    team: Team, stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    ann = team.person("ann")
    room = team.room(ann)
    tab = stage.connect(ann, room)
    real = publish

    def perhaps(event, **options):
        if getattr(event, "content", "") == "unspeakable":
            raise RuntimeError("nobody can be told")
        real(event, **options)

    monkeypatch.setattr(log_module, "publish", perhaps)
    texts = ["a", "unspeakable", "b"]
    answers = team.together(*(lambda text=text: team.say(ann, room, text) for text in texts))
    assert [one.content for one in answers] == texts
    eventually(lambda: len(stage.of("newMessage", tab)) == 2)
    assert [one["content"] for one in stage.of("newMessage", tab)] == ["a", "b"]


def test_a_writer_that_was_cut_off_its_database_goes_on_afterwards(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    write_all_in_batches(monkeypatch)
    ann = team.person("ann")
    room = team.room(ann)
    with monkeypatch.context() as patch:
        patch.setattr(batches.Batch, "write", lambda _batch: 1 / 0)
        answers = team.together(*[lambda: team.say(ann, room)] * 3)
        assert [type(one) for one in answers] == [Unavailable] * 3
    assert team.say(ann, room).seq == 1


def test_a_full_queue_says_so_at_once(team: Team, monkeypatch: pytest.MonkeyPatch):
    ann = team.person("ann")
    room = team.room(ann)
    monkeypatch.setattr(log_module, "QUEUE", 20)
    answers = team.together(*[lambda: team.say(ann, room)] * 50)
    refused = [one for one in answers if isinstance(one, Unavailable)]
    assert len(refused) == 30
    assert all(one.retry_after for one in refused)
    assert check_logs() == 20
    assert team.say(ann, room).seq == 21


def test_at_the_end_what_was_accepted_is_written_and_nothing_more_accepted(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    sends = [gevent.spawn(team._alone, lambda: team.say(ann, room)) for _ in range(200)]
    gevent.sleep(0)
    message_log().close(20)
    gevent.joinall(sends, timeout=20)
    assert not [one for one in sends if isinstance(one.value, Exception)]
    with pytest.raises(Unavailable):
        team.say(ann, room)
    assert check_logs() == 200


def test_waiting_senders_hold_no_connection_that_the_writer_needs(team: Team):
    ann = team.person("ann")
    room = team.room(ann)

    def look_and_say() -> Message:
        team.history(ann, room)  # as a door does that has just looked up an access token
        return team.say(ann, room)

    answers = team.together(*[look_and_say] * 100)
    assert not gaps(one.seq for one in answers)
    assert len(answers) == 100


def test_a_sender_reads_what_it_wrote_although_it_read_before(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    assert team.everything(ann, room) == []
    sent = team.say(ann, room)
    assert team.everything(ann, room) == [sent]


def test_ids_given_once_are_not_given_again(team: Team):
    ann = team.person("ann")
    room = team.room(ann)
    last = [team.say(ann, room).id for _ in range(3)][-1]
    rooms.delete_room(ann, room)
    assert team.say(ann, team.room(ann)).id > last


def test_every_form_of_a_uuid_is_the_same_client_id():
    key = uuid.uuid4()
    forms = (str(key), str(key).upper(), key.hex, key.urn, f"{{{key}}}")
    parsed = {
        str(SendMessage.model_validate({"room": 1, "content": "x", "clientId": form}).client_id)
        for form in forms
    }
    assert parsed == {str(key)}


def test_batches_are_bounded(team: Team, monkeypatch: pytest.MonkeyPatch):
    write_all_in_batches(monkeypatch)
    ann = team.person("ann")
    room = team.room(ann)
    real, sizes = batches.Batch.write, []

    def write(batch: batches.Batch) -> object:
        sizes.append(len(batch.entries))
        return real(batch)

    monkeypatch.setattr(batches.Batch, "write", write)
    monkeypatch.setattr(log_module, "BATCH", 16)
    team.together(*[lambda: team.say(ann, room)] * 100)
    assert sum(sizes) == 100
    assert max(sizes) == 16
    assert len(list(itertools.takewhile(lambda size: size == 16, sizes))) >= 6
