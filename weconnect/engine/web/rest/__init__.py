"""The JSON API under the features: its door, and its description."""

from flask import Flask

from . import operations, reference


def init_app(
    app: Flask, doors: list[operations.Door], authenticate: operations.Authenticate
) -> None:
    """Open `doors` on `app` and describe them; see `door.init_app`."""
    operations.init_app(app, doors, authenticate)
    reference.init_app(app)
