"""Files in a bucket, with a real server of S3-compatible storage."""

import base64
import hashlib
import io
import itertools
import os
import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from PIL import Image

from tests.files.conftest import picture
from tests.files.test_moving import places
from tests.harness.apps import Apps
from tests.harness.processes import free_port
from tests.harness.s3 import S3Server
from weconnect.engine.database.transactions import db
from weconnect.files import jobs, moving, uploads
from weconnect.files.models import FileChunk
from weconnect.files.store import s3_client
from weconnect.files.store.places import places as named
from weconnect.files.store.s3 import PART, S3, part_size
from weconnect.files.store.s3_client import S3Client
from weconnect.files.store.stores import stores
from weconnect.operations.metrics import storage
from weconnect.settings import Settings
from weconnect.wire.errors import Conflict

MIB = 1024 * 1024
# So that bytes come through the server.
BY_SCRIPT = {"Sec_Fetch_Dest": "empty"}


@pytest.fixture
def app(s3: S3Server, _apps: Apps, tmp_path: Path) -> Iterator[Flask]:
    """An application whose files are in the bucket, to which its pages are led."""
    settings = {
        "files": s3.setting("direct=on", prefix="team"),
        "aws_access_key_id": s3.key_id,
        "aws_secret_access_key": s3.secret,
    }
    with _apps.make(tmp_path, None, **settings) as app, app.app_context():
        yield app


def tails() -> int:
    """How many pieces of parts that are not full are kept."""
    found = db.session.query(FileChunk).count()
    db.session.remove()
    return found


def test_a_file_goes_up_in_pieces_and_is_gone_with_its_message(sender, s3):
    ann, ben = sender("ann"), sender("ben")
    room = ann.room(ben)
    data = os.urandom(2 * PART + 3 * MIB)
    file = ann.begin(room, len(data), "Zoë €.bin")
    # A line that breaks amid a part, twice; the last piece is more than one part.
    for start, end in itertools.pairwise([0, 300_000, PART + MIB, PART + MIB + 5, len(data)]):
        assert ann.piece(file, start, data[start:end]).status_code == 204
        assert ann.about(file)["received"] == end
        assert (tails() > 0) is (end < len(data))
    assert s3.uploads() == set()
    said = ann.say(room, file)
    answer = ben.fetch(file)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (302, "private, no-store")
    address = answer.headers["Location"]
    assert "X-Amz-Expires=60&" in address
    there = requests.get(address, timeout=30)
    assert hashlib.sha256(there.content).digest() == hashlib.sha256(data).digest()
    assert there.headers["Content-Type"] == "application/octet-stream"
    named = "attachment; filename=\"Zoe .bin\"; filename*=UTF-8''Zo%C3%AB%20%E2%82%AC.bin"
    assert there.headers["Content-Disposition"] == named
    # What scripts ask for comes through the server, and so does a part of it.
    part = ben.fetch(file, **BY_SCRIPT, Range=f"bytes={PART - 5}-{PART + 700_000}")
    assert part.headers["Content-Disposition"] == named
    assert (part.status_code, part.data) == (206, data[PART - 5 : PART + 700_001])
    head = ben.program.open("HEAD", f"/files/{file}/x")
    assert head.headers["Content-Length"] == str(len(data))
    assert sender("eve").fetch(file).status_code == 404
    (key,) = s3.keys()
    assert key.startswith("team/")
    ann.program.ok("DELETE", f"/messages/{said['id']}")
    assert ben.fetch(file).status_code == 404
    jobs.collect_files({})
    assert s3.keys() == set()


def test_what_is_left_behind_is_ended(sender, s3, app):
    ann = sender("ann")
    room = ann.room()
    begun = [ann.begin(room, 3 * PART) for _ in range(2)]
    for file in begun:
        assert ann.piece(file, 0, bytes(PART + 1)).status_code == 204
    assert tails() == 2
    # Some that no server noted, and some that are none of ours.
    unnoted = {f"team/{'0a' * 16}", f"team/{'0a' * 16}-picture"}
    others = {"others", "team/others", f"team/other/{'0a' * 16}"}
    for key in unnoted | others:
        s3.client.create_multipart_upload(Bucket="files", Key=key)
    assert len(s3.uploads()) == 2 + 5
    jobs.collect_files({})
    assert len(s3.uploads()) == 2 + 3
    assert others < s3.uploads()
    assert ann.tus("DELETE", f"/{begun[0]}").status_code == 204
    jobs.collect_files({})
    assert len(s3.uploads()) == 1 + 3
    assert tails() == 1
    assert ann.piece(begun[1], PART + 1, bytes(2 * PART - 1)).status_code == 204
    assert s3.uploads() == others


def test_a_piece_that_does_not_count_leaves_nothing(sender, s3, app):
    ann = sender("ann")
    file = ann.begin(ann.room(), 3 * PART)
    wrong = {"Upload_Checksum": f"sha1 {base64.b64encode(bytes(20)).decode()}"}
    assert ann.piece(file, 0, bytes(PART + 1), **wrong).status_code == 460
    assert s3.uploads() == set()
    assert ann.piece(file, 0, bytes(PART + 1)).status_code == 204
    # What goes on with an upload leaves it as it was.
    assert ann.piece(file, PART + 1, bytes(PART), **wrong).status_code == 460
    assert len(s3.uploads()) == 1
    assert ann.piece(file, PART + 1, bytes(2 * PART - 1)).status_code == 204
    assert s3.uploads() == set()


def test_who_was_overtaken_leaves_what_the_other_wrote(team, s3, app):
    ann = team.person("ann")
    made = uploads.create(ann, uploads.Wish(team.room(ann), "x", 9))
    rest = iter([b"ab", b""])

    def read(_most: int) -> bytes:
        data = next(rest)
        if not data:
            # The line was silent; meanwhile it went on over another one.
            uploads.append(ann, made.id, 0, io.BytesIO(b"abcdef").read)
        return data

    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.setattr(uploads, "BLOCK", 2)
        with pytest.raises(Conflict):
            uploads.append(ann, made.id, 0, read)
    assert uploads.append(ann, made.id, 6, io.BytesIO(b"ghi").read).is_whole
    (key,) = s3.keys()
    assert s3.client.get_object(Bucket="files", Key=key)["Body"].read() == b"abcdefghi"


def test_pictures_are_made_anew_and_shown_from_there(sender, s3, app):
    ann = sender("ann")
    room = ann.room()
    out = io.BytesIO()
    Image.frombytes("RGB", (600, 400), os.urandom(600 * 400 * 3)).save(out, "PNG")
    file = ann.send(room, out.getvalue(), "noise.png")
    ann.say(room, file)
    kept = s3.keys()
    assert {one.rpartition("-")[2] for one in kept} == {"picture", "small"}
    assert ann.fetch(file, query="?size=small").headers["Content-Type"] == "image/webp"
    led = ann.fetch(file)
    assert led.status_code == 302
    there = requests.get(led.headers["Location"], timeout=30)
    assert there.headers["Content-Type"] == "image/png"
    assert there.headers["Content-Disposition"].startswith("inline")
    policy = ann.program.open("GET", "/login").headers["Content-Security-Policy"]
    assert f"img-src 'self' data: blob: {s3.url};" in policy
    assert ann.fetch(ann.send(room, picture(), "small.png")).status_code == 200
    # What is played is asked for again and again.
    wav = b"RIFF\0\0\0\0WAVE" + bytes(300_000)
    assert ann.fetch(ann.send(room, wav, "a.wav"), Range="bytes=5-6").status_code == 206


def test_there_and_back(sender, s3, app, tmp_path):
    ann = sender("ann")
    room = ann.room()
    data = os.urandom(PART + 700_000)
    file, empty = ann.send(room, data), ann.send(room, b"")
    said = ann.say(room, file, empty)
    assert len(data) <= storage.sizes().counted < len(data) + 100_000
    run = app.test_cli_runner().invoke
    for place in ("disk", "s3", "database", "s3"):
        assert run(args=["files", "move", place]).exit_code == 0
        assert places() == {place}
        assert bool(s3.keys()) is (place == "s3")
        assert ann.fetch(file, **BY_SCRIPT).data == data
        assert ann.fetch(empty).data == b""
    assert moving.move("s3") == (0, 0)
    assert s3.uploads() == set()
    # A backup has them; what comes back is in the bucket again.
    backup = tmp_path / "all.zip"
    assert "  2 files beside" in run(args=["backup", str(backup)]).output
    ann.program.ok("DELETE", f"/messages/{said['id']}")
    jobs.collect_files({})
    assert s3.keys() == set()
    assert run(args=["restore", str(backup), "--replace-everything"]).exit_code == 0
    db.session.remove()
    assert len(s3.keys()) == 2
    assert ann.fetch(file, **BY_SCRIPT).data == data


def test_storage_that_fails_is_told_and_loses_nothing(sender, s3, app, monkeypatch, tmp_path):
    ann = sender("ann")
    room = ann.room()
    data = os.urandom(PART + 300_000)
    kept, file = ann.send(room, data), ann.begin(room, len(data))
    ann.say(room, kept)
    assert ann.piece(file, 0, data[:7]).status_code == 204
    bucket = stores().s3
    assert isinstance(bucket, S3)
    well = bucket._client

    def fails(reason: str, **changes: Any) -> None:
        bucket._client = S3Client(replace(well.bucket, **changes))
        assert ann.fetch(kept, **BY_SCRIPT).status_code == 503
        answer = ann.piece(file, 7, data[7:])
        assert (answer.status_code, answer.json["error"]["code"]) == (503, "unavailable")
        with pytest.raises(OSError, match=reason):
            moving.move("disk")
        run = app.test_cli_runner().invoke
        told = " ".join(run(args=["doctor"]).output.split())
        assert re.search(f"Files cannot be kept in the bucket: s3://[a-z]+/team {reason}", told)
        assert run(args=["backup", str(tmp_path / "x.zip")]).exit_code == 1
        bucket._client = well

    # Whoever asks with another key, whoever is nobody, what is not there, and what never answers.
    s3.check(signatures=True)
    try:
        assert ann.fetch(kept, **BY_SCRIPT).data == data
        fails("answered 403 SignatureDoesNotMatch", secret="another one")
        fails("answered 403 InvalidAccessKeyId", key_id="nobody")
    finally:
        s3.check(signatures=False)
    fails("answered 404 NoSuchBucket", name="nowhere")
    fails("(cannot be reached|does not answer)", endpoint=f"http://127.0.0.1:{free_port()}")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(s3_client, "CALL_S", 0.2)
        monkeypatch.setattr(s3_client, "PART_S", 0.2)
        fails(
            "(did not answer in time|does not answer)",
            endpoint=f"http://127.0.0.1:{silent.getsockname()[1]}",
        )
    # Half an answer is asked for anew.
    get, cut = well._client.get_object, iter([True, True])

    def half(**parameters: Any) -> Any:
        found = get(**parameters)
        if next(cut, False):
            found["Body"]._raw_stream.read(1000)
        return found

    monkeypatch.setattr(well._client, "get_object", half)
    assert ann.fetch(kept, **BY_SCRIPT).data == data
    assert ann.about(file)["received"] == 7
    assert ann.piece(file, 7, data[7:]).status_code == 204
    assert ann.fetch(file, **BY_SCRIPT).data == data


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("s3:", "must be disk, database or s3://"),
        ("disk,tape", "not 'tape'"),
        ("s3://files", "needs the bucket's region"),
        ("s3://?region=a", "bucket ''"),
        ("s3://Files?region=a", "bucket 'Files'"),
        ("s3://files/a b?region=a", "prefix"),
        ("s3://files/../x?region=a", "prefix"),
        ("s3://files?regoin=a", "regoin=: there are direct, endpoint, region, style"),
        ("s3://files?region=a&region=b", "no s3://"),
        ("s3://files?region=a#x", "no s3://"),
        ("s3://files?endpoint=minio:9000", "like https://"),
        ("s3://files?endpoint=http://a:b@minio", "like https://"),
        ("s3://files?endpoint=http://minio/x", "like https://"),
        ("s3://files?region=a&style=old", "path or virtual"),
        ("s3://files?region=a&direct=yes", "on or off"),
        ("s3://a-b?region=a,s3://b-c?region=a", "two buckets"),
    ],
)
def test_what_is_malformed_is_refused(setting, why):
    with pytest.raises(ValueError, match=why):
        named(Settings(files=setting, aws_access_key_id="a", aws_secret_access_key="b"))


def test_what_a_setting_means():
    with pytest.raises(ValueError, match="AWS_SECRET_ACCESS_KEY"):
        named(Settings(files="s3://files?region=a", aws_access_key_id="a"))

    def of(setting: str) -> Any:
        return named(Settings(files=setting, aws_access_key_id="a", aws_secret_access_key="b"))

    first, bucket = of("s3://files?region=eu-central-1")
    assert first == "s3"
    assert (bucket.has_path_style, bucket.is_direct, bucket.prefix) == (False, True, "")
    first, bucket = of("disk,s3://files/a/b?endpoint=http://minio:9000")
    assert first == "disk"
    assert (bucket.has_path_style, bucket.is_direct, bucket.prefix) == (True, False, "a/b/")
    assert "secret" not in repr(bucket)
    assert part_size(1) == PART
    assert part_size(10**12) * 10_000 > 10**12
