"""Pages and sockets on servers of their own: a server of one kind refuses what is the other's.

Both kinds run the same program on the same database, and speak to each other through Redis: what
is posted with a form or the API on a server of pages reaches the sockets on the others that way.
"""

import json
from typing import TYPE_CHECKING, Any

from flask import Flask

from weconnect.settings import Role

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SOCKETS = "/socket.io/"
# What every server answers: questions about itself, and the files that all of them have.
EVERYWHERE = ("/healthz", "/readyz", "/metrics", "/static/")

# "The request was directed at a server that is unable or unwilling to produce an authoritative
# response" (RFC 9110, section 15.5.20): the proxy in front has to be told where things are.
STATUS = "421 Misdirected Request"


class Roles:
    """Answers for a server of one kind what the other kind is there for."""

    def __init__(self, app: "WSGIApplication", role: Role) -> None:
        self.app = app
        self.role = role

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        path = str(environ.get("PATH_INFO", ""))
        is_socket = path.startswith(SOCKETS)
        if is_socket == (self.role == "sockets") or path.startswith(EVERYWHERE):
            return self.app(environ, start_response)
        what = "sockets are" if is_socket else "pages and the API are"
        message = f"This server has the role {self.role!r}: {what} on another one."
        body = json.dumps({"error": {"code": "notFound", "message": message}}).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response(STATUS, headers)
        return [body]


def init_app(app: Flask, role: Role) -> None:
    """Let `app` answer as a server of this role. To be called when its sockets are in place."""
    if role != "all":
        app.wsgi_app = Roles(app.wsgi_app, role)  # type: ignore[method-assign]
