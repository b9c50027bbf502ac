"""Files are moved from place to place, proved, while they are fetched."""

import itertools
import os

import pytest

from weconnect.engine.database.transactions import db
from weconnect.files import jobs, moving, uploads
from weconnect.files.limits import blobs, objects
from weconnect.files.store.stores import stores


def places() -> set[str]:
    found = set(db.session.scalars(blobs.select().with_only_columns(blobs.c.place)))
    db.session.remove()
    return found


def test_there_and_back(sender, app):
    ann = sender("ann")
    room = ann.room()
    data = os.urandom(700_000)
    file = ann.send(room, data)
    ann.say(room, file)
    folder = app.config["WECONNECT"].data_dir / "files"
    assert app.test_cli_runner().invoke(args=["files", "move", "database"]).exit_code == 0
    assert places() == {"database"}
    assert not any(one.is_file() for one in folder.rglob("*"))
    assert ann.fetch(file).data == data
    assert moving.move("disk") == (1, len(data))
    assert moving.move("disk") == (0, 0)
    assert places() == {"disk"}
    assert ann.fetch(file).data == data


def test_what_is_not_whole_stays(sender, monkeypatch):
    ann = sender("ann")
    room = ann.room()
    file = ann.send(room, b"hello")
    ann.say(room, file)
    database = stores().of("database")
    monkeypatch.setattr(database, "digest", lambda _key: ("0" * 64, 5))
    with pytest.raises(moving.NotWhole):
        moving.move("database")
    assert places() == {"disk"}
    assert ann.fetch(file).data == b"hello"


def test_amid_a_download(sender):
    ann = sender("ann")
    room = ann.room()
    data = os.urandom(900_000)
    file = ann.send(room, data)
    ann.say(room, file)
    answer = ann.program.open("GET", f"/files/{file}/x", buffered=False)
    pieces = iter(answer.response)
    got = next(pieces)
    moving.move("database")
    assert got + b"".join(pieces) == data


def test_what_was_moved_off_a_place_that_is_gone_is_deleted(sender, monkeypatch):
    ann = sender("ann")
    room = ann.room()
    ids = map("{:032x}".format, itertools.count())
    monkeypatch.setattr(uploads, "new_id", lambda: next(ids))
    under_way = [ann.begin(room, 9) for _ in range(2)]
    said = ann.say(room, ann.send(room, b"moved"))
    assert moving.move("database") == (1, 5)
    # The place is named no more: what was under way there, and comes first, cannot be deleted.
    monkeypatch.delitem(stores()._all, "disk")
    monkeypatch.setattr(jobs, "STEP", 1)
    for file in under_way:
        assert ann.tus("DELETE", f"/{file}").status_code == 204
    ann.program.ok("DELETE", f"/messages/{said['id']}")
    while jobs.collect_files({}) is not None:
        pass
    left = set(db.session.scalars(objects.select().with_only_columns(objects.c.length)))
    db.session.remove()
    assert left == {9}
