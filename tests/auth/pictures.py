"""Pictures made for the tests, harmless and otherwise."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners(width: int = 400, height: int = 400) -> Image.Image:
    """A picture with a colour in each corner, so that it is seen which way up it is."""
    picture = Image.new("RGB", (width, height))
    halves = ((0, 0, RED), (width // 2, 0, GREEN), (0, height // 2, BLUE))
    for left, top, colour in (*halves, (width // 2, height // 2, WHITE)):
        picture.paste(colour, (left, top, left + width // 2, top + height // 2))
    return picture


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a file."""
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photo(orientation: int = 1) -> bytes:
    """A JPEG as a telephone makes it: with a place, a camera, a comment and a preview."""
    exif = Image.Exif()
    exif[Base.Orientation.value] = orientation
    exif[Base.Make.value] = "SecretCamera"
    exif[Base.ImageDescription.value] = "my secret home"
    exif.get_ifd(IFD.GPSInfo).update(
        {
            GPS.GPSLatitudeRef: "N",
            GPS.GPSLatitude: (47.0, 22.0, 11.0),
            GPS.GPSLongitudeRef: "E",
            GPS.GPSLongitude: (8.0, 32.0, 26.0),
        }
    )
    return encoded(
        corners(), "JPEG", exif=exif, comment=b"secret comment", icc_profile=b"secret profile"
    )


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that unpacks to width times height pixels."""
    rows = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 2)
    data = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def many_scans(scans: int, side: int = 5000) -> bytes:
    """A progressive JPEG of a few bytes whose decoder goes over all its pixels `scans` times."""
    data = encoded(Image.new("L", (side, side), 128), "JPEG", progressive=True)
    first = data.index(b"\xff\xda")
    second = data.index(b"\xff\xda", first + 2)
    third = data.index(b"\xff\xda", second + 2)
    # The first scan stands for itself; one that refines is repeated, as its decoder allows.
    return data[:second] + data[second:third] * scans + data[third:]


def laced(kind: bytes, size: int) -> bytes:
    """A PNG with a chunk of this kind that unpacks to `size` bytes."""
    packed = zlib.compress(bytes(size), 9)
    content = {"iCCP": b"x\0\0" + packed, "zTXt": b"x\0\0" + packed}[kind.decode()]
    plain = encoded(corners(), "PNG")
    start = plain.index(b"IDAT") - 4
    return plain[:start] + _chunk(kind, content) + plain[start:]


def many_frames(kind: str, frames: int = 500) -> bytes:
    """A moving picture of as many large frames."""
    first, *rest = (Image.new("P", (2000, 2000), number % 256) for number in range(frames))
    return encoded(first, kind, save_all=True, append_images=rest, duration=10)


def noise(kind: str, side: int = 900, **options: object) -> bytes:
    """A picture that nothing makes smaller, and that is dear to decode for its size."""
    picture = Image.effect_noise((side, side), 90).convert("RGB")
    return encoded(picture, kind, **options)
