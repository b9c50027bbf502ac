"""What a feature is made of: its manifest.

A feature's folder has a `feature.py` with a `Feature`, and `weconnect/features.py` a line with the
folder's name. Everything else is derived from the manifests. They hold names, not things: a server
imports what it serves, and a command what it needs. A name is `"views:blueprint"`, the module in
the feature's package and what to take from it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from weconnect.wire.base import Event

from .app_state import Key

# Of a feature that encrypted rooms have like all others.
WORKS = "works"

Subscriber = Callable[[Event], None]


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A feature's manifest. `package` is its `__package__`; all other names are seen from there."""

    package: str
    # What becomes of it in encrypted rooms: WORKS, or why they do without it, in a sentence for
    # people, marked by N_ of `weconnect/wire/words.py`.
    sealed: str
    # Functions that are called with each app, in this order.
    init: tuple[str, ...] = ()
    # The ways in: blueprints, Doors, and modules whose handlers are registered by importing them.
    pages: tuple[str, ...] = ()
    api: tuple[str, ...] = ()
    sockets: tuple[str, ...] = ()
    # Effects that go upward: what happens after an event was committed and sent. Once, on the
    # server where it happened; or on each server that has somebody whom it concerns.
    subscribers: Mapping[type[Event], tuple[str, ...]] = field(default_factory=dict)
    everywhere: Mapping[type[Event], tuple[str, ...]] = field(default_factory=dict)
    # What the engine asks of whoever knows it, by the names of `weconnect.create_app`.
    ports: Mapping[str, str] = field(default_factory=dict)
    # What hangs on messages (see `weconnect/messages/parts.py`).
    message_parts: tuple[str, ...] = ()
    # What messages may be looked for by (`weconnect/messages/filters.py`).
    filters: tuple[str, ...] = ()
    # Texts that are found with them, beside what they say.
    texts_beside: tuple[str, ...] = ()
    # What the page of a room brings along for the script: functions of the actor.
    page_state: tuple[str, ...] = ()
    # What does jobs (`engine/jobs/queue.py`).
    jobs: tuple[str, ...] = ()
    # Functions that are called with an app when its server begins to serve: what goes on meanwhile.
    serving: tuple[str, ...] = ()
    # Click's commands of `flask …`.
    commands: tuple[str, ...] = ()
    # Of the room page: names in static/css, and files with `<template>`s for the script.
    stylesheets: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    # What of that nobody sees before they do something: it comes with their first sign.
    dialogs: tuple[str, ...] = ()
    dialog_styles: tuple[str, ...] = ()
    # Templates that are included in the pages of features above, by the places' names there:
    # `{% for part in slots.message %}{% include part %}{% endfor %}`.
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.package.partition(".")[2]

    def load(self, name: str) -> Any:
        """What the manifest means by `name`. Raises ImportError, AttributeError."""
        module, _, attribute = name.partition(":")
        found = import_module(f"{self.package}.{module}")
        return getattr(found, attribute) if attribute else found


@dataclass(frozen=True)
class Features:
    """All features of an app, in their order."""

    all: tuple[Feature, ...]

    def load(self, kind: str) -> list[Any]:
        """What all manifests list as `kind`, such as `"pages"`."""
        return [feature.load(name) for feature in self.all for name in getattr(feature, kind)]

    def subscribers(self, kind: str) -> dict[type[Event], list[Subscriber]]:
        """The subscribers of a `kind`, by the event's class."""
        found: dict[type[Event], list[Subscriber]] = {}
        for feature in self.all:
            for event, names in getattr(feature, kind).items():
                found.setdefault(event, []).extend(map(feature.load, names))
        return found

    def port(self, name: str) -> Any:
        """What the one feature that has it gives the engine as `name`. Raises LookupError."""
        for feature in self.all:
            if name in feature.ports:
                return feature.load(feature.ports[name])
        raise LookupError(f"no feature has the port {name}")

    def some_ports(self, names: Iterable[str]) -> dict[str, Any]:
        """The same for many names; those that no feature has are left out."""
        has = {name for feature in self.all for name in feature.ports}
        return {name: self.port(name) for name in names if name in has}

    def slots(self) -> dict[str, list[str]]:
        """The templates that are included elsewhere, by the places' names."""
        found: dict[str, list[str]] = {}
        for feature in self.all:
            for slot, names in feature.slots.items():
                found.setdefault(slot, []).extend(names)
        return found

    def scripts(self, root: Path) -> list[str]:
        """What they bring along to the script, of those that do: files below `root`."""
        files = [f"js/{feature.name}/index.js" for feature in self.all]
        return [file for file in files if (root / file).is_file()]

    def names(self, kind: str) -> list[str]:
        """What all manifests list as `kind`, as it stands there."""
        return [name for feature in self.all for name in getattr(feature, kind)]


MANIFESTS: Key[Features] = Key("weconnect_features")


def manifests(names: Sequence[str]) -> Features:
    """The manifests of the features in these folders of `weconnect`. Raises ImportError."""
    return Features(tuple(_manifests(names)))


def _manifests(names: Sequence[str]) -> Iterable[Feature]:
    for name in names:
        yield import_module(f"weconnect.{name}.feature").FEATURE
