"""The commands of `flask …`, imported when somebody looks for one: a server never does."""

from click import Command, Context
from flask import Flask
from flask.cli import AppGroup

from .db import migrations


class Commands(AppGroup):
    """All commands of `app` beside Flask's own."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app.name)
        self._app = app

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The command of this name."""
        self._load()
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: Context) -> list[str]:
        """The names of all commands."""
        self._load()
        return super().list_commands(ctx)

    def _load(self) -> None:
        from .auth.cli import user
        from .demo.cli import demo
        from .doctor.cli import doctor
        from .transfer.cli import COMMANDS

        # It brings `flask db` along.
        migrations(self._app)
        for command in (user, demo, doctor, *COMMANDS):
            self.add_command(command)
