"""What the features keep for each application: Flask's `extensions`, looked up quickly."""

from typing import Any, cast

from flask import current_app


def extension(name: str) -> Any:
    """What the current app keeps under `name`. Raises LookupError, RuntimeError without an app.

    A message asks a dozen times; an attribute of Flask's proxy takes three times as long as what
    the proxy stands for.
    """
    return cast(Any, current_app)._get_current_object().extensions[name]
