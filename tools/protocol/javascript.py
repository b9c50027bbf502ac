"""`static/js/core/wire.js`: the client's view of the wire, for its type checker and its editor."""

import json
from collections.abc import Iterator

from pydantic.alias_generators import to_camel

from weconnect.wire.base import MAX_CONTENT, Model
from weconnect.wire.messages import MAX_PAGE, PAGE, Message
from weconnect.wire.presence import TYPING_S
from weconnect.wire.reactions import MAX_EMOJI

from . import registry
from .registry import Schema

HEAD = """\
// @ts-check
/**
 * The wire: sizes and the shape of every object that travels between page and server.
 * Written by bin/wire out of weconnect/wire. Change it there. docs/protocol.md has the prose.
 */
"""
NUMBERS = (
    ("MAX_CONTENT", MAX_CONTENT, "The longest content, in code points: `[...content].length`."),
    ("MAX_EMOJI", MAX_EMOJI, "The longest emoji of a reaction, in code points."),
    ("PAGE", PAGE, "How many messages a page has if no `limit` is given."),
    ("MAX_PAGE", MAX_PAGE, "The largest `limit`, and the page that `joinRoom` gives for `after`."),
    ("TYPING_MS", int(TYPING_S * 1000), "The silence after which somebody no longer types."),
)
SIMPLE = {
    "integer": "number",
    "number": "number",
    "string": "string",
    "boolean": "boolean",
    "null": "null",
}


def module() -> str:
    """The text of the module."""
    return "\n".join((HEAD, *_constants(), *_typedefs())) + "\n"


def type_of(schema: Schema) -> str:
    """A JSON schema as a type of JSDoc."""
    if "$ref" in schema:
        return str(schema["$ref"])
    if "enum" in schema or "const" in schema:
        return "|".join(f"'{value}'" for value in schema.get("enum") or [schema["const"]])
    if "anyOf" in schema:
        return "|".join(dict.fromkeys(type_of(part) for part in schema["anyOf"]))
    if schema.get("type") == "array":
        item = type_of(schema.get("items", {}))
        return f"({item})[]" if "|" in item else f"{item}[]"
    if schema.get("type") == "object":
        return "Record<string, any>"
    return SIMPLE.get(schema.get("type", ""), "any")


def _constants() -> Iterator[str]:
    for name, value, meaning in NUMBERS:
        yield f"/** {meaning} */\nexport const {name} = {value};\n"
    hanging = {
        to_camel(name): field.get_default(call_default_factory=True)
        for name, field in Message.model_fields.items()
        if not field.is_required() and field.default is not None
    }
    names = "|".join(f"'{name}'" for name in hanging)
    yield (
        f"/** What hangs on a message that nothing hangs on. @type {{Pick<Message, {names}>}} */\n"
        f"export const NOTHING_HANGS = {json.dumps(hanging)};\n"
    )


def _typedefs() -> Iterator[str]:
    for model in registry.answers():
        yield _typedef(model.__name__, model, sent_by_server=True)
    for model in registry.requests():
        yield _typedef(model.__name__, model, sent_by_server=False)
    for command in registry.commands():
        yield _typedef(command.payload.__name__, command.payload, sent_by_server=False)
    own = [one for one in registry.events() if registry.payload_of(one) is one]
    for event in own:
        yield _typedef(event.__name__, event, sent_by_server=True)
    yield _table(
        "Commands",
        "What each command carries, and what answers it beside `ok`.",
        {
            one.name: f"{{payload: {one.payload.__name__}, answer: "
            f"{one.answer.__name__ if one.answer else '{}'}}}"
            for one in registry.commands()
        },
    )
    yield _table(
        "Events",
        "What each event carries.",
        {one.event: registry.payload_of(one).__name__ for one in registry.events()},
    )
    yield (
        "/**\n * What the server tells by itself: the `type` says what `data` is.\n"
        " * @typedef {{[Name in keyof Events]: {type: Name, data: Events[Name]}}[keyof Events]} "
        "ServerEvent\n */\n"
    )
    yield (
        "/**\n * Asks the server for something, and hands back what it answers.\n"
        " * @typedef {<Name extends keyof Commands>(event: Name, "
        "payload: Commands[Name]['payload']) => Promise<Commands[Name]['answer']>} Request\n */\n"
    )
    yield (
        "/**\n * The answer to a command.\n"
        " * @template {keyof Commands} Name\n"
        " * @typedef {({ok: true} & Commands[Name]['answer'])"
        "|{ok: false, error: ErrorBody}} Ack\n"
        " */\n"
    )


def _typedef(name: str, model: type[Model], *, sent_by_server: bool) -> str:
    lines = [f" * {line}".rstrip() for line in registry.about(model).splitlines()]
    lines.append(f" * @typedef {{object}} {name}")
    for field in registry.fields_of(model, sent_by_server=sent_by_server):
        label = field.name if field.required else f"[{field.name}]"
        type_ = type_of(field.schema)
        if sent_by_server and not field.required:
            type_ = type_.removesuffix("|null")  # left out rather than null
        lines.append(f" * @property {{{type_}}} {label} {field.about}".rstrip())
    return "/**\n" + "\n".join(lines) + "\n */\n"


def _table(name: str, meaning: str, types: dict[str, str]) -> str:
    lines = "".join(f" * @property {{{type_}}} {key}\n" for key, type_ in types.items())
    return f"/**\n * {meaning}\n * @typedef {{object}} {name}\n{lines} */\n"
