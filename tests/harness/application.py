"""One application inside this process, made of what others of the process have made already."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import gevent
from flask import Flask

from weconnect import create_app
from weconnect.engine.database.transactions import db, writer_of
from weconnect.settings import Settings

from .shared import share


@contextmanager
def application(folder: Path, url: str, **changes: Any) -> Iterator[Flask]:
    """An application on the database at `url`, which is given back at the end.

    `changes` are fields of Settings.
    """
    settings = Settings(
        data_dir=folder,
        database_url=url,
        secret_key="a key for tests",
        bcrypt_rounds=4,
        # Tests reach no server of others: those that need one list it.
        egress="deny",
    )
    app = create_app(dataclasses.replace(settings, **changes))
    app.testing = True
    share(app)
    try:
        with _no_afterlife():
            yield app
    finally:
        with app.app_context():
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
            if writer := writer_of(app):
                for engine in (writer.engine, writer.brief_engine):
                    writer.run(engine.dispose)
                writer.thread.kill()


@contextmanager
def _no_afterlife() -> Iterator[None]:
    """End what the application left waiting: gathered news would leave after its test, and read
    a database that is another's by then."""
    started: list[gevent.Greenlet[..., Any]] = []

    def noted(spawn: Callable[..., Any]) -> Callable[..., Any]:
        def spawn_noted(*args: object, **options: object) -> "gevent.Greenlet[..., Any]":
            started.append(spawn(*args, **options))
            return started[-1]

        return spawn_noted

    with (
        mock.patch.object(gevent, "spawn", noted(gevent.spawn)),
        mock.patch.object(gevent, "spawn_later", noted(gevent.spawn_later)),
    ):
        try:
            yield
        finally:
            gevent.killall(started)
