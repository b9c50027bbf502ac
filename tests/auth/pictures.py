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
