"""Waiting for something to become true, without sleeping longer than it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# How long anything may take on a slow machine before a test gives up.
PATIENCE_S = 60.0
GLANCE_S = 0.02


def eventually(look: Callable[[], T | None], what: str = "", timeout: float = PATIENCE_S) -> T:
    """The first true value of `look()`; AssertionError with `what` after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not (found := look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout} s: {what or look}")
        time.sleep(GLANCE_S)
    return found
