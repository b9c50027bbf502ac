"""The schema comes, goes and comes back; models and migrations say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from weconnect.db import db, write_engine


@pytest.fixture(params=["sqlite", "postgres"])
def bare_app(request: pytest.FixtureRequest, _apps: Apps, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database with nothing in it."""
    postgres: Postgres | None = None
    if request.param == "postgres":
        postgres = request.getfixturevalue("postgres")
    with _apps.make(tmp_path, postgres, migrated=False) as app:
        yield app


def run(app: Flask, *command: str) -> None:
    result = app.test_cli_runner().invoke(args=["db", *command])
    assert result.exit_code == 0, f"{command}: {result.output} {result.exception!r}"


def tables(app: Flask) -> set[str]:
    with app.app_context(), db.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version", "sqlite_sequence"}


def test_up_down_and_up_again(bare_app: Flask):
    assert tables(bare_app) == set()
    run(bare_app, "upgrade")
    everything = set(db.metadata.tables)
    assert tables(bare_app) == everything
    run(bare_app, "downgrade", "base")
    assert tables(bare_app) == set()
    run(bare_app, "upgrade")
    assert tables(bare_app) == everything


def test_models_and_migrations_agree(app: Flask):
    with write_engine().connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, db.metadata) == []


def test_every_constraint_has_a_name_by_which_a_migration_can_drop_it(app: Flask):
    unnamed = [
        f"{table.name}: {constraint}"
        for table in db.metadata.tables.values()
        for constraint in table.constraints
        if not constraint.name
    ]
    assert unnamed == []
