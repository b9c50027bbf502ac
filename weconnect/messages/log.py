"""The message log, the heart of WeConnect.

One writer per process takes whatever is waiting, gives each entry the next `seq` and `version`
of its room, writes the batch in one transaction that is synced to disk, and only then
acknowledges and publishes, in order. So

- an acknowledged message is on disk (durable),
- the busier the server, the larger the batches: many messages share one sync (group commit),
- `seq` and `version` have no holes: they are counted in the transaction that writes the
  messages, on the room's row, which several processes on one PostgreSQL lock in turn.

A connection to PostgreSQL may end at any moment, also while a commit is under way. Then nobody
knows whether it happened, and the batch is written once more: a message that was written is found
by its client id, and an edit, a deletion or a reaction that was made changes nothing.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TypeAlias, cast

import gevent
from flask import Flask
from gevent.event import Event

from weconnect.engine.app_state import Key
from weconnect.engine.concurrency.direct_result import DirectResult
from weconnect.engine.concurrency.fair_queue import first_in_line
from weconnect.engine.database.errors import CommitUnknown, ConnectionLost, LockTimeout
from weconnect.engine.database.transactions import (
    end_reads,
    is_conflict,
    transact,
    writer_of,
)
from weconnect.engine.lifecycle import FINISHERS_S, before_exit
from weconnect.engine.monitoring.histogram import Histogram
from weconnect.engine.realtime.hub.audience import joined, people
from weconnect.engine.realtime.hub.membership import has_other_socket
from weconnect.engine.realtime.hub.publish import publish
from weconnect.wire import messages as wire
from weconnect.wire.errors import AppError, Unavailable

from . import hot_json, plain_posts
from .batch import Batch, Change, Entry, Outcome, Post, with_more

log = logging.getLogger(__name__)

# The most entries in one transaction: bounds how long the first of them waits for the last.
BATCH = 500
# Up to so many are written, to SQLite, without waking another thread for more than the commit. More
# would hold up the event loop, and are worth the thread.
BRIEF = 8
# And so many characters of them all together.
BRIEF_LENGTH = 16_000
# On PostgreSQL a batch begins so many seconds after the last one began, or later: a transaction
# costs both sides as much as several messages. At 500 messages a second that saves a third of all
# work, for 2 ms (docs/performance.md). Whoever writes after a pause does not wait. PostgreSQL's own
# `commit_delay` does as much for the syncs alone.
PACE_S = 0.004
# How large batches are, for the metrics.
SIZES = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0)
# The most entries that may wait; a sender beyond is asked to come back.
QUEUE = 10_000
# How long the short way is not tried after there was no connection for it, in seconds: longer than
# the others take to find out whether PostgreSQL is there.
LEFT_ALONE_S = 10.0
# How often a batch is written in all of whose commits nobody knows whether they happened.
TRIES = 3

Result: TypeAlias = DirectResult[Outcome]
Waiting: TypeAlias = list[tuple[Entry, Result]]
# What tells one thing that was written from all others: a post's key and time, or a message and its
# version.
Mark: TypeAlias = tuple[int, str, datetime | None] | tuple[int, int]


class MessageLog:
    """The queue and the one greenlet that writes it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._on_sqlite = writer_of(app) is not None
        self._waiting: deque[tuple[Entry, Result]] = deque()
        self._wake = Event()
        self._idle = Event()
        self._idle.set()
        self._closed = False
        # What was perhaps committed, and not told to anybody; with what is told after all of it.
        self._untold: dict[Mark, tuple[Outcome, ...]] = {}
        self._writer: gevent.Greenlet[[], None] | None = None
        # When the short way is tried again, after its connection was not to be had.
        self._plain_again_at = float("-inf")
        # Entries of each commit, and how long it took.
        self.sizes = Histogram(SIZES)
        self.durations = Histogram()

    @property
    def waiting(self) -> int:
        """How many entries wait for their batch."""
        return len(self._waiting)

    def append(self, entry: Entry) -> wire.Message:
        """Write an entry; returns the message as it then is, on disk. Raises AppError."""
        outcome = self.submit(entry).get()
        message = outcome.seen or outcome.message
        return wire.Message.model_construct(**dict(message))

    def submit(self, entry: Entry) -> Result:
        """Have an entry written; the result is set when it is on disk. Raises Unavailable."""
        if self._closed or len(self._waiting) >= QUEUE:
            raise Unavailable(retry_after=1)
        if self._writer is None:
            self._writer = gevent.spawn(self._write_forever)
        # The caller's reads end here: while it waits, the writer may need their connection, and
        # afterwards they must not hold a snapshot from before.
        end_reads()
        result: Result = DirectResult()
        self._waiting.append((entry, result))
        self._idle.clear()
        self._wake.set()
        return result

    def close(self, timeout: float) -> None:
        """Accept no more, and wait `timeout` seconds at most until what was accepted is written."""
        self._closed = True
        self._idle.wait(timeout)
        if self._writer is not None and self._idle.is_set():
            self._writer.kill()

    def _write_forever(self) -> None:
        # One context for all batches, each of which ends its reads. Everybody else waits for them.
        began = float("-inf")
        with first_in_line(), self._app.app_context():
            while True:
                self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    began = self._await_turn(began)
                    size = min(BATCH, len(self._waiting))
                    self._write([self._waiting.popleft() for _ in range(size)])
                self._idle.set()

    def _await_turn(self, last: float) -> float:
        """Wait until a batch may follow the one that began at `last`; returns when that is."""
        now = time.monotonic()
        if self._on_sqlite or now - last >= PACE_S:
            return now
        gevent.sleep(last + PACE_S - now)
        return time.monotonic()

    def _write(self, batch: Waiting) -> None:
        try:
            self._write_together(batch)
        except ConnectionLost as error:
            # Whoever came in the meantime has waited as well, and would wait as long once more.
            refused = [*batch, *self._waiting]
            self._waiting.clear()
            _refuse(refused, error)
        except Unavailable as error:
            _refuse(batch, error)
        except Exception:
            if len(batch) == 1:
                log.exception("message not written")
                _refuse(batch, Unavailable(retry_after=1))
                return
            log.warning("batch not written, one by one now", exc_info=True)
            # One of them is at fault: each gets a transaction of its own.
            for one in batch:
                self._write([one])
                gevent.sleep(0)  # others have their turn

    def _write_together(self, batch: Waiting) -> None:
        began = time.perf_counter()
        outcomes = self._commit([entry for entry, _ in batch])
        self.durations.observe(time.perf_counter() - began)
        self.sizes.observe(len(batch))
        for (_, result), outcome in zip(batch, outcomes, strict=True):
            if isinstance(outcome, AppError):
                result.set_exception(outcome)
            else:
                result.set(outcome)
        for (entry, _), outcome in zip(batch, outcomes, strict=True):
            try:
                _publish(entry, outcome)
            except Exception:
                # It is on disk and acknowledged: whoever missed the news sees the gap.
                log.exception("message written but not published")
        end_reads()

    def _commit(self, entries: list[Entry]) -> list[Outcome | AppError]:
        """Write the entries; on PostgreSQL again and again, until it is known what became of them.

        Raises Unavailable.
        """
        written: list[Outcome | AppError] = []
        brief = len(entries) <= BRIEF and _length(entries) <= BRIEF_LENGTH
        # On SQLite that is a few statements for each; more of them are worth the thread.
        may_be_short = brief or not self._on_sqlite
        may_be_short = may_be_short and time.monotonic() >= self._plain_again_at
        short = may_be_short and plain_posts.are_plain(entries)
        write: Way = self._write_plainly if short else _write_hopefully
        perhaps: dict[Mark, tuple[Outcome, ...]] = {}
        tries = 0
        while True:
            try:
                write(entries, written, brief)
            except plain_posts.Unusual:
                write = _write_hopefully
            except _SentBefore:
                write = _write_carefully
            except LockTimeout:
                if write is _write_where_possible:
                    raise
                write = _write_where_possible
            except CommitUnknown:
                perhaps |= _perhaps_written(entries, written)
                self._keep(perhaps)
                tries += 1
                if tries == TRIES:
                    raise
                write = _write_carefully
            else:
                if not self._untold:
                    return written
                return self._with_late_news(entries, written, perhaps)

    def _write_plainly(
        self, entries: list[Entry], written: list[Outcome | AppError], brief: bool
    ) -> None:
        try:
            with _sent_before_explained():
                written[:] = plain_posts.write(cast(list[Post], entries), brief=brief)
        except ConnectionLost as error:
            # Whoever has the patience tries again; not each batch anew to get that connection.
            self._plain_again_at = time.monotonic() + LEFT_ALONE_S
            raise plain_posts.Unusual from error

    def _keep(self, perhaps: dict[Mark, tuple[Outcome, ...]]) -> None:
        self._untold |= perhaps
        # For the oldest of too many nobody has asked again.
        for mark in list(islice(self._untold, max(0, len(self._untold) - QUEUE))):
            del self._untold[mark]

    def _with_late_news(
        self,
        entries: list[Entry],
        outcomes: list[Outcome | AppError],
        settled: Iterable[Mark],
    ) -> list[Outcome | AppError]:
        """What turned out to be committed, and was not told to anybody, is news after all; and with
        it what was changed along with it. Of those that are `settled` nothing else is to be found.
        """
        found: list[Outcome | AppError] = []
        more: dict[Mark, Outcome] = {}
        for entry, outcome in zip(entries, outcomes, strict=True):
            late = None
            if isinstance(outcome, Outcome):
                late = self._untold.pop(_mark(entry, outcome), None)
            if late is None or not isinstance(outcome, Outcome) or outcome.news:
                found.append(outcome)
                continue
            more |= {(one.message.id, one.message.version): one for one in late}
            found.append(replace(outcome, news=True))
        for mark in settled:
            self._untold.pop(mark, None)
        return with_more(found, list(more.values())) if more else found


def _length(entries: Iterable[Entry]) -> int:
    return sum(one.body.length for one in entries if isinstance(one, Post))


def _perhaps_written(
    entries: list[Entry], written: list[Outcome | AppError]
) -> dict[Mark, tuple[Outcome, ...]]:
    """What is to be told if it turns out that it was committed, with what is told after all of it:
    whichever of them is found brings that along."""
    if not written:
        # Of the short way, whose answer is that of its commit. What was sent before was so at
        # another time. No messages of threads go that way.
        return {(*one.key, one.at): () for one in entries if isinstance(one, Post)}
    more = tuple(each for one in written if isinstance(one, Outcome) for each in one.more)
    return {
        _mark(entry, outcome): more
        for entry, outcome in zip(entries, written, strict=True)
        if isinstance(outcome, Outcome) and outcome.news
    }


def _mark(entry: Entry, outcome: Outcome) -> Mark:
    if isinstance(entry, Post):
        return (*entry.key, outcome.message.timestamp)
    return outcome.message.id, outcome.message.version


def _refuse(batch: Iterable[tuple[Entry, Result]], error: AppError) -> None:
    for _, result in batch:
        if not result.ready():
            result.set_exception(error)


class _SentBefore(Exception):
    """One of the entries is a message that was written before."""


# How entries are written and committed. What becomes of them is put into the list before that, if
# it can be told by then. The last is whether they are few (`transact`).
Way: TypeAlias = Callable[[list[Entry], list[Outcome | AppError], bool], None]


def _write_hopefully(entries: list[Entry], written: list[Outcome | AppError], brief: bool) -> None:
    def work() -> None:
        with _sent_before_explained():
            written[:] = Batch(entries).write()

    transact(work, brief=brief)


def _write_carefully(entries: list[Entry], written: list[Outcome | AppError], brief: bool) -> None:
    def work() -> None:
        written[:] = Batch(entries, careful=True).write()

    transact(work, brief=brief)


def _write_where_possible(
    entries: list[Entry], written: list[Outcome | AppError], brief: bool
) -> None:
    """Wait for no room that somebody else has locked for too long: its entries are refused."""

    def work() -> None:
        written[:] = Batch(entries, careful=True, patient=False).write()

    transact(work, brief=brief)


@contextmanager
def _sent_before_explained() -> Iterator[None]:
    """Raises _SentBefore for a conflict: a transaction would take it for a lost race, and try the
    same again.
    """
    try:
        yield
    except Exception as error:
        if is_conflict(error):
            raise _SentBefore from error
        raise


def _publish(entry: Entry, outcome: Outcome | AppError) -> None:
    if isinstance(outcome, AppError) or not outcome.news:
        return
    message = outcome.message
    publish(message, to=joined(message.room, outcome.people), written=outcome.json)
    for one in outcome.more:
        publish(one.message, to=joined(one.message.room, one.people), written=one.json)
    if isinstance(entry, Post) and not entry.aside and has_other_socket(entry.actor.id, entry.sid):
        read = wire.ReadState(room=message.room, read_seq=message.seq)
        to = people([entry.actor.id])
        publish(read, to=to, skip=entry.sid, written=hot_json.read_state(read))


_LOG: Key[MessageLog] = Key("weconnect_log")


def message_log() -> MessageLog:
    """The log of the current app."""
    return _LOG.here()


def init_app(app: Flask) -> None:
    """Give `app` its log."""
    messages = _LOG.keep(app, MessageLog(app))
    before_exit(app, lambda: messages.close(FINISHERS_S))


__all__ = ["Change", "MessageLog", "Post", "init_app", "message_log"]
