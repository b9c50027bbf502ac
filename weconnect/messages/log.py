"""The message log, the heart of WeConnect.

One writer per process takes whatever is waiting, gives each entry the next `seq` and `version`
of its room, writes the batch in one transaction that is synced to disk, and only then
acknowledges and publishes, in order. So

- an acknowledged message is on disk (durable),
- the busier the server, the larger the batches: many messages share one sync (group commit),
- `seq` and `version` have no holes: they are counted in the transaction that writes the
  messages, on the room's row, which several processes on one PostgreSQL lock in turn.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import TypeAlias, cast

import gevent
from flask import Flask, current_app
from gevent.event import AsyncResult, Event

from weconnect.db import CONFLICTS, db, transaction
from weconnect.realtime.publish import has_other_socket, joined, people, publish
from weconnect.realtime.shutdown import FINISHERS_S, before_exit
from weconnect.wire import messages as wire
from weconnect.wire.errors import AppError, Unavailable

from .batch import Batch, Change, Entry, Outcome, Post

log = logging.getLogger(__name__)

# The most entries in one transaction: bounds how long the first of them waits for the last.
BATCH = 500
# The most entries that may wait; a sender beyond is asked to come back.
QUEUE = 10_000

Result: TypeAlias = "AsyncResult[Outcome]"
Waiting: TypeAlias = "list[tuple[Entry, Result]]"


class MessageLog:
    """The queue and the one greenlet that writes it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._waiting: deque[tuple[Entry, Result]] = deque()
        self._wake = Event()
        self._idle = Event()
        self._idle.set()
        self._closed = False
        self._writer: gevent.Greenlet[[], None] | None = None

    def append(self, entry: Entry) -> wire.Message:
        """Write an entry; returns the message as it then is, on disk. Raises AppError."""
        message = cast(Outcome, self.submit(entry).get()).message
        return wire.Message.model_construct(**dict(message))

    def submit(self, entry: Entry) -> Result:
        """Have an entry written; the result is set when it is on disk. Raises Unavailable."""
        if self._closed or len(self._waiting) >= QUEUE:
            raise Unavailable(retry_after=1)
        if self._writer is None:
            self._writer = gevent.spawn(self._write_forever)
        # The caller's reads end here: while it waits, the writer may need their connection, and
        # afterwards they must not hold a snapshot from before.
        db.session.remove()
        result: Result = AsyncResult()
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
        # One context for all batches, each of which ends its reads.
        with self._app.app_context():
            while True:
                self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    size = min(BATCH, len(self._waiting))
                    self._write([self._waiting.popleft() for _ in range(size)])
                self._idle.set()

    def _write(self, batch: Waiting) -> None:
        try:
            self._write_together(batch)
        except Exception:
            if len(batch) == 1:
                log.exception("message not written")
                if not batch[0][1].ready():
                    batch[0][1].set_exception(Unavailable(retry_after=1))
                return
            log.warning("batch not written, one by one now", exc_info=True)
            # One of them is at fault: each gets a transaction of its own.
            for one in batch:
                self._write([one])

    def _write_together(self, batch: Waiting) -> None:
        outcomes = _commit([entry for entry, _ in batch])
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
        db.session.remove()


class _SentBefore(Exception):
    """One of the entries is a message that was written before."""


def _commit(entries: list[Entry]) -> list[Outcome | AppError]:
    try:
        return _write_hopefully(entries)
    except _SentBefore:
        return _write_carefully(entries)


@transaction
def _write_hopefully(entries: list[Entry]) -> list[Outcome | AppError]:
    try:
        return Batch(entries).write()
    except CONFLICTS as error:
        # Not as it is: the transaction would take it for a lost race, and try the same again.
        raise _SentBefore from error


@transaction
def _write_carefully(entries: list[Entry]) -> list[Outcome | AppError]:
    return Batch(entries, careful=True).write()


def _publish(entry: Entry, outcome: Outcome | AppError) -> None:
    if isinstance(outcome, AppError) or not outcome.news:
        return
    message = outcome.message
    publish(message, to=joined(message.room, outcome.people), text=outcome.text)
    if isinstance(entry, Post) and has_other_socket(entry.actor.id, entry.sid):
        read = wire.ReadState(room=message.room, read_seq=message.seq)
        publish(read, to=people([entry.actor.id]), skip=entry.sid)


def message_log() -> MessageLog:
    """The log of the current app."""
    return cast(MessageLog, current_app.extensions["weconnect_log"])


def init_app(app: Flask) -> None:
    """Give `app` its log."""
    messages = MessageLog(app)
    app.extensions["weconnect_log"] = messages
    before_exit(app, lambda: messages.close(FINISHERS_S))


__all__ = ["Change", "MessageLog", "Post", "init_app", "message_log"]
