"""The errors a client can meet, over the socket and over HTTP alike."""

from typing import ClassVar, Literal

from pydantic import Field, ValidationError

from .base import Model, is_none

ErrorCode = Literal[
    "badRequest",
    "unauthorized",
    "forbidden",
    "notFound",
    "conflict",
    "otherPerson",
    "tooLarge",
    "rateLimited",
    "unavailable",
]


class ErrorBody(Model):
    """What went wrong, for a program (`code`) and for a person (`message`)."""

    code: ErrorCode
    message: str
    retry_after: float | None = Field(default=None, exclude_if=is_none)
    """seconds to wait before trying again; only where waiting helps"""


class AppError(Exception):
    """An expected failure: raised by services, turned into an answer by the doors.

    `message` is shown to people as it is, so it never holds internals.
    """

    code: ClassVar[ErrorCode]
    status: ClassVar[int]
    default: ClassVar[str]

    def __init__(self, message: str | None = None, *, retry_after: float | None = None) -> None:
        self.message = message or self.default
        self.retry_after = retry_after
        super().__init__(self.message)

    def body(self) -> dict[str, object]:
        """The `error` object of an acknowledgement or of a JSON response."""
        return ErrorBody(
            code=self.code, message=self.message, retry_after=self.retry_after
        ).dump_sparse()


class BadRequest(AppError):
    code = "badRequest"
    status = 400
    default = "That request is not understood."


class Unauthorized(AppError):
    code = "unauthorized"
    status = 401
    default = "Please log in."


class Forbidden(AppError):
    code = "forbidden"
    status = 403
    default = "You may not do that here."


class NotFound(AppError):
    """Also the answer for whatever the actor may not see: the two are equal byte for byte."""

    code = "notFound"
    status = 404
    default = "There is nothing here."


class Conflict(AppError):
    code = "conflict"
    status = 409
    default = "That is not possible as things stand."


class OtherPerson(AppError):
    """Whoever asks said who they are, and the login that came along is somebody else's."""

    code = "otherPerson"
    status = 409
    default = "Somebody else is logged in in this browser now, so nothing was done."


class TooLarge(AppError):
    code = "tooLarge"
    status = 413
    default = "That is too large."


class RateLimited(AppError):
    code = "rateLimited"
    status = 429
    default = "That was a little fast. Please wait a moment."


class Unavailable(AppError):
    code = "unavailable"
    status = 503
    default = "The server can't do that right now. Please try again soon."


def refusal(error: ValidationError) -> AppError:
    """The answer to input that does not fit its model: which field, and what is wrong with it."""
    first = error.errors(include_url=False, include_input=False)[0]
    # The name of a field may come from the client: it is shortened and made printable.
    field = ".".join(str(part) for part in first["loc"])[:80] or "payload"
    if first["type"] in {"string_too_long", "too_long"}:
        return TooLarge(f"{_printable(field)}: must have at most {first['ctx']['max_length']}")
    return BadRequest(_printable(f"{field}: {first['msg'].removeprefix('Value error, ')}"))


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
