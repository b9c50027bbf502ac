"""The schema comes, goes and comes back; models and migrations say the same."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Column, Connection, MetaData, Table, column, func, inspect, select, table

from weconnect.engine.database import revisions
from weconnect.engine.database.transactions import MIGRATIONS, db, write_engine


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


# A row of each table that others hang on, and one that hangs on it, as the version before has them.
ROWS: dict[str, dict[str, Any]] = {
    "users": {"id": 1, "username": "ann", "username_key": "ann", "username_look": "ann"},
    "rooms": {"id": 1, "kind": "public", "name": "Lobby"},
    "memberships": {"room_id": 1, "user_id": 1, "role": "owner"},
    "messages": {"id": 1, "room_id": 1, "seq": 1, "sender_id": 1, "content": "hello"},
    "reactions": {"message_id": 1, "user_id": 1, "emoji": "👍"},
    "mentions": {"user_id": 1, "room_id": 1, "seq": 1},
}


def fill(connection: Connection) -> None:
    """Give each of these tables its row."""
    for name, row in ROWS.items():
        put(connection, name, row)


def put(connection: Connection, name: str, row: dict[str, Any]) -> None:
    """Give a table a row; what it must have beside is a zero of its kind."""
    whole = Table(name, MetaData(), autoload_with=connection)
    missing = {
        column.name: zero(column)
        for column in whole.columns
        if not (column.name in row or column.nullable or column.server_default)
        and (column.name != "id")
    }
    connection.execute(whole.insert().values(**missing, **row))


def zero(column: Column[Any]) -> object:
    kind = column.type.python_type
    return datetime(2026, 1, 1, tzinfo=UTC) if kind is datetime else kind()


def test_what_is_there_is_there_after_a_way_back_and_forth(bare_app: Flask):
    run(bare_app, "upgrade")
    with bare_app.app_context(), write_engine().begin() as connection:
        fill(connection)
    for step in (("downgrade", "0002"), ("upgrade",)):
        run(bare_app, *step)
        with bare_app.app_context(), db.engine.connect() as connection:
            left = {
                name: connection.scalar(select(func.count()).select_from(table(name)))
                for name in ROWS
            }
        assert left == dict.fromkeys(ROWS, 1), step


def test_what_was_to_be_confirmed_before_comes_into_inboxes(bare_app: Flask):
    run(bare_app, "upgrade", "0039")
    until = datetime(2026, 12, 24, tzinfo=UTC).replace(tzinfo=None)
    more: list[tuple[str, dict[str, Any]]] = [
        ("users", {"id": 2, "username": "bo", "username_key": "bo", "username_look": "bo"}),
        ("messages", {"id": 2, "room_id": 1, "seq": 2, "sender_id": 1, "confirm_by": until}),
        ("inbox", {"user_id": 2, "room_id": 1, "seq": 1, "kind": "mention", "actor_id": 1}),
        ("inbox", {"user_id": 2, "room_id": 1, "seq": 2, "kind": "mention", "actor_id": 1}),
        ("confirmations", {"message_id": 2, "user_id": 2}),
    ]
    with bare_app.app_context(), write_engine().begin() as connection:
        fill(connection)
        for name, row in more:
            put(connection, name, row | ({"client_id": "other"} if name == "messages" else {}))
    run(bare_app, "upgrade")
    with bare_app.app_context(), db.engine.connect() as connection:
        inbox = Table("inbox", MetaData(), autoload_with=connection).c
        wanted = (inbox.seq, inbox.user_id, inbox.kind, inbox.asked_until)
        assert connection.execute(select(*wanted).order_by(inbox.seq)).all() == [
            (1, 2, "mention", None),
            (2, None, "confirm", until),
        ]
        states = Table("inbox_states", MetaData(), autoload_with=connection).c
        assert connection.execute(select(states.user_id, states.read)).all() == [(2, True)]


def test_skin_tones_of_reactions_go_back_and_forth(bare_app: Flask):
    run(bare_app, "upgrade", "0033")
    bo = {"id": 2, "username": "bo", "username_key": "bo", "username_look": "bo"}
    more: list[tuple[str, dict[str, Any]]] = [
        ("users", bo),
        ("reactions", {"message_id": 1, "user_id": 2, "emoji": "👍🏽"}),
    ]
    before = '[["👍",1,[1]],["👍🏽",1,[2]]]'
    with bare_app.app_context(), write_engine().begin() as connection:
        fill(connection)
        for name, row in more:
            put(connection, name, row)
        whole = Table("messages", MetaData(), autoload_with=connection)
        connection.execute(whole.update().values(reactions=before))
    merged = '[["👍",2,[1,2],{"2":"👍🏽"}]]'
    for step, wanted in (
        (("upgrade", "0034"), merged),
        (("downgrade", "0033"), before),
        (("upgrade",), merged),
    ):
        run(bare_app, *step)
        with bare_app.app_context(), db.engine.connect() as connection:
            found = connection.scalar(select(column("reactions")).select_from(table("messages")))
        assert found == wanted, step


def test_what_waits_counts_as_stored_from_then_on(bare_app: Flask):
    run(bare_app, "upgrade", "0041")
    bo = {"id": 2, "username": "bo", "username_key": "bo", "username_look": "bo"}
    later = {"user_id": 1, "room_id": 1, "content": "Grüße"}
    more: list[tuple[str, dict[str, Any]]] = [
        ("users", bo),
        ("memberships", {"room_id": 1, "user_id": 2, "role": "member"}),
        ("usage", {"user_id": 1, "total_bytes": 1000}),
        ("scheduled_messages", {**later, "client_id": "a"}),
        ("scheduled_messages", {**later, "client_id": "b", "room_id": None}),
        ("drafts", {"user_id": 1, "room_id": 1, "root_id": 0, "content": "👋"}),
        # Of somebody who has stored nothing else.
        ("drafts", {"user_id": 2, "room_id": 1, "root_id": 0, "sealed": "abc"}),
    ]
    with bare_app.app_context(), write_engine().begin() as connection:
        fill(connection)
        for name, row in more:
            put(connection, name, row)
    # Their bytes, and 256 for each row.
    told = {1: 1000 + 2 * (7 + 256) + 4 + 256, 2: 3 + 256}
    for step, wanted in (
        (("upgrade", "0042"), told),
        (("downgrade", "0041"), {1: 1000, 2: 0}),
        (("upgrade",), told),
    ):
        run(bare_app, *step)
        with bare_app.app_context(), db.engine.connect() as connection:
            usage = Table("usage", MetaData(), autoload_with=connection).c
            found = connection.execute(select(usage.user_id, usage.total_bytes)).all()
        assert dict(map(tuple, found)) == wanted, step


def state(app: Flask) -> tuple[frozenset[str], frozenset[str]]:
    """The revisions of the database, as we read them and as Alembic does."""
    with app.app_context(), write_engine().connect() as connection:
        alembic = MigrationContext.configure(connection).get_current_heads()
        return revisions.of_database(connection), frozenset(alembic)


def test_the_revision_is_read_as_alembic_reads_it(bare_app: Flask):
    assert state(bare_app) == (frozenset(), frozenset())
    for target in ("0001", "head"):
        run(bare_app, "upgrade", target)
        ours, alembic = state(bare_app)
        assert ours == alembic
    assert ours == revisions.newest(MIGRATIONS)
    run(bare_app, "downgrade", "base")
    assert state(bare_app) == (frozenset(), frozenset())


def test_the_newest_revision_is_found_as_alembic_finds_it(tmp_path: Path):
    assert revisions.newest(MIGRATIONS) == set(ScriptDirectory(MIGRATIONS).get_heads())

    versions = tmp_path / "versions"
    versions.mkdir()
    history = {"a": None, "b": "a", "c": "a", "d": ("b", "c"), "e": "a"}
    for revision, before in history.items():
        text = f"revision = {revision!r}\ndown_revision = {before!r}\n"
        (versions / f"{revision}.py").write_text(text)
    assert revisions.newest(tmp_path) == set(ScriptDirectory(tmp_path).get_heads()) == {"d", "e"}


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
