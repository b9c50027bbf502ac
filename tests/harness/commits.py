"""Commits of which nobody knows whether they happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import psycopg
from psycopg.pq import TransactionStatus

from weconnect.engine.database.psycopg_connection import Driver


@contextmanager
def lost_commits(*, happened: bool, times: int = 1) -> Iterator[None]:
    """The answers to the next commits are lost on their way; they `happened`, or they did not."""
    real, left = Driver.commit, [times]

    def commit(driver: Driver) -> None:
        if not left[0] or driver.info.transaction_status == TransactionStatus.IDLE:
            real(driver)
            return
        left[0] -= 1
        if happened:
            real(driver)
        driver.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    with mock.patch.object(Driver, "commit", commit):
        yield
    assert not left[0], "that many commits were lost"
