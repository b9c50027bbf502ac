"""Files in a bucket of S3-compatible storage.

What is larger than a part is a multipart upload, whose parts all have the same size but the last.
What of a part has come when a line breaks is kept in the table of pieces, so that it is safe at
once and found by every server: it is at most one part of each file under way.
"""

import base64
import hashlib
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from gevent.pool import Pool

from weconnect.files.threads import in_thread

from .bucket import Bucket
from .database import Database
from .ports import BLOCK, Address
from .s3_client import PART_S, S3Client, S3Failed, S3Missing

MIB = 1024 * 1024
# S3 takes parts from 5 MiB on, and 10,000 of them at most.
PART = 8 * MIB
MOST_PARTS = 9_000
# So many bytes are asked for at once: in memory until they are handed on, for each who fetches.
SPAN = 2 * BLOCK
# And where they are read as fast as they come, to prove them.
LONG_SPAN = 4 * MIB
# How many are deleted at once.
DELETED = 8
# How long a signed address is good for.
SIGNED_S = 60
# What belongs to no file is left alone for so long: somebody may be about to note it.
UNNOTED = timedelta(days=1)
SWEEP_S = 3600.0
# Keys as `processing.key_of` makes them: what else is in the bucket is somebody else's.
_OURS = re.compile(r"[0-9a-f]{32}(-[a-z]+)?")
# Nobody shows it, whatever it is, unless an address says so.
TYPE = "application/octet-stream"

_tails = Database()


def part_size(length: int) -> int:
    """How many bytes each part of a file of so many has."""
    return max(PART, -(-length // (MOST_PARTS * MIB)) * MIB)


def _tail_of(key: str) -> str:
    return f"{key}-tail"


class S3:
    """A bucket, or what has a prefix in it. To be used in the app's context."""

    name = "s3"

    def __init__(self, bucket: Bucket) -> None:
        self._client = S3Client(bucket)
        self._prefix = bucket.prefix
        self._is_direct = bucket.is_direct
        self._sweep_at = 0.0

    @property
    def origin(self) -> str | None:
        """From where browsers fetch, `https://…`; None: through this server alone."""
        if not self._is_direct:
            return None
        scheme, _, rest = self._client.signed(self._prefix + "x", 1).partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    def resume(self, key: str, offset: int, length: int, upload: str) -> "S3Writing":
        """See `ports.Store`."""
        return S3Writing(self._client, self._prefix, key, offset, length, upload)

    def finish(self, key: str, upload: str) -> None:
        """See `ports.Store`."""
        if upload:
            try:
                self._complete(key, upload)
            except S3Missing:
                # It was done, or there is nothing to be had.
                self._client.call("head_object", Key=self._prefix + key)
        _tails.delete_if_any(_tail_of(key))

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """See `ports.Store`."""
        span = BLOCK
        while start < end:
            data = self._client.fetch(self._prefix + key, start, min(end, start + span))
            for at in range(0, len(data), BLOCK):
                yield data[at : at + BLOCK]
            start += len(data)
            span = SPAN

    def delete(self, *keys: str, upload: str = "") -> None:
        """See `ports.Store`."""
        if upload:
            self._abort(self._prefix + keys[0], upload)

        def delete(key: str) -> OSError | None:
            try:
                with suppress(S3Missing):
                    self._client.call("delete_object", Key=self._prefix + key)
            except OSError as error:
                return error
            return None

        failed = [error for error in Pool(DELETED).map(delete, keys) if error is not None]
        if failed:
            raise failed[0]
        for key in keys:
            _tails.delete_if_any(_tail_of(key))

    def digest(self, key: str) -> tuple[str, int]:
        """See `ports.Store`."""
        size = int(self._client.call("head_object", Key=self._prefix + key)["ContentLength"])
        found = hashlib.sha256()
        for start in range(0, size, LONG_SPAN):
            data = self._client.fetch(self._prefix + key, start, min(size, start + LONG_SPAN))
            in_thread(found.update, data)
        return found.hexdigest(), size

    def address(self, key: str, as_: Address) -> str | None:
        """See `ports.Store`."""
        if not self._is_direct:
            return None
        return self._client.signed(
            self._prefix + key,
            SIGNED_S,
            ResponseContentType=as_.type,
            ResponseContentDisposition=as_.disposition,
            ResponseCacheControl="private, no-store",
        )

    def sweep(self, is_wanted: Callable[[str, str], bool]) -> int:
        """End what was begun a day ago and more and is not `is_wanted(key, upload)`; how many.
        Done once an hour, however often it is called.

        Such is left behind by servers that were killed before they noted it. Raises OSError.
        """
        if (now := time.monotonic()) < self._sweep_at:
            return 0
        self._sweep_at = now + SWEEP_S
        before = datetime.now(UTC) - UNNOTED
        number = 0
        more: dict[str, Any] = {"Prefix": self._prefix}
        while True:
            found = self._client.call("list_multipart_uploads", **more)
            for one in found.get("Uploads", ()):
                key, upload = one["Key"].removeprefix(self._prefix), one["UploadId"]
                is_old = _OURS.fullmatch(key) and one["Initiated"] < before
                if is_old and not is_wanted(key, upload):
                    self._abort(one["Key"], upload)
                    number += 1
            if not found.get("IsTruncated"):
                return number
            more["KeyMarker"] = found["NextKeyMarker"]
            more["UploadIdMarker"] = found["NextUploadIdMarker"]

    def _abort(self, key: str, upload: str) -> None:
        with suppress(S3Missing):
            self._client.call("abort_multipart_upload", Key=key, UploadId=upload)

    def _complete(self, key: str, upload: str) -> None:
        this: dict[str, Any] = {"Key": self._prefix + key, "UploadId": upload}
        parts: list[dict[str, Any]] = []
        more: dict[str, Any] = {}
        while True:
            found = self._client.call("list_parts", **this, **more)
            parts += [
                {"PartNumber": one["PartNumber"], "ETag": one["ETag"]}
                for one in found.get("Parts", ())
            ]
            if not found.get("IsTruncated"):
                break
            more = {"PartNumberMarker": found["NextPartNumberMarker"]}
        # Some put large files together for minutes: what comes too late is found done next time.
        self._client.call(
            "complete_multipart_upload",
            within_s=PART_S,
            **this,
            MultipartUpload={"Parts": parts},
        )


class S3Writing:
    """A file that is being written: whole parts go to the bucket as they are there.

    The part that is being filled stands in a temporary file.
    """

    def __init__(
        self, client: S3Client, prefix: str, key: str, offset: int, length: int, upload: str
    ) -> None:
        self._client = client
        self._key, self._path = key, prefix + key
        self._length = length
        self._size = part_size(length)
        self._upload = upload
        # Whether whoever writes knows of it.
        self._is_told = True
        # Up to where the bucket has it, and up to where it is safe.
        self._sent = offset // self._size * self._size
        self._safe = offset
        self._is_whole = 0 < length == offset
        self._part: Any = in_thread(tempfile.TemporaryFile)
        self._filled = 0
        if not self._is_whole:
            try:
                self._load(offset)
            except BaseException:
                self.close()
                raise

    def _load(self, offset: int) -> None:
        """Take up the part that was begun."""
        tail = _tail_of(self._key)
        if offset:
            _tails.delete_if_any(tail, before=self._sent)
        for data in _tails.read(tail, self._sent, offset):
            self._fill(data)

    def write(self, data: bytes) -> None:
        """See `ports.Writing`."""
        while data:
            piece = data[: self._size - self._filled]
            self._fill(piece)
            data = data[len(piece) :]
            if self._filled == self._size and self._length > self._size:
                self._send_part()

    def sync(self, *, amid: bool = False) -> tuple[int, str]:
        """See `ports.Writing`."""
        at = self._sent + self._filled
        if self._is_whole or at == self._length:
            self._send_last()
            self._safe = self._length
        elif amid:
            # What has come of a part is safe when the line ends: else all of a slow upload would
            # go through the database.
            self._safe = max(self._safe, self._sent)
        elif at > self._safe:
            self._keep_tail(max(self._safe, self._sent), at)
            self._safe = at
        self._is_told = True
        return self._safe, self._upload

    def close(self) -> None:
        """See `ports.Writing`."""
        self._part.close()
        if not self._is_told:
            self._is_told = True
            # Nobody will go on with it. What cannot be ended now is swept later.
            with suppress(OSError):
                self._client.call("abort_multipart_upload", Key=self._path, UploadId=self._upload)

    def _fill(self, data: bytes) -> None:
        in_thread(self._part.write, data)
        self._filled += len(data)

    def _send_last(self) -> None:
        if self._is_whole:
            return
        if self._length <= self._size:
            self._send("put_object", ContentType=TYPE)
        elif self._filled:
            self._send_part()
        self._is_whole = True

    def _send_part(self) -> None:
        if not self._upload:
            begun = self._client.call("create_multipart_upload", Key=self._path, ContentType=TYPE)
            self._upload, self._is_told = begun["UploadId"], False
        number = self._sent // self._size + 1
        self._send("upload_part", UploadId=self._upload, PartNumber=number)
        self._sent += self._filled
        self._filled = 0
        in_thread(_empty, self._part)

    def _send(self, operation: str, **parameters: Any) -> None:
        md5 = in_thread(_md5, self._part)
        self._client.call(
            operation,
            within_s=PART_S,
            Key=self._path,
            Body=self._part,
            ContentLength=self._filled,
            ContentMD5=md5,
            **parameters,
        )

    def _keep_tail(self, start: int, end: int) -> None:
        writing = _tails.resume(_tail_of(self._key), start, 0, "")
        in_thread(self._part.seek, start - self._sent)
        while start < end:
            data = in_thread(self._part.read, min(BLOCK, end - start))
            if not data:
                raise S3Failed(f"{self._key} is shorter than it was")
            writing.write(data)
            start += len(data)
        in_thread(self._part.seek, 0, 2)


def _md5(file: Any) -> str:
    """As the header Content-MD5 has it: storage refuses what does not arrive as it is."""
    file.seek(0)
    found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False))
    file.seek(0)
    return base64.b64encode(found.digest()).decode()


def _empty(file: Any) -> None:
    file.seek(0)
    file.truncate()
