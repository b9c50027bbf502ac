"""What a file is, told by its first bytes; its name says no more than which sort of document.

What browsers may show by themselves is recognised exactly, and everything else is handed out as
bytes to be saved. Pictures are encoded anew besides (`processing.py`).
"""

import re
from typing import NamedTuple

from weconnect.wire.parts.files import FileKind

# So many bytes are looked at.
LOOKED_AT = 4096

BYTES = "application/octet-stream"
PDF = "application/pdf"
# What is encoded anew; HEIC where there is a decoder for it.
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/heic"}
# What browsers may show: none of it can hold a program.
SHOWN = {
    *("image/png", "image/jpeg", "image/gif", "image/webp"),
    *("video/mp4", "video/webm", "video/quicktime", "video/ogg"),
    *("audio/mpeg", "audio/mp4", "audio/aac", "audio/ogg", "audio/wav", "audio/flac", "audio/webm"),
}

_OFFICE = "application/vnd.openxmlformats-officedocument"
# What a zip is by its name: what looks into it looks for that itself.
_ZIPPED = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
}
_TEXTS = {"csv": "text/csv", "md": "text/markdown"}
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# A frame of MPEG audio: its layer, bit rate and sampling rate are none that there are not.
_MPEG = re.compile(rb"\xff[\xe2-\xe7\xf2-\xf7\xfa-\xff][\x10-\xef]", re.DOTALL)
_SIGNATURES: tuple[tuple[bytes, FileKind, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image", "image/png"),
    (b"\xff\xd8\xff", "image", "image/jpeg"),
    (b"GIF87a", "image", "image/gif"),
    (b"GIF89a", "image", "image/gif"),
    (b"fLaC", "audio", "audio/flac"),
    (b"ID3", "audio", "audio/mpeg"),
    (b"%PDF-", "document", PDF),
    (b"\x1f\x8b\x08", "other", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "other", "application/x-7z-compressed"),
)


class Kind(NamedTuple):
    """What a file is."""

    kind: FileKind
    type: str


OTHER = Kind("other", BYTES)


def of(head: bytes, name: str, *, whole: bool) -> Kind:
    """What begins with these bytes and is called so; `whole` says that there are no more."""
    for signature, kind, mimetype in _SIGNATURES:
        if head.startswith(signature):
            return Kind(kind, mimetype)
    for look in (_riff, _iso_media, _matroska, _ogg, _mpeg):
        if (found := look(head)) is not None:
            return found
    ending = name.rpartition(".")[2].lower()
    if head.startswith(b"PK\x03\x04"):
        zipped = _ZIPPED.get(ending)
        return Kind("document", zipped) if zipped else Kind("other", "application/zip")
    if _is_text(head, whole=whole):
        return Kind("document", _TEXTS.get(ending, "text/plain"))
    return OTHER


def shown_as(mimetype: str) -> str:
    """As what bytes of this type are handed out."""
    return mimetype if mimetype in SHOWN else BYTES


def _riff(head: bytes) -> Kind | None:
    if head[:4] != b"RIFF":
        return None
    form = head[8:12]
    if form == b"WEBP":
        return Kind("image", "image/webp")
    return Kind("audio", "audio/wav") if form == b"WAVE" else None


def _iso_media(head: bytes) -> Kind | None:
    """ISO/IEC 14496-12: the first box says which brands it is."""
    if head[4:8] != b"ftyp":
        return None
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[at : at + 4] for at in (8, *range(16, size - 3, 4))}
    if brands & {b"avif", b"avis"}:
        return Kind("image", "image/avif")
    if brands & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
        return Kind("image", "image/heic")
    major = head[8:12]
    if major in {b"M4A ", b"M4B "}:
        return Kind("audio", "audio/mp4")
    if major == b"qt  ":
        return Kind("video", "video/quicktime")
    # What a track holds stands in its handler, at the beginning where it was written as it came.
    if b"soun" in head and b"vide" not in head:
        return Kind("audio", "audio/mp4")
    return Kind("video", "video/mp4")


def _matroska(head: bytes) -> Kind | None:
    """RFC 8794 and 9559: the header says which type of document it is."""
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    if b"\x42\x82\x84webm" in head[:64]:
        # Which codecs there are stands in the tracks, which come first.
        is_audio = b"A_" in head and b"V_" not in head
        return Kind("audio", "audio/webm") if is_audio else Kind("video", "video/webm")
    return Kind("video", "video/x-matroska")


def _ogg(head: bytes) -> Kind | None:
    if head[:4] != b"OggS":
        return None
    if b"\x80theora" in head[:128]:
        return Kind("video", "video/ogg")
    return Kind("audio", "audio/ogg")


def _mpeg(head: bytes) -> Kind | None:
    if head[:2] in {b"\xff\xf1", b"\xff\xf9"}:
        return Kind("audio", "audio/aac")
    return Kind("audio", "audio/mpeg") if _MPEG.match(head) else None


def _is_text(head: bytes, *, whole: bool) -> bool:
    if not head or _CONTROLS.search(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # A character may be cut where no more was looked at.
        return not whole and error.start > len(head) - 4
    return True
