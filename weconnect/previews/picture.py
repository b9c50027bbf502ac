"""A preview's picture: whatever a site gives, what is kept is pixels that we have written anew.

A program of its own, which imports nothing of WeConnect (`weconnect/engine/pictures`). It answers
with `K`, width and height, and the WebP that is kept, or `R` and why it is refused.
"""

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 25_000_000
# A scan of a progressive JPEG goes over all pixels, however few bytes it has.
MOST_SCANS = 50
MOST_SCANNED = 20 * MOST_PIXELS
# As large as it is ever shown, on a screen with two pixels for one.
WIDEST, HIGHEST = 800, 600
# What is smaller is a dot that counts visitors.
LEAST = 24

CPU_S = 3
MEMORY = 1024 * 1024 * 1024
BROKEN = (
    *(UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning),
    *(OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error),
)


class Refused(Exception):
    """This cannot be a picture; the message says why."""


def drawn(upload: bytes) -> bytes:
    """Width and height, two bytes each, and the picture as WebP. Raises Refused."""
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as picture:
            width, height = picture.size
            scans = upload.count(b"\xff\xda") if picture.format in {"JPEG", "MPO"} else 1
            if min(width, height) < LEAST:
                raise Refused("small")
            if width * height > MOST_PIXELS or scans > MOST_SCANS:
                raise Refused("large")
            if scans * width * height > MOST_SCANNED:
                raise Refused("large")
            return _encoded(picture)
    except BROKEN:
        raise Refused("broken") from None


def _encoded(picture: Image.Image) -> bytes:
    picture.draft("RGB", (WIDEST, HIGHEST))
    picture.seek(0)
    pixels = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    upright = ImageOps.exif_transpose(pixels)
    upright.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    out = BytesIO()
    clean.save(out, "WEBP", quality=80, method=4)
    return struct.pack(">HH", *clean.size) + out.getvalue()


def answer(upload: bytes) -> list[bytes]:
    """What becomes of an upload, as it is written."""
    try:
        return [b"K", drawn(upload)]
    except Refused as refusal:
        return [b"R", str(refusal).encode()]
