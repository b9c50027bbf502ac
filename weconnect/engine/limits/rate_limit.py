"""How often something may happen, per person, address or room (the `limits` library).

Two kinds of rules: exact ones for what is rare and precious (guesses at passwords), counted in
Redis where several servers share it; and those for what happens many times a second, counted
roughly and in this process alone, so that no message waits for a counter.

While Redis is away, this process counts for itself: a limit that cannot be looked up must neither
let everything through nor keep everybody out.
"""

import functools
import logging
import math
import time
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import redis
from flask import Flask, has_request_context
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter, SlidingWindowCounterRateLimiter

from weconnect.engine.app_state import Key
from weconnect.wire.errors import RateLimited

from .sliding_window import Windows

log = logging.getLogger(__name__)

T = TypeVar("T")
P = ParamSpec("P")

_is_event: ContextVar[bool] = ContextVar("is_event", default=False)

# How long Redis may take, and for how long it is left alone when it did not answer.
PATIENCE_S = 0.5
LEFT_ALONE_S = 5.0


@dataclass(frozen=True)
class Rule:
    """So many within such a time; `often` is the kind that is counted roughly."""

    item: RateLimitItem
    often: bool = False


class Limiter:
    """The counters of one process."""

    def __init__(self, redis_url: str | None) -> None:
        self._windows = Windows()
        self._often = SlidingWindowCounterRateLimiter(self._windows)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared: MovingWindowRateLimiter | None = None
        if redis_url:
            patience = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S}
            self._shared = MovingWindowRateLimiter(storage_from_string(redis_url, **patience))
        self._away_until = 0.0
        # Refusals by what was limited: "login", "posts" and so on.
        self.refusals: Counter[str] = Counter()

    def hit(self, rule: Rule, *key: str) -> bool:
        """Count one; whether it was within the limit."""
        if rule.often:
            return self._often.hit(rule.item, *key)
        return self._exactly(lambda limiter: limiter.hit(rule.item, *key))

    def test(self, rule: Rule, *key: str) -> bool:
        """Whether one more would be within the limit."""
        if rule.often:
            return self._often.test(rule.item, *key)
        return self._exactly(lambda limiter: limiter.test(rule.item, *key))

    def clear(self, rule: Rule, *key: str) -> None:
        """Forget what was counted, here and in Redis."""
        self._often.clear(rule.item, *key)
        self._own.clear(rule.item, *key)
        if not rule.often:
            self._exactly(lambda limiter: limiter.clear(rule.item, *key))

    def give_back(self, rule: Rule, *key: str) -> None:
        """Take one back of what was counted exactly, the latest."""
        assert not rule.often
        name = rule.item.key_for(*key)
        self._exactly(lambda limiter: _give_back(limiter.storage, name))

    def wait(self, rule: Rule, *key: str) -> float:
        """In how many seconds one more will be within the limit."""
        if rule.often:
            item = rule.item
            return self._windows.wait(item.key_for(*key), item.amount, item.get_expiry())
        stats = self._exactly(lambda limiter: limiter.get_window_stats(rule.item, *key))
        return stats.reset_time - time.time()

    def _exactly(self, act: Callable[[MovingWindowRateLimiter], T]) -> T:
        if self._shared is not None and time.monotonic() >= self._away_until:
            try:
                return act(self._shared)
            except (redis.RedisError, OSError) as error:
                self._away_until = time.monotonic() + LEFT_ALONE_S
                log.warning(
                    "limits are counted here alone", extra={"error_type": type(error).__name__}
                )
        return act(self._own)


def _give_back(storage: object, name: str) -> None:
    # The library has no way to. Both of its storages keep a list of times, the latest first.
    if isinstance(storage, RedisStorage):
        storage.storage.lpop(storage.prefixed_key(name))
    elif isinstance(storage, MemoryStorage):
        with storage.locks[name]:
            if times := storage.events.get(name):
                del times[0]


LIMITER: Key[Limiter | None] = Key("weconnect_limiter")


def init_app(app: Flask, *, enabled: bool, redis_url: str | None) -> None:
    """Count for `app`, in Redis where several servers share it."""
    LIMITER.keep(app, Limiter(redis_url) if enabled else None)


def is_on() -> bool:
    """Whether anything is counted at all."""
    return _limiter() is not None


def rule(text: str, *, often: bool = False) -> Rule:
    """A limit in the library's notation, such as `10 per 5 minutes`."""
    return Rule(parse(text), often)


def hit(limit: Rule, *key: str | int) -> None:
    """Count one attempt at `key`. Raises RateLimited when the limit is already reached."""
    if (limiter := _limiter()) and not limiter.hit(limit, *map(str, key)):
        raise _refusal(limiter, limit, *key)


def check(limit: Rule, *key: str | int) -> None:
    """Raise RateLimited when the limit of `key` is reached; count nothing."""
    if (limiter := _limiter()) and not limiter.test(limit, *map(str, key)):
        raise _refusal(limiter, limit, *key)


def give_back(limit: Rule, *key: str | int) -> None:
    """Take back one attempt at `key` that was counted, and turned out to be none."""
    if limiter := _limiter():
        limiter.give_back(limit, *map(str, key))


class EventOfASocket:
    """A context: what is done in it was asked for by a client's event."""

    __slots__ = ("_before",)

    def __enter__(self) -> None:
        self._before = _is_event.set(True)

    def __exit__(self, *_: object) -> None:
        _is_event.reset(self._before)


def comes_from_outside() -> bool:
    """Whether what is done was asked for over a socket or HTTP, and not by a command."""
    return _is_event.get() or has_request_context()


def counted(limit: Rule, what: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Count a service's verb for its actor, the first argument, from whichever door they came.

    So no way in is forgotten. Raises RateLimited. Above `@transaction`, which may be tried again.
    """

    def decorate(verb: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(verb)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            if comes_from_outside():
                actor: Any = args[0]
                hit(limit, what, actor.id)
            return verb(*args, **kwargs)

        return run

    return decorate


def note_refusal(what: str) -> None:
    """Count a refusal that something else than a rule here decided, for the metrics."""
    if limiter := _limiter():
        limiter.refusals[what] += 1


def clear(limit: Rule, *key: str | int) -> None:
    """Forget the attempts at `key`."""
    if limiter := _limiter():
        limiter.clear(limit, *map(str, key))


def _limiter() -> Limiter | None:
    return LIMITER.here()


def _refusal(limiter: Limiter, limit: Rule, *key: str | int) -> RateLimited:
    # The first part of a key is a constant that says what it counts.
    limiter.refusals[str(key[0])] += 1
    # Rounded up: who comes back then is let in.
    wait = math.ceil(limiter.wait(limit, *map(str, key)) * 10) / 10
    return RateLimited(retry_after=max(0.1, wait))
