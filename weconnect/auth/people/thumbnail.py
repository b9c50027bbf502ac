"""Pictures of people: whatever is uploaded, what is kept is a square of pixels and nothing else.

A program of its own, which imports nothing of WeConnect (`weconnect/engine/pictures`). It answers
with a letter, and what belongs to it: `K` and the WebP that is kept, or `R` and why it is refused.

The type is told from the content, by the decoders that are allowed and no others. What unpacking
would cost is looked at before anything is unpacked. What is kept is encoded anew, so no place, no
camera, no comment and no disguised file comes along.
"""

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 5 * 1024 * 1024
# Any phone's photo; unpacked it takes 100 MB at most.
MOST_PIXELS = 25_000_000
# A scan of a progressive JPEG goes over all pixels, however few bytes it has. Cameras and programs
# write one to a dozen; a preview and a few bytes that look like one may come along.
MOST_SCANS = 50
MOST_SCANNED = 20 * MOST_PIXELS
SIDE = 256

# What one picture may take, whatever it is: a processor's time, and memory with the interpreter's.
CPU_S = 3
MEMORY = 1024 * 1024 * 1024

# EXIF 2.3, tag 0x0112: how the camera was held.
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# The decoders' own ways of saying that a file is broken.
BROKEN = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    struct.error,
)

TOO_LARGE = f"This picture is too large: {MOST_BYTES // 1024 // 1024} MB and 25 megapixels at most."
UNKNOWN = "This is no picture that can be read. Please choose a PNG, JPEG, WebP or GIF."
TOO_DEAR = "This picture takes too long to read. Please save it anew, as a PNG or a plain JPEG."


class Refused(Exception):
    """This cannot be a person's picture; the message says why, for people."""


def square(upload: bytes) -> bytes:
    """The middle of the picture, upright, as WebP without metadata. Raises Refused."""
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as picture:
            _look_before(picture, upload)
            return _encode(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_LARGE) from None
    except BROKEN:
        raise Refused(UNKNOWN) from None


def _look_before(picture: Image.Image, upload: bytes) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Refused(TOO_LARGE)
    if picture.format in {"JPEG", "MPO"}:
        # Start of scan (ITU-T T.81, B.2.3): within what is compressed, FF is never followed by DA.
        scans = upload.count(b"\xff\xda")
        if scans > MOST_SCANS or scans * width * height > MOST_SCANNED:
            raise Refused(TOO_DEAR)


def _encode(picture: Image.Image) -> bytes:
    # Lets the JPEG decoder work at an eighth where that is still enough.
    picture.draft("RGB", (SIDE * 2, SIDE * 2))
    picture.seek(0)
    pixels = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    small = ImageOps.fit(pixels, (SIDE, SIDE), Image.Resampling.LANCZOS)
    turn = TURNS.get(picture.getexif().get(ORIENTATION, 1))
    upright = small.transpose(turn) if turn is not None else small
    # The pixels alone: what Pillow knows beside them it would write as well.
    clean = Image.new(upright.mode, upright.size)
    clean.paste(upright)
    out = BytesIO()
    clean.save(out, "WEBP", quality=86, method=4)
    return out.getvalue()


def answer(upload: bytes) -> list[bytes]:
    """What becomes of an upload, as it is written."""
    try:
        return [b"K", square(upload)]
    except Refused as refusal:
        return [b"R", str(refusal).encode()]
