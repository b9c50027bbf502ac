"""What the tests of files share: programs that send files by the tus protocol, and pictures."""

import base64
import io
import wave
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.test import TestResponse

from tests.rest.conftest import Program, make_program

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {"Content-Type": "application/offset+octet-stream"}


def pdf(width: int = 600, height: int = 800) -> bytes:
    """A document of two pages, the first of them red."""
    out = io.BytesIO()
    pages = [Image.new("RGB", (width, height), colour) for colour in ("red", "blue")]
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    return out.getvalue()


def silence(seconds: float = 1.0) -> bytes:
    """A recording in which nothing is heard."""
    out = io.BytesIO()
    with wave.open(out, "wb") as recording:
        recording.setparams((1, 2, 8000, 0, "NONE", ""))
        recording.writeframes(bytes(int(seconds * 8000) * 2))
    return out.getvalue()


def metadata(**fields: object) -> str:
    """The header that says what a file is for."""
    return ",".join(
        f"{name} {base64.b64encode(str(value).encode()).decode()}" for name, value in fields.items()
    )


class Sender:
    """Somebody's program, which sends and fetches files."""

    def __init__(self, app: Flask, username: str) -> None:
        self.program = make_program(app, username)

    def tus(self, method: str, path: str = "", data: bytes = b"", **headers: str) -> TestResponse:
        """A request of the protocol; `_` in headers' names stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.program.call(method, f"/uploads{path}", data=data, headers=TUS | named)

    def begin(self, room: int, size: int, name: str = "file.bin", **more: object) -> str:
        """Begin a file; returns its id."""
        said = metadata(room=room, filename=name, **more)
        answer = self.tus("POST", Upload_Length=str(size), Upload_Metadata=said)
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"].rpartition("/")[2]

    def piece(self, file: str, at: int, data: bytes, **headers: str) -> TestResponse:
        """Send a piece."""
        return self.tus("PATCH", f"/{file}", data, **PIECE, Upload_Offset=str(at), **headers)

    def send(self, room: int, data: bytes, name: str = "file.bin", **more: object) -> str:
        """Send a file whole; returns its id."""
        file = self.begin(room, len(data), name, **more)
        if data:
            answer = self.piece(file, 0, data)
            assert answer.status_code == 204, answer.text
        return file

    def say(self, room: int, *files: str, **more: Any) -> dict[str, Any]:
        """Post a message with files; returns it."""
        wish = {"attachments": list(files), **more}
        found: dict[str, Any] = self.program.ok("POST", f"/rooms/{room}/messages", wish)
        return found

    def room(self, *others: "Sender", **fields: Any) -> int:
        """A private room with others."""
        wish = {"kind": "private", "name": "Cellar", **fields}
        wish["members"] = [one.program.username for one in others]
        return int(self.program.ok("POST", "/rooms", wish)["id"])

    def fetch(
        self, file: str, name: str = "file.bin", query: str = "", **headers: str
    ) -> TestResponse:
        """Fetch a file's bytes."""
        named = {one.replace("_", "-"): value for one, value in headers.items()}
        return self.program.open("GET", f"/files/{file}/{name}{query}", headers=named)

    def about(self, file: str) -> dict[str, Any]:
        """What the API says of a file."""
        found: dict[str, Any] = self.program.ok("GET", f"/files/{file}")
        return found


@pytest.fixture
def sender(app: Flask) -> Callable[[str], Sender]:
    """Makes accounts with programs: `sender("ann")`."""
    return lambda username: Sender(app, username)


def picture(
    form: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "teal", **options: Any
) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **options)
    return out.getvalue()


def moving(form: str = "GIF", frames: int = 3, size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture that moves."""
    all_of_them = [Image.new("RGB", size, (8 * number, 10, 200)) for number in range(frames)]
    out = io.BytesIO()
    options: dict[str, Any] = {"save_all": True, "append_images": all_of_them[1:]}
    all_of_them[0].save(out, form, **options, duration=80, loop=0)
    return out.getvalue()


@pytest.fixture
def stranger(app: Flask) -> Program:
    """A program without a token."""
    return Program(app)
