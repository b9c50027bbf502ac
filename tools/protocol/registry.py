"""What there is on the wire, read off the code that serves it."""

import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from weconnect.engine.feature import manifests
from weconnect.engine.realtime.hub.commands import COMMANDS
from weconnect.engine.web.rest.operations import Operation
from weconnect.features import FEATURES
from weconnect.wire.base import Command, Event, Model
from weconnect.wire.errors import ErrorBody

Schema = dict[str, Any]

features = manifests(FEATURES)
# They register what they answer with COMMANDS.
features.load("sockets")


@dataclass(frozen=True)
class CommandDoc:
    """A client event: its payload, and the model that answers it beside `ok`."""

    payload: type[Command]
    answer: type[Model] | None

    @property
    def name(self) -> str:
        return self.payload.event


@dataclass(frozen=True)
class Field:
    """A field of an object, with its JSON schema."""

    name: str
    schema: Schema
    required: bool
    about: str


def commands() -> list[CommandDoc]:
    """All client events, in the order of their names."""
    return [
        CommandDoc(payload, _model(get_type_hints(handler)["return"]))
        for _, (payload, handler) in sorted(COMMANDS.items())
    ]


def events() -> list[type[Event]]:
    """All server events, in the order of their names."""
    found = [one for one in _subclasses(Event) if "event" in vars(one)]
    return sorted(found, key=lambda one: one.event)


def operations() -> list[Operation]:
    """All calls of the REST API, by path."""
    found = [operation for door in features.load("api") for operation in door.operations]
    return sorted(found, key=lambda one: (one.path.replace("<", "~"), one.method))


def payload_of(event: type[Event]) -> type[Model]:
    """The object that an event carries: a model that it adds nothing to, or the event itself."""
    for base in event.__bases__:
        if base is not Event and issubclass(base, Model):
            return base
    return event


def answers() -> list[type[Model]]:
    """Every object that the server sends, in the order of their names."""
    roots = [ErrorBody, *(one.answer for one in commands()), *(one.answer for one in operations())]
    sent = _reachable(one for one in [*roots, *map(payload_of, events())] if one)
    return sorted((one for one in sent if not issubclass(one, Event)), key=_name)


def requests() -> list[type[Model]]:
    """Every object that clients alone send, beside commands, in the order of their names."""
    bodies = {one for call in operations() for one in (call.body, call.query) if one}
    taken = _reachable([*bodies, *(one.payload for one in commands())])
    own = taken - set(answers())
    return sorted((one for one in own if not issubclass(one, Command)), key=_name)


def fields_of(model: type[Model], *, sent_by_server: bool) -> list[Field]:
    """The fields of an object as the server sends it or as it takes it; what is demanded first."""
    schema = model.model_json_schema(
        mode="serialization" if sent_by_server else "validation", ref_template="{model}"
    )
    demanded = schema.get("required", ())
    found = [
        Field(name, part, name in demanded, one_line(part.get("description", "")))
        for name, part in schema.get("properties", {}).items()
    ]
    return sorted(found, key=lambda field: not field.required)


def about(thing: Any) -> str:
    """The docstring as one line for each paragraph."""
    text = inspect.getdoc(thing) or ""
    return "\n\n".join(one_line(part) for part in text.split("\n\n"))


def one_line(text: str) -> str:
    """Text without its line breaks."""
    return " ".join(text.split())


def _model(annotation: Any) -> type[Model] | None:
    """The model that a handler answers with: itself, or as `RawJson[Model]` or `Pending[Model]`."""
    return next(_models_in(annotation), None)


def _subclasses(model: type[Any]) -> Iterator[type[Any]]:
    for one in model.__subclasses__():
        yield one
        yield from _subclasses(one)


def _reachable(models: Iterable[type[Model]]) -> set[type[Model]]:
    found: set[type[Model]] = set()
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            for field in model.model_fields.values():
                waiting.extend(_models_in(field.annotation))
    return found


def _models_in(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _name(model: type[Model]) -> str:
    return model.__name__
