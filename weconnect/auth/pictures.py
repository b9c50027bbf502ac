"""Pictures of people: whatever is uploaded, what is kept is a square of pixels and nothing else.

The type is told from the content, by the decoders that are allowed and no others. The size in
pixels is looked at before anything is unpacked. What is kept is encoded anew, so no place, no
camera, no comment and no disguised file comes along.
"""

import secrets
import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from weconnect.offload import Offload
from weconnect.wire.errors import BadRequest

from .models import Avatar

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 5 * 1024 * 1024
# Any phone's photo; unpacked it takes 100 MB at most, of one picture at a time.
MOST_PIXELS = 25_000_000
SIDE = 256
MIMETYPE = "image/webp"

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

drawing = Offload(threads=1, waiting=8, retry_after=5)


class PictureRefused(BadRequest):
    """This cannot be a person's picture; the message says why."""


TOO_LARGE = f"This picture is too large: {MOST_BYTES // 1024 // 1024} MB and 25 megapixels at most."
UNKNOWN = "This is no picture that can be read. Please choose a PNG, JPEG, WebP or GIF."


def avatar_from(upload: bytes) -> Avatar:
    """The picture in `upload` as it is kept, under a name nobody can guess, not saved yet.

    Raises PictureRefused, and Unavailable when too many are waiting.
    """
    if len(upload) > MOST_BYTES:
        raise PictureRefused(TOO_LARGE)
    return Avatar(id=secrets.token_hex(16), data=drawing.run(square, upload))


def square(upload: bytes) -> bytes:
    """The middle of the picture, upright, as WebP without metadata. Raises PictureRefused."""
    try:
        with Image.open(BytesIO(upload), formats=FORMATS) as picture:
            return _encode(picture)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(TOO_LARGE) from None
    except BROKEN:
        raise PictureRefused(UNKNOWN) from None


def _encode(picture: Image.Image) -> bytes:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise PictureRefused(TOO_LARGE)
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
