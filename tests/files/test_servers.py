"""Real servers: lines that break, a server that is killed, another one that goes on, and memory."""

import contextlib
import hashlib
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.files.sending import HEADERS, PIECE, begin_file, send_file
from tests.harness.person import Person
from tests.harness.server import Server
from weconnect.engine.jobs import runner

MB = 1_000_000


def at(person: Person, file: str) -> int:
    """How much of a file is safe."""
    answer = person.api("HEAD", f"/uploads/{file}", headers=HEADERS)
    assert answer.status_code == 200
    return int(answer.headers["Upload-Offset"])


def memory_of(server: Server) -> int:
    """The bytes of memory of the process that serves."""
    (worker,) = server.workers
    (line,) = [
        one
        for one in Path(f"/proc/{worker}/status").read_text().splitlines()
        if one.startswith("VmRSS")
    ]
    return int(line.split()[1]) * 1024


def cut(person: Person, file: str, offset: int, length: int, data: bytes) -> None:
    """Begin a piece of so many bytes, send these, and cut the line."""
    headers = PIECE | {
        "Upload-Offset": str(offset),
        "Content-Length": str(length),
        "Cookie": person.cookie,
        "X-CSRFToken": person.csrf,
        "Host": "chat.test",
    }
    host, port = person.url.removeprefix("http://").split(":")
    head = f"PATCH /api/v1/uploads/{file} HTTP/1.1\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(head.replace("chat.test", f"{host}:{port}").encode() + b"\r\n" + data)


def wait_for(person: Person, file: str, offset: int) -> None:
    end = time.monotonic() + 20
    while at(person, file) < offset:
        assert time.monotonic() < end
        time.sleep(0.02)


PLACES = [
    *(("sqlite", "disk"), ("postgres", "disk"), ("sqlite", "database"), ("postgres", "database")),
    ("postgres", "s3"),
]


@pytest.mark.parametrize(("database", "place"), PLACES)
def test_over_a_line_that_breaks_and_past_kill_9(
    request: pytest.FixtureRequest, start_server, tmp_path: Path, database: str, place: str
):
    settings, first = {"FILES": place}, 3 * MB
    if place == "s3":
        # The first part is in the bucket, and some of the second one has come.
        settings, first = request.getfixturevalue("s3").settings(), 9 * MB
    server = start_server(database=database, **settings)
    ann = server.person("ann")
    room = ann.make_room("Cellar", "private")["id"]
    data = os.urandom(first + 10 * MB)
    file = begin_file(ann, room, len(data), "big.bin")
    cut(ann, file, 0, len(data), data[:first])
    wait_for(ann, file, first)
    cut(ann, file, first, len(data) - first, data[first : first + 1])
    wait_for(ann, file, first + 1)
    # Amid a piece: what was told to be safe is.
    rest = data[first + 1 :]
    headers = PIECE | {"Upload-Offset": str(first + 1)}
    with contextlib.suppress(Exception):
        ann.api("PATCH", f"/uploads/{file}", data=killing(server, rest), headers=headers)
    if place == "s3":
        # By a server that has nothing of that one's disk.
        server.data_dir = tmp_path / "other"
        server.data_dir.mkdir()
    server.start()
    safe = at(ann, file)
    assert safe >= first + 1
    headers = PIECE | {"Upload-Offset": str(safe)}
    answer = ann.api("PATCH", f"/uploads/{file}", data=data[safe:], headers=headers)
    assert answer.status_code == 204
    ann.call_api("POST", f"/rooms/{room}/messages", {"attachments": [file]})
    got = ann.get(f"/files/{file}/big.bin").content
    assert hashlib.sha256(got).digest() == hashlib.sha256(data).digest()


def killing(server: Server, data: bytes):
    """A body amid which the server is killed."""
    yield data[: 8 * MB]
    time.sleep(0.3)
    server.kill()
    yield data[8 * MB :]


def test_at_another_server(start_server, tmp_path: Path):
    one = start_server(database="postgres")
    ann = one.person("ann")
    room = ann.make_room("Cellar", "private")["id"]
    settings = {"DATABASE_URL": one.settings["DATABASE_URL"]}
    other = start_server(data_dir=tmp_path, **settings)
    (tmp_path / "files").symlink_to(one.data_dir / "files")
    file = begin_file(ann, room, 11)
    answer = ann.api(
        "PATCH", f"/uploads/{file}", data=b"hello ", headers=PIECE | {"Upload-Offset": "0"}
    )
    assert answer.status_code == 204
    there = ann.at(other.url)
    assert at(there, file) == 6
    answer = there.api(
        "PATCH", f"/uploads/{file}", data=b"world", headers=PIECE | {"Upload-Offset": "6"}
    )
    assert answer.status_code == 204
    there.call_api("POST", f"/rooms/{room}/messages", {"attachments": [file]})
    assert ann.get(f"/files/{file}/x").content == b"hello world"


def test_a_large_file_takes_no_memory(start_server, long: bool):
    server = start_server()
    ann = server.person("ann")
    room = ann.make_room("Cellar", "private")["id"]
    size = 2_000 * MB if long else 150 * MB
    send_file(ann, room, os.urandom(MB))
    before = memory_of(server)
    file = begin_file(ann, room, size)
    sums, block = hashlib.sha256(), os.urandom(MB)

    def body() -> Iterator[bytes]:
        for number in range(size // MB):
            piece = number.to_bytes(4, "big") + block[4:]
            sums.update(piece)
            yield piece

    class Sized:
        """What `requests` sends with a length."""

        def __iter__(self) -> Iterator[bytes]:
            return body()

        def __len__(self) -> int:
            return size

    headers = PIECE | {"Upload-Offset": "0"}
    answer = ann.http.patch(
        f"{ann.url}/api/v1/uploads/{file}",
        data=Sized(),
        headers=headers | {"X-CSRFToken": ann.csrf},
        timeout=600,
    )
    assert answer.status_code == 204, answer.text
    ann.call_api("POST", f"/rooms/{room}/messages", {"attachments": [file]})
    got = hashlib.sha256()
    with ann.http.get(f"{ann.url}/files/{file}/x", stream=True, timeout=60) as answer:
        for piece in answer.iter_content(MB):
            got.update(piece)
    assert got.hexdigest() == sums.hexdigest()
    assert memory_of(server) - before < 64 * MB


@pytest.mark.long_only
def test_2_gb_over_lines_that_break_past_kill_9(start_server):
    server = start_server()
    ann = server.person("ann")
    room = ann.make_room("Cellar", "private")["id"]
    send_file(ann, room, os.urandom(MB))
    before = most = memory_of(server)
    size, block = 2_000 * MB, os.urandom(MB)
    file = begin_file(ann, room, size)

    def piece(start: int, end: int) -> bytes:
        """What is there from `start` on, up to the end of its megabyte."""
        whole = (start // MB).to_bytes(4, "big") + block[4:]
        return whole[start % MB : start % MB + end - start]

    safe = lines = 0
    while safe < size:
        lines += 1
        # As far as a quick line comes in five seconds.
        end = min(size, safe + 300 * MB + 17)
        headers = PIECE | {
            "Upload-Offset": str(safe),
            "Content-Length": str(size - safe),
            "Cookie": ann.cookie,
            "X-CSRFToken": ann.csrf,
            "Host": server.url.removeprefix("http://"),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
            line.sendall(f"PATCH /api/v1/uploads/{file} HTTP/1.1\r\n{head}\r\n".encode())
            while safe < end:
                data = piece(safe, end)
                line.sendall(data)
                safe += len(data)
            if safe == size:
                assert line.recv(100).startswith(b"HTTP/1.1 204")
        if lines == 3:
            server.kill()
            server.start()
            safe = at(ann, file)
            assert safe > 600 * MB
        else:
            wait_for(ann, file, safe)
            most = max(most, memory_of(server))
    ann.call_api("POST", f"/rooms/{room}/messages", {"attachments": [file]})
    number = 0
    with ann.http.get(f"{ann.url}/files/{file}/x", stream=True, timeout=60) as answer:
        for data in answer.iter_content(MB):
            assert data == piece(number, number + len(data)), number
            number += len(data)
    assert number == size
    assert max(most, memory_of(server)) - before < 64 * MB


def test_nothing_is_left_within_a_minute(start_server):
    assert runner.POLL_S < 30
    server = start_server()
    ann = server.person("ann")
    room = ann.make_room("Cellar", "private")["id"]
    file = send_file(ann, room, b"hello", "Zoë €.bin")
    assert "Zo%C3%AB%20%E2%82%AC.bin" in ann.get(f"/files/{file}/x").headers["Content-Disposition"]
    said = ann.call_api("POST", f"/rooms/{room}/messages", {"attachments": [file]})
    folder = server.data_dir / "files"
    assert any(one.is_file() for one in folder.rglob("*"))
    ann.call_api("DELETE", f"/messages/{said['id']}")
    assert ann.get(f"/files/{file}/x").status_code == 404
    end = time.monotonic() + 60
    while any(one.is_file() for one in folder.rglob("*")):
        assert time.monotonic() < end
        time.sleep(0.1)
