"""Plain posts are written by a short way of their own; what comes out is the same as ever."""

import sqlite3
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import gevent
import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.harness.checks import check_logs
from tests.harness.team import Team, new_id
from tests.harness.waiting import eventually
from weconnect.auth.accounts.models import Usage
from weconnect.auth.people import administration
from weconnect.engine.database.psycopg_connection import Driver
from weconnect.engine.database.timeouts import LOCK_S
from weconnect.engine.database.transactions import db, end_reads, table_of, transaction, writer_of
from weconnect.messages import batch, plain_posts
from weconnect.messages.batch import Post
from weconnect.messages.log import message_log
from weconnect.messages.models import Message
from weconnect.rooms import service as rooms
from weconnect.rooms.models import Membership, Room
from weconnect.wire.body import TextBody
from weconnect.wire.errors import AppError
from weconnect.wire.parts.mentions import Mentions
from weconnect.wire.rooms import EditRoom

TEXTS = (
    "hello",
    "مرحبا بالعالم",
    "mail@example.org and @@",
    "ẞtraße 👩‍👩‍👧\n\tx",
    "@nobody-of-this-name",
    "x" * 8000,
)
# What differs between two of the same.
OWN = {"id", "room_id", "sender_id", "user_id", "client_id", "created_at", "joined_at", "name"}


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many entries each of the ordinary batches had."""
    sizes: list[int] = []
    real = batch.Batch.write

    def write(one: batch.Batch) -> Any:
        sizes.append(len(one.entries))
        return real(one)

    monkeypatch.setattr(batch.Batch, "write", write)
    return sizes


def rows_of(room: int, user: int) -> list[dict[str, Any]]:
    """All that is stored of a room with one person in it."""
    end_reads()
    wanted: list[tuple[Any, Any]] = [
        (Message, Message.room_id == room),
        (Room, Room.id == room),
        (Membership, Membership.room_id == room),
        (Usage, Usage.user_id == user),
    ]
    found: list[dict[str, Any]] = []
    for model, where in wanted:
        rows = db.session.execute(select(table_of(model)).where(where))
        found += [{key: one for key, one in row._mapping.items() if key not in OWN} for row in rows]
    # A mark has the time of what was said last.
    last = db.session.scalar(select(func.max(Message.created_at)).where(Message.room_id == room))
    for row in found:
        if "read_at" in row:
            row["read_at"] = row["read_at"] == last
    return sorted(found, key=lambda row: row.get("seq", 0))


def test_both_ways_leave_the_same_in_the_database(team: Team, batches, monkeypatch):
    ann, bo = team.people("ann", "bo")
    short, ordinary = team.room(ann), team.room(bo)
    said = [team.say(ann, short, text) for text in TEXTS if not text.startswith("@nobody")]
    assert not batches
    monkeypatch.setattr(plain_posts, "are_plain", lambda _entries: False)
    again = [team.say(bo, ordinary, text) for text in TEXTS if not text.startswith("@nobody")]
    assert batches
    assert rows_of(short, ann.id) == rows_of(ordinary, bo.id)
    differ = {"id", "room", "sender", "client_id", "timestamp"}
    assert [one.model_dump(exclude=differ) for one in said] == [
        one.model_dump(exclude=differ) for one in again
    ]
    assert check_logs() == 2 * len(said)


def test_several_at_once_in_several_rooms(team: Team, batches):
    crowd = team.crowd(4)
    here, there = team.room(*crowd), team.room(*crowd)
    calls = [
        lambda who=who, room=room: team.say(who, room, f"from {who.id}")
        for who in crowd
        for room in (here, there)
    ]
    team.together(*calls)
    assert not batches
    assert check_logs() == 8
    for room in (here, there):
        assert [one.seq for one in team.everything(crowd[0], room)] == [1, 2, 3, 4]


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_one_round_trip_to_postgresql(team: Team, monkeypatch):
    ann = team.person("ann")
    room = team.room(ann)
    team.say(ann, room, "the first")
    waits: list[object] = []
    real = Driver.wait

    def counted(gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        ready = None
        while True:
            try:
                wanted = gen.send(ready)
            except StopIteration as end:
                return end.value
            waits.append(wanted)
            ready = yield wanted

    def wait(driver: Driver, gen: Any, *args: Any, **kwargs: Any) -> Any:
        return real(driver, counted(gen), *args, **kwargs)

    monkeypatch.setattr(Driver, "wait", wait)
    message_log().append(Post(ann, room, TextBody(content="the second"), new_id()))
    # Until it can be sent, and until it is answered.
    assert len(waits) <= 2


@pytest.mark.parametrize(
    "unusual", ["reply", "mention", "outsider", "archived", "again", "full", "full today"]
)
def test_whatever_else_there_is_to_say_is_said(team: Team, batches, unusual: str):
    ann, bo, eve = team.people("ann", "bo", "eve")
    room = team.room(ann, bo)
    key = new_id()
    first = team.say(ann, room, "first", client_id=key)
    assert not batches
    calls: dict[str, Callable[[], Any]] = {
        "reply": lambda: team.say(bo, room, "yes", reply_to=first.id).reply_to,
        "mention": lambda: Mentions.of(team.say(bo, room, "hello @ann")).mentions,
        "outsider": lambda: team.say(eve, room, "let me in"),
        "archived": lambda: team.say(bo, room, "too late"),
        "again": lambda: team.say(ann, room, "again", client_id=key),
        "full": lambda: team.say(bo, room, "too much"),
        "full today": lambda: team.say(bo, room, "too much"),
    }
    if unusual == "archived":
        rooms.edit_room(ann, room, EditRoom(archived=True))
    if unusual.startswith("full"):
        limits = (None, 10) if unusual == "full" else (10, None)
        administration.set_quota(None, bo.id, *limits)
    answers = {"reply": first.id, "mention": [ann.id], "again": first}
    try:
        answer = calls[unusual]()
    except AppError as error:
        answer = error.code
    assert answer == answers.get(unusual, "forbidden")
    assert batches
    assert check_logs() == (2 if unusual in {"reply", "mention"} else 1)


def test_one_that_is_unusual_spoils_nothing_for_the_others(team: Team, batches):
    ann, bo, eve = team.people("ann", "bo", "eve")
    room = team.room(ann, bo)
    answers = team.together(
        lambda: team.say(ann, room, "one"),
        lambda: team.say(eve, room, "not mine"),
        lambda: team.say(bo, room, "two"),
    )
    assert [getattr(one, "code", "ok") for one in answers] == ["ok", "forbidden", "ok"]
    assert batches == [3]
    assert check_logs() == 2


@transaction
def set_mark(user: int, seq: int) -> None:
    """As it may be in a database that somebody mended by hand."""
    db.session.execute(update(Membership).where(Membership.user_id == user).values(read_seq=seq))


def test_whoever_read_further_is_not_set_back(team: Team, batches):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    set_mark(ann.id, 99)
    team.together(lambda: team.say(ann, room), lambda: team.say(bo, room))
    end_reads()
    marks = db.session.execute(select(Membership.user_id, Membership.read_seq))
    assert {user: seq for user, seq in marks} == {ann.id: 99, bo.id: 2}  # noqa: C416
    assert not batches


def test_it_is_four_statements_on_sqlite(sqlite_app, batches):
    team = Team(sqlite_app)
    with sqlite_app.app_context():
        ann = team.person("ann")
        room = team.room(ann)
        team.say(ann, room)
        writer = writer_of(sqlite_app)
        assert writer
        driver: sqlite3.Connection = writer.brief_engine.raw_connection().driver_connection  # type: ignore[assignment]
        asked: list[str] = []
        driver.set_trace_callback(asked.append)
        team.say(ann, room)
        driver.set_trace_callback(None)
    verbs = [one.split()[0] for one in asked]
    assert verbs == ["BEGIN", "UPDATE", "INSERT", "UPDATE", "INSERT", "COMMIT"]
    assert not batches


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
CHANGES = {
    "removed": "DELETE FROM memberships WHERE room_id = %(room)s AND user_id = %(user)s",
    "archived": "UPDATE rooms SET archived_at = now() WHERE id = %(room)s",
    "encrypted": "UPDATE rooms SET encrypted = true, encrypted_from = 1 WHERE id = %(room)s",
    "written": "UPDATE rooms SET last_seq = last_seq + 4, version = version + 5",
}


@pytest.mark.parametrize("changed", CHANGES)
@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_what_another_server_did_while_it_waited_for_the_room_counts(
    app: Flask, team: Team, changed: str
):
    """All is asked by one statement, which began before the other server had ended."""
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    team.say(bo, room)
    end_reads()
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url) as other:
        other.execute("SELECT FROM rooms FOR UPDATE")
        post = gevent.spawn(team._alone, lambda: team.say(bo, room, "hello"))
        with psycopg.connect(url, autocommit=True) as watcher:
            eventually(lambda: watcher.execute(WAITING).fetchone() == (1,), "it waits for the room")
        other.execute(CHANGES[changed], {"room": room, "user": bo.id})
    answer = post.get(timeout=20)
    if changed == "written":
        assert (answer.seq, answer.version) == (6, 7)
    else:
        assert answer.code == "forbidden"
        assert len(team.everything(ann, room)) == 1


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_two_rooms_that_are_held_for_a_while_are_waited_for_one_after_the_other(
    app: Flask, team: Team
):
    """Together for longer than one statement may take, and each for less."""
    ann = team.person("ann")
    here, there = team.room(ann), team.room(ann)
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url) as first, psycopg.connect(url) as second:
        first.execute("SELECT FROM rooms WHERE id = %s FOR UPDATE", [here])
        second.execute("SELECT FROM rooms WHERE id = %s FOR UPDATE", [there])
        posts = [
            gevent.spawn(team._alone, partial(team.say, ann, room, "at last"))
            for room in (here, there)
        ]
        gevent.sleep(0.9 * LOCK_S)
        first.rollback()
        gevent.sleep(0.9 * LOCK_S)
        second.rollback()
        answers = [post.get(timeout=30) for post in posts]
    assert [(one.room, one.seq) for one in answers] == [(here, 1), (there, 1)]
    assert check_logs() == 2


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_one_who_may_not_has_nothing_written_for_nothing(app: Flask, team: Team):
    """What is taken back leaves its rows in PostgreSQL for a while: one outsider could fill it."""
    ann, eve = team.people("ann", "eve")
    room = team.room(ann)
    for _ in range(5):
        team.together(*[lambda: team.say(ann, room)] * 20, lambda: team.say(eve, room))
    url = app.config["SQLALCHEMY_DATABASE_URI"].replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as watcher:
        last = watcher.execute("SELECT last_value FROM messages_id_seq").fetchone()
    # Numbers that were given are not taken back: each message was written once.
    assert last == (100,)
    assert check_logs() == 100
