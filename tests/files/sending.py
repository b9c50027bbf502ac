"""Sending files to a real server."""

import base64
import io
from typing import Any

from tests.harness.person import Person
from weconnect.auth.accounts.actor import Actor
from weconnect.files import processing, uploads

HEADERS = {"Tus-Resumable": "1.0.0"}
PIECE = HEADERS | {"Content-Type": "application/offset+octet-stream"}


def begin_file(person: Person, room: int, size: int, name: str = "file.bin", **more: str) -> str:
    """Begin a file; its id."""
    fields = {"room": str(room), "filename": name, **more}
    said = ",".join(
        f"{one} {base64.b64encode(value.encode()).decode()}" for one, value in fields.items()
    )
    headers = HEADERS | {"Upload-Length": str(size), "Upload-Metadata": said}
    answer = person.api("POST", "/uploads", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def send_file(person: Person, room: int, data: bytes, name: str = "file.bin", **more: str) -> str:
    """Send a file whole; its id."""
    file = begin_file(person, room, len(data), name, **more)
    answer = person.api(
        "PATCH", f"/uploads/{file}", data=data, headers=PIECE | {"Upload-Offset": "0"}
    )
    assert answer.status_code == 204, answer.text
    return file


def send_by_program(program: Any, room: int, data: bytes, name: str = "file.bin") -> str:
    """The same by a program inside this process (`tests/rest/conftest.py`)."""
    said = ",".join(
        f"{one} {base64.b64encode(value.encode()).decode()}"
        for one, value in {"room": str(room), "filename": name}.items()
    )
    headers = PIECE | {"Upload-Length": str(len(data)), "Upload-Metadata": said}
    answer = program.call("POST", "/uploads", data=data, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"]).rpartition("/")[2]


def send_by_service(actor: Actor, room: int, data: bytes, name: str = "file.bin") -> str:
    """The same, without a door."""
    made = uploads.create(actor, uploads.Wish(room, name, len(data)))
    rest = io.BytesIO(data)
    uploads.append(actor, made.id, 0, rest.read)
    processing.finish(made.id)
    return made.id
