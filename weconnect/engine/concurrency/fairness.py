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
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import gevent
from flask import Flask

from weconnect.engine.app_state import extension
from weconnect.engine.database.fair_pool import Line, first_in_line, last_in_line
from weconnect.engine.web.security import Sessions, bearer_token
from weconnect.wire.errors import Unavailable

from . import rounds
from .rounds import InTurns

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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
        self._lines: WeakValueDictionary[int, Line] = WeakValueDictionary()
        self._known: OrderedDict[str, int] = OrderedDict()

    def take(self, who: int) -> InTurns:
        """Wait until it is the turn of `who`: a person's id, or STRANGERS. Raises Unavailable.

        Returns the context for what they then do. Whenever it has waited for something, it waits
        for another turn, and stands before what has not begun.
        """
        if who in self._lines or not self._begin(who):
            self._wait(who)
        return InTurns(partial(self._again, who))

    def _again(self, who: int) -> None:
        if not self._begin(who):
            with first_in_line(), suppress(Unavailable):
                self._wait(who)

    def _wait(self, who: int) -> None:
        line = self._lines.get(who)
        if line is None:
            line = self._lines[who] = Line(1)
        line.enter(PATIENCE_S)
        try:
            while not self._begin(who):
                gevent.sleep(rounds.REST_S)
        finally:
            line.leave()

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


class Turnstile:
    """Lets requests in by turns, and strangers behind everybody in the line for the database."""

    def __init__(self, app: Flask, inner: "WSGIApplication", turns: Turns) -> None:
        self._app = app
        self._inner = inner
        self._turns = turns

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        who = self._who(environ)
        try:
            turn = self._turns.take(who)
        except Unavailable as error:
            headers = [("Retry-After", "1"), ("Content-Length", "0"), ("Cache-Control", "no-store")]
            start_response(f"{error.status} Service Unavailable", headers)
            return []
        with turn:
            if who != STRANGERS:
                return self._inner(environ, start_response)
            with last_in_line():
                return self._inner(environ, start_response)

    def _who(self, environ: "WSGIEnvironment") -> int:
        if (token := bearer_token(environ)) is not None:
            return self._turns.whose(token)
        if "HTTP_COOKIE" not in environ:
            return STRANGERS
        sessions = self._app.session_interface
        assert isinstance(sessions, Sessions)
        secret = str(sessions.read(self._app, environ).get("_user_id", ""))
        return self._turns.of_login(secret) if secret else STRANGERS


def init_app(app: Flask) -> None:
    """Let requests of `app` in by turns, also those that open sockets."""
    app.extensions["weconnect_turns"] = found = Turns()
    app.wsgi_app = Turnstile(app, app.wsgi_app, found)  # type: ignore[method-assign]


def turns() -> Turns:
    """The turns of the current app."""
    found: Turns = extension("weconnect_turns")
    return found
