"""Rounds of the event loop: in each it looks once at all connections that have something for it.

How long a round has taken tells when to let others have their turn. The loop's own clock does not
tell: gevent sets it forward whenever anybody goes to sleep, in the middle of a round too.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import gevent

# What takes less than this together may be done in one round; and the shortest sleep, which ends
# in a later one. Not 0: the loop would run a greenlet up to fifty times before it looks at others.
TURN_S = 0.002
REST_S = 0.001


class _Round:
    """The round under way, of the loop that was looked at last."""

    loop: Any = None
    watcher: Any = None
    began = 0.0

    @classmethod
    def watch(cls, loop: Any) -> None:
        """Note when each round begins: when it is known who has something, and before any has."""
        cls.loop, cls.began = loop, time.monotonic()
        cls.watcher = loop.check(ref=False, priority=loop.MAXPRI)
        cls.watcher.start(cls.begin)

    @classmethod
    def begin(cls) -> None:
        """In the hub."""
        cls.began = time.monotonic()


class InTurns:
    """A context: whoever waits or rests in here goes on when `until_turn` returns."""

    __slots__ = ("_before", "_is_over", "_until_turn")

    def __init__(self, until_turn: Callable[[], None]) -> None:
        self._until_turn = until_turn
        # gevent's greenlets inherit what their maker has in its contexts, and may outlive it.
        self._is_over = False

    def __enter__(self) -> None:
        self._before = _in_turns.set(self)

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        _in_turns.reset(self._before)

    def go_on(self) -> None:
        """Wait for the turn, within the context."""
        if not self._is_over:
            self._until_turn()


_in_turns: ContextVar[InTurns | None] = ContextVar("in_turns", default=None)


def number() -> int:
    """Which round is under way: a number that grows."""
    found: int = gevent.get_hub().loop.iteration
    return found


def is_long() -> bool:
    """Whether the round under way has taken TURN_S."""
    loop = gevent.get_hub().loop
    if loop is not _Round.loop:
        _Round.watch(loop)
    return time.monotonic() - _Round.began > TURN_S


def go_on() -> None:
    """After having waited for something: wait for one's turn, where people have turns."""
    if (own := _in_turns.get()) is not None:
        own.go_on()


def rest() -> None:
    """Go on in a later round."""
    gevent.sleep(REST_S)
    go_on()


def take_turns() -> None:
    """Before a further thing that nobody had to wait for: let others have their turn."""
    if is_long():
        rest()
