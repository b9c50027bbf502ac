"""What all pages of accounts share."""

import socket
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from weconnect.engine.i18n.translate import explain
from weconnect.engine.transport.http.handshake import PEER
from weconnect.engine.web.error_pages import refused
from weconnect.wire.errors import AppError

blueprint = Blueprint("auth", __name__)


def page(
    template: str, status: int = 200, *, error: AppError | None = None, **context: Any
) -> Response:
    """A page with a status; that of `error`, with its message, if there is one."""
    if error is not None:
        return refused(render_template(template, error=explain(error), **context), error)
    return make_response(render_template(template, error=None, **context), status)


def watch_peer() -> Callable[[], bool]:
    """A function that tells whether whoever sent the request has closed the connection."""
    peer = request.environ.get(PEER)
    # The system's own socket: that of gevent would wait.
    bare: socket.socket | None = getattr(peer, "_sock", peer)

    def has_gone() -> bool:
        if bare is None:
            return False
        try:
            return not bare.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    return has_gone
