"""`docs/protocol.md`: the hand-written `docs/_protocol.md.in` with its tables filled in."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from weconnect.auth.sign_in import tokens
from weconnect.auth.sign_in.throttles import PROFILE_CHANGES
from weconnect.e2ee import mail, mailboxes, one_time_keys
from weconnect.e2ee.throttles import LARGEST_BODY, MAIL, QUERIES
from weconnect.engine.limits.budget import BURST_MS, CALLS, RATE_MS
from weconnect.engine.limits.rate_limit import Rule
from weconnect.engine.realtime.engineio.polling import MAX_PACKETS
from weconnect.engine.realtime.hub.commands import EVENTS
from weconnect.engine.realtime.hub.engine import MAX_PAYLOAD
from weconnect.engine.realtime.socketio.server import CONNECT_TIMEOUT_S
from weconnect.engine.transport.websocket.writer import MAX_WAITING, STALL_S
from weconnect.engine.web.rest.payload import MAX_JSON
from weconnect.mentions import names as mentions
from weconnect.messages.history import MAX_PAGE_CHARS
from weconnect.messages.throttles import POSTS, ROOM_POSTS
from weconnect.reactions.service import MOST_EMOJIS
from weconnect.rooms.throttles import CHANGES, ROOMS
from weconnect.search.service import SEARCHES
from weconnect.wire.base import MAX_CONTENT, MAX_ID, Model
from weconnect.wire.errors import AppError

from . import registry
from .registry import Field, Schema

TEMPLATE = Path("docs/_protocol.md.in")
HEAD = (
    "<!-- Written by bin/wire: the prose is in _protocol.md.in, the rest in weconnect/wire. -->\n"
)
_PLACE = re.compile(r"^<!-- (\w+) -->\n", re.MULTILINE)
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def document(root: Path) -> str:
    """The text of the document. Raises KeyError for a place in the template that nothing fills."""
    text = (root / TEMPLATE).read_text(encoding="utf-8")
    return HEAD + _PLACE.sub(lambda found: SECTIONS[found[1]](), text)


def type_of(schema: Schema) -> str:
    """A JSON schema in words."""
    if "$ref" in schema:
        return f"[{schema['$ref']}](#{schema['$ref'].lower()})"
    if "enum" in schema or "const" in schema:
        return " \\| ".join(f"`{value}`" for value in schema.get("enum") or [schema["const"]])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(part) for part in schema["anyOf"]))
    kind = schema.get("type")
    if kind == "array":
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {type_of(schema.get('items', {}))}{most}"
    if kind == "integer":
        return _integer(schema)
    if kind == "string":
        return _string(schema)
    return {"number": "number", "boolean": "boolean", "null": "null"}.get(kind or "", "object")


def _integer(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if high == MAX_ID:
        return "id" if low == 1 else "count"
    return "integer" if low is None else f"integer, {low} to {high}"


def _string(schema: Schema) -> str:
    kind = {"date-time": "time", "uuid": "UUID"}.get(schema.get("format", ""), "text")
    low, high = schema.get("minLength"), schema.get("maxLength")
    if high is None:
        return kind
    return f"{kind}, {f'{low} to' if low else 'at most'} {high:,} characters"


def _commands() -> str:
    parts = []
    for command in registry.commands():
        fields = registry.fields_of(command.payload, sent_by_server=False)
        answer = _link(command.answer) if command.answer else "nothing"
        parts += [
            f"### `{command.name}`\n",
            registry.about(command.payload) + "\n",
            _fields(fields),
            f"Answer, beside `ok`: {answer}.\n",
        ]
        if errors := command.payload.errors:
            parts.append(_table(("error", "when"), ((f"`{one}`", errors[one]) for one in errors)))
    return "\n".join(parts)


def _events() -> str:
    parts = []
    for event in registry.events():
        payload = registry.payload_of(event)
        parts += [f"### `{event.event}`\n", registry.about(event) + "\n"]
        parts.append(f"Who gets it: {event.audience}.\n")
        if payload is event:
            parts.append(_fields(registry.fields_of(event, sent_by_server=True)))
        else:
            parts.append(f"Payload: {_link(payload)}.\n")
    return "\n".join(parts)


def _objects() -> str:
    parts = []
    for model in registry.answers():
        parts += [f"### {model.__name__}\n", registry.about(model) + "\n"]
        parts.append(_fields(registry.fields_of(model, sent_by_server=True)))
    return "\n".join(parts)


def _operations() -> str:
    rows = [
        (
            f"`{one.method} {_path(one.path)}`",
            _link(one.query) if one.query else _link(one.body) if one.body else "",
            f"{one.status} {_link(one.answer)}" if one.answer else str(one.status),
            one.summary,
        )
        for one in registry.operations()
    ]
    return _table(("operation", "takes", "answers", "what it does"), rows)


def _path(rule: str) -> str:
    return _PARAMETER.sub(r"{\1}", rule)


def _requests() -> str:
    parts = []
    for model in registry.requests():
        parts += [f"### {model.__name__}\n", registry.about(model) + "\n"]
        parts.append(_fields(registry.fields_of(model, sent_by_server=False)))
    return "\n".join(parts)


def _errors() -> str:
    kinds = sorted(AppError.__subclasses__(), key=lambda one: one.status)
    return _table(
        ("code", "status over HTTP", "message, unless there is a closer one"),
        ((f"`{one.code}`", str(one.status), one.default) for one in kinds),
    )


def _limits() -> str:
    rows = (
        ("content of a message", f"{MAX_CONTENT:,} characters"),
        ("a Socket.IO packet", f"{MAX_PAYLOAD // 1024} KiB"),
        ("packets in one payload of long polling", str(MAX_PACKETS)),
        ("until a connection must have logged in", f"{CONNECT_TIMEOUT_S:.0f} seconds"),
        (
            "what waits for one reader, and without any being read",
            f"{MAX_WAITING // 1024} KiB, {STALL_S:.0f} seconds",
        ),
        ("the body of an API call", f"{MAX_JSON // 1024} KiB"),
        ("the same with mail, signatures or a backup", f"{LARGEST_BODY // 1024} KiB"),
        ("events of one person over the socket", _rate(EVENTS)),
        ("pages and calls of the API of one person together", _rate(CALLS)),
        (
            "what one person costs a server, by a price for each thing",
            f"{RATE_MS} ms of its processor a second, {BURST_MS // 1000} s at once",
        ),
        ("messages of one person", _rate(POSTS)),
        ("messages in one room", _rate(ROOM_POSTS)),
        (
            "text of one page of messages, unless it is one message",
            f"{MAX_PAGE_CHARS:,} characters",
        ),
        ("searches of one person", _rate(SEARCHES)),
        ("different emojis under one message", str(MOST_EMOJIS)),
        ("names after an `@` that one message can call by", str(mentions.MOST)),
        ("rooms that one person makes", _rate(ROOMS)),
        ("changes of rooms and their people by one person", _rate(CHANGES)),
        ("changes of one's name or picture", _rate(PROFILE_CHANGES)),
        ("access tokens of one person", str(tokens.MOST)),
        ("questions for keys of one person; claims as many", _rate(QUERIES)),
        ("calls of one person that send mail between devices", _rate(MAIL)),
        (
            "mail that waits for one device",
            f"{mailboxes.MOST_PIECES:,} pieces, {mailboxes.MOST_BYTES // 1_000_000} MB",
        ),
        ("what one person's devices send each day", f"{mail.MOST_A_DAY // 1_000_000} MB"),
        ("one-time keys of one device", str(one_time_keys.MOST)),
    )
    return _table(("what", "at most"), rows)


def _rate(rule: Rule) -> str:
    limit = rule.item
    unit = limit.GRANULARITY.name
    return f"{limit.amount} in {limit.multiples} {unit}{'s' if limit.multiples > 1 else ''}"


def _fields(fields: list[Field]) -> str:
    rows = [(f"`{one.name}`", type_of(one.schema), _presence(one), one.about) for one in fields]
    return _table(("field", "type", "", "meaning"), rows)


def _presence(field: Field) -> str:
    if field.required:
        return ""
    default = field.schema.get("default")
    return f"default `{default}`" if default else "optional"


def _link(model: type[Model]) -> str:
    return f"[{model.__name__}](#{model.__name__.lower()})"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("|".join(["", *map(_cell, line), ""]) + "\n" for line in lines)


def _cell(text: str) -> str:
    return f" {text} " if text else " "


SECTIONS: dict[str, Callable[[], str]] = {
    "commands": _commands,
    "errors": _errors,
    "events": _events,
    "limits": _limits,
    "objects": _objects,
    "operations": _operations,
    "requests": _requests,
}
