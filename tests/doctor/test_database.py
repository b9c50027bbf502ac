"""What the doctor says of databases."""

import time
from dataclasses import replace

import psycopg
import pytest

from weconnect.engine.database.transactions import write_engine
from weconnect.operations.doctor import database as module
from weconnect.operations.doctor.database import database
from weconnect.operations.transfer import schema
from weconnect.settings import Settings


@pytest.fixture
def postgres_settings(postgres, well):
    """Settings with an empty database in PostgreSQL."""
    name = postgres.create()
    yield replace(well, database_url=f"postgresql+psycopg{postgres.url(name)[10:]}")
    postgres.drop(name)


def name_in(settings: Settings) -> str:
    return settings.database_url.rpartition("/")[2]


def test_a_good_database(of_app, wrongs):
    assert wrongs(database(of_app)) == []


def test_a_database_that_is_behind(of_app, wrongs):
    with write_engine().begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    try:
        findings = list(database(of_app))
    finally:
        with write_engine().begin() as connection:
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{schema.newest()}')")

    (text,) = wrongs(findings)
    assert "behind" in text
    assert [one for one in findings if "flask db upgrade" in one.remedy]


def test_a_database_of_a_newer_version(of_app, wrongs):
    with write_engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'future'")
    try:
        (text,) = wrongs(database(of_app))
    finally:
        with write_engine().begin() as connection:
            connection.exec_driver_sql(
                f"UPDATE alembic_version SET version_num = '{schema.newest()}'"
            )
    assert "does not know" in text


def test_no_file(app, well, wrongs, tmp_path):
    (text,) = wrongs(database(replace(well, database_url=f"sqlite:///{tmp_path}/none.db")))
    assert "There is no database" in text


def test_a_database_that_is_away(app, well, wrongs):
    away = "postgresql+psycopg://ann:swordfish@127.0.0.1:1/chat"
    (text,) = wrongs(database(replace(well, database_url=away)))
    assert "does not answer" in text
    assert "swordfish" not in text


def test_sqlite_that_does_not_wait_for_the_disk(sqlite_app, wrongs):
    with sqlite_app.app_context():
        kept = write_engine().raw_connection()
        assert kept.driver_connection
        kept.driver_connection.execute("PRAGMA synchronous = NORMAL")
        kept.close()
        (text,) = wrongs(module._on_sqlite("it"))
    assert "does not wait for the disk" in text


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("synchronous_commit = off", "synchronous_commit = off"),
        ("default_transaction_read_only = on", "can only be read"),
    ],
)
def test_postgresql_that_is_set_wrongly(sqlite_app, postgres, postgres_settings, setting, says):
    postgres._execute(f"ALTER DATABASE {name_in(postgres_settings)} SET {setting}")
    with sqlite_app.app_context():
        found = [one.text for one in database(postgres_settings) if one.grade == "wrong"]
    assert [one for one in found if says in one]


def test_more_connections_than_postgresql_lets_in(sqlite_app, postgres_settings):
    greedy = replace(postgres_settings, database_pool=500)
    with sqlite_app.app_context():
        found = [one.text for one in database(greedy) if "DATABASE_POOL" in one.text]
    assert found == [
        "DATABASE_POOL=500, one more is for messages, and PostgreSQL lets 197 connections in."
    ]


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_postgresql_without_utf8(sqlite_app, postgres, well, encoding):
    postgres._execute(f"CREATE DATABASE ascii ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0")
    try:
        url = f"postgresql+psycopg{postgres.url('ascii')[10:]}"
        with sqlite_app.app_context():
            found = list(database(replace(well, database_url=url)))
    finally:
        postgres.drop("ascii")
    assert [one for one in found if one.grade == "wrong" and "UTF-8" in one.text]


@pytest.mark.parametrize(("shift", "noticed"), [(0, False), (-90, True), (90, True)])
def test_clocks_that_differ(sqlite_app, postgres_settings, monkeypatch, shift, noticed):
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + shift)
    with sqlite_app.app_context():
        found = [one.text for one in database(postgres_settings) if "clocks" in one.text]
    assert bool(found) is noticed
    assert not found or "differ by 90 s" in found[0]


def test_a_database_that_may_have_no_index_of_words(sqlite_app, postgres, well):
    name = postgres.create()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE modest LOGIN")
    url = postgres.url(name).replace("postgres@", "modest@").replace("://", "+psycopg://")
    try:
        with sqlite_app.app_context():
            found = list(database(replace(well, database_url=url)))
    finally:
        postgres.drop(name)
        with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
            connection.execute("DROP ROLE modest")
    assert any("no index of words" in one.text and one.grade == "advice" for one in found)
