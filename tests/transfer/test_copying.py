"""`flask copy-database`: everything moves between SQLite and PostgreSQL, both ways."""

import re
import sqlite3

import psycopg
import pytest
from sqlalchemy import insert

from tests.transfer.conftest import content
from weconnect.engine.database.transactions import db
from weconnect.operations.transfer import databases, filling
from weconnect.operations.transfer.databases import parsed
from weconnect.operations.transfer.rows import PLAIN, tables
from weconnect.rooms.models import Room

OTHER = {"sqlite": "postgres", "postgresql": "sqlite"}


def test_there_and_back_again(everything, url, run, new_database):
    there = new_database(OTHER[db.engine.dialect.name])
    back = new_database(OTHER[OTHER[db.engine.dialect.name].replace("postgres", "postgresql")])

    output = run("copy-database", url, there)
    assert content(there) == everything
    run("copy-database", there, back)
    assert content(back) == everything

    # The table of counts and checksums.
    told = re.findall(r"^ +(\w+) +([\d,]+) rows +sha256 ([0-9a-f]{64})$", output, re.M)
    assert {name: int(rows.replace(",", "")) for name, rows, _ in told} == {
        name: len(rows) for name, rows in everything.rows.items()
    }
    assert f"{sum(map(len, everything.rows.values())):,} rows" in output


def test_between_two_of_a_kind(everything, url, run, new_database):
    same = {"sqlite": "sqlite", "postgresql": "postgres"}[db.engine.dialect.name]
    other = new_database(same)
    run("copy-database", url, other)

    assert content(other) == everything


def test_ids_go_on_where_they_were(everything, url, run, new_database):
    there = new_database(OTHER[db.engine.dialect.name])
    run("copy-database", url, there)

    with databases.filling(parsed(there)) as target:
        made = target.execute(insert(Room).values(kind="public", name="New").returning(Room.id))
        assert made.scalar_one() == everything.last_ids["rooms"] + 1


def test_only_into_an_empty_database(everything, url, run, new_database):
    there = new_database(OTHER[db.engine.dialect.name])
    run("copy-database", url, there)

    output = run("copy-database", url, there, code=1)
    assert "is not empty" in output
    assert content(there) == everything
    assert "is not empty" in run("copy-database", url, url, code=1)
    assert content(url) == everything


def test_what_does_not_arrive_takes_everything_back(
    everything, url, run, new_database, monkeypatch
):
    there = new_database(OTHER[db.engine.dialect.name])

    def careless(connection, table, rows):
        kept = [row for row in rows if not (table.name == "reactions" and row["emoji"] == "🎉")]
        fill(connection, table, kept)

    fill = filling.fill
    monkeypatch.setattr("weconnect.operations.transfer.service.fill", careless)
    output = run("copy-database", url, there, code=1)

    assert "Of 2 rows of reactions, 1 arrived" in output
    # Not even the tables are there.
    if there.startswith("sqlite"):
        with sqlite3.connect(there.removeprefix("sqlite:///")) as database:
            found = database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        database.close()
    else:
        with psycopg.connect(there) as connection:
            found = connection.execute(
                "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            ).fetchone()
    assert found == (0,)


def test_a_value_that_changes_on_the_way_is_noticed(
    everything, url, run, new_database, monkeypatch
):
    there = new_database(OTHER[db.engine.dialect.name])

    def careless(connection, table, rows):
        changed = [
            row | {"content": row["content"].replace("👩", "?")} if "content" in row else row
            for row in rows
        ]
        fill(connection, table, changed)

    fill = filling.fill
    monkeypatch.setattr("weconnect.operations.transfer.service.fill", careless)

    assert "rows of messages" in run("copy-database", url, there, code=1)


def test_mistakes_are_told_in_a_sentence(url, run, new_database, tmp_path):
    nothing = f"sqlite:///{tmp_path}/nothing.db"

    assert "There is no database" in run("copy-database", nothing, url, code=1)
    assert not (tmp_path / "nothing.db").exists()
    assert "must begin with" in run("copy-database", "mysql://x", url, code=1)
    away = "postgresql://ann:swordfish@127.0.0.1:1/nothing"
    output = run("copy-database", away, url, code=1)
    assert "says:" in output
    assert "swordfish" not in output
    (tmp_path / "text.db").write_text("no database" * 1000)
    assert "says:" in run("copy-database", f"sqlite:///{tmp_path}/text.db", url, code=1)
    empty = new_database("sqlite")
    sqlite3.connect(empty.removeprefix("sqlite:///")).close()
    (tmp_path / "new0.db").touch()
    assert "flask db upgrade" in run("copy-database", empty, url, code=1)


def test_tables_of_others_are_named(everything, url, run, new_database):
    with databases.filling(url) as connection:
        connection.exec_driver_sql("CREATE TABLE somebody_elses (id INTEGER)")
    try:
        output = run("copy-database", url, new_database("sqlite"))
    finally:
        with databases.filling(url) as connection:
            connection.exec_driver_sql("DROP TABLE somebody_elses")

    assert "Left out, as they are not WeConnect's: somebody_elses" in output


def test_every_column_can_be_written_down():
    """A new kind of column needs a way to be written in weconnect/operations/transfer/rows.py."""
    from weconnect.operations.transfer import rows

    known = {*PLAIN, *rows._WRITE}
    assert rows._WRITE.keys() == rows._READ.keys()
    unknown = [
        str(column)
        for table in tables()
        for column in table.columns
        if column.type.python_type not in known
    ]
    assert not unknown


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_every_table_has_an_order(table):
    assert list(table.primary_key.columns)
