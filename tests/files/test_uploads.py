"""Files come in by the tus protocol, piece by piece, and stand in messages."""

import base64
import hashlib
import os

import pytest
from sqlalchemy import select, update

from tests.files.conftest import PIECE, metadata, picture
from weconnect.engine.database.transactions import db, transaction
from weconnect.files import jobs, processing, uploads
from weconnect.files.limits import files
from weconnect.files.store.disk import Disk
from weconnect.wire.errors import Conflict


def test_a_file_that_is_sent_at_once(sender):
    ann, bob = sender("ann"), sender("bob")
    room = ann.room(bob)
    data = os.urandom(700_000)

    file = ann.send(room, data, "plan.bin", alt="the plan")
    about = ann.about(file)
    assert about["state"] == "ready"
    assert (about["received"], about["size"], about["message"]) == (len(data), len(data), None)
    said = ann.say(room, file, content="look")

    (shown,) = said["attachments"]
    assert shown == {
        "id": file,
        "name": "plan.bin",
        "type": "application/octet-stream",
        "kind": "other",
        "size": len(data),
        "alt": "the plan",
    }
    answer = bob.fetch(file, "plan.bin")
    assert answer.data == data
    assert answer.headers["Content-Disposition"] == "attachment; filename=plan.bin"
    assert bob.program.ok("GET", f"/messages/{said['id']}")["attachments"] == [shown]
    page = bob.program.ok("GET", f"/rooms/{room}/messages")
    assert page["messages"][-1]["attachments"] == [shown]


def test_pieces_of_any_size_from_where_it_stands(sender):
    ann = sender("ann")
    room = ann.room()
    data = os.urandom(600_000)
    file = ann.begin(room, len(data))
    at = 0
    for size in (1, 10, 300_000, 262_144, 999_999):
        head = ann.tus("HEAD", f"/{file}")
        assert (head.status_code, head.headers["Cache-Control"]) == (200, "no-store")
        assert head.headers["Upload-Offset"] == str(at)
        assert head.headers["Upload-Length"] == str(len(data))
        assert head.headers["Upload-Expires"].endswith("GMT")
        piece = data[at : at + size]
        answer = ann.piece(file, at, piece)
        at += len(piece)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, str(at))
    ann.say(room, file)
    assert ann.fetch(file).data == data


def test_what_the_server_can(sender):
    answer = sender("ann").program.call("OPTIONS", "/uploads")

    assert answer.status_code == 204
    assert answer.headers["Tus-Resumable"] == answer.headers["Tus-Version"] == "1.0.0"
    assert "creation-with-upload" in answer.headers["Tus-Extension"]
    assert int(answer.headers["Tus-Max-Size"]) == 2_000_000_000


def test_a_first_piece_that_comes_along(sender):
    ann = sender("ann")
    room = ann.room()
    headers = {**PIECE, "Upload_Length": "10", "Upload_Metadata": metadata(room=room)}
    answer = ann.tus("POST", "", b"hello", **headers)
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "5")
    file = answer.headers["Location"].rpartition("/")[2]
    assert ann.piece(file, 5, b"world").status_code == 204
    ann.say(room, file)
    assert ann.fetch(file).data == b"helloworld"


def test_an_empty_file(sender):
    ann = sender("ann")
    room = ann.room()
    file = ann.send(room, b"", "empty.txt")
    (shown,) = ann.say(room, file)["attachments"]
    assert shown["size"] == 0
    assert ann.fetch(file).data == b""


def test_what_is_no_such_request(sender):
    ann = sender("ann")
    room = ann.room()
    file = ann.begin(room, 10)

    assert ann.piece(file, 3, b"x").status_code == 409
    assert ann.piece(file, 0, b"x" * 11).status_code == 413
    wrong = ann.tus("PATCH", f"/{file}", b"x", Upload_Offset="0", Content_Type="text/plain")
    assert wrong.status_code == 415
    assert ann.piece(file, 0, b"x", Tus_Resumable="0.2.2").status_code == 412
    assert ann.tus("PATCH", f"/{file}", b"x", **PIECE, Upload_Offset="-1").status_code == 400
    for said in ("room ~", "room", f"room {base64.b64encode(b'0').decode()}"):
        answer = ann.tus("POST", Upload_Length="1", Upload_Metadata=said)
        assert answer.status_code in {400, 404}
    assert ann.tus("POST", Upload_Metadata=metadata(room=room)).status_code == 400
    much = {"Upload_Metadata": metadata(room=room), "Upload_Length": str(10**12)}
    assert ann.tus("POST", **much).status_code == 413
    assert ann.tus("HEAD", "/" + "0" * 32).status_code == 404
    assert ann.tus("HEAD", "/..%2f..").status_code == 404


def test_a_checksum_that_does_not_fit_counts_for_nothing(sender):
    ann = sender("ann")
    room = ann.room()
    file = ann.begin(room, 5)
    fitting = base64.b64encode(hashlib.sha1(b"hello").digest()).decode()

    wrong = ann.piece(file, 0, b"hullo", Upload_Checksum=f"sha1 {fitting}")
    assert wrong.status_code == 460
    assert ann.tus("HEAD", f"/{file}").headers["Upload-Offset"] == "0"
    assert ann.piece(file, 0, b"hello", Upload_Checksum="crc32 AAAA").status_code == 400
    right = ann.piece(file, 0, b"hello", Upload_Checksum=f"sha1 {fitting}")
    assert right.status_code == 204
    ann.say(room, file)
    assert ann.fetch(file).data == b"hello"


def test_a_file_that_is_cancelled(sender):
    ann = sender("ann")
    room = ann.room()
    file = ann.begin(room, 5)
    ann.piece(file, 0, b"he")
    assert ann.tus("DELETE", f"/{file}").status_code == 204
    assert ann.tus("HEAD", f"/{file}").status_code == 404
    assert ann.piece(file, 2, b"llo").status_code == 404
    assert ann.program.error("GET", f"/files/{file}") == (404, "notFound")


def test_methods_where_a_network_knows_two(sender):
    ann = sender("ann")
    room = ann.room()
    file = ann.begin(room, 5)
    override = {"X_HTTP_Method_Override": "PATCH", "Upload_Offset": "0", **PIECE}
    assert ann.tus("POST", f"/{file}", b"hello", **override).status_code == 204
    gone = ann.tus("POST", f"/{file}", X_HTTP_Method_Override="DELETE")
    assert gone.status_code == 204


class TestAttaching:
    def test_only_ones_own_whole_and_once(self, sender):
        ann, bob = sender("ann"), sender("bob")
        room, other = ann.room(bob), ann.room(bob)
        file = ann.send(room, b"hello")
        part = ann.begin(room, 5)
        post = f"/rooms/{room}/messages"

        assert bob.program.error("POST", post, {"attachments": [file]}) == (404, "notFound")
        wish = {"attachments": [file]}
        assert ann.program.error("POST", f"/rooms/{other}/messages", wish) == (404, "notFound")
        assert ann.program.error("POST", post, {"attachments": [part]}) == (409, "conflict")
        assert ann.program.error("POST", post, {"attachments": [file, file]})[0] == 400
        assert ann.program.error("POST", post, {"attachments": []})[0] == 400
        assert ann.program.error("POST", post, {"attachments": ["../../etc"]})[0] == 400
        ann.say(room, file)
        assert ann.program.error("POST", post, {"attachments": [file]}) == (409, "conflict")

    def test_a_message_that_is_sent_twice_is_one(self, sender):
        ann = sender("ann")
        room = ann.room()
        file = ann.send(room, b"hello")
        own = {"clientId": "5d3e3c3e-1111-4111-8111-111111111111"}
        first = ann.say(room, file, content="once", **own)
        assert ann.say(room, file, content="once", **own) == first

    def test_ten_at_most(self, sender):
        ann = sender("ann")
        room = ann.room()
        files = [ann.send(room, b"%d" % number) for number in range(11)]
        wish = {"attachments": files}
        assert ann.program.error("POST", f"/rooms/{room}/messages", wish)[0] == 413
        said = ann.say(room, *reversed(files[:10]))
        assert [one["id"] for one in said["attachments"]] == files[9::-1]
        assert said["content"] == ""

    def test_a_message_of_files_alone_can_get_a_text(self, sender):
        ann = sender("ann")
        room = ann.room()
        said = ann.say(room, ann.send(room, b"hello"))
        changed = ann.program.ok("PATCH", f"/messages/{said['id']}", {"content": "a text"})
        assert (changed["content"], changed["attachments"]) == ("a text", said["attachments"])


class Line:
    """What comes over a line that breaks."""

    def __init__(self, data: bytes, breaks_at: int) -> None:
        self._data, self._breaks_at, self._at = data, breaks_at, 0

    def read(self, most: int) -> bytes:
        end = min(self._at + min(most, 1000), self._breaks_at)
        if end == self._at:
            raise ConnectionError
        self._at, piece = end, self._data[self._at : end]
        return piece


def test_what_came_before_the_line_broke_is_safe(team):
    ann = team.person("ann")
    room = team.room(ann)
    data = os.urandom(600_000)
    made = uploads.create(ann, uploads.Wish(room, "x", len(data)))
    at = 0
    for breaks_at in (1, 300_123, 300_124):
        line = Line(data[at:], breaks_at - at)
        assert uploads.append(ann, made.id, at, line.read).received == breaks_at
        at = breaks_at
    assert uploads.progress(ann, made.id).received == at


def test_of_two_who_send_at_once_the_later_one_goes_on(team):
    ann = team.person("ann")
    room = team.room(ann)
    made = uploads.create(ann, uploads.Wish(room, "x", 900_000))
    pieces = iter([b"a" * 300_000])

    def read(_most: int) -> bytes:
        # Amid the first one's piece the second comes, and is done.
        data = next(pieces, b"")
        if data:
            rest = iter([b"b" * 262_144, b"b" * 200_000])
            uploads.append(ann, made.id, 0, lambda _most: next(rest, b""))
        return data[:_most]

    with pytest.raises(Conflict):
        uploads.append(ann, made.id, 0, read)
    assert uploads.progress(ann, made.id).received == 462_144


@transaction
def cancel_all() -> None:
    db.session.execute(update(files).values(expires_at=None, state="refused"))


@pytest.mark.parametrize("amid", [(Disk, "resume"), (processing, "_stored")])
def test_what_is_cancelled_while_it_is_written_leaves_nothing(sender, app, monkeypatch, amid):
    ann = sender("ann")
    data = picture()
    file = ann.begin(ann.room(), len(data), "a.png")
    module, name = amid
    does = getattr(module, name)

    def cancelled(*arguments):
        # As another server does it.
        cancel_all()
        jobs.collect_files({})
        return does(*arguments)

    monkeypatch.setattr(module, name, cancelled)
    ann.piece(file, 0, data)
    folder = app.config["WECONNECT"].data_dir / "files"
    assert db.session.scalar(select(files.c.id)) is None
    assert not any(one.is_file() for one in folder.rglob("*"))
