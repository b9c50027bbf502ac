"""psycopg's connections, as WeConnect uses them; see `weconnect/engine/database/postgres.py`.

They are apart from it so that only a server on PostgreSQL imports psycopg: that takes a twentieth
of the start.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import gevent
import psycopg
from gevent import monkey
from psycopg.pq import TransactionStatus

from .timeouts import ANSWER_S, MAY_WRITE, SESSION

R = TypeVar("R")


class RoundTrip(psycopg.Pipeline):
    """Statements that are sent together, and nothing after the Sync at their end.

    psycopg sends a Flush after it. PostgreSQL takes that for the beginning of something, stops its
    clock for idle transactions, and would keep the locks of a server that is cut off then.
    """

    def _exit_gen(self) -> Generator[Any, Any, None]:
        try:
            self._enqueue_sync()
            yield from self._communicate_gen()
        finally:
            yield from self._fetch_gen(flush=False)


class Driver(psycopg.Connection[Any]):
    """A connection that is given up when the server does not answer."""

    answer_within = ANSWER_S

    def wait(self, gen: Generator[Any, Any, R], *args: Any, **kwargs: Any) -> R:
        """What psycopg waits in. Raises OperationalError after `answer_within` seconds."""
        with gevent.Timeout(self.answer_within) as patience:
            try:
                return super().wait(gen, *args, **kwargs)
            except gevent.Timeout as end:
                if end is not patience:
                    raise
                self.close()
                raise psycopg.OperationalError("the server does not answer") from None

    @contextmanager
    def pipeline(self) -> Iterator[psycopg.Pipeline]:
        """Statements of one round trip."""
        with super().pipeline() as pipeline:
            pipeline.__class__ = RoundTrip
            yield pipeline

    @contextmanager
    def _pipeline_nolock(self) -> Iterator[psycopg.Pipeline]:
        # That of `executemany`.
        with super()._pipeline_nolock() as pipeline:
            pipeline.__class__ = RoundTrip
            yield pipeline

    def write_at_once(self, text: str, values: Any) -> psycopg.Cursor[Any]:
        """Run a statement that is a transaction by itself, on a connection that `may_write`.

        Raises psycopg.Error: nothing is written then, unless the connection is lost.
        """
        return self.execute(cast(Any, text), values)

    def keep_times(self) -> None:
        """Have PostgreSQL keep the times of SESSION on this new connection."""
        self._set(SESSION)

    def may_write(self) -> None:
        """Have each statement be a transaction that may write."""
        self._set(MAY_WRITE)

    def _set(self, settings: dict[str, str]) -> None:
        words = "; ".join(f"SET {name} = '{value}'" for name, value in settings.items())
        self.execute(cast(Any, words))

    def has_news(self) -> bool:
        """Whether a connection that was asked nothing has something to say: that it was ended."""
        poll = monkey.get_original("select", "poll")()
        poll.register(self.fileno(), 1)
        return bool(poll.poll(0))

    def require_silence(self) -> None:
        """Raise OperationalError if the connection was ended."""
        if self.has_news():
            raise psycopg.OperationalError("the connection was ended")

    def is_usable(self) -> bool:
        """Whether it is neither broken nor in the middle of a statement."""
        return not (
            self.closed
            or self.info.transaction_status == TransactionStatus.ACTIVE
            or self.has_news()
        )
