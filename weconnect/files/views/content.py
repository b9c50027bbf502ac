"""The bytes of files, for whoever sees them: asked at each fetch, and while one goes on."""

import time
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from flask_login import current_user
from werkzeug.datastructures import Range
from werkzeug.http import parse_range_header

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.limits.budget import comes_in_dozens
from weconnect.engine.web.rest.operations import caller
from weconnect.engine.web.security import CSP_OF_DATA, bearer_token
from weconnect.files import service
from weconnect.files.counters import counters
from weconnect.files.kinds import BYTES
from weconnect.files.names import disposition
from weconnect.files.store.ports import BLOCK, Address, Store
from weconnect.files.store.stores import stores
from weconnect.wire.errors import NotFound, Unauthorized, Unavailable

SIZES = {"", "small", "large", "still"}
# How often it is looked whether somebody may go on fetching.
LOOK_S = 0.5
# A browser keeps it, and asks each time whether it may show it.
CACHED = "private, no-cache"

blueprint = Blueprint("file_pages", __name__)


@blueprint.get("/files/<file_id>/<path:name>")
@comes_in_dozens
def fetch(file_id: str, name: str) -> Response:  # noqa: ARG001 - it is for whoever saves it
    """The bytes of a file, or some of them."""
    actor = _actor()
    size = request.args.get("size", "")
    if size not in SIZES:
        raise NotFound
    found = service.content(actor, file_id, size)
    is_attachment = found.type == BYTES or "download" in request.args
    said = disposition("attachment" if is_attachment else "inline", found.name)
    # What is played is asked for piece by piece for as long as it is played.
    is_played = not is_attachment and found.type.startswith(("audio/", "video/"))
    address = None if is_played else _signed(found, said)
    if address is not None:
        # It is good for those who may see the file now.
        led = {"Location": address, "Cache-Control": "private, no-store"}
        return Response(status=302, headers=led)
    response = _conditional(found) or _whole_or_part(actor, found)
    headers = response.headers
    headers["Cache-Control"] = CACHED
    headers["Accept-Ranges"] = "bytes"
    headers["Content-Security-Policy"] = CSP_OF_DATA
    headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(found.etag)
    headers["Content-Disposition"] = said
    return response


def _signed(found: service.Content, said: str) -> str | None:
    """Where whoever asks fetches it without this server, by an address that is soon void; None:
    here.

    What is small comes sooner from here, and browsers need not fetch it again. What scripts fetch
    (`Sec-Fetch-Dest`), as that which they decrypt, would need the storage's leave.
    """
    by_script = found.sealed or request.headers.get("Sec-Fetch-Dest") == "empty"
    if request.method != "GET" or found.size <= BLOCK or by_script:
        return None
    return _place(found.place).address(found.key, Address(found.type, said))


def _place(name: str) -> Store:
    try:
        return stores().of(name)
    except OSError:
        raise Unavailable from None


def _actor() -> Actor:
    """By an access token, or by the cookie of a page."""
    if bearer_token(request.environ) is not None:
        actor: Actor = caller()
        # What is sent here is no work of the processor's.
        g.pop("paid_by", None)
        return actor
    if not current_user.is_authenticated:
        raise Unauthorized
    found: Actor = current_user._get_current_object()
    return found


def _conditional(found: service.Content) -> Response | None:
    """That nothing has changed, if that is asked."""
    if request.if_none_match and request.if_none_match.contains_weak(found.etag):
        return Response(status=304)
    return None


def _whole_or_part(actor: Actor, found: service.Content) -> Response:
    wanted = _range(found)
    if wanted is None:
        return _streamed(actor, found, 0, found.size, 200)
    bounds = wanted.range_for_length(found.size)
    if bounds is None:
        response = Response(status=416)
        response.headers["Content-Range"] = f"bytes */{found.size}"
        return response
    start, end = bounds
    response = _streamed(actor, found, start, end, 206)
    response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    return response


def _range(found: service.Content) -> Range | None:
    """The one part that is asked for; of several, all is sent (RFC 9110, section 14.2)."""
    wanted = parse_range_header(request.headers.get("Range"))
    if wanted is None or wanted.units != "bytes" or len(wanted.ranges) != 1:
        return None
    # An etag that is strong, and this one; a date is none of ours.
    if "If-Range" in request.headers and request.headers["If-Range"] != f'"{found.etag}"':
        return None
    return wanted


def _streamed(actor: Actor, found: service.Content, start: int, end: int, status: int) -> Response:
    if request.method == "HEAD" or start == end:
        pieces: Any = ()
    else:
        pieces = _Pieces(actor, found, start, end)
    response = Response(pieces, status=status, mimetype=found.type, direct_passthrough=True)
    response.headers["Content-Length"] = str(end - start)
    # Werkzeug would say of each `text/…` in which alphabet it is.
    response.headers["Content-Type"] = found.type
    return response


class _Pieces:
    """The bytes, a block at a time, as long as whoever fetches them may see them.

    The first is read before there is an answer: what cannot be read is no broken download.
    """

    def __init__(self, actor: Actor, found: service.Content, start: int, end: int) -> None:
        self._actor = actor
        self._found = found
        self._app = current_app._get_current_object()  # type: ignore[attr-defined]
        self._source = _place(found.place).read(found.key, start, end)
        self._at, self._end = start, end
        self._looked_at = time.monotonic()
        try:
            self._next: bytes | None = next(self._source)
        except OSError:
            raise Unavailable from None

    def __iter__(self) -> Iterator[bytes]:
        while self._next is not None:
            counters.sent += len(self._next)
            self._at += len(self._next)
            yield self._next
            with self._app.app_context():
                self._require_sight()
                self._next = self._read()

    def _read(self) -> bytes | None:
        try:
            return next(self._source, None)
        except OSError:
            # It may be elsewhere by now.
            place = service.place_of(self._found.key)
            if place in {None, self._found.place}:
                raise
            self._found = self._found._replace(place=place)
            self._source = stores().of(place).read(self._found.key, self._at, self._end)
            return next(self._source, None)

    def _require_sight(self) -> None:
        if time.monotonic() - self._looked_at < LOOK_S:
            return
        self._looked_at = time.monotonic()
        if not service.may_go_on(self._actor, self._found.file_id):
            # Too late for a status: the connection ends amid it.
            raise OSError("it is not for them any more")
