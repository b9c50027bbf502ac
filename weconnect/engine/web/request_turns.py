"""Requests come in by turns, also those that open sockets (see `concurrency/fairness.py`)."""

from typing import TYPE_CHECKING, Any

from flask import Flask

from weconnect.engine.concurrency.fair_queue import last_in_line
from weconnect.engine.concurrency.fairness import STRANGERS, TURNS, Turns
from weconnect.wire.errors import Unavailable

from .security import Sessions, bearer_token

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class RequestTurns:
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
    turns = TURNS.keep(app, Turns())
    app.wsgi_app = RequestTurns(app, app.wsgi_app, turns)  # type: ignore[method-assign]
