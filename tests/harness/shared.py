"""What is made once for all applications of this process: each test has one of its own."""

from typing import Any, NamedTuple, cast

from flask import Flask
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapper
from sqlalchemy.util import LRUCache
from werkzeug.routing import BaseConverter
from werkzeug.routing.rules import RulePart

from weconnect.engine.web.rules import Rule
from weconnect.engine.web.static_files import Tree
from weconnect.engine.web.templating import Environment


class _Statements(LRUCache[Any, Any]):
    """What SQLAlchemy makes of statements, by a key that begins with an engine's dialect.

    Here it is the dialect's class: all engines of a kind are alike in what depends on it.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), value)


# More than there are: nothing is thrown out.
_STATEMENTS = _Statements(20_000)


class _SharedStatements:
    """The attribute of engines and mappers that keeps them."""

    def __get__(self, owner: Any, kind: Any = None) -> _Statements:
        return _STATEMENTS

    def __set__(self, owner: Any, value: Any) -> None:
        """Nothing: there is one for all."""


for _kind in (Engine, Mapper):
    cast(Any, _kind)._compiled_cache = _SharedStatements()


class _Compiled(NamedTuple):
    """What Werkzeug makes of a rule of the routing."""

    parts: list[RulePart]
    trace: list[tuple[bool, str]]
    converters: dict[str, BaseConverter]
    arguments: set[str]
    builders: list[Any]


_RULES: dict[object, _Compiled] = {}
_compile = Rule.compile


def _compile_once(self: Rule) -> None:
    """As Werkzeug's, for the first application; the others' rules are made of the same."""
    kinds = tuple(self.map.converters.values())
    defaults = repr(sorted((self.defaults or {}).items()))
    key = (self.rule, self.subdomain, self.host, self.merge_slashes, defaults, kinds)
    if key not in _RULES:
        before = set(self.arguments)
        _compile(self)
        builders = [cast(Any, one).__func__ for one in (self._build, self._build_unknown)]
        new = self.arguments - before
        _RULES[key] = _Compiled(self._parts, self._trace, self._converters, new, builders)
    made = _RULES[key]
    self._parts, self._trace, self._converters = made.parts, made.trace, made.converters
    self.arguments |= made.arguments
    self._build, self._build_unknown = (one.__get__(self, None) for one in made.builders)


cast(Any, Rule).compile = _compile_once

# What Jinja makes of a template's text; what is in a folder of static files, hashed and looked at.
_TEMPLATES: dict[object, tuple[object, Any]] = {}
_TREES: dict[str, Tree] = {}


def share(app: Flask) -> None:
    """Let an application take what others have made, and keep what it makes for them."""
    cast(Environment, app.jinja_env)._compiled = _TEMPLATES
    own: Tree = app.extensions["weconnect_assets"]
    tree = app.extensions["weconnect_assets"] = _TREES.setdefault(str(own.root), own)
    app.jinja_env.globals["modules"] = tree.modules
