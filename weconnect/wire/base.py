"""What all wire models share: camelCase names, strict input, lossless output."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Generic, Literal, Self, TypeVar, cast
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema

from . import docstrings
from . import text as text_of
from .words import N_

# The largest integer that PostgreSQL's bigint, SQLite and a signed 64-bit client share.
MAX_ID = 2**63 - 1
# The longest text of a person, a message. Characters are code points, as `len` counts them here and
# `[...text].length` in the client.
MAX_CONTENT = 8000

# Whether somebody is here, over all of their tabs and devices.
PresenceState = Literal["online", "away", "offline"]


class Model(BaseModel):
    """An object on the wire. Fields are snake_case here and camelCase there.

    The docstrings of models and fields are published: in `docs/protocol.md`, in `openapi.json`
    and in the client's `wire.js` (see `bin/wire`).
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="forbid",
        frozen=True,
        strict=True,
        # Half of what the models take of a server's start is what reads and writes them: made when
        # it is first needed.
        defer_build=True,
        # What the server sends has all of its fields, also those that have defaults.
        json_schema_serialization_defaults_required=True,
    )

    def dump(self) -> dict[str, Any]:
        """The JSON-ready dict with camelCase keys, absent optional fields as None."""
        return self.model_dump(mode="json", by_alias=True)

    def dump_sparse(self) -> dict[str, Any]:
        """Like `dump`, without the fields that are None."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The JSON schema, in which each field says what its docstring says."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, about in docstrings.of_fields(cls).items():
            if (field := properties.get(to_camel(name))) is not None:
                field["description"] = about
        return schema


M = TypeVar("M", bound=Model)


class RawJson(Generic[M]):
    """A model as JSON that was written before: for many, or put together from written parts."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @classmethod
    def of(cls, model: M) -> "RawJson[M]":
        """The JSON of a model."""
        return cls(model.model_dump_json(by_alias=True))

    @property
    def fields(self) -> str:
        """The fields of the model without its braces: to be written among those of a larger one."""
        return self.text[1:-1]


class Command(Model):
    """A client event with its payload. `event` is its name on the wire.

    `errors` says when it is refused, by code, beside what refuses any command: `badRequest`,
    `unauthorized`, `rateLimited` and `unavailable`.
    """

    model_config = ConfigDict(validate_by_name=False)

    event: ClassVar[str]
    errors: ClassVar[dict[str, str]] = {}


class Event(Model):
    """A server event with its payload. `event` is its name on the wire, `audience` who gets it.

    `ordered` events to a room reach each socket once, in the order of their `version`, whatever
    gets lost between servers: what they tell is a change of a message, with its `version` and
    `seq`. Others may be lost, and are of no use to anybody after `useful_s` seconds.
    """

    event: ClassVar[str]
    audience: ClassVar[str]
    ordered: ClassVar[bool] = False
    useful_s: ClassVar[float] = float("inf")


class MessagePart(Model):
    """What a feature hangs on messages, in a file of `parts`: fields with a default."""

    @classmethod
    def of(cls, message: Model) -> Self:
        """A message, for the type checker, as one that has these fields: each has."""
        return cast("Self", message)


class SendPart(Model):
    """What a feature hangs on a message that is being sent: fields of `SendMessage` and
    `PostMessage`, each named as its part and None by default. Where one `stands_alone`, the message
    need not say anything beside it."""

    stands_alone: ClassVar[bool] = False


class ChangePart(Model):
    """What a feature tells of a change at once, beside the message: fields of `MessageChanged`."""


def is_none(value: object) -> bool:
    """For the `exclude_if` of fields that are left out rather than null."""
    return value is None


def is_false(value: object) -> bool:
    """For the `exclude_if` of fields that are left out rather than false."""
    return value is False


_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:)(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE | re.ASCII
)


def wire_time(value: datetime) -> str:
    """A time as the wire has it: ISO 8601, UTC, milliseconds, `Z`."""
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _moment(text: Any) -> datetime:
    if isinstance(text, datetime):
        return text
    parts = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    if parts is None:
        raise ValueError("must be a time with its zone, such as 2026-01-31T09:30:00Z")
    day, seconds, fraction, zone = parts.groups()
    try:
        # A leap second is the last of its minute.
        seconds = min(seconds, "59")
        moment = datetime.fromisoformat(
            f"{day.upper()}{seconds}{(fraction or '')[:7]}{zone.upper()}"
        )
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be a time that can be reckoned with") from None


def _clean(text: str) -> str:
    if "\0" in text:
        raise ValueError(N_("must not contain the NUL character"))
    try:
        # In C; looking at each character took 60 ms for a page of long messages.
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(N_("must not contain lone surrogates")) from None
    return text


def _not_blank(text: str) -> str:
    if not text_of.shows(text):
        raise ValueError(N_("must not be empty"))
    return text


Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Seq = Annotated[int, Field(ge=0, le=MAX_ID)]
# ISO 8601, UTC, milliseconds, `Z`: 2026-01-31T09:30:00.000Z
Timestamp = Annotated[
    datetime,
    PlainSerializer(wire_time, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
# The same as input: ISO 8601 with a zone.
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
# What `_clean` and `text.tidy_line` refuse, as far as every dialect of patterns can say it; a lone
# surrogate is no character of JSON in UTF-8.
_CONTROLS = (
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069"
    r"\ue000-\uf8ff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
)


def _pattern(refused: str, *, blank: bool = False) -> Any:
    """A field's schema: text without the characters `refused`, and with something visible."""
    if blank:
        return Field(json_schema_extra={"pattern": f"^[^{refused}]*$"})
    visible = rf"^[^{refused}]*[^{refused}\s][^{refused}]*$"
    return Field(json_schema_extra={"minLength": 1, "pattern": visible})


CleanText = Annotated[str, AfterValidator(_clean), _pattern(r"\x00", blank=True)]
Visible = _pattern(r"\x00")
VisibleSingleLine = _pattern(_CONTROLS)
SingleLine = Annotated[
    str,
    AfterValidator(_clean),
    AfterValidator(text_of.tidy_line),
    AfterValidator(_not_blank),
    VisibleSingleLine,
]
OptionalSingleLine = Annotated[
    str,
    AfterValidator(_clean),
    AfterValidator(text_of.tidy_line),
    _pattern(_CONTROLS, blank=True),
]
NotBlank = Annotated[str, AfterValidator(_clean), AfterValidator(_not_blank), Visible]


# The canonical form, as nearly every client writes it.
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def _canonical(text: str) -> str:
    if _UUID.fullmatch(text):
        return text
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError("must be a UUID") from None


# Any textual form of a UUID is taken; the wire and the store hold the canonical lower-case one.
ClientId = Annotated[
    str, AfterValidator(_canonical), WithJsonSchema({"type": "string", "format": "uuid"})
]
