"""Emojis of the team: whatever is uploaded, what is kept is small pictures and nothing else.

A program of its own, which imports nothing of WeConnect (`weconnect/engine/pictures`). It answers
with a letter, and what belongs to it: `K`, how many bytes the still picture has (four bytes,
big-endian), that picture, and the one that moves, if it does; or `R` and why it is refused. All as
WebP, encoded anew from the pixels.
"""

import struct
from io import BytesIO

from PIL import Image, ImageSequence, UnidentifiedImageError

FORMATS = ("PNG", "WEBP", "GIF")
MOST_BYTES = 1024 * 1024
SIDE = 128
# Of one frame, and of all together.
MOST_PIXELS = 4_000_000
MOST_FRAMES = 120
MOST_ALL = 40_000_000
# What is kept; a moving one that is larger is drawn smaller.
MOST_KEPT = 256 * 1024
SIDES = (SIDE, 96, 64, 48)
# Browsers show what is shorter than two hundredths of a second for a tenth.
SHORTEST_MS, USUAL_MS = 20, 100

CPU_S = 6
MEMORY = 1024 * 1024 * 1024

BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    struct.error,
)
TOO_LARGE = "This picture is too large: 1 MB, 4 megapixels and 120 frames at most."
UNKNOWN = "This is no picture that can be read. Please choose a PNG, GIF or WebP."


class Refused(Exception):
    """This cannot be an emoji; the message says why, for people."""


def shrunk(upload: bytes) -> tuple[bytes, bytes]:
    """The picture as it stands still, and as it moves; the latter empty if it does not.

    Raises Refused.
    """
    if len(upload) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as picture:
            frames = getattr(picture, "n_frames", 1)
            pixels = picture.size[0] * picture.size[1]
            if pixels > MOST_PIXELS or frames > MOST_FRAMES or frames * pixels > MOST_ALL:
                raise Refused(TOO_LARGE)
            return _drawn(picture, frames)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_LARGE) from None
    except BROKEN:
        raise Refused(UNKNOWN) from None


def _drawn(picture: Image.Image, frames: int) -> tuple[bytes, bytes]:
    still = _written([_small(picture, SIDE)], [])
    if frames < 2:
        return still, b""
    for side in SIDES:
        small, times = [], []
        for frame in ImageSequence.Iterator(picture):
            small.append(_small(frame, side))
            shown = int(frame.info.get("duration") or 0)
            times.append(shown if shown >= SHORTEST_MS else USUAL_MS)
        moving = _written(small, times)
        if len(moving) <= MOST_KEPT:
            return still, moving
    raise Refused(TOO_LARGE)


def _small(frame: Image.Image, side: int) -> Image.Image:
    """The pixels alone, in a square: what Pillow knows beside them it would write as well."""
    pixels = frame.convert("RGBA")
    pixels.thumbnail((side, side), Image.Resampling.LANCZOS)
    longest = max(pixels.size)
    clean = Image.new("RGBA", (longest, longest), (0, 0, 0, 0))
    clean.paste(pixels, ((longest - pixels.width) // 2, (longest - pixels.height) // 2))
    return clean


def _written(frames: list[Image.Image], times: list[int]) -> bytes:
    out = BytesIO()
    more = {"save_all": True, "append_images": frames[1:], "duration": times, "loop": 0}
    frames[0].save(out, "WEBP", quality=85, method=3, **(more if times else {}))
    return out.getvalue()


def answer(upload: bytes) -> list[bytes]:
    """What becomes of an upload, as it is written."""
    try:
        still, moving = shrunk(upload)
    except Refused as refusal:
        return [b"R", str(refusal).encode()]
    return [b"K", struct.pack(">I", len(still)), still, moving]
