"""A pool of database connections that are lent in the order in which they were asked for.

SQLAlchemy's own pool wakes whoever waits, and then lets the quickest have the connection: a
greenlet that gives one back and at once wants another overtakes all the others. In a storm some
would then wait for ever.
"""

import logging
from typing import Any

from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from weconnect.engine.concurrency.fair_queue import FairQueue

# What SQLAlchemy tells of its pools is not for the log of a server.
logging.getLogger(f"{__name__}.FairPool").setLevel(logging.WARNING)


class FairPool(QueuePool):
    """`pool_size` connections and no more; `pool_timeout` seconds of patience. Raises Unavailable.

    For greenlets of one thread.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue = FairQueue(self.size())

    def _do_get(self) -> ConnectionPoolEntry:
        self.queue.enter(self._timeout)
        try:
            return super()._do_get()
        except BaseException:
            self.queue.leave()
            raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        try:
            super()._do_return_conn(record)
        finally:
            self.queue.leave()
