"""Pictures: whatever is sent, what is kept is pixels and nothing else.

A program of its own, which imports nothing of WeConnect (`weconnect/engine/pictures`). It answers
with a line of JSON, and behind it, one after the other, the bytes of what the line lists; or with a
line that says why the picture is refused.

What unpacking would cost is looked at before anything is unpacked. What is kept is encoded anew,
upright and in sRGB: no place, no camera, no comment and no disguised file comes along. What moves
goes on moving, and its first frame is kept beside it.
"""

import contextlib
import json
import struct
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

FORMATS = ["PNG", "JPEG", "WEBP", "GIF", "AVIF"]
MOST_BYTES = 50 * 1024 * 1024
# Any phone's photo; unpacked it takes 200 MB at most.
MOST_PIXELS = 50_000_000
# Those of all frames together, and how many there are.
MOST_MOVING = 150_000_000
MOST_FRAMES = 1_000
# A scan of a progressive JPEG goes over all pixels, however few bytes it has.
MOST_SCANS = 50
MOST_SCANNED = 20 * MOST_PIXELS
SMALL, LARGE = 480, 1600

# What one picture may take, whatever it is: a processor's time, and memory with the interpreter's.
CPU_S = 40
MEMORY = 1200 * 1024 * 1024

# How each format is kept; others become one of these.
KEPT: dict[str, dict[str, Any]] = {
    "PNG": {"compress_level": 6},
    "JPEG": {"quality": 90, "progressive": True},
    "WEBP": {"quality": 90, "method": 4},
    "GIF": {},
}
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
# The decoders' own ways of saying that a file is broken.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    KeyError,
    IndexError,
    TypeError,
)


class Refused(Exception):
    """This is no picture that is kept: `too_large`, `too_dear` or `broken`."""


def made_of(upload: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What is kept of a picture: what it is, and its bytes. Raises Refused."""
    try:
        with Image.open(BytesIO(upload), formats=_formats()) as picture:
            _look_before(picture, upload)
            return _moving(picture) if _is_moving(picture) else _still(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("too_large") from None
    except MemoryError:
        raise Refused("too_dear") from None
    except BROKEN:
        raise Refused("broken") from None


def _formats() -> list[str]:
    with contextlib.suppress(ImportError):
        import pillow_heif  # type: ignore[import-not-found]

        pillow_heif.register_heif_opener()
        return [*FORMATS, "HEIF"]
    return FORMATS


def _is_moving(picture: Image.Image) -> bool:
    # A phone's JPEG has further pictures in it (MPO), which are other forms of the same.
    return picture.format in {"GIF", "WEBP", "PNG"} and getattr(picture, "n_frames", 1) > 1


def _look_before(picture: Image.Image, upload: bytes) -> None:
    width, height = picture.size
    if len(upload) > MOST_BYTES or width * height > MOST_PIXELS:
        raise Refused("too_large")
    if _is_moving(picture):
        frames = getattr(picture, "n_frames", 1)
        if frames > MOST_FRAMES or frames * width * height > MOST_MOVING:
            raise Refused("too_large")
    if picture.format in {"JPEG", "MPO"}:
        # Start of scan (ITU-T T.81, B.2.3): within what is compressed, FF is never followed by DA.
        scans = upload.count(b"\xff\xda")
        if scans > MOST_SCANS or scans * width * height > MOST_SCANNED:
            raise Refused("too_dear")


def _still(picture: Image.Image) -> tuple[dict[str, Any], list[bytes]]:
    own = str(picture.format)
    pixels = _pixels(ImageOps.exif_transpose(picture))
    has_alpha = pixels.mode in {"RGBA", "LA"}
    form = "JPEG" if own == "MPO" else own
    if form not in KEPT:
        form = "WEBP" if has_alpha else "JPEG"
    if form == "GIF":
        form = "PNG"
    found = _About(form, pixels.size)
    found.add("picture", TYPES[form], pixels, form, KEPT[form])
    for name, side in (("large", LARGE), ("small", SMALL)):
        if max(pixels.size) > side:
            pixels.thumbnail((side, side), Image.Resampling.LANCZOS)
            found.add(name, TYPES["WEBP"], pixels, "WEBP", {"quality": 82, "method": 4})
    return found.done()


def _moving(picture: Image.Image) -> tuple[dict[str, Any], list[bytes]]:
    form = str(picture.format)
    durations = [
        max(20, int(frame.info.get("duration") or 100)) for frame in ImageSequence.Iterator(picture)
    ]
    loop = int(picture.info.get("loop", 0 if form != "GIF" else 1) or 0)
    picture.seek(0)
    first = _pixels(picture.copy()).convert("RGBA")
    found = _About(form, picture.size)
    found.about["moving"] = True
    options: dict[str, Any] = {"save_all": True, "append_images": _Frames(picture)}
    options |= {"duration": durations, "loop": loop}
    if form == "WEBP":
        options |= {"quality": 85, "method": 2}
    if form == "GIF":
        options |= {"disposal": 2, "optimize": False}
        if "loop" not in picture.info:
            options.pop("loop")
    found.add("picture", TYPES[form], first, form, options)
    first.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    found.add("still", TYPES["WEBP"], first, "WEBP", {"quality": 82, "method": 4})
    return found.done()


class _Frames:
    """All frames but the first, one at a time: an encoder may go through them more than once."""

    def __init__(self, picture: Image.Image) -> None:
        self._picture = picture

    def __iter__(self) -> Iterator[Image.Image]:
        for number in range(1, getattr(self._picture, "n_frames", 1)):
            self._picture.seek(number)
            yield _clean(self._picture.convert("RGBA"))


def _pixels(picture: Image.Image) -> Image.Image:
    """Its pixels in a mode that every format here can hold, in sRGB."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I") or picture.mode == "F":
        # Sixteen bits a pixel.
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif picture.mode == "1":
        picture = picture.convert("L")
    elif picture.mode == "CMYK" and profile is None:
        picture = picture.convert("RGB")
    if profile is not None and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _in_srgb(picture, profile)
    if picture.mode not in {"L", "LA", "RGB", "RGBA"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    elif picture.mode in {"L", "RGB"} and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    return _clean(picture)


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    mode = picture.mode if picture.mode in {"RGB", "RGBA"} else "RGB"
    with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        own, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        found = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
        return found if found is not None else picture
    return picture.convert(mode) if picture.mode == "CMYK" else picture


def _clean(picture: Image.Image) -> Image.Image:
    """The pixels alone: what Pillow knows beside them it would write as well."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


class _About:
    """What is kept, as it is put together."""

    def __init__(self, form: str, size: tuple[int, int]) -> None:
        self.about: dict[str, Any] = {"moving": False, "parts": [], "ending": form.lower()}
        self.about["width"], self.about["height"] = size
        self._bytes: list[bytes] = []

    def add(
        self, variant: str, mimetype: str, pixels: Image.Image, form: str, options: dict[str, Any]
    ) -> None:
        """Encode one of its forms."""
        if form == "JPEG" and pixels.mode in {"RGBA", "LA"}:
            pixels = pixels.convert("RGB")
        out = BytesIO()
        pixels.save(out, form, **options)
        width, height = pixels.size
        part = {"variant": variant, "type": mimetype, "width": width, "height": height}
        self.about["parts"].append(part | {"size": out.tell()})
        self._bytes.append(out.getvalue())

    def done(self) -> tuple[dict[str, Any], list[bytes]]:
        """All of it."""
        return self.about, self._bytes


def answer(upload: bytes) -> list[bytes]:
    """What becomes of a picture, as it is written."""
    about: dict[str, Any]
    try:
        about, parts = made_of(upload)
    except Refused as refusal:
        about, parts = {"refused": str(refusal)}, []
    return [json.dumps(about).encode() + b"\n", *parts]
