"""What people and programs are shown when something fails: never a stack trace, never internals."""

import logging
import math

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as ResponseBase

from weconnect.engine.i18n.translate import explain, t
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
from weconnect.wire.words import N_

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
    400: N_("That did not work"),
    401: N_("Please log in"),
    403: N_("Not allowed"),
    404: N_("There is nothing here"),
    405: N_("That does not go this way"),
    409: N_("Not possible as things stand"),
    413: N_("Too large"),
    429: N_("A little too fast"),
    500: N_("Something went wrong"),
    503: N_("Not available right now"),
}
# What a code says more exactly than its status.
TITLES_BY_CODE: dict[str, str] = {OtherPerson.code: N_("This page is somebody else's")}
MESSAGES = {
    405: N_("This address does not take that kind of request."),
    500: N_(
        "The fault is ours, and it has been noted. "
        "Nothing that was confirmed is lost. Please try again."
    ),
}
_PLAIN = "<!doctype html><meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>{message}"
EXPIRED_FORM = N_("This page was open for too long. Go back, reload it and try again.")


def init_app(app: Flask) -> None:
    """Answer all errors of `app` with a page, or with JSON below /api/."""
    app.register_error_handler(AppError, app_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def app_error(error: AppError) -> Response:
    """An expected failure that a service or a door raised."""
    return _answer(error.status, error)


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
    response = _answer(status, _kind(status)(message))
    if status == 405:
        response.headers["Allow"] = dict(error.get_headers()).get("Allow", "")
    return response


def unexpected(error: Exception) -> Response:
    """A fault of the program: noted in the log, and not told to anybody else."""
    log.error("request failed", exc_info=error, extra={"path": request.path})
    return _answer(500, Unavailable(MESSAGES[500]))


def _kind(status: int) -> type[AppError]:
    return _BY_STATUS.get(status) or (BadRequest if status < 500 else Unavailable)


def _answer(status: int, error: AppError) -> Response:
    if request.path.startswith("/api/"):
        response = jsonify(error=error.body())
        if status == 401:
            response.headers["WWW-Authenticate"] = 'Bearer realm="WeConnect"'
    else:
        response = make_response(_page(status, error))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    _say_when(response, error.retry_after)
    return response


def _say_when(response: Response, retry_after: float | None) -> None:
    """In whole seconds, at least one."""
    if retry_after is not None:
        response.headers["Retry-After"] = str(max(1, math.ceil(retry_after)))


def _page(status: int, error: AppError) -> str:
    general = TITLES[400] if status < 500 else TITLES[500]
    title = TITLES_BY_CODE.get(error.code) or TITLES.get(status, general)
    try:
        title, message = t(title), explain(error)
        return render_template(
            "errors/error.html",
            status=status,
            title=title,
            message=message,
            is_general=error.message == error.default,
            request_id=logs.request_id.get(),
        )
    except Exception:
        # Whatever broke the page may break the error's page as well: this needs nothing.
        log.exception("the error page failed")
        return _PLAIN.format(title=escape(title), message=escape(error.message))
