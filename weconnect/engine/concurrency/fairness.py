"""Whoever asks for much at once has one turn in each round of the event loop.

The loop looks at all connections that have something for it, and only then again at the others:
three hundred requests of one person that came together would be answered together, and everybody
else wait. Here one person has one turn in a round, and all strangers together one; what waits, for
the database say, goes on in a further turn. Nobody waits who has asked for one thing only.
"""

import sys
from collections import OrderedDict
from contextlib import suppress
from functools import partial
from weakref import WeakValueDictionary

import gevent

from weconnect.engine.app_state import Key
from weconnect.wire.errors import Unavailable

from . import rounds
from .fair_queue import FairQueue, first_in_line
from .rounds import InTurns

# How long anybody waits for a turn.
PATIENCE_S = 15
# Logins and access tokens that are remembered as somebody's.
KNOWN = 20_000
# Everybody who showed neither.
STRANGERS = 0


class Turns:
    """Who had their turn in this round of the loop, and who waits for theirs."""

    def __init__(self) -> None:
        self._round = -1
        self._had: set[int] = set()
        self._queues: WeakValueDictionary[int, FairQueue] = WeakValueDictionary()
        self._known: OrderedDict[str, int] = OrderedDict()

    def take(self, who: int) -> InTurns:
        """Wait until it is the turn of `who`: a person's id, or STRANGERS. Raises Unavailable.

        Returns the context for what they then do. Whenever it has waited for something, it waits
        for another turn, and stands before what has not begun.
        """
        if who in self._queues or not self._begin(who):
            self._wait(who)
        return InTurns(partial(self._again, who))

    def _again(self, who: int) -> None:
        if not self._begin(who):
            with first_in_line(), suppress(Unavailable):
                self._wait(who)

    def _wait(self, who: int) -> None:
        queue = self._queues.get(who)
        if queue is None:
            queue = self._queues[who] = FairQueue(1)
        queue.enter(PATIENCE_S)
        try:
            while not self._begin(who):
                gevent.sleep(rounds.REST_S)
        finally:
            queue.leave()

    def _begin(self, who: int) -> bool:
        if (number := rounds.number()) != self._round:
            self._round = number
            self._had.clear()
        elif who in self._had and rounds.is_long():
            return False
        self._had.add(who)
        return True

    def remember(self, secret: str, user_id: int) -> None:
        """A login's or a token's secret turned out to be somebody's."""
        self._known[secret] = user_id
        self._known.move_to_end(secret)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)

    def whose(self, secret: str) -> int:
        """Whose this secret was when it was last shown; STRANGERS if it never was."""
        return self._known.get(secret, STRANGERS)

    def of_login(self, secret: str) -> int:
        """Whose turn a login takes whose secret we signed: its own until it is known whose it is.

        So that those who come back after a restart are no strangers to each other.
        """
        return self.whose(secret) or -1 - (hash(secret) & sys.maxsize)


TURNS: Key[Turns] = Key("weconnect_turns")


def turns() -> Turns:
    """The turns of the current app."""
    return TURNS.here()
