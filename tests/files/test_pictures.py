"""Pictures are encoded anew: upright, without what else was in them, with smaller forms beside."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from tests.files.conftest import moving, pdf, picture
from tests.harness.apps import on_sqlite
from tests.harness.team import new_id
from weconnect.auth.accounts.actor import Actor
from weconnect.files import processing, service, uploads
from weconnect.messages.service import send_message
from weconnect.wire.body import TextBody
from weconnect.wire.parts.files import Attachments


def sent(actor: Actor, room: int, data: bytes, name: str = "x") -> str:
    """A file of the actor's that is whole; its id."""
    made = uploads.create(actor, uploads.Wish(room, name, len(data)))
    rest = io.BytesIO(data)
    uploads.append(actor, made.id, 0, rest.read)
    processing.finish(made.id)
    return made.id


def attach(actor: Actor, room: int, *ids: str) -> Any:
    """A message of files."""
    body = TextBody.model_construct(content="", plain=False)
    said = send_message(actor, room, body, new_id(), extras={"attachments": list(ids)})
    return Attachments.of(said)


def kept(actor: Actor, file: str, size: str = "") -> tuple[Image.Image, bytes, str]:
    """What is handed out of a picture: decoded, as it is, and its type."""
    from weconnect.files.store.stores import stores

    found = service.content(actor, file, size)
    data = b"".join(stores().of(found.place).read(found.key, 0, found.size))
    shown = Image.open(io.BytesIO(data))
    shown.load()
    return shown, data, found.type


@pytest.fixture
def ann(team):
    return team.person("ann")


@pytest.fixture
def room(team, ann):
    return team.room(ann)


def refusal(actor: Actor, room: int, data: bytes, name: str = "x.png") -> str | None:
    about = service.one(actor, sent(actor, room, data, name))
    assert about.state == ("refused" if about.refusal else "ready")
    return about.refusal


@on_sqlite
class TestOnOneDatabase:
    @pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF"])
    def test_each_form_stays_what_it_is(self, ann, room, form):
        file = sent(ann, room, picture(form), f"x.{form.lower()}")
        about = service.one(ann, file)
        assert (about.state, about.kind, about.type) == (
            "ready",
            "image",
            f"image/{form.lower()}",
        ) or (form == "GIF" and about.type == "image/png")
        assert (about.width, about.height, about.thumbnails, about.moving) == (40, 30, [], False)
        shown, data, mimetype = kept(ann, file)
        assert shown.size == (40, 30)
        assert len(data) == about.size
        assert mimetype == about.type

    def test_avif_becomes_a_jpeg(self, ann, room):
        file = sent(ann, room, picture("AVIF"), "x.avif")
        about = service.one(ann, file)
        assert (about.type, about.name) == ("image/jpeg", "x.jpg")

    def test_smaller_forms(self, ann, room):
        file = sent(ann, room, picture("JPEG", (3200, 1000)), "x.jpg")
        about = service.one(ann, file)
        assert [one.model_dump() for one in about.thumbnails] == [
            {"size": "small", "width": 480, "height": 150},
            {"size": "large", "width": 1600, "height": 500},
        ]
        assert kept(ann, file, "small")[0].size == (480, 150)
        assert kept(ann, file, "large")[0].size == (1600, 500)
        assert kept(ann, file)[0].size == (3200, 1000)
        small = sent(ann, room, picture("JPEG", (100, 100)), "x.jpg")
        assert kept(ann, small, "large")[0].size == (100, 100)

    def test_no_place_comes_out_and_it_stands_upright(self, ann, room):
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010F] = "Camera of ann"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
        left = Image.new("RGB", (60, 40), "red")
        left.paste("blue", (30, 0, 60, 40))
        for form in ("JPEG", "PNG", "WEBP"):
            out = io.BytesIO()
            left.save(out, form, exif=exif)
            assert b"Camera of ann" in out.getvalue()
            file = sent(ann, room, out.getvalue(), "x")
            shown, data, _ = kept(ann, file)
            assert b"Camera" not in data
            assert b"Exif" not in data
            assert len(shown.getexif()) == 0
            assert shown.size == (40, 60)
            # Turned to the right: what was on the left is on top.
            red, _, blue = pixel(shown, "RGB", 20, 5)
            assert (red > 200, blue < 50) == (True, True)

    def test_comments_go(self, ann, room):
        info = PngImagePlugin.PngInfo()
        info.add_text("secret", "a comment")
        out = io.BytesIO()
        Image.new("RGB", (5, 5)).save(out, "PNG", pnginfo=info)
        data = out.getvalue() + b"<script>alert('behind')</script>"
        _, found, _ = kept(ann, sent(ann, room, data))
        assert b"comment" not in found
        assert b"script" not in found

    @pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
    def test_what_moves_goes_on_and_has_a_still(self, ann, room, form):
        file = sent(ann, room, moving(form, 4), f"x.{form.lower()}")
        about = service.one(ann, file)
        assert (about.moving, about.type) == (True, f"image/{form.lower()}")
        shown, _, _ = kept(ann, file)
        assert getattr(shown, "n_frames", 1) == 4
        still, _, mimetype = kept(ann, file, "still")
        assert (getattr(still, "n_frames", 1), mimetype) == (1, "image/webp")

    def test_transparency_stays(self, ann, room):
        out = io.BytesIO()
        Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(out, "PNG")
        shown, _, _ = kept(ann, sent(ann, room, out.getvalue()))
        assert pixel(shown, "RGBA", 5, 5)[3] == 0

    def test_a_bomb(self, ann, room):
        assert refusal(ann, room, bomb(60_000, 60_000)) == processing.TOO_LARGE
        assert refusal(ann, room, bomb(7_000, 7_200)) == processing.TOO_LARGE

    def test_a_gif_of_too_many_frames(self, ann, room):
        assert refusal(ann, room, gif_of(4_000, 4_000, 30)) == processing.TOO_LARGE

    @pytest.mark.parametrize(
        "data",
        [
            picture("PNG")[:60],
            b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>",
            b"GIF89a" + b"/*\x00\x00*/=alert(1);//",
            b"\xff\xd8\xff\xe0" + b"\0" * 100,
            b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"x" * 20,
        ],
    )
    def test_what_is_broken_or_none(self, ann, room, data):
        assert refusal(ann, room, data) == processing.BROKEN

    def test_of_what_is_refused_nothing_is_kept(self, ann, room, app):
        refusal(ann, room, b"\x89PNG\r\n\x1a\n" + b"x" * 100)
        folder = app.config["WECONNECT"].data_dir / "files"
        assert [one for one in folder.rglob("*") if one.is_file()] == []

    def test_as_it_was_sent_nothing_is_kept(self, ann, room, app):
        file = sent(ann, room, picture("JPEG", (600, 600)), "x.jpg")
        folder = app.config["WECONNECT"].data_dir / "files"
        names = sorted(one.name.partition("-")[2] for one in folder.rglob("*") if one.is_file())
        assert names == ["picture", "small"]
        assert service.one(ann, file).state == "ready"

    def test_the_door_says_why(self, sender):
        bob = sender("bob")
        cellar = bob.room()
        file = bob.begin(cellar, 20, "x.png")
        answer = bob.piece(file, 0, b"\x89PNG\r\n\x1a\n" + b"x" * 12)
        assert answer.status_code == 400
        assert answer.json["error"]["message"] == processing.BROKEN
        assert bob.about(file)["refusal"] == processing.BROKEN
        wish = {"attachments": [file]}
        assert bob.program.error("POST", f"/rooms/{cellar}/messages", wish) == (409, "conflict")

    def test_a_server_that_ended_amid_it(self, ann, room, monkeypatch):
        data = picture("JPEG", (600, 600))
        made = uploads.create(ann, uploads.Wish(room, "x.jpg", len(data)))
        uploads.append(ann, made.id, 0, io.BytesIO(data).read)
        with monkeypatch.context() as patch:
            patch.setattr(processing, "_keep_made", stop)
            with pytest.raises(KeyboardInterrupt):
                processing.finish(made.id)
        assert service.one(ann, made.id).state == "processing"
        with monkeypatch.context() as patch:
            patch.setattr(processing, "_forget_original", stop)
            with pytest.raises(KeyboardInterrupt):
                processing.finish(made.id)
        processing.finish(made.id)
        assert service.one(ann, made.id).state == "ready"
        assert kept(ann, made.id)[0].size == (600, 600)

    def test_a_document_shows_its_first_page(self, ann, room):
        data = pdf()
        file = sent(ann, room, data, "plan.pdf")
        about = service.one(ann, file)
        assert (about.state, about.kind, about.type) == ("ready", "document", "application/pdf")
        assert (about.width, about.height, about.size) == (361, 480, len(data))
        shown, _, mimetype = kept(ann, file, "still")
        assert (shown.size, mimetype) == ((361, 480), "image/webp")
        red, green, blue = pixel(shown, "RGB", 100, 100)
        assert red > 200
        assert max(green, blue) < 50
        whole = service.content(ann, file)
        assert (whole.size, whole.type) == (len(data), "application/octet-stream")
        (attached,) = attach(ann, room, file).attachments
        assert (attached.width, attached.height) == (361, 480)

    @pytest.mark.parametrize("data", [pdf()[:200], b"%PDF-1.7 and no more", pdf(1, 60_000)])
    def test_a_document_whose_page_cannot_be_drawn_is_kept(self, ann, room, data):
        about = service.one(ann, sent(ann, room, data, "plan.pdf"))
        assert (about.state, about.type, about.size) == ("ready", "application/pdf", len(data))

    def test_a_document_is_kept_where_nothing_draws_pages(self, ann, room, monkeypatch):
        monkeypatch.setattr(processing, "draws_pages", lambda: False)
        about = service.one(ann, sent(ann, room, pdf(), "plan.pdf"))
        assert (about.state, about.width) == ("ready", None)


def test_a_picture_on_each_database(ann, room):
    file = sent(ann, room, picture("PNG", (500, 400)), "wall.png")
    said = attach(ann, room, file)
    (shown,) = said.attachments
    assert (shown.width, shown.height, shown.type) == (500, 400, "image/png")
    assert [one.size for one in shown.thumbnails] == ["small"]


def pixel(shown: Image.Image, mode: str, x: int, y: int) -> tuple[int, ...]:
    found = shown.convert(mode).getpixel((x, y))
    assert isinstance(found, tuple)
    return found


def stop(*_values: object) -> None:
    raise KeyboardInterrupt


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes and many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * min(height, 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def gif_of(width: int, height: int, frames: int) -> bytes:
    """A GIF that says it is so large, of tiny frames."""
    data = bytearray(moving("GIF", frames, (2, 2)))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)
