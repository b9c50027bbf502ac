"""`flask backup` and `flask restore`."""

import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from tests.files.sending import send_by_service
from tests.harness.person import PASSWORD
from tests.transfer.conftest import Content, content
from weconnect.auth.sign_in.authenticate import authenticate
from weconnect.engine.database.transactions import db, transaction
from weconnect.files import service
from weconnect.files.store.stores import stores
from weconnect.messages.models import Message
from weconnect.operations.transfer.rows import tables


@pytest.fixture
def file(everything, run, tmp_path):
    """A backup of everything."""
    path = tmp_path / "backup.zip"
    run("backup", path)
    return path


@transaction
def lose_something() -> None:
    db.session.execute(delete(Message).where(Message.id % 2 == 0))


# What becomes of a part of a backup: None leaves it out.
Change = Callable[[str, bytes], bytes | None]


def rewritten(file: Path, change: Change) -> Path:
    """The backup with each of its parts changed: `change(name, data)`; None leaves one out."""
    path = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
    return path


def manifest(**changes: object) -> Change:
    def change(name: str, data: bytes) -> bytes:
        return json.dumps(json.loads(data) | changes).encode() if name == "manifest.json" else data

    return change


def test_everything_comes_back(everything, file, url, run):
    lose_something()
    assert content(url) != everything

    output = run("restore", file, "--replace-everything")

    assert content(url) == everything
    assert "each table with the checksum of the backup" in output
    assert authenticate("ann", PASSWORD, "192.0.2.1")


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_into_a_database_without_tables(everything, file, run, new_database, configure, kind):
    fresh = new_database(kind)
    configure(database_url=fresh.replace("postgresql://", "postgresql+psycopg://"))

    run("restore", file)

    assert content(fresh) == everything


def test_a_database_that_is_not_empty_is_left_alone(everything, file, url, run):
    output = run("restore", file, code=1)

    assert "is not empty" in output
    assert "--replace-everything" in output
    assert content(url) == everything


def test_what_it_is_can_be_read_by_anybody(everything, file, url):
    with zipfile.ZipFile(file) as archive:
        about = json.loads(archive.read("manifest.json"))
        lines = archive.read("tables/users.jsonl").splitlines(keepends=True)

    assert about["format"] == "weconnect-backup"
    assert about["database"] == db.engine.dialect.name
    assert [one["name"] for one in about["tables"]] == [table.name for table in tables()]
    assert lines == everything.rows["users"]
    (users,) = [one for one in about["tables"] if one["name"] == "users"]
    first = dict(zip(users["columns"], json.loads(lines[0]), strict=True))
    assert first["username"] == "ann"


def test_it_is_for_its_owner_alone_and_never_overwrites(file, run, tmp_path):
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()

    assert "is there already" in run("backup", file, code=1)
    assert file.read_bytes() == before
    assert "cannot be written" in run("backup", tmp_path / "nowhere" / "file", code=1)
    assert [one.name for one in tmp_path.glob("*.part")] == []


def test_it_holds_no_key(file, app):
    key = app.config["WECONNECT"].secret_key.encode()
    with zipfile.ZipFile(file) as archive:
        assert not [name for name in archive.namelist() if key in archive.read(name)]


def test_a_backup_that_is_broken_off_is_none(everything, run, tmp_path, monkeypatch):
    def broken(self, name, lines):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("weconnect.operations.transfer.archive.Writing.table", broken)

    assert "No space left on device" in run("backup", tmp_path / "file.zip", code=1)
    assert not list(tmp_path.glob("file.zip*"))


def damage_of_bits(file: Path) -> Iterator[tuple[int, Path]]:
    """Each of several places of the file, with one bit turned over."""
    data = file.read_bytes()
    for place in range(60, len(data), max(1, len(data) // 40)):
        path = file.with_name("damaged.zip")
        path.write_bytes(data[:place] + bytes([data[place] ^ 8]) + data[place + 1 :])
        yield place, path


def test_a_damaged_backup_never_touches_the_database(everything, file, url, run):
    noticed = 0
    for place, path in damage_of_bits(file):
        result = run_whatever_comes(run, path)
        if result is None:
            # A bit that means nothing to anybody (of a time in a header, say): all is right.
            assert content(url) == everything, place
            continue
        noticed += 1
        assert "damaged" in result or "manifest" in result, (place, result)
        assert "Traceback" not in result
        assert content(url) == everything, place
    assert noticed >= 20


def run_whatever_comes(run: Callable[..., str], path: Path) -> str | None:
    try:
        return run("restore", path, "--replace-everything", code=1)
    except AssertionError as error:
        if "with the checksum of the backup" in str(error):
            return None
        raise


def without_table(name: str, data: bytes) -> bytes | None:
    return None if name == "tables/messages.jsonl" else data


def without_a_row(name: str, data: bytes) -> bytes:
    return b"".join(data.splitlines(keepends=True)[:-1]) if "messages" in name else data


def with_another_row(name: str, data: bytes) -> bytes:
    return data.replace(b"ann", b"eve") if "users" in name else data


def without_manifest(name: str, data: bytes) -> bytes | None:
    return None if name == "manifest.json" else data


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (without_table, "messages cannot be read"),
        (without_a_row, "the checksum of messages is another"),
        (with_another_row, "the checksum of users is another"),
        (without_manifest, "it has no manifest"),
        (manifest(revision="0000"), "schema 0000"),
        (manifest(version=2), "not one that this program understands"),
        (manifest(format="another"), "not one that this program understands"),
        (manifest(tables=[]), "other tables"),
    ],
)
def test_a_backup_that_was_changed_is_refused(everything, file, url, run, change, says):
    output = run("restore", rewritten(file, change), "--replace-everything", code=1)

    assert says in output
    assert content(url) == everything


def test_no_backup_at_all(everything, url, run, tmp_path, file):
    (tmp_path / "text.zip").write_text("hello")
    (tmp_path / "half.zip").write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    assert "There is no" in run("restore", tmp_path / "nothing.zip", code=1)
    for name in ("text.zip", "half.zip"):
        assert "no whole zip file" in run("restore", tmp_path / name, code=1)
    assert content(url) == everything


def test_a_row_that_the_database_refuses_takes_everything_back(everything, file, url, run):
    """The checksums are right, and yet it is no state that a server was ever in."""

    def reference_to_nobody(name, data):
        if name == "tables/reactions.jsonl":
            return bad
        if name == "manifest.json":
            about = json.loads(data)
            for table in about["tables"]:
                if table["name"] == "reactions":
                    table |= {"rows": 1, "sha256": hashlib.sha256(bad).hexdigest()}
            return json.dumps(about).encode()
        return data

    import hashlib

    bad = b'[1,999999,999999,"x",null]\n'
    output = run("restore", rewritten(file, reference_to_nobody), "--replace-everything", code=1)

    assert "says:" in output
    assert content(url) == everything


def test_a_database_that_is_behind_is_refused(everything, url, run, tmp_path, app):
    run("db", "stamp", "--purge", "base")
    try:
        output = run("backup", tmp_path / "file.zip", code=1)
        assert "flask db upgrade" in output
        assert not list(tmp_path.glob("file.zip*"))
    finally:
        run("db", "stamp", "--purge", "head")


def test_the_file_is_synced_before_it_has_its_name(everything, run, tmp_path, monkeypatch):
    happened = []
    sync, rename = os.fsync, type(tmp_path).rename

    def note_sync(file):
        happened.append("sync")
        sync(file)

    def note_rename(path, to):
        happened.append("rename")
        return rename(path, to)

    monkeypatch.setattr("os.fsync", note_sync)
    monkeypatch.setattr(type(tmp_path), "rename", note_rename)
    run("backup", tmp_path / "file.zip")

    assert [one for one in happened if one in {"sync", "rename"}][-3:] == ["sync", "rename", "sync"]


def test_nothing_at_all_can_be_kept_too(app, url, run, tmp_path):
    empty = content(url)
    run("backup", tmp_path / "file.zip")
    run("restore", tmp_path / "file.zip")

    assert content(url) == empty == Content({table.name: [] for table in tables()}, empty.last_ids)


def test_files_on_a_disk_come_along(app, team, run, tmp_path, url):
    ann = team.person("ann")
    room = team.room(ann)
    file = send_by_service(ann, room, b"a plan" * 100_000)
    folder = app.config["WECONNECT"].data_dir / "files"
    path = tmp_path / "backup.zip"
    assert "1 files beside the database" in run("backup", path)
    shutil.rmtree(folder)
    run("restore", path, "--replace-everything")
    (kept,) = [one for one in folder.rglob("*") if one.is_file()]
    assert kept.read_bytes() == b"a plan" * 100_000
    found = service.content(ann, file)
    assert b"".join(stores().of(found.place).read(found.key, 0, 6)) == b"a plan"
    db.session.remove()
    shutil.rmtree(folder)
    assert "1 more were deleted meanwhile" in run("backup", tmp_path / "another.zip")
