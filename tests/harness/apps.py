"""The application inside the tests' process, on databases that are migrated only once."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from weconnect.engine.database.migrating import upgrade_database

from .application import application
from .databases import Postgres

# For what does not depend on the database, where `app` would come once with each kind.
on_sqlite = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


class Apps:
    """Makes applications; keeps one migrated database of each kind as the template of all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sqlite: Path | None = None
        self._postgres: str | None = None
        self._free: list[str] = []

    @contextmanager
    def make(
        self,
        folder: Path,
        postgres: Postgres | None,
        *,
        migrated: bool = True,
        **changes: Any,
    ) -> Iterator[Flask]:
        """An application with an empty database: PostgreSQL if given, otherwise SQLite in `folder`.

        `migrated` is whether it has its tables; `changes` are fields of Settings.
        """
        if postgres:
            name = self._borrow(postgres) if migrated else postgres.create()
            url = _sqlalchemy(postgres.url(name))
        else:
            path = folder / "weconnect.db"
            if migrated:
                self.lay_out(folder)
            url = f"sqlite:///{path}"
        try:
            with application(folder, url, **changes) as app:
                yield app
        finally:
            if postgres and migrated:
                # Emptying a database is far cheaper than making one.
                postgres.clear(name)
                self._free.append(name)
            elif postgres:
                postgres.drop(name)

    @contextmanager
    def beside(self, app: Flask, folder: Path) -> Iterator[Flask]:
        """Another application with the database of `app`, as another server is."""
        with application(folder, app.config["WECONNECT"].database_url) as other:
            yield other

    def lay_out(self, folder: Path) -> Path:
        """Put an empty, migrated database where a server in `folder` looks for its own.

        Returns the folder.
        """
        shutil.copy(self._template(), folder / "weconnect.db")
        return folder

    def create(self, postgres: Postgres) -> str:
        """Make an empty, migrated database; returns its name."""
        return postgres.create(self._template_of(postgres))

    def _borrow(self, postgres: Postgres) -> str:
        return self._free.pop() if self._free else self.create(postgres)

    def _template(self) -> Path:
        if not self._sqlite:
            path = self._folder / "template.db"
            with application(self._folder, f"sqlite:///{path}") as app:
                upgrade_database(app)
            # All that is loaded late is loaded by now.
            gc.collect()
            gc.freeze()
            # The last connection is closed: nothing is left in the write-ahead log.
            self._sqlite = path
        return self._sqlite

    def _template_of(self, postgres: Postgres) -> str:
        if not self._postgres:
            name = postgres.create()
            with application(self._folder, _sqlalchemy(postgres.url(name))) as app:
                upgrade_database(app)
            self._postgres = name
        return self._postgres


def _sqlalchemy(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://")
