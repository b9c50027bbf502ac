"""The commands of `flask …`, imported when somebody looks for one: a server never does."""

import copy
from typing import Any

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

from weconnect.engine.database.migrating import echo_and_fail
from weconnect.engine.database.transactions import migrations
from weconnect.engine.feature import Features


class Commands(AppGroup):
    """All commands of `app` beside Flask's own."""

    def __init__(self, app: Flask, features: Features) -> None:
        super().__init__(app.name)
        self._app = app
        self._features = features

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of this name."""
        self._load()
        found = super().get_command(ctx, cmd_name)
        return found and _in_sentences(self._app, found)

    def list_commands(self, ctx: Context) -> list[str]:
        """The names of all commands."""
        self._load()
        return super().list_commands(ctx)

    def _load(self) -> None:
        # It brings `flask db` along.
        migrations(self._app)
        for command in self._features.load("commands"):
            self.add_command(command)


def _in_sentences(app: Flask, command: Command) -> Command:
    """The same command; what the database has against it is said in one sentence."""

    def invoke(ctx: Context) -> Any:
        try:
            return command.invoke(ctx)
        except Exception as error:  # noqa: BLE001 - raised again unless it has a sentence
            with app.app_context():
                raise echo_and_fail(error) from None

    told = copy.copy(command)
    told.invoke = invoke  # type: ignore[method-assign]
    return told
