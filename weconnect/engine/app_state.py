"""What is kept for each application: Flask's `extensions`, by typed keys, looked up quickly."""

from typing import Generic, TypeVar

from flask import Flask
from flask.globals import _cv_app

T = TypeVar("T")


class Key(Generic[T]):
    """Where each app keeps one thing of a kind; `name` tells it from all others."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def keep(self, app: Flask, value: T) -> T:
        """Have `app` keep `value` here, in place of what was; returns it."""
        app.extensions[self.name] = value
        return value

    def here(self) -> T:
        """What the current app keeps. Raises LookupError, also without an app.

        A message asks a dozen times; Flask's proxy takes five times as long as what it stands for.
        """
        found: T = _cv_app.get().app.extensions[self.name]
        return found

    def of(self, app: Flask) -> T:
        """What `app` keeps. Raises LookupError."""
        found: T = app.extensions[self.name]
        return found

    def found(self) -> T | None:
        """What the current app keeps; None if it keeps nothing here."""
        found: T | None = _cv_app.get().app.extensions.get(self.name)
        return found

    def is_kept(self, app: Flask) -> bool:
        """Whether `app` keeps anything here."""
        return self.name in app.extensions
