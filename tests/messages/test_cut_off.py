"""PostgreSQL ends connections under the message log: nothing is lost, nothing is written twice."""

import random
import signal
from collections.abc import Callable, Iterator
from typing import Any

import gevent
import psycopg
import pytest
from sqlalchemy.pool import QueuePool

from tests.crash.sender import Sender, check, run_all, wait_for
from tests.harness.apps import Apps
from tests.harness.checks import check_logs
from tests.harness.commits import lost_commits
from tests.harness.databases import Postgres
from tests.harness.server import Server
from tests.harness.stage import Stage
from tests.harness.team import Team, new_id
from tests.harness.waiting import eventually
from weconnect.engine.database.errors import ConnectionLost
from weconnect.engine.database.psycopg_connection import Driver
from weconnect.engine.database.transactions import WRITING, db
from weconnect.messages import log as log_module
from weconnect.messages import service
from weconnect.messages.log import message_log
from weconnect.reactions.service import add_reaction, remove_reaction
from weconnect.wire import messages as wire
from weconnect.wire.body import TextBody
from weconnect.wire.errors import Unavailable
from weconnect.wire.messages import Message

RESTARTS = 3
BETWEEN = 200


@pytest.fixture
def team(_apps: Apps, tmp_path, postgres: Postgres) -> Iterator[Team]:
    with _apps.make(tmp_path, postgres) as app, app.app_context():
        yield Team(app)


def database_of(team: Team) -> str:
    return team.app.config["SQLALCHEMY_DATABASE_URI"].rpartition("/")[2]


def test_connections_that_are_ended_all_the_time_lose_and_double_nothing(
    team: Team, postgres: Postgres
):
    crowd = team.crowd(10)
    rooms = [team.room(crowd[0], *crowd[1:], name=f"Room {n}") for n in range(5)]
    stage = Stage(team.app)
    tab = stage.connect(crowd[0], *rooms)
    choose = random.Random(3)
    ended = acknowledged = 0
    goes_on = True

    def end() -> None:
        nonlocal ended
        while goes_on:
            ended += postgres.throw_out(database_of(team))
            # Never so often that a slow machine gets nothing done in between.
            before = acknowledged
            gevent.sleep(0.05)
            with gevent.Timeout(1, exception=False):  # type: ignore[arg-type]  # ends quietly
                while goes_on and acknowledged == before:
                    gevent.sleep(0.01)

    def send() -> Message:
        """Until it is acknowledged, as a client does."""
        nonlocal acknowledged
        author, room, key = choose.choice(crowd), choose.choice(rooms), new_id()
        gevent.sleep(choose.random() * 3)
        while True:
            try:
                message = team.say(author, room, client_id=key)
            except Unavailable:
                gevent.sleep(0.05)
            else:
                acknowledged += 1
                return message

    ending = gevent.spawn(end)
    messages = team.together(*[send] * 400, patience=120)
    # Not in the middle: PostgreSQL would still be ending those that are looked at next.
    goes_on = False
    ending.get(timeout=60)
    assert ended > 10
    assert len({one.id for one in messages}) == 400
    assert check_logs() == 400
    assert sorted(one["id"] for one in stage.of("newMessage", tab)) == sorted(
        one.id for one in messages
    ), "each was told, once"


@pytest.mark.parametrize("happened", [False, True])
class TestAnUnansweredCommit:
    """Of a batch: what is asked for is done once, acknowledged and told once."""

    def test_posts(self, team: Team, stage_of: Callable[..., Any], happened: bool):
        ann = team.person("ann")
        room = team.room(ann)
        stage, tab = stage_of(ann, room)
        with lost_commits(happened=happened):
            one, two = team.together(lambda: team.say(ann, room), lambda: team.say(ann, room))
        assert (one.seq, two.seq) == (1, 2)
        assert [one["seq"] for one in stage.of("newMessage", tab)] == [1, 2]
        assert team.everything(ann, room) == [one, two]
        assert check_logs() == 2

    def test_a_post_that_was_sent_before_is_no_news(
        self, team: Team, stage_of: Callable[..., Any], happened: bool
    ):
        ann = team.person("ann")
        room, key = team.room(ann), new_id()
        first = team.say(ann, room, client_id=key)
        stage, tab = stage_of(ann, room)
        with lost_commits(happened=happened):
            assert team.say(ann, room, client_id=key) == first
        assert stage.of("newMessage", tab) == []
        assert not message_log()._untold

    @pytest.mark.parametrize("what", ["edit", "delete", "react", "unreact"])
    def test_changes(self, team: Team, stage_of: Callable[..., Any], happened: bool, what: str):
        ann = team.person("ann")
        room = team.room(ann)
        message = team.say(ann, room)
        if what == "unreact":
            message = add_reaction(ann, message.id, "👍")
        changes: dict[str, Callable[[], wire.Message]] = {
            "edit": lambda: team.edit(ann, message, "other"),
            "delete": lambda: service.delete_message(ann, message.id),
            "react": lambda: add_reaction(ann, message.id, "👍"),
            "unreact": lambda: remove_reaction(ann, message.id, "👍"),
        }
        stage, tab = stage_of(ann, room)
        with lost_commits(happened=happened):
            changed = changes[what]()
        assert changed.version == message.version + 1
        assert [one["version"] for one in stage.of("messageChanged", tab)] == [changed.version]
        assert team.everything(ann, room) == [changed]
        assert check_logs() == 1

    @pytest.mark.parametrize("times", [1, log_module.TRIES])
    @pytest.mark.parametrize("what", ["say", "delete"])
    def test_what_changes_with_it_the_first_message_of_a_thread(
        self, team: Team, stage_of: Callable[..., Any], happened: bool, what: str, times: int
    ):
        ann = team.person("ann")
        room, key = team.room(ann), new_id()
        root = team.say(ann, room)

        def answer(key: str) -> Message:
            body = TextBody(content="an answer")
            return service.send_message(ann, room, body, key, thread=root.id)

        first = answer(new_id())
        stage, tab = stage_of(ann, room)
        act: Callable[[], Message] = {
            "say": lambda: answer(key),
            "delete": lambda: service.delete_message(ann, first.id),
        }[what]
        with lost_commits(happened=happened, times=times):
            if times == log_module.TRIES:
                with pytest.raises(Unavailable):
                    act()
                assert stage.of("messageChanged", tab) == []
                act()
            else:
                act()

        def told() -> list[dict[str, Any]]:
            return stage.of("newMessage", tab) + stage.of("messageChanged", tab)

        eventually(lambda: len(told()) > 1, "it is told")
        assert sorted(one["version"] for one in told()) == [4, 5]
        about_root = [one for one in told() if one["id"] == root.id]
        assert [one["version"] for one in about_root] == [5]
        now = next(one for one in team.everything(ann, room) if one.id == root.id)
        assert about_root[0].get("answers") == now.dump().get("answers")
        check_logs()

    def test_again_and_again_it_is_an_answer_and_the_next_time_it_is_told(
        self, team: Team, stage_of: Callable[..., Any], happened: bool
    ):
        ann = team.person("ann")
        room, key = team.room(ann), new_id()
        stage, tab = stage_of(ann, room)
        with (
            lost_commits(happened=happened, times=log_module.TRIES),
            pytest.raises(Unavailable),
        ):
            team.say(ann, room, client_id=key)
        assert stage.of("newMessage", tab) == []
        message = team.say(ann, room, client_id=key)
        assert [one["seq"] for one in stage.of("newMessage", tab)] == [message.seq] == [1]
        assert check_logs() == 1


@pytest.fixture
def stage_of(team: Team) -> Callable[..., Any]:
    """Seats a person in a room; returns the stage and the socket."""

    def make(person, room: int):
        stage = Stage(team.app)
        return stage, stage.connect(person, room)

    return make


def test_a_room_that_somebody_holds_for_too_long_holds_up_no_other(team: Team, postgres: Postgres):
    ann = team.person("ann")
    held, free = team.room(ann), team.room(ann)
    before = team.say(ann, held)
    with psycopg.connect(postgres.url(database_of(team))) as other:
        other.execute("SELECT 1 FROM rooms WHERE id = %s FOR UPDATE", [held])
        answers = team.together(
            lambda: team.say(ann, held),
            lambda: team.say(ann, free),
            lambda: team.edit(ann, before, "other"),
            lambda: team.say(ann, free),
        )
    assert [type(one) for one in answers] == [Unavailable, Message, Unavailable, Message]
    assert team.say(ann, held).seq == 2
    assert team.edit(ann, before, "other").content == "other"
    assert check_logs() == 4


def test_while_the_database_is_away_all_who_wait_are_answered(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("weconnect.engine.database.transactions.PATIENCE_S", 0.5)
    monkeypatch.setattr(log_module, "BATCH", 2)
    ann = team.person("ann")
    room = team.room(ann)

    def refuse(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(Driver, "connect", refuse)
        db.session.remove()
        db.engine.dispose()
        answers = team.together(*[lambda: team.say(ann, room)] * 40)
        assert [type(one) for one in answers] == [ConnectionLost] * 40
    assert team.say(ann, room).seq == 1


def test_without_the_connection_for_plain_posts_others_write_them(
    team: Team, monkeypatch: pytest.MonkeyPatch
):
    ann = team.person("ann")
    room = team.room(ann)
    refused: list[int] = []

    def refuse(*_: object) -> None:
        refused.append(1)
        raise psycopg.OperationalError("too many connections")

    with monkeypatch.context() as patch:
        patch.setattr(Driver, "may_write", refuse)
        assert [team.say(ann, room).seq for _ in range(3)] == [1, 2, 3]
    # It is left alone for a while.
    assert len(refused) == 1
    monkeypatch.setattr(message_log(), "_plain_again_at", 0.0)
    assert team.say(ann, room).seq == 4
    pool = db.engines[WRITING].pool
    assert isinstance(pool, QueuePool)
    assert pool.checkedin() == 1
    assert check_logs() == 4


def test_restarts_of_postgresql_under_sends(start_server: Callable[..., Server], capsys):
    postgres = Postgres()
    try:
        server = start_server(DATABASE_URL=postgres.url(postgres.create()))
        people = [server.person(f"person{number}") for number in range(4)]
        names = [one.username for one in people[1:]]
        rooms = [people[0].make_room(f"Room {n}", members=names)["id"] for n in range(3)]
        senders = [Sender(one, rooms) for one in people]
        running = run_all(senders)
        for number in range(RESTARTS):
            wait_for(senders, BETWEEN)
            # In an orderly way, and as if the machine had gone.
            postgres.stop(signal.SIGINT if number % 2 else signal.SIGQUIT)
            postgres.start()
        wait_for(senders, BETWEEN)
        for one in senders:
            one.stop()
        gevent.joinall(running, timeout=60, raise_error=True)
        stored = {room: people[0].history(room) for room in rooms}
    finally:
        server.kill()
        postgres.close()
    figures = check(senders, stored)
    with capsys.disabled():
        print(f"\n  PostgreSQL restarted {RESTARTS} times: {figures}")
    assert (figures.lost, figures.duplicated, figures.gaps) == (0, 0, 0)
    assert figures.acknowledged == figures.sent == sum(map(len, stored.values()))
