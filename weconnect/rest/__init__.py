"""The JSON API under the features: its door, and its description."""

from flask import Flask

from . import door, reference


def init_app(app: Flask, doors: list[door.Door], authenticate: door.Authenticate) -> None:
    """Open `doors` on `app` and describe them; see `door.init_app`."""
    door.init_app(app, doors, authenticate)
    reference.init_app(app)
