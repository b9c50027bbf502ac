"""What the features keep for each application: Flask's `extensions`, looked up quickly."""

from typing import Any

from flask.globals import _cv_app


def extension(name: str) -> Any:
    """What the current app keeps under `name`. Raises LookupError, also without an app.

    A message asks a dozen times; Flask's proxy takes five times as long as what it stands for.
    """
    return _cv_app.get().app.extensions[name]
