"""The checkers bite: with each of these mistakes in the product, the tests would fail.

Every mistake is made on purpose, and one of the checks that the other tests rely on must see it.
"""

import itertools
import random
from collections.abc import Iterator

import gevent
import pytest
from flask import Flask
from sqlalchemy import text

from tests.harness.checks import check_logs, gaps
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.database.transactions import write_engine
from weconnect.messages import batch as batches
from weconnect.messages import batch_queries, plain_posts
from weconnect.messages import log as log_module
from weconnect.messages.log import MessageLog, Result
from weconnect.wire import messages as wire

from .sender import Sender, check


@pytest.fixture
def team(sqlite_app: Flask) -> Iterator[Team]:
    """Where the mistakes are made does not depend on the database."""
    with sqlite_app.app_context():
        yield Team(sqlite_app)


def busy(team: Team, sends: int = 200) -> dict[int, list[wire.Message]]:
    """Several people at once; returns what was acknowledged, by room."""
    crowd = team.crowd(5)
    rooms = [team.room(crowd[0], *crowd[1:]) for _ in range(3)]
    choose = random.Random(1)

    def send() -> object:
        return team.say(choose.choice(crowd), choose.choice(rooms))

    answers = [one for one in team.together(*[send] * sends) if not isinstance(one, Exception)]
    return {room: [one for one in answers if one.room == room] for room in rooms}


def test_without_a_mistake_nothing_is_found(team: Team):
    acknowledged = busy(team)
    assert check_logs() == 200
    assert not any(gaps(one.seq for one in messages) for messages in acknowledged.values())


def test_without_the_unique_key_doubles_are_found(team: Team, monkeypatch: pytest.MonkeyPatch):
    with write_engine().begin() as connection:
        table = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'messages'"
        ).scalar_one()
        key = "CONSTRAINT uq_messages_sender_id_client_id UNIQUE (sender_id, client_id)"
        assert key in table
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.execute(
            text("UPDATE sqlite_master SET sql = :sql WHERE name = 'messages'"),
            {"sql": table.replace(f"{key},", "").replace(f", {key}", "").replace(key, "CHECK (1)")},
        )
        connection.execute(
            text("DELETE FROM sqlite_master WHERE name = 'sqlite_autoindex_messages_2'")
        )
        connection.exec_driver_sql("PRAGMA writable_schema = RESET")
    monkeypatch.setattr(batch_queries, "earlier", lambda _connection, _keys: {})
    ann = team.person("ann")
    room, key = team.room(ann), new_id()
    team.say(ann, room, client_id=key)
    team.say(ann, room, client_id=key)
    with pytest.raises(AssertionError, match="one clientId, two messages"):
        check_logs()


@pytest.mark.parametrize("column", ["last_seq", "version"])
def test_a_number_that_is_left_out_is_found(
    team: Team, monkeypatch: pytest.MonkeyPatch, column: str
):
    real, sent = batches.Batch._post, itertools.count(1)

    def post(batch, entry, *rest):
        counter = batch._counters[entry.room_id]
        if next(sent) == 100:
            setattr(counter, column, getattr(counter, column) + 1)
        return real(batch, entry, *rest)

    monkeypatch.setattr(batches.Batch, "_post", post)
    acknowledged = busy(team)
    holes = [
        gaps(one.seq for one in messages) + gaps(one.version for one in messages)
        for messages in acknowledged.values()
    ]
    assert any(holes)
    if column == "last_seq":
        with pytest.raises(AssertionError, match="seq of room"):
            check_logs()


def test_counters_that_are_not_saved_are_found(team: Team, monkeypatch: pytest.MonkeyPatch):
    ann = team.person("ann")
    room = team.room(ann)
    monkeypatch.setattr(plain_posts, "are_plain", lambda _entries: False)
    monkeypatch.setattr(batches.Batch, "_save_counters", lambda _batch: None)
    team.say(ann, room)
    with pytest.raises(AssertionError, match="seq of room"):
        check_logs()


def test_an_acknowledgement_before_the_commit_is_found(team: Team, monkeypatch: pytest.MonkeyPatch):
    """The process dies between the two, as at kill -9: what was acknowledged is not there."""
    ann = team.person("ann")
    room = team.room(ann)
    seqs = itertools.count(1)

    def too_early(log: MessageLog, entry: batches.Post) -> Result:
        result: Result = DirectResult()
        promised = template.model_copy(
            update={"client_id": entry.client_id, "seq": next(seqs), "content": "promised"}
        )
        result.set(batches.Outcome(promised, news=True))
        if len(sender.acknowledged) < 3:
            real(log, entry)
        return result

    template = wire.NewMessage.model_construct(**dict(team.say(ann, room)))
    sender = _Acknowledged()
    real = MessageLog.submit
    monkeypatch.setattr(MessageLog, "submit", too_early)
    for _ in range(6):
        key = new_id()
        message = team.say(ann, room, client_id=key)
        sender.acknowledged.append(message.dump())
    monkeypatch.undo()
    gevent.sleep(0)
    stored = {room: [one.dump() for one in team.everything(ann, room)]}
    assert check([sender], stored).lost > 0


class _Acknowledged(Sender):
    def __init__(self) -> None:
        self.acknowledged = []
        self.sent = 6


def test_one_publication_in_a_hundred_that_is_skipped_is_found(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    stage = Stage(team.app)
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    tab = stage.connect(bo, room)
    real, told = log_module._publish, itertools.count(1)
    monkeypatch.setattr(
        log_module, "_publish", lambda *news: None if next(told) == 50 else real(*news)
    )
    team.together(*[lambda: team.say(ann, room)] * 100)
    assert gaps(one["seq"] for one in stage.of("newMessage", tab)) == [50]


def test_a_lost_a_doubled_and_a_changed_message_are_found():
    sent = [{"clientId": str(n), "seq": n, "version": n, "content": "x"} for n in range(1, 11)]
    sender = _Acknowledged()
    sender.acknowledged = sent
    assert check([sender], {1: sent})[2:] == (0, 0, 0)
    assert check([sender], {1: sent[:-1]}).lost == 1
    assert check([sender], {1: sent[:4] + sent[5:]})[2:] == (1, 0, 2)
    double = [*sent, {**sent[0], "seq": 11, "version": 11}]
    assert check([sender], {1: double}).duplicated == 1
    changed = [{**sent[0], "content": "y"}, *sent[1:]]
    assert check([sender], {1: changed}).lost == 1
