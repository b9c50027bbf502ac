"""Databases that are missing, older, newer, away or full: one sentence and a status from all."""

import functools
import os
import resource
import sqlite3
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from flask import Flask
from sqlalchemy import inspect

from tests.harness.apps import Apps
from tests.harness.databases import Postgres
from tests.harness.person import Person
from tests.harness.processes import ROOT, free_port, held_to_permissions
from tests.harness.server import SETTINGS, Server
from tests.harness.socket import Socket
from tests.harness.waiting import eventually
from weconnect.engine.database import revisions, write_failures
from weconnect.engine.database.transactions import MIGRATIONS, db, write_engine
from weconnect.engine.serving import dependency_check
from weconnect.wire.errors import Unavailable

COMMANDS = (
    ("user", "create", "ann"),
    ("user", "list"),
    ("user", "promote", "ann"),
    ("user", "demote", "ann"),
    ("user", "reset-password", "ann"),
    ("demo", "--password", "a long password"),
    ("backup", "{folder}/backup.zip"),
    ("copy-database", "{url}", "sqlite:///{folder}/copy.db"),
)
MAKE_TABLES = {"create", "demo"}


@pytest.fixture
def apps(_apps: Apps) -> Apps:
    """Makes applications."""
    return _apps


def run(app: Flask, *words: str, folder: Path) -> tuple[int, str]:
    """The exit status and the output of a command."""
    url = app.config["WECONNECT"].database_url.replace("+psycopg", "")
    words = tuple(word.format(folder=folder, url=url) for word in words)
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def refused(app: Flask, words: tuple[str, ...], folder: Path) -> str:
    """The one sentence with which a command ends."""
    status, output = run(app, *words, folder=folder)
    assert status == 1, (words, status, output)
    assert "Traceback" not in output
    errors = [line for line in output.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, output
    return errors[0]


def at_revision(app: Flask, revision: str) -> None:
    """Have the database say that it was brought to another revision."""
    with app.app_context(), write_engine().begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")


def test_a_database_without_tables(bare_app, tmp_path):
    for words in COMMANDS:
        if not MAKE_TABLES & set(words):
            said = refused(bare_app, words, tmp_path)
            assert "flask db upgrade" in said or "There is no database" in said, said
    with bare_app.app_context(), db.engine.connect() as connection:
        assert not inspect(connection).get_table_names()

    status, output = run(bare_app, "user", "create", "ann", folder=tmp_path)
    assert (status, "ann can log in now." in output) == (0, True), output
    assert "administrator" in run(bare_app, "user", "list", folder=tmp_path)[1]


def test_a_mistaken_address_leaves_no_empty_file(apps: Apps, tmp_path: Path):
    with apps.make(tmp_path, None, migrated=False) as app:
        refused(app, ("user", "list"), tmp_path)
        assert not (tmp_path / "weconnect.db").exists()


@pytest.fixture
def migrated(app: Flask) -> Iterator[Flask]:
    """The application on a database whose revision may be changed."""
    yield app
    (newest,) = revisions.newest(MIGRATIONS)
    at_revision(app, newest)


def test_an_older_and_a_newer_database(migrated, tmp_path):
    app = migrated
    at_revision(app, "0001")
    for words in COMMANDS:
        assert "flask db upgrade" in refused(app, words, tmp_path)

    at_revision(app, "9999")
    upgrade, downgrade = ("db", "upgrade"), ("db", "downgrade")
    for words in (*COMMANDS, upgrade, downgrade):
        said = refused(app, words, tmp_path)
        assert "newer version" in said, said
        assert "flask db upgrade" not in said
    assert not list(tmp_path.glob("*.zip"))


def test_a_database_that_is_away(apps: Apps, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("weconnect.engine.database.transactions.PATIENCE_S", 0.0)
    away = "postgresql+psycopg://ann:swordfish@127.0.0.1:1/chat"
    with apps.make(tmp_path, None, database_url=away) as app:
        for words in (*COMMANDS, ("db", "upgrade"), ("db", "current")):
            said = refused(app, words, tmp_path)
            assert "127.0.0.1" in said, said
            assert "swordfish" not in said


def start(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run bin/start up to its end."""
    environment = {"PATH": os.environ["PATH"]} | SETTINGS | {"DATA_DIR": str(folder)}
    return subprocess.run(
        [ROOT / "bin" / "start"],
        env=environment | {"PORT": str(free_port())} | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_server_goes_on_beside_a_newer_version_and_none_begins(start_server):
    """The newer version adds: whoever serves already is as well served as before."""
    server = start_server()
    ann = server.person("ann")
    room = ann.make_room()["id"]
    sql(server, "ALTER TABLE rooms ADD COLUMN colour VARCHAR(9)", "CREATE TABLE polls (id INTEGER)")
    sql(server, "UPDATE alembic_version SET version_num = '9999'")

    assert server.get("/readyz").json() == {"status": "ok"}
    assert ann.socket().say(room, "still here")["seq"] == 1
    assert ann.make_room("One more")["id"] > room

    server.stop()
    ended = start(server.data_dir)
    assert ended.returncode not in (0, None)
    assert ended.stderr.count("newer version") == 1, ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout
    assert ended.stdout + ended.stderr != ""


def test_a_newer_database_that_lacks_something_is_not_served(start_server):
    server = start_server()
    sql(server, "ALTER TABLE rooms DROP COLUMN topic")
    sql(server, "UPDATE alembic_version SET version_num = '9999'")

    eventually(lambda: not server.get("/readyz").ok, "the next look tells")
    answer = server.get("/readyz")
    assert "newer version" in answer.json()["reason"]
    assert "flask db upgrade" not in answer.json()["reason"]


def sql(server: Server, *statements: str) -> None:
    database = sqlite3.connect(server.data_dir / "weconnect.db")
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


def test_a_start_without_its_database_says_so(tmp_path):
    ended = start(
        tmp_path,
        DATABASE_URL="postgresql://ann:swordfish@127.0.0.1:1/chat",
        SECRET_KEY="a key for tests, long enough to be one",
    )
    assert ended.returncode not in (0, None)
    said = "WeConnect cannot start: The database postgresql://ann:***@127.0.0.1:1/chat"
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr + ended.stdout


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_several_first_starts_at_once(request, tmp_path, kind):
    """One makes the tables, and the others wait for it."""
    environment = {"PATH": os.environ["PATH"]} | SETTINGS | {"DATA_DIR": str(tmp_path)}
    if kind == "postgres":
        postgres: Postgres = request.getfixturevalue("postgres")
        name = postgres.create()
        environment |= {
            "DATABASE_URL": postgres.url(name),
            "SECRET_KEY": "a key for tests, long enough to be one",
        }
    running = [
        subprocess.Popen(
            [ROOT / ".venv" / "bin" / "flask", "db", "upgrade"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(3)
    ]
    ended = [(one.communicate(timeout=120)[0], one.returncode) for one in running]
    if kind == "postgres":
        postgres.drop(name)
    assert [status for _, status in ended] == [0] * 3, ended


# --- a disk that is full ---


@pytest.fixture
def full(app: Flask) -> Iterator[Callable[[], None]]:
    """In the application's database nothing more can be stored, until this is called."""
    engine = write_engine()
    if engine.dialect.name == "sqlite":
        writer = app.extensions["weconnect_writer"]
        for one in (writer.engine, writer.brief_engine):
            with one.connect() as connection:
                pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
                connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    else:
        # What PostgreSQL says when its disk is full, to whatever is written.
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$"
                " BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'"
                " USING ERRCODE = 'disk_full'; END $$"
            )
            for table in ("rooms", "messages", "users", "logins"):
                connection.exec_driver_sql(
                    f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table}"
                    " EXECUTE FUNCTION full_disk()"
                )
            # New files too.
            connection.exec_driver_sql(
                "CREATE FUNCTION no_new_files() RETURNS event_trigger LANGUAGE plpgsql AS $$"
                " BEGIN RAISE EXCEPTION 'could not extend file: No space left on device'"
                " USING ERRCODE = 'disk_full'; END $$"
            )
            connection.exec_driver_sql(
                "CREATE EVENT TRIGGER no_new_files ON ddl_command_start"
                " WHEN TAG IN ('CREATE TABLE AS') EXECUTE FUNCTION no_new_files()"
            )
    yield functools.partial(_free, app)
    write_failures.forget()
    with app.app_context():
        _free(app)


def _free(app: Flask) -> None:
    """The disk has room again."""
    engine = write_engine()
    if engine.dialect.name == "sqlite":
        writer = app.extensions["weconnect_writer"]
        for one in (writer.engine, writer.brief_engine):
            with one.connect() as connection:
                connection.exec_driver_sql("PRAGMA max_page_count = 4294967294")
    else:
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP FUNCTION IF EXISTS full_disk CASCADE")
            connection.exec_driver_sql("DROP FUNCTION IF EXISTS no_new_files CASCADE")


def until_it_fails(write: Callable[[int], object]) -> Unavailable:
    """Write until the last page that there is is full; returns how it failed."""
    for number in range(2000):
        try:
            write(number)
        except Unavailable as error:
            return error
    raise AssertionError("everything was written")


def test_a_full_disk_is_told_and_loses_nothing(app, team, request, monkeypatch):
    ann, bo = team.people("ann", "bo")
    room = team.room(ann, bo)
    said = team.say(ann, room, "before")
    free = request.getfixturevalue("full")

    for write in (
        lambda number: team.room(ann, name=f"Room {number} {'x' * 60}"),
        lambda number: team.say(ann, room, f"{number} {'x' * 4000}"),
    ):
        error = until_it_fails(write)
        assert "cannot save" in error.message
        assert error.retry_after == write_failures.RETRY_AFTER_S

    ready = app.test_client().get("/readyz")
    assert (ready.status_code, "cannot write" in ready.json["reason"]) == (503, True)
    assert team.history(ann, room, limit=100).messages[0].id == said.id

    # Still so long after the failure; and over as soon as there is room, though nobody wrote.
    monkeypatch.setattr(write_failures, "RETRY_AFTER_S", 0.0)
    monkeypatch.setattr(dependency_check, "FRESH_S", 0.0)
    assert app.test_client().get("/readyz").status_code == 503
    monkeypatch.setattr(write_failures, "RETRY_AFTER_S", 1000.0)
    with app.app_context():
        tables = set(inspect(db.engine).get_table_names())
    free()
    eventually(lambda: app.test_client().get("/readyz").status_code == 200, "ready again")
    assert set(inspect(db.engine).get_table_names()) == tables
    assert team.say(ann, room, "after").seq > said.seq


def test_a_start_where_nothing_can_be_written_is_not_ready_until_it_can(start_server):
    """SQLite cannot make its log: on a disk that may only be read it finds the same."""
    server = start_server(started=False)
    log = server.data_dir / "weconnect.db-wal"
    sql(server, "PRAGMA wal_checkpoint(TRUNCATE)")  # closed as the last one, it leaves no log
    log.mkdir()
    server.settings["UPGRADE_DATABASE"] = "off"  # or it ends, as it has to look what there is
    server.launch()
    eventually(lambda: "cannot write" in reason_of(server), "it says so")
    environment = {"PATH": os.environ["PATH"]} | SETTINGS | {"DATA_DIR": str(server.data_dir)}
    found = subprocess.run(
        [ROOT / ".venv" / "bin" / "flask", "doctor"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "cannot be opened to write" in found.stdout
    assert "fault of WeConnect" not in found.stdout

    log.rmdir()
    eventually(server.ready, "ready again")
    server.person("ann").make_room()


def reason_of(server: Server) -> str:
    """Why a server is not ready; nothing if it does not even listen."""
    try:
        return server.get("/readyz").json().get("reason", "")
    except requests.ConnectionError:
        return ""


def test_all_ways_in_on_a_full_disk(start_server):
    """The files of a real server may grow no more, and then they may again."""
    server = start_server()
    ann = server.person("ann")
    room = ann.make_room()["id"]
    socket = ann.socket()
    socket.say(room, "before")
    (worker,) = server.workers
    log = server.data_dir / "weconnect.db-wal"
    _, most = resource.prlimit(worker, resource.RLIMIT_FSIZE)
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (log.stat().st_size, most))

    nothing_can_be_written(ann, room, socket)
    eventually(lambda: not server.get("/readyz").ok, "the next look tells")
    assert "cannot write" in server.get("/readyz").json()["reason"]

    resource.prlimit(worker, resource.RLIMIT_FSIZE, (most, most))
    eventually(lambda: server.get("/readyz").ok, "ready again, before anybody wrote")
    assert socket.say(room, "after")["seq"] == 2
    assert ann.make_room()["id"] == room + 1
    assert "Traceback" not in server.log


def test_all_ways_in_where_nothing_may_be_written(start_server):
    """A real server is started where its folder and its files may only be read."""
    server = start_server()
    ann = server.person("ann")
    room = ann.make_room()["id"]
    ann.socket().say(room, "before")
    server.kill()  # a disk becomes so by a failure: SQLite's log is there still
    server.before = held_to_permissions()
    with read_only(server.data_dir):
        server.launch()
        # Known before anybody has tried to write.
        eventually(lambda: "cannot write" in reason_of(server), "it says so")
        nothing_can_be_written(ann, room, ann.socket())
        (said,) = ann.call_api("GET", f"/rooms/{room}/messages")["messages"]
        assert said["content"] == "before"
        assert "cannot write" in reason_of(server)
        assert "Traceback" not in server.log
        server.stop()

    server.start()
    assert ann.socket().say(room, "after")["seq"] == 2
    assert ann.make_room()["id"] == room + 1


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """As on a disk that may only be read, for whoever is held to permissions."""
    files = list(folder.iterdir())
    for file in files:
        file.chmod(0o400)
    folder.chmod(0o500)
    try:
        yield
    finally:
        folder.chmod(0o700)
        for file in files:
            file.chmod(0o600)


def nothing_can_be_written(ann: Person, room: int, socket: Socket) -> None:
    """By no way in; it is said in a sentence with the time to come back, and reading goes on."""
    new = {"name": "Another", "kind": "public"}
    token = {"username": "ann", "password": ann.password, "name": "bot"}
    answers = {
        "a room by REST": ann.api("POST", "/rooms", new),
        "a change by REST": ann.api("PATCH", f"/rooms/{room}", {"name": "Other"}),
        "an end by REST": ann.api("DELETE", f"/rooms/{room}"),
        "a room by the page": ann.post("/rooms/new", new),
        "a name by the page": ann.post("/profile", {"action": "profile", "display_name": "Ann B"}),
        "a token": requests.post(f"{ann.url}/api/v1/tokens", json=token, timeout=30),
    }
    statuses = {what: one.status_code for what, one in answers.items()}
    assert set(statuses.values()) == {503}, statuses
    for what, answer in answers.items():
        assert int(answer.headers["Retry-After"]) >= 1, what
        assert "cannot save" in answer.text, what
    with pytest.raises(AssertionError, match="503"):
        Person(ann.url, "ann").login()
    lost = socket.call("sendMessage", {"room": room, "content": "x", "clientId": str(uuid.uuid4())})
    assert lost["error"]["code"] == "unavailable"
    assert ann.get(f"/rooms/{room}").status_code == 200
