"""Sending files: the tus protocol, version 1.0.0 (https://tus.io/protocols/resumable-upload).

Core, with the extensions creation, creation-with-upload, expiration, termination and checksum.
Whoever sends is known as in the API: by an access token, or by the session's cookie and a CSRF
token. What a file is for stands in `Upload-Metadata`: `room`, `filename`, and perhaps `alt` and
`sealed`.
"""

import base64
import binascii
import logging
from typing import Any

from flask import Blueprint, Flask, Response, g, request, url_for

from weconnect.auth.accounts.actor import Actor
from weconnect.engine.database.transactions import end_reads
from weconnect.engine.web.error_pages import app_error
from weconnect.engine.web.rest.operations import PREFIX, caller
from weconnect.files import limits, processing, service, uploads
from weconnect.wire.base import MAX_ID
from weconnect.wire.errors import AppError, BadRequest, NotFound, TooLarge, Unavailable
from weconnect.wire.files import MAX_ALT

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination,checksum"
ALGORITHMS = ("sha256", "sha1", "md5")
PIECE = "application/offset+octet-stream"
# What a client says of a file, in all.
MAX_METADATA = 16 * 1024

log = logging.getLogger(__name__)

blueprint = Blueprint("uploads", __name__, url_prefix=f"{PREFIX}/uploads")


class Refused(Exception):
    """A status of the protocol that the API has no error for."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def init_app(app: Flask) -> None:
    """Let `caller` check what pages have in their forms."""
    app.extensions["csrf"].exempt(blueprint)


@blueprint.after_request
def _say_version(response: Response) -> Response:
    response.headers["Tus-Resumable"] = VERSION
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@blueprint.errorhandler(Refused)
def _refuse(refused: Refused) -> Response:
    response = _empty(refused.status)
    response.headers["Tus-Version"] = VERSION
    return response


@blueprint.errorhandler(uploads.WrongChecksum)
def _refuse_piece(error: uploads.WrongChecksum) -> Response:
    response = app_error(error)
    response.status_code = 460
    return response


@blueprint.route("", methods=["OPTIONS"])
def options() -> Response:
    """What this server can do."""
    response = _empty()
    response.headers.update(
        {
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(limits.largest()),
            "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
        }
    )
    return response


@blueprint.post("")
def create() -> Response:
    """Begin a file; what comes along is its first piece."""
    actor = _caller()
    known = _metadata(request.headers.get("Upload-Metadata", ""))
    wish = uploads.Wish(
        room_id=_number(known.get("room", "")),
        name=known.get("filename", ""),
        size=_number(request.headers.get("Upload-Length", ""), TooLarge),
        alt=known.get("alt", "")[:MAX_ALT],
        sealed=known.get("sealed", "") in {"1", "true"},
    )
    made = uploads.create(actor, wish)
    progress = made
    if request.content_type == PIECE and (request.content_length or "chunked" in _coding()):
        progress = _append(actor, made.id, 0, made.size)
    progress = _finished(actor, progress)
    response = _told(progress, 201, expires=made)
    response.headers["Location"] = url_for("uploads.piece", file_id=made.id)
    return response


@blueprint.route("/<file_id>", methods=["HEAD"])
def state(file_id: str) -> Response:
    """How much of a file is there."""
    progress = uploads.progress(_caller(), file_id)
    response = _told(progress, 200, expires=progress)
    response.headers["Upload-Length"] = str(progress.size)
    return response


@blueprint.patch("/<file_id>")
def piece(file_id: str) -> Response:
    """The next piece of a file."""
    return _piece(_caller(), file_id)


@blueprint.delete("/<file_id>")
def cancel(file_id: str) -> Response:
    """Throw a file away."""
    uploads.cancel(_caller(), file_id)
    return _empty()


@blueprint.post("/<file_id>")
def instead(file_id: str) -> Response:
    """What a client whose network knows GET and POST alone means by `X-HTTP-Method-Override`."""
    actor = _caller()
    if (wanted := request.headers.get("X-HTTP-Method-Override", "").upper()) == "PATCH":
        return _piece(actor, file_id)
    if wanted != "DELETE":
        raise BadRequest
    uploads.cancel(actor, file_id)
    return _empty()


def _piece(actor: Actor, file_id: str) -> Response:
    if request.content_type != PIECE:
        raise Refused(415)
    progress = uploads.progress(actor, file_id)
    at = _number(request.headers.get("Upload-Offset", ""))
    progress = _finished(actor, _append(actor, file_id, at, progress.size))
    return _told(progress, 204, expires=progress)


def _append(actor: Actor, file_id: str, at: int, size: int) -> uploads.Progress:
    length = request.content_length
    if length is not None and length > max(0, size - at):
        raise TooLarge
    algorithm, wanted = _checksum()
    # Not Flask's stream, which has the limits of forms. As much as is there at once, so that
    # nothing is lost of what came over a line that breaks.
    body = request.environ["wsgi.input"]
    read = getattr(body, "read1", body.read)
    left = size - at if length is None else length

    def take(most: int) -> bytes:
        nonlocal left
        data: bytes = read(min(most, left)) if left else b""
        left -= len(data)
        return data

    # However long it takes, no connection to the database is kept meanwhile.
    end_reads()
    return uploads.append(actor, file_id, at, take, to_be=wanted, algorithm=algorithm)


def _finished(actor: Actor, progress: uploads.Progress) -> uploads.Progress:
    """Do what is to be done with a file that is whole. Raises BadRequest if it is refused."""
    if not progress.is_whole:
        return progress
    try:
        processing.finish(progress.id)
    except (OSError, Unavailable) as error:
        # A job does it, in a minute at the latest.
        log.warning("file not finished yet", extra={"error_type": type(error).__name__})
    found = service.one(actor, progress.id)
    if found.refusal is not None:
        raise BadRequest(found.refusal)
    return progress._replace(state=found.state, expires_at=found.expires_at)


def _caller() -> Actor:
    actor: Actor = caller()
    # An answer has no size, and what comes in has limits of its own.
    g.pop("paid_by", None)
    # Also who speaks another version pays for having asked.
    if request.headers.get("Tus-Resumable") != VERSION:
        raise Refused(412)
    return actor


def _told(progress: uploads.Progress, status: int, *, expires: uploads.Progress) -> Response:
    response = _empty(status)
    response.headers["Upload-Offset"] = str(progress.received)
    if expires.expires_at is not None:
        response.headers["Upload-Expires"] = f"{expires.expires_at:%a, %d %b %Y %H:%M:%S} GMT"
    return response


def _empty(status: int = 204) -> Response:
    response = Response(status=status)
    # Of nothing there is no type.
    response.headers.pop("Content-Type", None)
    return response


def _metadata(header: str) -> dict[str, str]:
    """What stands in `Upload-Metadata`: names, and values in base 64. Raises BadRequest."""
    if len(header) > MAX_METADATA:
        raise BadRequest
    found: dict[str, str] = {}
    for pair in filter(None, map(str.strip, header.split(","))):
        name, _, value = pair.partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise BadRequest from None
    return {name: value.replace("\0", "") for name, value in found.items()}


def _checksum() -> tuple[str, str]:
    """The algorithm and the sum, in hexadecimal, that a piece is to have; empty if none is said."""
    said = request.headers.get("Upload-Checksum")
    if said is None:
        return "", ""
    algorithm, _, value = said.partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadRequest
    try:
        return algorithm, base64.b64decode(value, validate=True).hex()
    except binascii.Error:
        raise BadRequest from None


def _number(text: str, too_large: type[AppError] = NotFound) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise BadRequest
    if len(text) > 19 or int(text) > MAX_ID:
        raise too_large
    return int(text)


def _coding() -> Any:
    return request.headers.get("Transfer-Encoding", "").lower()
