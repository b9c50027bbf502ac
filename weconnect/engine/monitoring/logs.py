"""The log: one JSON object a line on standard output, or readable lines on a terminal.

    log = logging.getLogger(__name__)
    log.info("room archived", extra={"room": room.id})

The message is a constant and becomes `event`; what varies goes into `extra`. Message content,
secrets and query strings are never logged: fields with such names are dropped, and of an
exception that may quote what a person sent, only the type and the place are written. In debug mode,
where nobody else's words are at stake, exceptions are written whole, and lines are readable.
"""

import functools
import hashlib
import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError, StatementError

from weconnect.engine.view_marks import View, mark, marked

log = logging.getLogger(__name__)

# The id of the request being answered: on each of its lines, and on an error's page.
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
# The connection whose packet is being handled, by its Engine.IO id. That one is secret: what is
# written is its `name_of`.
connection: ContextVar[str | None] = ContextVar("connection", default=None)

# What a trusted proxy may send as a request's id.
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

DROPPED = re.compile(
    r"content|text|body|payload|passw|secret|token|cookie|authori[sz]ation|query|invite|email", re.I
)
# Their messages quote the value that was wrong.
QUOTING: tuple[type[BaseException], ...] = (ValueError, LookupError, StatementError)
# By name, as only a server on PostgreSQL imports it.
QUOTING_OF_PSYCOPG = {"DataError", "IntegrityError"}

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_COLOURS = {"WARNING": "\033[33m", "ERROR": "\033[31m", "CRITICAL": "\033[31m"}
_PLAIN = "\033[0m"


def init_app(app: Flask, *, behind_proxy: bool) -> None:
    """Log to standard output, and write a line for each HTTP request of `app`.

    `behind_proxy` is whether a trusted proxy stands in front, whose `X-Request-Id` is taken over.
    """
    configure(readable=app.debug or sys.stdout.isatty(), whole=app.debug)
    app.before_request(functools.partial(_begin, behind_proxy))
    app.after_request(_end)
    app.teardown_request(_forget)


def quiet(view: View) -> View:
    """Have requests of `view`, too many and too alike, be told of only if they fail."""
    return mark(view, "is_quiet")


def configure(*, readable: bool, whole: bool = False) -> None:
    """Send the whole process's log to standard output; a second call changes only the format.

    `whole` is whether readable lines have exceptions as Python writes them.
    """
    root = logging.getLogger()
    handler = next((one for one in root.handlers if isinstance(one, StandardOutput)), None)
    if handler is None:
        handler = StandardOutput()
        root.addHandler(handler)
    handler.setFormatter(ReadableFormatter(whole=whole) if readable else JsonFormatter())
    root.setLevel(logging.INFO)
    for name in ("alembic", "sqlalchemy", "werkzeug", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("engineio.server", "socketio.server"):
        logger = logging.getLogger(name)
        # With a level set these libraries add no handler of their own.
        logger.setLevel(logging.ERROR)
        # Their plain errors quote origins and session ids; their exceptions are wanted.
        logger.addFilter(lambda record: bool(record.exc_info))
    gunicorn = logging.getLogger("gunicorn.error")
    gunicorn.handlers.clear()
    gunicorn.propagate = True


class StandardOutput(logging.StreamHandler[TextIO]):
    """Writes to what standard output is at that moment."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stdout


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`."""
        line: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        line |= _ids()
        line |= _fields(record)
        if record.exc_info and record.exc_info[0]:
            line["error"], line["trace"] = describe(*record.exc_info)
        return json.dumps(line, default=str)


class ReadableFormatter(logging.Formatter):
    """A line for people; where `whole`, followed by exceptions as Python writes them."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole

    def format(self, record: logging.LogRecord) -> str:
        """The line for `record`."""
        colour = _COLOURS.get(record.levelname, "")
        found = _fields(record) | _ids()
        fields = " ".join(f"{name}={printable(value)}" for name, value in found.items())
        event = printable(record.getMessage())
        level = f"{colour}{record.levelname.lower():7}{_PLAIN if colour else ''}"
        line = f"{_time(record)[11:19]} {level} {event} {fields}"
        if record.exc_info and record.exc_info[0]:
            if self._whole:
                return f"{line.rstrip()}\n{self.formatException(record.exc_info)}"
            error, trace = describe(*record.exc_info)
            line += "\n  " + "\n  ".join([*trace, printable(error)])
        return line.rstrip()


def describe(
    kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
) -> tuple[str, list[str]]:
    """What an exception is (with its message where that quotes nobody), and where it passed."""
    frames = traceback.extract_tb(trace)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    name = kind.__name__ if kind else "unknown"
    if isinstance(error, DBAPIError):
        name = f"{name} ({type(error.orig).__name__})"
    if error is not None and not _quotes(error) and str(error):
        name = f"{name}: {str(error)[:300]}"
    if cause := error and (
        error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    ):
        below, first = describe(type(cause), cause, cause.__traceback__)
        places = [*first, f"{below}, and then:", *places]
    return name, places


def _quotes(error: BaseException) -> bool:
    return isinstance(error, QUOTING) or any(
        one.__module__ == "psycopg" and one.__name__ in QUOTING_OF_PSYCOPG
        for one in type(error).__mro__
    )


@contextmanager
def of_connection(sid: str | None) -> Iterator[None]:
    """What is logged within is about the connection with this Engine.IO id."""
    token = connection.set(sid)
    try:
        yield
    finally:
        connection.reset(token)


def name_of(sid: str) -> str:
    """What a connection is called in the log: always the same, and of no use to anybody else."""
    return hashlib.sha256(sid.encode()).hexdigest()[:16]


def _ids() -> dict[str, str]:
    """What the line belongs to."""
    ids = {}
    if (current := request_id.get()) is not None:
        ids["request_id"] = current
    if (sid := connection.get()) is not None:
        ids["connection"] = name_of(sid)
    return ids


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(record).items()
        if name not in _STANDARD and not name.startswith("_") and not DROPPED.search(name)
    }


def _time(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def printable(value: object) -> str:
    """As it can be shown in one line of a terminal: what steers that, or turns the direction of
    writing, stands there as its code.
    """
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in str(value))


def _begin(behind_proxy: bool) -> None:
    g.request_began = time.perf_counter()
    # From anybody else an id would let them hide among the lines of somebody's request.
    given = request.headers.get("X-Request-Id", "") if behind_proxy else ""
    request_id.set(given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8))


def _end(response: Response) -> Response:
    if current := request_id.get():
        response.headers["X-Request-Id"] = current
    began: float = g.get("request_began", time.perf_counter())
    quiet = marked("is_quiet") and response.status_code < 400
    log.log(
        logging.DEBUG if quiet else logging.INFO,
        "request",
        extra={
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        },
    )
    return response


def _forget(_error: BaseException | None) -> None:
    # The greenlet goes on with the connection's next request, or with a socket.
    request_id.set(None)
