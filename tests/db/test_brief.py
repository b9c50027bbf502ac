"""What is brief is written within the event loop, up to the commit; nobody waits there for it."""

import sqlite3
from collections.abc import Iterator

import gevent
import pytest
from flask import Flask
from gevent import monkey

from tests.harness.waiting import eventually
from weconnect.engine.database.sqlite import Writer
from weconnect.engine.database.transactions import db, transact, writer_of

from .test_transactions import Broken, add, rooms, write

native_id = monkey.get_original("threading", "get_ident")


def add_here(name: str) -> int:
    """Write a room; returns the id of the thread that did."""
    add(name)
    return native_id()


def briefly(app: Flask, name: str) -> int:
    with app.app_context():
        return transact(lambda: add_here(name), brief=True)


@pytest.fixture(autouse=True)
def within(sqlite_app: Flask) -> Iterator[None]:
    with sqlite_app.app_context():
        yield


def test_it_is_there_when_the_call_returns(sqlite_app: Flask):
    assert briefly(sqlite_app, "one") == native_id()
    assert rooms() == ["one"]


def writer(app: Flask) -> Writer:
    found = writer_of(app)
    assert found
    return found


def test_a_failure_takes_everything_back(sqlite_app: Flask):
    def fail() -> None:
        add("one")
        raise Broken

    with pytest.raises(Broken):
        transact(fail, brief=True)
    assert rooms() == []
    briefly(sqlite_app, "two")
    write("three")
    assert rooms() == ["two", "three"]


def test_behind_somebody_else_it_waits_in_the_thread(sqlite_app: Flask):
    may_go_on = monkey.get_original("threading", "Event")()
    before = gevent.spawn(writer(sqlite_app).run, may_go_on.wait)
    gevent.sleep(0)
    brief = gevent.spawn(briefly, sqlite_app, "one")
    gevent.sleep(0)
    assert not brief.ready()

    may_go_on.set()

    assert brief.get(timeout=20) != native_id()
    assert before.get(timeout=20)
    assert rooms() == ["one"]


def test_while_another_process_writes_the_event_loop_goes_on(sqlite_app: Flask):
    assert db.engine.url.database
    other = sqlite3.connect(db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    brief = gevent.spawn(briefly, sqlite_app, "one")
    thread = writer(sqlite_app).thread
    eventually(lambda: not thread.is_idle, "the thread waits for the other")
    assert not brief.ready()

    other.execute("ROLLBACK")
    other.close()

    assert brief.get(timeout=20) != native_id()
    assert rooms() == ["one"]


def test_others_who_write_meanwhile_come_one_after_the_other(sqlite_app: Flask):
    def slowly(name: str) -> None:
        with sqlite_app.app_context():
            write(name)

    names = [str(number) for number in range(50)]
    done = [
        gevent.spawn(briefly, sqlite_app, name) if number % 3 else gevent.spawn(slowly, name)
        for number, name in enumerate(names)
    ]
    gevent.joinall(done, timeout=20, raise_error=True)
    assert sorted(rooms()) == sorted(names)
