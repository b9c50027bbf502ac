"""Commits of which nobody knows whether they happened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import psycopg
from psycopg.pq import TransactionStatus

from weconnect.engine.database.psycopg_connection import Driver


@contextmanager
def lost_commits(*, happened: bool, times: int = 1) -> Iterator[None]:
    """The answers to the next commits are lost on their way; they `happened`, or they did not.

    Also of those that are sent together with what they commit.
    """
    left = [times]

    def losing(real: Callable[..., Any], is_nothing: Callable[[Driver], bool]) -> Any:
        def commit(driver: Driver, *args: Any) -> Any:
            if not left[0] or is_nothing(driver):
                return real(driver, *args)
            left[0] -= 1
            if happened:
                real(driver, *args)
            driver.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

        return mock.patch.object(Driver, real.__name__, commit)

    def has_not_begun(driver: Driver) -> bool:
        return driver.info.transaction_status == TransactionStatus.IDLE

    with losing(Driver.commit, has_not_begun), losing(Driver.write_at_once, lambda _: False):
        yield
    assert not left[0], "that many commits were lost"
