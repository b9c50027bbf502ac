"""The errors a client can meet, over the socket and over HTTP alike."""

from typing import Any, ClassVar, Literal

from pydantic import Field, ValidationError

from .base import Model, is_none
from .words import N_

ErrorCode = Literal[
    "badRequest",
    "unauthorized",
    "forbidden",
    "notFound",
    "conflict",
    "staleKeys",
    "otherPerson",
    "tooLarge",
    "rateLimited",
    "unavailable",
]


# A number or a text that stands in the sentence of an error.
Param = str | int


class ErrorBody(Model):
    """What went wrong, for a program (`code`) and for a person (`message`, in English)."""

    code: ErrorCode
    message: str
    template: str | None = Field(default=None, exclude_if=is_none)
    """`message` before `params` stood in it, for whoever says it in another language; absent:
    `message` has none"""
    params: dict[str, str | int] | None = Field(default=None, exclude_if=is_none)
    """what stands in the braces of `template`"""
    retry_after: float | None = Field(default=None, exclude_if=is_none)
    """seconds to wait before trying again; only where waiting helps"""


class AppError(Exception):
    """An expected failure: raised by services, turned into an answer by the doors.

    What it says is shown to people, so it never holds internals. It is said with its class, in
    English, with `params` in braces: `Conflict("You have {most} tokens.", most=20)`. `message` is
    the whole sentence, `template` what translations are found by.
    """

    code: ClassVar[ErrorCode]
    status: ClassVar[int]
    default: ClassVar[str]

    def __init__(
        self, template: str | None = None, *, retry_after: float | None = None, **params: Param
    ) -> None:
        self.template = template or self.default
        self.params = params
        self.message = self.template.format(**_shown(params)) if params else self.template
        self.retry_after = retry_after
        super().__init__(self.message)

    def body(self) -> dict[str, object]:
        """The `error` object of an acknowledgement or of a JSON response."""
        return ErrorBody(
            code=self.code,
            message=self.message,
            template=self.template if self.params else None,
            params=self.params or None,
            retry_after=self.retry_after,
        ).dump_sparse()


class BadRequest(AppError):
    code = "badRequest"
    status = 400
    default = N_("That request is not understood.")


class Unauthorized(AppError):
    code = "unauthorized"
    status = 401
    default = N_("Please log in.")


class Forbidden(AppError):
    code = "forbidden"
    status = 403
    default = N_("You may not do that here.")


class NotFound(AppError):
    """Also the answer for whatever the actor may not see: the two are equal byte for byte."""

    code = "notFound"
    status = 404
    default = N_("There is nothing here.")


class Conflict(AppError):
    code = "conflict"
    status = 409
    default = N_("That is not possible as things stand.")


class StaleKeys(AppError):
    """A message is sealed for others than those who are in the room by now: seal it anew."""

    code = "staleKeys"
    status = 409
    default = N_("Somebody came, left or changed a device meanwhile: it has to be encrypted again.")


class OtherPerson(AppError):
    """Whoever asks said who they are, and the login that came along is somebody else's."""

    code = "otherPerson"
    status = 409
    default = N_("Somebody else is logged in in this browser now, so nothing was done.")


class TooLarge(AppError):
    code = "tooLarge"
    status = 413
    default = N_("That is too large.")


class RateLimited(AppError):
    code = "rateLimited"
    status = 429
    default = N_("That was a little fast. Please wait a moment.")


class Unavailable(AppError):
    code = "unavailable"
    status = 503
    default = N_("The server can't do that right now. Please try again soon.")


# Of more, none is told: pydantic puts all of them together, a microsecond each, to give one.
MOST_ERRORS = 100

# What pydantic says of input that does not fit, by its types of errors: its own sentences, as they
# stand in its documentation, and what it fills in.
PROBLEMS = {
    "missing": N_("{field}: Field required"),
    "extra_forbidden": N_("{field}: Extra inputs are not permitted"),
    "greater_than_equal": N_("{field}: Input should be greater than or equal to {ge}"),
    "less_than_equal": N_("{field}: Input should be less than or equal to {le}"),
    "literal_error": N_("{field}: Input should be {expected}"),
    "string_type": N_("{field}: Input should be a valid string"),
    "int_type": N_("{field}: Input should be a valid integer"),
    "bool_type": N_("{field}: Input should be a valid boolean"),
    "list_type": N_("{field}: Input should be a valid list"),
    "string_pattern_mismatch": N_("{field}: String should match pattern '{pattern}'"),
}
# The fields that people fill in: how a sentence calls them.
FIELDS = (
    *(N_("content"), N_("name"), N_("topic"), N_("members"), N_("username"), N_("displayName")),
    *(N_("emoji"), N_("days"), N_("language")),
)


def refusal(error: ValidationError) -> AppError:
    """The answer to input that does not fit its model: which field, and what is wrong with it."""
    if (count := error.error_count()) > MOST_ERRORS:
        problem = f"{count} things are wrong with it"
        return BadRequest("{field}: {problem}", field="payload", problem=problem)
    first = error.errors(include_url=False, include_input=False)[0]
    # The name of a field may come from the client: it is shortened and made printable.
    field = _printable(".".join(str(part) for part in first["loc"])[:80] or "payload")
    if first["type"] in {"string_too_long", "too_long"}:
        most = str(first["ctx"]["max_length"])
        return TooLarge("{field}: must have at most {most}", field=field, most=most)
    if template := PROBLEMS.get(first["type"]):
        values: Any = {name: str(value) for name, value in first.get("ctx", {}).items()}
        return BadRequest(template, field=field, **values)
    problem = first["msg"].removeprefix("Value error, ")
    return BadRequest("{field}: {problem}", field=field, problem=_printable(problem))


def _shown(params: dict[str, Param]) -> dict[str, str]:
    """As English writes them."""
    return {name: f"{one:,}" if isinstance(one, int) else one for name, one in params.items()}


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
