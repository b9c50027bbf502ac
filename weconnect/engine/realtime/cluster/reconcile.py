"""What a server of several does from time to time: say that it lives, and trust nobody.

Whenever a subscription begins, and at all times while Redis is away, what it should have brought
is looked up in the database.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, Literal

import gevent
from flask import Flask
from gevent.event import Event

from weconnect.engine.concurrency.coalesce import Coalesce
from weconnect.engine.realtime.hub.connections import Connections

from .feeds import Feeds
from .ports import Store

log = logging.getLogger(__name__)

# How often a server says that it lives, and looks who else does.
HEARTBEAT_S = 2.0
# How often feeds are compared with the database: in general, and while Redis is away.
CHECK_S, AWAY_CHECK_S = 5.0, 1.0
# How often logins and memberships are looked up while Redis is away.
AWAY_RECHECK_S = 3.0
# How far back news is looked for beyond the time that Redis was away: until that was noticed.
MARGIN_S = 10.0
# What is to be looked up is gathered for so long.
GATHER_S, INTERVAL_S = 0.02, 0.2

Wanted = Literal["feeds", "people", "overlooked", "everybody"]


class Reconciler:
    """The two greenlets that do it, once `start` was called; `is_up` is whether Redis is there, and
    `missed` makes good what everybody gets (see `hub.ports.Ports`)."""

    def __init__(
        self,
        app: Flask,
        connections: Connections,
        feeds: Feeds,
        store: Store,
        is_up: Callable[[], bool],
        missed: Callable[[], None],
    ) -> None:
        self._app = app
        self._connections = connections
        self._feeds = feeds
        self._store = store
        self._is_up = is_up
        self._missed = missed
        self._running = False
        self._turned = Event()
        self._wanted: Coalesce[Wanted, float] = Coalesce(
            app, self._look_up, delay=GATHER_S, interval=INTERVAL_S
        )

    def start(self, heartbeat: Callable[[], None]) -> None:
        """Begin; `heartbeat` is called in the app's context. A second call changes nothing."""
        if not self._running:
            self._running = True
            gevent.spawn(self._beat, heartbeat)
            gevent.spawn(self._check)

    def stop(self) -> None:
        """End soon."""
        self._running = False

    def check_feed(self, room_id: int) -> None:
        """Soon, look whether a room's sockets miss something."""
        self._wanted.add("feeds", room_id)

    def check_person(self, user_id: int) -> None:
        """Soon, look whether a person's logins and memberships are what they were."""
        self._wanted.add("people", user_id)

    def recheck(self, user_id: int, reason: Any = None) -> None:
        """The same at once, for a reason as JSON (see `Store.recheck`).

        What others say of it is only a hint: it may be late, and outdated.
        """
        gevent.spawn(self._recheck, user_id, reason)

    def check_activity(self, seconds: float) -> None:
        """Soon, look for messages of the last so many seconds, and some more."""
        self._wanted.add("overlooked", seconds + MARGIN_S)

    def check_everybody(self) -> None:
        """Soon, make good what everybody gets, and may have missed."""
        self._wanted.add("everybody", 0)

    def look_oneself(self) -> None:
        """Redis went away: look oneself, from now on."""
        self._turned.set()

    def _beat(self, heartbeat: Callable[[], None]) -> None:
        while self._running:
            try:
                with self._app.app_context():
                    heartbeat()
            except Exception:
                log.exception("heartbeat failed")
            gevent.sleep(HEARTBEAT_S)

    def _check(self) -> None:
        rechecked_at = float("-inf")
        while self._running:
            self._turned.wait(CHECK_S if self._is_up() else AWAY_CHECK_S)
            self._turned.clear()
            try:
                with self._app.app_context():
                    if not self._is_up():
                        if time.monotonic() - rechecked_at > AWAY_RECHECK_S:
                            rechecked_at = time.monotonic()
                            self._store.recheck(self._connections.people())
                        self._store.overlooked(AWAY_CHECK_S + MARGIN_S)
                    self._feeds.check(list(self._feeds))
            except Exception:
                log.exception("check failed")

    def _recheck(self, user_id: int, reason: Any) -> None:
        try:
            with self._app.app_context():
                self._store.recheck([user_id], reason)
        except Exception:
            log.exception("person not checked")  # the sweep will do it

    def _look_up(self, what: Wanted, numbers: list[float]) -> None:
        if what == "feeds":
            self._feeds.check([int(one) for one in numbers])
        elif what == "people":
            self._store.recheck({int(one) for one in numbers})
        elif what == "everybody":
            self._missed()
        else:
            self._store.overlooked(max(numbers))
