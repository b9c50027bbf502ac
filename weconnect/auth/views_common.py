"""What all pages of accounts share."""

from typing import Any

from flask import Blueprint, Response, make_response, render_template

from weconnect.wire.errors import AppError

blueprint = Blueprint("auth", __name__)


def page(
    template: str, status: int = 200, *, error: AppError | None = None, **context: Any
) -> Response:
    """A page with a status; that of `error`, with its message, if there is one."""
    message = error.message if error else None
    response = make_response(render_template(template, error=message, **context))
    response.status_code = error.status if error else status
    if error and error.retry_after:
        response.headers["Retry-After"] = str(max(1, round(error.retry_after)))
    return response
