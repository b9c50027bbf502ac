"""Rounds of the event loop: in each it looks once at all connections that have something for it.

How long a round has taken tells when to let others have their turn. The loop's own clock does not
tell: gevent sets it forward whenever anybody goes to sleep, in the middle of a round too.
"""

import time

import gevent

# What takes less than this together may be done in one round; and the shortest sleep, which ends
# in a later one. Not 0: the loop would run a greenlet up to fifty times before it looks at others.
TURN_S = 0.002
REST_S = 0.001


class _Round:
    number = -1
    began = 0.0


def number() -> int:
    """Which round is under way: a number that grows."""
    found: int = gevent.get_hub().loop.iteration
    if found != _Round.number:
        _Round.number, _Round.began = found, time.monotonic()
    return found


def is_long() -> bool:
    """Whether the round under way has taken TURN_S since it was first asked about."""
    number()
    return time.monotonic() - _Round.began > TURN_S


def rest() -> None:
    """Go on in a later round."""
    gevent.sleep(REST_S)


def take_turns() -> None:
    """Before a further thing that nobody had to wait for: let others have their turn."""
    if is_long():
        rest()
