"""A feed sends each change once and in order, whatever Redis does with it."""

from collections.abc import Collection, Iterator
from contextlib import nullcontext

import gevent
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harness.waiting import eventually
from weconnect.engine.realtime.cluster import feeds as module
from weconnect.engine.realtime.cluster.feeds import Change, Feeds, Mark

ROOM = 7


def change(version: int, people: int = 0) -> Change:
    return Change(version, version, people, f"packet {version}")


class Database:
    """A room in which each change is a new message."""

    def __init__(self) -> None:
        self.version = self.people = self.asked = 0
        self.failures = 0
        self.expelled_at: list[int] = []
        self.sent: list[str] = []

    snapshot = nullcontext

    def marks(self, rooms: Collection[int]) -> dict[int, Mark]:
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is away")
        gevent.sleep(0)
        return {room: Mark(self.version, self.version, self.people) for room in rooms}

    def changes(self, _room: int, since: Mark, until: Mark) -> Iterator[Change]:
        for version in range(since.version + 1, until.version + 1):
            gevent.sleep(0)
            yield change(version)

    def expel(self, _room: int) -> None:
        self.expelled_at.append(len(self.sent))


@pytest.fixture
def database() -> Database:
    return Database()


def open_feeds(database: Database) -> Feeds:
    feeds = Feeds(
        Flask(__name__), database, lambda _room, change: database.sent.append(change.packet)
    )
    feeds.open(ROOM, lambda: None)
    return feeds


@pytest.fixture
def feeds(database: Database) -> Feeds:
    return open_feeds(database)


def packets(*versions: int) -> list[str]:
    return [f"packet {version}" for version in versions]


def test_what_is_next_goes_out_at_once(database: Database, feeds: Feeds):
    for version in (1, 2, 3):
        feeds.offer(ROOM, change(version))
        assert database.sent == packets(*range(1, version + 1))
    assert database.asked == 1, "only for the beginning"


def test_what_comes_too_early_waits_for_those_before(database: Database, feeds: Feeds):
    database.version = 3
    for version in (3, 2, 1):
        assert database.sent == []
        feeds.offer(ROOM, change(version))
    assert database.sent == packets(1, 2, 3)
    gevent.sleep(module.GAP_S * 2)
    assert database.sent == packets(1, 2, 3)
    assert database.asked == 1


def test_what_never_comes_is_read(database: Database, feeds: Feeds):
    database.version = 3
    feeds.offer(ROOM, change(1))
    feeds.offer(ROOM, change(3))
    eventually(lambda: database.sent == packets(1, 2, 3))
    assert feeds.caught_up == 2
    feeds.offer(ROOM, change(2))
    feeds.offer(ROOM, change(4))
    assert database.sent == packets(1, 2, 3, 4)


def test_a_check_finds_what_nobody_told(database: Database, feeds: Feeds):
    database.version = 5
    feeds.check([ROOM, ROOM + 1])
    eventually(lambda: database.sent == packets(1, 2, 3, 4, 5))


def test_a_database_that_is_away_for_a_moment_is_asked_again(database: Database, feeds: Feeds):
    database.version = 3
    database.failures = 1
    feeds.offer(ROOM, change(3))
    eventually(lambda: not database.failures)
    feeds.check([ROOM])
    eventually(lambda: database.sent == packets(1, 2, 3))


def test_a_feed_begins_at_the_present(database: Database):
    database.version = 10
    feeds = open_feeds(database)
    feeds.offer(ROOM, change(10))
    feeds.offer(ROOM, change(11))
    assert database.sent == packets(11)


def test_what_comes_while_a_feed_is_opened_is_not_lost(database: Database):
    feeds = Feeds(
        Flask(__name__), database, lambda _room, change: database.sent.append(change.packet)
    )

    def listen() -> None:
        feeds.offer(ROOM, change(1))
        database.version = 1
        feeds.offer(ROOM, change(2))

    feeds.open(ROOM, listen)
    assert database.sent == packets(2), "the first one is on the page already"


def test_a_failed_opening_can_be_tried_again(database: Database):
    feeds = Feeds(
        Flask(__name__), database, lambda _room, change: database.sent.append(change.packet)
    )
    database.failures = 1
    with pytest.raises(RuntimeError):
        feeds.open(ROOM, lambda: None)
    feeds.open(ROOM, lambda: None)
    feeds.offer(ROOM, change(1))
    assert database.sent == packets(1)


def test_other_people_are_looked_at_before_anything_is_sent(database: Database, feeds: Feeds):
    feeds.offer(ROOM, change(1))
    database.people, database.version = 5, 3
    feeds.offer(ROOM, change(2, people=5))
    feeds.offer(ROOM, change(3, people=5))
    assert database.sent == packets(1)
    eventually(lambda: database.sent == packets(1, 2, 3))
    assert database.expelled_at == [1]


def test_other_people_count_also_for_what_is_read(database: Database, feeds: Feeds):
    database.people, database.version = 5, 2
    feeds.check([ROOM])
    eventually(lambda: database.sent == packets(1, 2))
    assert database.expelled_at == [0]


def test_a_flood_behind_a_gap_is_let_go_and_read(database: Database, feeds: Feeds):
    database.version = module.WAITING * 3
    for version in range(2, database.version + 1):
        feeds.offer(ROOM, change(version))
    eventually(lambda: database.sent == packets(*range(1, database.version + 1)))


def test_a_closed_feed_says_nothing(database: Database, feeds: Feeds):
    feeds.close(ROOM)
    feeds.offer(ROOM, change(1))
    assert database.sent == []
    assert not list(feeds)


def test_whoever_comes_while_a_feed_catches_up_waits_for_it(database: Database, feeds: Feeds):
    database.version = 3
    feeds.check([ROOM])
    feeds.open(ROOM, lambda: None)
    assert database.sent == packets(1, 2, 3)


def test_a_feed_that_was_closed_and_opened_is_not_sent_what_the_old_one_missed(
    database: Database, feeds: Feeds
):
    database.version = 3
    feeds.check([ROOM])
    while not database.asked > 2:
        gevent.sleep(0)
    feeds.close(ROOM)
    feeds.open(ROOM, lambda: None)
    gevent.sleep(0.05)
    assert database.sent == []
    feeds.offer(ROOM, change(4))
    assert database.sent == packets(4)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_lost_doubled_and_mixed_up_all_comes_once_in_order(data: st.DataObject):
    last = 12
    arriving = data.draw(st.lists(st.integers(1, last), max_size=30))
    pauses = data.draw(st.lists(st.booleans(), min_size=len(arriving), max_size=len(arriving)))
    database = Database()
    feeds = open_feeds(database)
    feeds.patient = data.draw(st.booleans())
    for version, pause in zip(arriving, pauses, strict=True):
        # Before anybody hears of a change, it and all before it are committed.
        database.version = max(database.version, version)
        feeds.offer(ROOM, change(version))
        if pause:
            gevent.sleep(0)
        assert database.sent == packets(*range(1, len(database.sent) + 1))
    database.version = last
    feeds.check([ROOM])
    eventually(lambda: len(database.sent) >= last)
    gevent.sleep(0)
    assert database.sent == packets(*range(1, last + 1))
