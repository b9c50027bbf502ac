"""Pictures of people: what goes in, and that nothing but pixels comes out."""

import tracemalloc
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.auth.conftest import Visitor, words
from tests.auth.pictures import BLUE, GREEN, RED, WHITE, bomb, corners, encoded, photo
from tests.harness.apps import on_sqlite
from tests.harness.person import token_of
from tests.harness.team import Team
from weconnect.auth.accounts.models import Avatar
from weconnect.auth.people import pictures, profile
from weconnect.auth.people.thumbnail import Refused, square
from weconnect.engine.database.transactions import db
from weconnect.engine.pictures.process import PictureRefused


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def corner_colours(picture: Image.Image) -> list[tuple[int, ...]]:
    """Top left, top right, bottom left, bottom right, rounded to full colours."""
    plain = picture.convert("RGB")
    places = ((30, 30), (225, 30), (30, 225), (225, 225))
    return [tuple(255 * (part > 127) for part in pixel(plain, place)) for place in places]


def pixel(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    found = picture.getpixel(place)
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_usual_kinds_become_a_square_webp(kind: str):
    picture = opened(square(encoded(corners(), kind)))

    assert (picture.format, picture.size) == ("WEBP", (256, 256))
    assert corner_colours(picture) == [RED, GREEN, BLUE, WHITE]


@pytest.mark.parametrize("size", [(1000, 400), (400, 1000), (1, 1), (7, 3000), (20, 20)])
def test_the_middle_is_kept_whatever_the_shape(size):
    assert opened(square(encoded(corners(*size), "PNG"))).size == (256, 256)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_kind_of_pixel_can_be_read(mode: str):
    kind = {"CMYK": "JPEG", "F": "TIFF"}.get(mode, "PNG")
    data = encoded(Image.new(mode, (50, 50)), kind)

    if kind == "TIFF":
        with pytest.raises(Refused):
            square(data)
    else:
        assert opened(square(data)).size == (256, 256)


def test_what_shows_through_still_does():
    clear = Image.new("RGBA", (300, 300), (255, 0, 0, 0))

    shown = opened(square(encoded(clear, "PNG"))).convert("RGBA")
    assert pixel(shown, (128, 128))[3] == 0


def test_of_a_moving_picture_the_first_frame_stays():
    frames = [Image.new("RGB", (300, 300), colour) for colour in (RED, GREEN, BLUE)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)

    picture = opened(square(data))

    assert getattr(picture, "n_frames", 1) == 1
    assert corner_colours(picture)[0] == RED


@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
        (99, [RED, GREEN, BLUE, WHITE]),
    ],
)
def test_a_photo_stands_upright(orientation: int, expected):
    assert corner_colours(opened(square(photo(orientation)))) == expected


def test_no_place_no_camera_no_comment_comes_out():
    data = photo()
    assert opened(data).getexif().get_ifd(0x8825)
    assert b"SecretCamera" in data
    assert b"secret comment" in data
    assert b"secret profile" in data

    kept = square(data)

    assert not opened(kept).getexif()
    assert set(opened(kept).info) <= {"loop", "background", "timestamp", "duration"}
    assert b"ecret" not in kept
    assert b"EXIF" not in kept
    assert b"Exif" not in kept


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        b"\xff\xd8\xff\xe0" + b"\0" * 200,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        encoded(corners(), "PNG")[:300],
        encoded(corners(), "JPEG")[:300],
        encoded(corners(), "WEBP")[:100],
        encoded(corners(), "TIFF"),
        encoded(corners(), "BMP"),
        encoded(corners(), "ICO"),
        encoded(corners(), "PDF"),
    ],
)
def test_what_is_no_picture_of_an_allowed_kind_is_refused(data: bytes):
    with pytest.raises(Refused, match="no picture"):
        square(data)


@pytest.mark.parametrize(
    "data",
    [
        bomb(5001, 5000),
        bomb(20_000, 20_000),
        bomb(60_000, 420),
        b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0" + b"\0" * 4 + b"\xff\x3f\0" * 2 + b"\0" * 8,
        encoded(Image.new("RGB", (6000, 6000)), "GIF"),
    ],
)
def test_a_small_file_with_too_many_pixels_is_not_unpacked(data):
    assert len(data) < 200_000
    tracemalloc.start()

    with pytest.raises(Refused, match="too large"):
        square(data)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_file_with_too_many_bytes_is_not_even_opened(sqlite_app):
    with sqlite_app.app_context(), pytest.raises(PictureRefused, match="too large"):
        pictures.avatar_from(
            Team(sqlite_app).people("ann")[0], b"\x89PNG\r\n\x1a\n" + b"\0" * pictures.MOST_BYTES
        )


def upload(visitor: Visitor, data: bytes, name: str = "me.png", **fields: str) -> TestResponse:
    """Send the form as a browser does (the test client would leave a temporary file open)."""
    token = token_of(visitor.get("/profile").text)
    form = {"csrf_token": token, "action": "profile", "display_name": "Ann", **fields}
    file = FileStorage(BytesIO(data), name, "avatar", "image/png")
    boundary, body = encode_multipart({**form, "avatar": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.open("POST", "/profile", data=body, content_type=kind)


def test_a_picture_is_uploaded_shown_and_replaced(app, join, visitor):
    join("ann")
    visitor.login("ann")
    upload(visitor, photo(), "../../etc/passwd")
    first = visitor.get("/api/v1/me").json["avatar"]

    shown = visitor.get(first)
    assert shown.mimetype == "image/webp"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    # For this one person, and not for long: whoever is next at this browser finds nothing.
    assert shown.headers["Cache-Control"] == "private, max-age=86400"
    again = visitor.get(first, headers={"If-None-Match": shown.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert corner_colours(opened(shown.data)) == [RED, GREEN, BLUE, WHITE]
    assert first in visitor.get("/profile").text

    upload(visitor, encoded(corners(), "PNG"))
    second = visitor.get("/api/v1/me").json["avatar"]
    assert second != first
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Avatar)) == 1


def test_a_picture_is_taken_away(app, join, visitor):
    join("ann")
    visitor.login("ann")
    upload(visitor, photo())
    path = visitor.get("/api/v1/me").json["avatar"]

    visitor.post("/profile", action="avatar-remove")

    assert visitor.get("/api/v1/me").json["avatar"] is None
    assert visitor.get(path).status_code == 404


def test_pictures_are_for_people_who_are_logged_in(app, join, visitor):
    me = profile.set_avatar(join("ann"), photo())

    assert visitor.get(me.avatar).status_code == 303
    join("bob")
    visitor.login("bob")
    assert visitor.get(me.avatar).status_code == 200


def test_a_page_says_when_to_come_back_if_others_pictures_are_waiting(join, visitor, monkeypatch):
    join("ann")
    visitor.login("ann")
    monkeypatch.setattr(pictures, "PATIENCE_S", 0.01)
    pictures._line.enter(0)
    try:
        answer = upload(visitor, photo())
    finally:
        pictures._line.leave()
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) >= 1
    assert "try again soon" in words(answer)


@pytest.mark.parametrize("path", ["x", "0" * 32, "0" * 31, "..%2fme", "'", "%00"])
@on_sqlite
def test_other_addresses_hold_nothing(app, join, visitor, path):
    profile.set_avatar(join("ann"), photo())
    visitor.login("ann")

    assert visitor.get(f"/avatars/{path}").status_code == 404


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"hello", "no picture"),
        (bomb(6000, 6000), "too large"),
        (b"\xff\xd8\xff" + b"\0" * (5 * 1024 * 1024), "too large"),
    ],
)
@on_sqlite
def test_the_page_says_what_is_wrong_and_keeps_the_rest(app, join, visitor, data, says):
    join("ann")
    visitor.login("ann")

    page = upload(visitor, data, display_name="Ann the First")

    assert page.status_code == 400
    assert says in words(page)
    assert 'value="Ann the First"' in page.text
    assert visitor.get("/api/v1/me").json["avatar"] is None


@on_sqlite
def test_a_body_beyond_all_measure_is_refused(app, join, visitor):
    join("ann")
    visitor.login("ann")

    assert upload(visitor, b"\0" * (9 * 1024 * 1024)).status_code == 413
