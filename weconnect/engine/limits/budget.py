"""What one person may cost, whatever the way in: pages, forms, the API and sockets together.

Calls differ in what they cost by a factor of a hundred, so that a number of them says little. Each
thing has a price, in milliseconds of this server's processor as they were measured: one for what
is done, and one for the size of what is answered. Each person has a purse that fills at a steady
rate. What was dearer than the purse held is a debt; until it is paid, everything else is refused.

The purse is that of one server: what is bounded here is what this process can do for others.
"""

import math
import time

from flask import Flask, Response, g, request
from flask_login import current_user

from weconnect.engine.app_state import Key
from weconnect.engine.view_marks import View, mark, marked
from weconnect.wire.errors import RateLimited

from . import rate_limit

# Milliseconds of the processor that a person gets each second: a fifth of a core.
RATE_MS = 200
# And at most so many at once: a page that opens forty rooms, a program that starts.
BURST_MS = 4_000
# The price of an answer's size.
BYTES_PER_MS = 8 * 1024
# A page before its size counts; a call of the API; an event of a socket that is not dearer.
PAGE_MS = 4.0
CALL_MS = 1.0
EVENT_MS = 0.5
# What is told to so many sockets.
SOCKETS_PER_MS = 250
# Pages and calls of the API that one person may ask for.
CALLS = rate_limit.rule("600 per minute", often=True)
# After so many purses, those that are full are thrown away.
SWEEP_AFTER = 10_000


class Purses:
    """What each person has left, in milliseconds."""

    def __init__(self) -> None:
        self._purses: dict[int, tuple[float, float]] = {}
        self._sweep_at = SWEEP_AFTER

    def left(self, user_id: int) -> float:
        """How much a person has left; below 0 it is a debt."""
        level, at = self._purses.get(user_id, (BURST_MS, 0.0))
        return min(BURST_MS, level + (time.monotonic() - at) * RATE_MS)

    def spend(self, user_id: int, price: float) -> None:
        """Take `price` out of a purse, also if it does not hold so much."""
        if len(self._purses) >= self._sweep_at:
            self._sweep()
        self._purses[user_id] = self.left(user_id) - price, time.monotonic()

    def _sweep(self) -> None:
        self._purses = {
            key: purse for key, purse in self._purses.items() if self.left(key) < BURST_MS
        }
        self._sweep_at = len(self._purses) + SWEEP_AFTER


_PURSES: Key[Purses | None] = Key("weconnect_purses")


def init_app(app: Flask, *, enabled: bool) -> None:
    """Keep purses for `app`, and let its pages cost something. Before anything that may refuse."""
    _PURSES.keep(app, Purses() if enabled else None)
    app.before_request(_count_page)
    app.after_request(_count_size)


def free(view: View) -> View:
    """Have requests of `view` cost nothing: what is the same for everybody, or must never fail."""
    return mark(view, "is_free")


def comes_in_dozens(view: View) -> View:
    """Have requests of `view`, as for a page's pictures, cost a call and not count by number."""
    return mark(view, "comes_in_dozens")


def charge(user_id: int, price: float) -> None:
    """Take the price of something that is about to be done. Raises RateLimited."""
    if (purses := _purses()) is None:
        return
    left = purses.left(user_id)
    if left <= 0:
        rate_limit.note_refusal("budget")
        # Rounded up: who comes back then is let in.
        raise RateLimited(retry_after=math.ceil((1 - left) / RATE_MS * 10) / 10)
    purses.spend(user_id, price)


def add(user_id: int, price: float) -> None:
    """Take the price of something that was done already."""
    if (purses := _purses()) is not None:
        purses.spend(user_id, price)


def add_size(user_id: int, size: int) -> None:
    """Take the price of an answer of `size` bytes."""
    add(user_id, size / BYTES_PER_MS)


def charge_call(user_id: int, price: float = CALL_MS) -> None:
    """Count somebody's request; the size of the answer will be counted too. Raises RateLimited."""
    if _purses() is None:
        return
    rate_limit.hit(CALLS, "api", user_id)
    charge(user_id, price)
    g.paid_by = user_id


def _count_page() -> None:
    # What the API takes is counted by its own door, which knows access tokens.
    if _purses() is None or request.path.startswith("/api/"):
        return
    if marked("is_free"):
        return
    if current_user.is_authenticated:
        if marked("comes_in_dozens"):
            charge(current_user.id, CALL_MS)
        else:
            charge_call(current_user.id, PAGE_MS)


def _count_size(response: Response) -> Response:
    if (user_id := g.get("paid_by")) is not None:
        add_size(user_id, response.calculate_content_length() or 0)
    return response


def _purses() -> Purses | None:
    return _PURSES.here()
