"""What a view says of itself, to what stands around each request: `@free`, `@quiet` and others.

Each mark stands with whoever heeds it. So nothing around requests knows features by their names.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def mark(view: View, name: str, value: Any = True) -> View:
    """Have `view` say `value` under `name`; returns it. The route is made of what is marked."""
    view.__dict__[name] = value
    return view


def marked(name: str) -> Any:
    """What the view of the request at hand, if it has one, says under `name`; None if nothing."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), name, None)
