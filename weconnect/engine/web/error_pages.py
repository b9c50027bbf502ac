"""What people and programs are shown when something fails: never a stack trace, never internals."""

import logging
import math
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as ResponseBase

from weconnect.engine.monitoring import logs
from weconnect.wire.errors import (
    AppError,
    BadRequest,
    Conflict,
    Forbidden,
    NotFound,
    OtherPerson,
    RateLimited,
    TooLarge,
    Unauthorized,
    Unavailable,
)

log = logging.getLogger(__name__)

_BY_STATUS: dict[int, type[AppError]] = {
    error.status: error
    for error in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        Conflict,
        TooLarge,
        RateLimited,
        Unavailable,
    )
}

TITLES = {
    400: "That did not work",
    401: "Please log in",
    403: "Not allowed",
    404: "There is nothing here",
    405: "That does not go this way",
    409: "Not possible as things stand",
    413: "Too large",
    429: "A little too fast",
    500: "Something went wrong",
    503: "Not available right now",
}
# What a code says more exactly than its status.
TITLES_BY_CODE: dict[str, str] = {OtherPerson.code: "This page is somebody else's"}
MESSAGES = {
    405: "This address does not take that kind of request.",
    500: (
        "The fault is ours, and it has been noted. "
        "Nothing that was confirmed is lost. Please try again."
    ),
}
_PLAIN = "<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>{message}"
EXPIRED_FORM = "This page was open for too long. Go back, reload it and try again."


def init_app(app: Flask) -> None:
    """Answer all errors of `app` with a page, or with JSON below /api/."""
    app.register_error_handler(AppError, app_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def app_error(error: AppError) -> Response:
    """An expected failure that a service or a door raised."""
    return _answer(error.status, error.code, error.message, error.retry_after)


def refused(page: ResponseBase | str, error: AppError) -> Response:
    """A page that tells of `error` itself, with its status and with when to come back."""
    response = make_response(page)
    response.status_code = error.status
    _say_when(response, error.retry_after)
    return response


def http_error(error: HTTPException) -> Response:
    """A failure that Flask, Werkzeug or a view's `abort` raised."""
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if 300 <= status < 400:  # a redirect that the router raises
        return make_response(error.get_response())
    message = EXPIRED_FORM if isinstance(error, CSRFError) else MESSAGES.get(status)
    response = _answer(status, None, message)
    if status == 405:
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    return response


def unexpected(error: Exception) -> Response:
    """A fault of the program: noted in the log, and not told to anybody else."""
    log.error("request failed", exc_info=error, extra={"path": request.path})
    return _answer(500, None, MESSAGES[500])


def _answer(
    status: int, code: str | None, message: str | None, retry_after: float | None = None
) -> Response:
    kind = _BY_STATUS.get(status) or (BadRequest if status < 500 else Unavailable)
    code, message = code or kind.code, message or kind.default
    if request.path.startswith("/api/"):
        body: dict[str, object] = {"code": code, "message": message}
        if retry_after is not None:
            body["retryAfter"] = retry_after
        response = jsonify(error=body)
        if status == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="WeConnect"'
    else:
        response = make_response(_page(status, code, message))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    _say_when(response, retry_after)
    return response


def _say_when(response: Response, retry_after: float | None) -> None:
    """In whole seconds, at least one."""
    if retry_after is not None:
        response.headers["Retry-After"] = str(max(1, math.ceil(retry_after)))


def _page(status: int, code: str, message: str) -> str:
    title = TITLES_BY_CODE.get(code) or TITLES.get(status) or HTTPStatus(status).phrase
    try:
        return render_template(
            "errors/error.html",
            status=status,
            title=title,
            message=message,
            request_id=logs.request_id.get(),
        )
    except Exception:
        # Whatever broke the page may break the error's page as well: this needs nothing.
        log.exception("the error page failed")
        return _PLAIN.format(title=escape(title), message=escape(message))
