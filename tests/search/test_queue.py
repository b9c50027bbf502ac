"""Searches take turns, and end whatever they have to look through."""

import time
from functools import partial
from typing import cast

import gevent
import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Connection, insert
from sqlalchemy.dialects import sqlite

from tests.harness.team import new_id
from weconnect.engine.database.column_types import now
from weconnect.engine.database.errors import Failed
from weconnect.engine.database.transactions import db, transaction
from weconnect.messages.serialize import messages
from weconnect.search import scan
from weconnect.search.queue import EACH, Queue
from weconnect.search.scan import Query
from weconnect.search.service import search
from weconnect.wire.errors import RateLimited
from weconnect.wire.search import Search


@given(
    places=some.integers(1, 4),
    searches=some.lists(some.integers(1, 6), max_size=30),
)
def test_everybody_gets_their_turn_and_nobody_two_at_once(places: int, searches: list[int]):
    queue = Queue(places)
    running: list[int] = []
    done: list[int] = []
    refused: list[float] = []

    def look(person: int) -> None:
        try:
            with queue.take(person):
                running.append(person)
                assert len(running) <= places
                assert running.count(person) == 1
                gevent.sleep(0)
                running.remove(person)
                done.append(person)
        except RateLimited as error:
            refused.append(error.retry_after or 0)

    gevent.joinall([gevent.spawn(look, person) for person in searches], raise_error=True)

    for person in set(searches):
        assert done.count(person) == min(EACH, searches.count(person))
    assert len(done) + len(refused) == len(searches)
    assert all(refused)
    assert not queue._theirs
    assert not queue._own_lines


class Nothing:
    """What a statement found."""

    def all(self) -> list[object]:
        return []


class Slow:
    """A database in which a message takes as long as it is long, and a statement has a limit."""

    dialect = sqlite.dialect()

    def __init__(self, costs: list[float], limit: float) -> None:
        self.costs = costs
        self.limit = limit
        self.time = 0.0

    def scalar(self, _statement: object) -> int:
        return len(self.costs)

    def execute(self, wanted: tuple[int, int]) -> Nothing:
        bottom, top = wanted
        took = sum(self.costs[bottom - 1 : top - 1])
        self.time += min(took, self.limit) + 0.001
        if took > self.limit:
            raise Failed(retry_after=1)
        return Nothing()


class Range(tuple[int, int]):
    """Stands for a statement."""

    __slots__ = ()

    def limit(self, _missing: int) -> "Range":
        return self


@given(
    costs=some.lists(some.sampled_from([0.0, 0.00001, 0.01, 0.4, 0.9]), min_size=1, max_size=500),
)
def test_no_length_of_texts_ends_a_search(costs: list[float]):
    slow = Slow(costs, limit=1.0)
    query = Query(1, ("x",), None, None, 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            scan, "_statement", lambda _wish, span, _database: Range((span.bottom, span.top))
        )
        patch.setattr(time, "monotonic", lambda: slow.time)
        before, calls = len(costs) + 1, 0
        while before > 1:
            here = Query(query.reader, query.words, None, before, query.limit)
            found = scan._scan(cast(Connection, slow), here, Queue(1))
            assert found.down_to < before
            before = found.down_to
            calls += 1
    assert calls <= len(costs)


def fill(sender: int, room: int, number: int) -> None:
    """Long messages, past the log."""
    text = "ein langer Text ohne das Wort " * 200
    extra = {
        column.name: text
        for column in messages.columns
        if not column.nullable
        and column.default is None
        and str(column.type) in {"TEXT", "VARCHAR"}
    }

    @transaction
    def write() -> None:
        db.session.execute(
            insert(messages),
            [
                extra
                | {
                    "room_id": room,
                    "seq": seq,
                    "version": seq,
                    "sender_id": sender,
                    "client_id": new_id(),
                    "content": text,
                    "created_at": now(),
                    "deleted": False,
                }
                for seq in range(1, number + 1)
            ],
        )

    write()


def test_a_search_ends_though_a_statement_may_take_little(app, team, monkeypatch):
    """PostgreSQL ends what takes longer than a few thousandths of a second here."""
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    fill(ann.id, room, 1500)
    if db.engine.dialect.name == "postgresql":
        monkeypatch.setattr(scan, "FIRST_STEP", 5_000)

        def limited(connection: Connection, query: Query, taken: Queue, index: None) -> scan.Found:
            connection.exec_driver_sql("SET statement_timeout = '25ms'")
            try:
                return whole(connection, query, taken, index)
            finally:
                connection.exec_driver_sql("RESET statement_timeout")

        whole = scan._scan
        monkeypatch.setattr(scan, "_scan", limited)
    words = " ".join(f"Ünfindbar{number}" for number in range(10))

    before: int | None = None
    complete = False
    while not complete:
        page = search(ann, Search(q=words, before=before))
        assert not page.messages
        if before is not None and not page.complete:
            assert page.before
            assert page.before < before
        before, complete = page.before, page.complete


def test_fifteen_at_once_by_one_are_two(app, team):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    fill(ann.id, room, 300)

    results = team.together(
        *[partial(search, ann, Search(q="Ünfindbar"))] * 15, partial(search, bo, Search(q="x"))
    )

    refused = [one for one in results[:15] if isinstance(one, RateLimited)]
    assert len(refused) == 13
    assert not [one for one in results if isinstance(one, Exception) and one not in refused]
