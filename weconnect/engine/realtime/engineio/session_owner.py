"""Whose a connection is. Its id stands in addresses, and so in logs: alone, it proves nothing.

Whoever goes on with a connection must come with the login that opened it. Some programs send a
login with their first request only (python-socketio its `headers`), and keep cookies: they get one
of this connection's own with the first answer of long polling, and may come with that instead.
"""

import hmac
import secrets
from typing import Any

from werkzeug.http import parse_cookie

COOKIE = "weconnect-polling"
# As with the cookie of a login: browsers take it only over TLS, from this host.
SECURE_COOKIE = f"__Host-{COOKIE}"


# The key of the environment under which a connection's login is, as `identify` names it: all that
# is kept of the request that opened the connection.
LOGIN = "weconnect.login"


class SessionOwner:
    """Who opened a connection: the login (as `identify` names it) and what else was shown."""

    __slots__ = ("authorization", "login", "secret")

    def __init__(self, login: str, environ: dict[str, Any]) -> None:
        self.login = login
        self.authorization: str | None = environ.get("HTTP_AUTHORIZATION")
        self.secret = ""

    def give_cookie(self, environ: dict[str, Any]) -> tuple[str, str]:
        """The header of an answer that gives a new cookie to whoever asked."""
        self.secret = secrets.token_urlsafe(24)
        secure = environ.get("wsgi.url_scheme") == "https"
        name, end = (SECURE_COOKIE, "; Secure") if secure else (COOKIE, "")
        return "Set-Cookie", f"{name}={self.secret}; Path=/; HttpOnly; SameSite=Lax{end}"

    def sent(self, login: str, environ: dict[str, Any]) -> bool:
        """Whether a request with this login is the owner's.

        The cookie stands in for a login that is missing, never for another one.
        """
        authorization = environ.get("HTTP_AUTHORIZATION")
        if (login, authorization) == (self.login, self.authorization):
            return True
        if login not in ("", self.login) or authorization not in (None, self.authorization):
            return False
        return bool(self.secret) and hmac.compare_digest(
            _cookie_of(environ).encode(), self.secret.encode()
        )


def _cookie_of(environ: dict[str, Any]) -> str:
    name = SECURE_COOKIE if environ.get("wsgi.url_scheme") == "https" else COOKIE
    return parse_cookie(environ).get(name, "")
