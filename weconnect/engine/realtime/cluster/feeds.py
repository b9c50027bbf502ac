"""The live feeds of rooms on one of several servers: each change once, in the order of versions.

Every change of a message has a version, which counts up in its room without a hole. A feed knows
the version that its sockets were sent last, and passes on the next one only. What comes too early
waits for a moment; then what is missing is read from the database, which has it for certain: a
change is committed before anybody hears of it. So it does not matter whether Redis loses
something, doubles it or is away, and all servers tell in the same order.

Every change also says who was a member when it was written, by the version of the room's people. If
they are others than the feed knows, it first looks who of its listeners still belongs to the room:
nobody gets what was written after they were thrown out, whether or not that was heard of here.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import gevent
from flask import Flask
from gevent.event import Event
from gevent.lock import BoundedSemaphore

from weconnect.engine.database.errors import Failed

log = logging.getLogger(__name__)

# How long a change that comes too early waits for those before it.
GAP_S = 0.1
# How many changes of one room may wait; beyond, they are read from the database.
WAITING = 500
# So many rooms are read at once, and asked about by one question.
READERS, ROOMS = 4, 500
# How long nothing is read for a feed after the database did not answer.
PAUSE_S = 1.0
# How long whoever joins a room may wait for another who opens its feed in this moment.
OPENING_S = 5.0
# How long for a feed that is catching up, and how often it is looked at.
SETTLING_S, GLANCE_S = 1.0, 0.005


class Change(NamedTuple):
    """A change of a message, as it is sent to sockets."""

    version: int
    # The message's own number.
    seq: int
    # The version of the room's people when it was written.
    people: int
    packet: str


class Mark(NamedTuple):
    """How far a room is: its version, the seq of its newest message, its people's version."""

    version: int
    seq: int
    people: int


class FeedStore(Protocol):
    """What the database knows of messages and memberships, asked of the features."""

    def marks(self, rooms: Collection[int]) -> dict[int, Mark]:
        """How far these rooms are; those that are gone are left out."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Have all that is asked within it be of one moment."""

    def expel(self, room_id: int) -> None:
        """Take the room's feed from the sockets here of whoever is no member any more."""

    def changes(self, room_id: int, since: Mark, until: Mark) -> Iterable[Change]:
        """What changed between the two: new messages by seq, then other changes by version."""


@dataclass(eq=False)
class Feed:
    """One room's feed. `sent` is how far its sockets were told; None while it is being opened."""

    room_id: int
    sent: Mark | None = None
    waiting: dict[int, Change] = field(default_factory=dict)
    # Changes up to this version exist, whether or not they came.
    behind: int = 0
    reading: bool = False
    timed: bool = False
    ready: Event = field(default_factory=Event)

    @property
    def next(self) -> Change | None:
        """The change that is to be sent next, if it is here."""
        return self.waiting.get(self.sent.version + 1) if self.sent else None


class Feeds:
    """The feeds of one server; `send(room_id, change)` hands a change to a room's sockets."""

    def __init__(self, app: Flask, store: FeedStore, send: Callable[[int, Change], None]) -> None:
        self._app = app
        self._store = store
        self._send = send
        self._feeds: dict[int, Feed] = {}
        self._readers = BoundedSemaphore(READERS)
        # Gaps are only waited for while there is somebody to fill them.
        self.patient = True
        self.caught_up = 0

    def __len__(self) -> int:
        return len(self._feeds)

    def __iter__(self) -> Iterator[int]:
        return iter(list(self._feeds))

    def open(self, room_id: int, listen: Callable[[], None]) -> None:
        """Have a feed for a room from now on, if there is none, beginning with its present version.

        `listen` returns when changes come in. Raises what the database raises.
        """
        while (feed := self._feeds.get(room_id)) is not None and feed.sent is None:
            feed.ready.wait(OPENING_S)
        if feed is not None:
            if not self.patient:
                self.check([room_id])
            self._settle(feed)
            if self._feeds.get(room_id) is feed:
                return
            self.open(room_id, listen)  # it was closed meanwhile
            return
        feed = self._feeds[room_id] = Feed(room_id)
        try:
            listen()
            feed.sent = self._store.marks([room_id]).get(room_id, Mark(0, 0, 0))
        except BaseException:
            self._feeds.pop(room_id, None)
            raise
        finally:
            feed.ready.set()
        self._pass_on(feed)

    def _settle(self, feed: Feed) -> None:
        """Wait until a feed misses nothing: whoever comes in now reads a page, and what is on it is
        not to come again later."""
        deadline = time.monotonic() + SETTLING_S
        while (feed.reading or self._misses_something(feed)) and time.monotonic() < deadline:
            gevent.sleep(GLANCE_S)

    def close(self, room_id: int) -> None:
        """Have no feed for a room any more."""
        feed = self._feeds.get(room_id)
        if feed is not None and feed.sent is not None:
            del self._feeds[room_id]

    def offer(self, room_id: int, change: Change) -> None:
        """A change was committed, here or elsewhere. Never waits."""
        feed = self._feeds.get(room_id)
        if feed is None or (feed.sent is not None and change.version <= feed.sent.version):
            return
        feed.waiting[change.version] = change
        if len(feed.waiting) > WAITING:
            feed.behind = max(feed.behind, *feed.waiting)
            feed.waiting.clear()
        self._pass_on(feed)

    def check(self, rooms: Collection[int]) -> None:
        """Look in the database whether rooms' sockets miss something, and send what they do."""
        wanted = [room_id for room_id in rooms if room_id in self._feeds]
        for start in range(0, len(wanted), ROOMS):
            marks = self._store.marks(wanted[start : start + ROOMS])
            for room_id, mark in marks.items():
                feed = self._feeds.get(room_id)
                if feed is not None and feed.sent and feed.sent.version < mark.version:
                    feed.behind = max(feed.behind, mark.version)
                    self._close_gap(feed)

    def _pass_on(self, feed: Feed) -> None:
        """Send whatever is next, and see to what is missing before the rest."""
        if feed.sent is None or feed.reading:
            return
        while (change := feed.next) is not None and change.people <= feed.sent.people:
            del feed.waiting[change.version]
            feed.sent = Mark(change.version, max(feed.sent.seq, change.seq), feed.sent.people)
            self._send(feed.room_id, change)
        if feed.waiting or feed.behind > feed.sent.version:
            self._close_gap(feed)

    def _close_gap(self, feed: Feed) -> None:
        if not feed.timed:
            feed.timed = True
            # Only a gap may be filled by waiting.
            wait = self.patient and feed.next is None
            gevent.spawn_later(GAP_S if wait else 0, self._read, feed)

    def _read(self, feed: Feed) -> None:
        """Read what is missing, if it still is, and send it."""
        feed.timed = False
        if feed.reading or not self._misses_something(feed):
            return
        feed.reading = True
        try:
            with self._readers, self._app.app_context():
                self._catch_up(feed)
        except Failed as error:
            reason = {"room": feed.room_id, "error_type": type(error).__name__}
            log.warning("feed not caught up", extra=reason)
            gevent.spawn_later(PAUSE_S, self._go_on, feed)
        except Exception:
            log.exception("feed not caught up", extra={"room": feed.room_id})
            gevent.spawn_later(PAUSE_S, self._go_on, feed)
        else:
            self._go_on(feed)

    def _go_on(self, feed: Feed) -> None:
        feed.reading = False
        self._pass_on(feed)

    def _misses_something(self, feed: Feed) -> bool:
        if self._feeds.get(feed.room_id) is not feed or feed.sent is None:
            return False
        return bool(feed.waiting) or feed.behind > feed.sent.version

    def _catch_up(self, feed: Feed) -> None:
        changes: list[Change] = []
        # A message that is changed again in between would be sent with a version beyond the mark.
        with self._store.snapshot():
            sent, mark = feed.sent, self._mark(feed)
            if sent is None or mark is None:
                feed.waiting.clear()
                feed.behind = 0
                return
            if feed.next is None:
                changes = list(self._store.changes(feed.room_id, sent, mark))
                sent = mark._replace(people=sent.people)
        # Who belonged to the room when the last of it was written; nobody is let go for more.
        now = self._mark(feed) or mark
        if now.people != sent.people:
            self._store.expel(feed.room_id)
        if self._feeds.get(feed.room_id) is not feed:
            return  # its last socket has left meanwhile, and others may have come
        feed.sent = sent._replace(people=now.people)
        for change in changes:
            self._send(feed.room_id, change)
        self.caught_up += len(changes)
        for version in [one for one in feed.waiting if one <= sent.version]:
            del feed.waiting[version]

    def _mark(self, feed: Feed) -> Mark | None:
        return self._store.marks([feed.room_id]).get(feed.room_id)
