"""Who may fetch what, how it is handed out, and when nothing is left of it."""

import os
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from weconnect.engine.database.column_types import now
from weconnect.engine.database.transactions import db, end_reads, transaction
from weconnect.files import service
from weconnect.files.jobs import collect_files
from weconnect.files.limits import blobs, files, objects
from weconnect.files.views import content

SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


def left(app: Flask) -> tuple[int, int, int, list[str]]:
    """How many files, objects and blobs there are, and what is on the disk."""
    collect_files({})
    folder = app.config["WECONNECT"].data_dir / "files"
    counts = [
        db.session.scalar(select(func.count()).select_from(one)) or 0
        for one in (files, objects, blobs)
    ]
    end_reads()
    kept = [one.name for one in folder.rglob("*") if one.is_file()]
    return counts[0], counts[1], counts[2], kept


class TestPermission:
    def test_member_outsider_and_whoever_is_not_logged_in(self, sender, stranger):
        ann, bob, eve = sender("ann"), sender("bob"), sender("eve")
        room = ann.room(bob)
        file = ann.send(room, b"hello")

        assert ann.fetch(file).status_code == 200
        assert bob.fetch(file).status_code == eve.fetch(file).status_code == 404
        assert bob.program.error("GET", f"/files/{file}") == (404, "notFound")
        assert bob.tus("HEAD", f"/{file}").status_code == 404
        ann.say(room, file)
        assert bob.fetch(file).data == b"hello"
        assert bob.program.ok("GET", f"/rooms/{room}/files")["files"][0]["id"] == file
        for one in (eve.fetch(file), eve.fetch("0" * 32), eve.fetch(file, query="?size=small")):
            assert one.status_code == 404
        assert eve.program.error("GET", f"/files/{file}") == (404, "notFound")
        assert eve.program.error("PATCH", f"/files/{file}", {"alt": "x"}) == (404, "notFound")
        assert eve.program.error("GET", f"/rooms/{room}/files") == (404, "notFound")
        assert stranger.open("GET", f"/files/{file}/x").status_code == 401

    def test_whoever_is_removed(self, sender):
        ann, bob = sender("ann"), sender("bob")
        room = ann.room(bob)
        file = ann.send(room, b"hello")
        ann.say(room, file)
        own = bob.send(room, b"of bob")
        part = bob.begin(room, 10)
        person = bob.program.ok("GET", "/me")["id"]
        assert bob.fetch(file).status_code == bob.fetch(own).status_code == 200

        ann.program.ok("DELETE", f"/rooms/{room}/members/{person}")

        for one in (file, own):
            assert bob.fetch(one).status_code == 404
            assert bob.program.error("GET", f"/files/{one}") == (404, "notFound")
        assert bob.piece(part, 0, b"x").status_code == 404
        assert bob.tus("HEAD", f"/{part}").status_code == 404
        wish = {"attachments": [own]}
        assert bob.program.error("POST", f"/rooms/{room}/messages", wish) == (404, "notFound")

    def test_what_was_said_before_somebody_came(self, sender):
        ann, bob = sender("ann"), sender("bob")
        room = ann.room(hidesHistory=True)
        file = ann.send(room, b"hello")
        ann.say(room, file)
        ann.program.ok("POST", f"/rooms/{room}/members", {"username": "bob"})
        assert bob.fetch(file).status_code == 404
        assert bob.program.ok("GET", f"/rooms/{room}/files")["files"] == []

    def test_a_download_ends_with_the_membership(self, sender, monkeypatch):
        ann, bob = sender("ann"), sender("bob")
        room = ann.room(bob)
        file = ann.send(room, os.urandom(2_000_000))
        ann.say(room, file)
        monkeypatch.setattr(content, "LOOK_S", 0.0)
        person = bob.program.ok("GET", "/me")["id"]
        answer = bob.program.open("GET", f"/files/{file}/x", buffered=False)
        pieces = iter(answer.response)
        got = len(next(pieces))
        ann.program.ok("DELETE", f"/rooms/{room}/members/{person}")
        with pytest.raises(OSError, match="not for them"):
            next(pieces)
        assert got < 700_000

    def test_its_description_is_its_senders(self, sender):
        ann, bob = sender("ann"), sender("bob")
        room = ann.room(bob)
        file = ann.send(room, b"hello", "plan.txt")
        assert ann.program.ok("PATCH", f"/files/{file}", {"alt": "a plan"})["alt"] == "a plan"
        said = ann.say(room, file)
        assert said["attachments"][0]["alt"] == "a plan"
        assert bob.program.error("PATCH", f"/files/{file}", {"alt": "x"}) == (403, "forbidden")
        ann.program.ok("PATCH", f"/files/{file}", {"alt": "the plan of the cellar"})
        now_said = bob.program.ok("GET", f"/messages/{said['id']}")
        assert now_said["attachments"][0]["alt"] == "the plan of the cellar"
        assert now_said["version"] > said["version"]
        found = bob.program.ok("GET", f"/rooms/{room}/files?q=CELLAR")["files"]
        assert [one["id"] for one in found] == [file]


class TestHandingOut:
    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("x.svg", SCRIPT),
            ("x.html", b"<script>alert(1)</script>"),
            ("x.xhtml", b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"),
            ("x.js", b"alert(1)"),
            ("x.pdf", b"%PDF-1.7 <script>alert(1)</script>"),
            ("x.zip", b"PK\x03\x04 and more"),
            ("x.png", b"<html><script>alert(1)</script>"),
            ("x.swf", b"FWS\x09"),
        ],
    )
    def test_what_a_browser_must_not_open(self, sender, name, data):
        ann = sender("ann")
        room = ann.room()
        file = ann.send(room, data, name)
        ann.say(room, file)
        answer = ann.fetch(file, name)
        assert answer.data == data
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "private, no-cache"

    def test_what_a_browser_may_play(self, sender):
        ann = sender("ann")
        room = ann.room()
        video = b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomiso2" + b"<script>" * 100
        file = ann.send(room, video, "x.mp4")
        assert ann.say(room, file)["attachments"][0]["kind"] == "video"
        # What browsers record of a voice looks like a video at first.
        webm = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\0" * 40
        fragments = b"\x00\x00\x00\x18ftypiso5\x00\x00\x00\x00iso5mp41" + b"\0" * 80
        for data, mimetype in (
            (webm + b"\x86\x86A_OPUS", "audio/webm"),
            (webm + b"\x86\x86A_OPUS\x86\x85V_VP8", "video/webm"),
            (fragments + b"hdlr\0\0\0\0soun", "audio/mp4"),
            (fragments + b"hdlr\0\0\0\0vide hdlr soun", "video/mp4"),
        ):
            told = ann.say(room, ann.send(room, data, "x"))["attachments"][0]
            assert (told["type"], told["kind"]) == (mimetype, mimetype.partition("/")[0])

        answer = ann.fetch(file, "x.mp4")
        assert answer.headers["Content-Type"] == "video/mp4"
        assert answer.headers["Content-Disposition"] == "inline; filename=x.mp4"
        saved = ann.fetch(file, "x.mp4", "?download")
        assert saved.headers["Content-Disposition"].startswith("attachment")

    def test_parts(self, sender):
        ann = sender("ann")
        room = ann.room()
        data = os.urandom(600_000)
        file = ann.send(room, data)
        ann.say(room, file)
        whole = ann.fetch(file)
        etag = whole.headers["ETag"]
        assert whole.headers["Accept-Ranges"] == "bytes"
        for wanted, start, end in (
            ("bytes=0-0", 0, 1),
            ("bytes=262100-262200", 262100, 262201),
            ("bytes=599999-", 599999, 600000),
            ("bytes=-10", 599990, 600000),
            ("bytes=5-99999999", 5, 600000),
        ):
            part = ann.fetch(file, Range=wanted)
            assert part.status_code == 206
            assert part.data == data[start:end]
            assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/600000"
            assert part.headers["Content-Length"] == str(end - start)
        assert ann.fetch(file, Range="bytes=600000-").status_code == 416
        for wanted in (
            "bytes=9-1",
            "lines=1-2",
            "bytes=0-1,4-5",
            "bytes=a-b",
            "bytes=--5",
            "bytes=-0",
        ):
            odd = ann.fetch(file, Range=wanted)
            assert (odd.status_code, odd.data) == (200, data)
        assert ann.fetch(file, If_None_Match=etag).status_code == 304
        assert ann.fetch(file, If_None_Match='"other"').status_code == 200
        assert ann.fetch(file, Range="bytes=0-1", If_Range=etag).status_code == 206
        assert ann.fetch(file, Range="bytes=0-1", If_Range='"other"').status_code == 200
        head = ann.program.open("HEAD", f"/files/{file}/x")
        assert (head.headers["Content-Length"], head.data) == ("600000", b"")

    @pytest.mark.parametrize(
        ("name", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Windows\\win.ini", "win.ini"),
            ("..", "file"),
            ("", "file"),
            (".", "file"),
            ("a\r\nSet-Cookie: x=1.txt", "a Set-Cookie x=1.txt"),
            ("txt.\u202egpj.exe", "txt. gpj.exe"),
            ("Grüße 日本.pdf", "Grüße 日本.pdf"),
            ("x" * 300 + ".jpeg", "x" * 195 + ".jpeg"),
            (".htaccess", ".htaccess"),
            ('a"b.txt', "a b.txt"),
        ],
    )
    def test_names_are_for_people(self, sender, name, kept):
        ann = sender("ann")
        room = ann.room()
        file = ann.send(room, b"hello", name)
        assert ann.about(file)["name"] == kept
        answer = ann.fetch(file, "anything")
        assert "\n" not in answer.headers["Content-Disposition"]
        assert "Set-Cookie" not in answer.headers


class TestWhatIsLeft:
    def test_nothing_of_a_deleted_message(self, sender, app):
        ann, bob = sender("ann"), sender("bob")
        room = ann.room(bob)
        said = ann.say(room, ann.send(room, b"hello"), ann.send(room, b"hullo"), content="two")
        file = said["attachments"][0]["id"]
        assert left(app)[:3] == (2, 2, 2)
        gone = ann.program.ok("DELETE", f"/messages/{said['id']}")
        assert gone["attachments"] == []
        assert bob.fetch(file).status_code == ann.fetch(file).status_code == 404
        assert left(app) == (0, 0, 0, [])

    def test_nothing_of_a_deleted_room(self, sender, app):
        ann = sender("ann")
        room = ann.room()
        ann.say(room, ann.send(room, b"hello"))
        ann.send(room, b"loose")
        ann.piece(ann.begin(room, 10), 0, b"part")
        assert left(app)[0] == 3
        ann.program.ok("DELETE", f"/rooms/{room}")
        # What is in no message waits for its time.
        let_expire()
        assert left(app) == (0, 0, 0, [])

    def test_nothing_of_what_nobody_sent(self, sender, app):
        ann = sender("ann")
        room = ann.room()
        file, part = ann.send(room, b"hello"), ann.begin(room, 100)
        ann.piece(part, 0, b"x")
        cancelled = ann.begin(room, 100)
        ann.piece(cancelled, 0, b"x")
        ann.tus("DELETE", f"/{cancelled}")
        assert left(app)[0] == 2
        let_expire()
        assert left(app) == (0, 0, 0, [])
        assert ann.fetch(file).status_code == 404

    def test_of_a_copy_the_bytes_stay(self, team, app):
        from tests.files.test_pictures import attach, sent

        ann, bo = team.people("ann", "bo")
        room, other = team.room(ann, bo), team.room(bo)
        first = attach(ann, room, sent(ann, room, b"hello"))
        (copy,) = service.copies(bo, [first.attachments[0].id], other)
        second = attach(bo, other, copy)
        assert left(app)[:2] == (2, 1)
        team_delete(ann, first.id)
        assert left(app)[:2] == (1, 1)
        assert service.content(bo, copy).size == 5
        team_delete(bo, second.id)
        assert left(app) == (0, 0, 0, [])


def team_delete(actor, message_id: int) -> None:
    from weconnect.messages.service import delete_message

    delete_message(actor, message_id)


@transaction
def let_expire() -> None:
    """The time of all that is loose has come."""
    past = now() - timedelta(seconds=1)
    db.session.execute(
        update(files)
        .where(files.c.message_id.is_(None), files.c.expires_at.is_not(None))
        .values(expires_at=past)
    )
