"""The docstrings below the fields of models, for their JSON schemas.

Pydantic's own `use_attribute_docstrings` reads the source of each model when its class is made: a
twelfth of the server's start, for what only the description of the API is made of.
"""

import ast
import functools
import inspect
import itertools
import sys

from pydantic import BaseModel


def of_fields(model: type[BaseModel]) -> dict[str, str]:
    """What is said of each field of `model` that has a docstring, inherited ones too."""
    found: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if issubclass(one, BaseModel) and one is not BaseModel:
            found |= _in_module(one.__module__).get(one.__name__, {})
    return found


@functools.cache
def _in_module(name: str) -> dict[str, dict[str, str]]:
    """What is said of the fields of each class of a module."""
    tree = ast.parse(inspect.getsource(sys.modules[name]))
    return {one.name: _in_class(one) for one in ast.walk(tree) if isinstance(one, ast.ClassDef)}


def _in_class(tree: ast.ClassDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, about in itertools.pairwise(tree.body):
        match field, about:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = inspect.cleandoc(text)
    return found
