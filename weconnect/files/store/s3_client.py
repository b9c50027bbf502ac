"""Requests to a bucket: each is bounded in time, so many are under way at once, and what fails is
an OSError. Imported only where FILES names a bucket.

botocore waits as greenlets do, by the patched standard library; it is never used in native threads,
as its pool of connections is one greenlets' own.
"""

import logging
import ssl
import time
from collections.abc import Callable
from typing import Any, TypeVar

import gevent
import urllib3.exceptions
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session
from gevent.lock import BoundedSemaphore

from .bucket import Bucket

log = logging.getLogger(__name__)

R = TypeVar("R")

# So many requests at once, and how long further ones wait for their turn.
MOST = 16
PATIENCE_S = 8.0
CONNECT_S = 4.0
# Without any byte.
SILENCE_S = 6.0
# In all, with the attempts that are made anew; and where a part is sent.
CALL_S = 15.0
PART_S = 90.0
ATTEMPTS = 3
# Where nothing was answered meanwhile, all others fail at once for so long: whoever waits for them
# does not wait in vain.
AWAY_S = 2.0

_GONE = {"NoSuchKey", "NoSuchUpload", "404"}


class S3Failed(OSError):
    """The storage did not do what it was asked for."""


class S3Missing(S3Failed, FileNotFoundError):
    """It has no such thing."""


class S3Client:
    """One bucket."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket
        self._places = BoundedSemaphore(MOST)
        self._answered_at = self._away_until = 0.0
        config = Config(
            signature_version="s3v4",
            connect_timeout=CONNECT_S,
            read_timeout=SILENCE_S,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            max_pool_connections=MOST,
            # Parts have their MD5, which all implementations know; sums of everything would be
            # made in the event loop.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            ignore_configured_endpoint_urls=True,
            s3={
                "addressing_style": "path" if bucket.has_path_style else "virtual",
                "payload_signing_enabled": False,
                "us_east_1_regional_endpoint": "regional",
            },
        )
        self._client: Any = Session().create_client(
            "s3",
            region_name=bucket.region,
            endpoint_url=bucket.endpoint,
            aws_access_key_id=bucket.key_id,
            aws_secret_access_key=bucket.secret,
            # The authorities that everything else here trusts (SSL_CERT_FILE).
            verify=ssl.get_default_verify_paths().cafile,
            config=config,
        )

    def call(self, operation: str, *, within_s: float = CALL_S, **parameters: Any) -> Any:
        """What an operation of the bucket answers, without a body. Raises S3Failed, S3Missing."""
        does = getattr(self._client, operation)
        return self._within(within_s, lambda: does(Bucket=self.bucket.name, **parameters))

    def fetch(self, key: str, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`. Raises S3Failed, S3Missing."""

        def get() -> bytes:
            said = f"bytes={start}-{end - 1}"
            answer = self._client.get_object(Bucket=self.bucket.name, Key=key, Range=said)
            with answer["Body"] as body:
                data: bytes = body.read(end - start + 1)
            if len(data) != end - start:
                raise S3Failed(f"{self.bucket} answered {len(data)} of {end - start} bytes")
            return data

        # What breaks off amid an answer, the library does not ask for anew.
        ends_at = time.monotonic() + CALL_S
        for _ in range(ATTEMPTS - 1):
            try:
                return self._within(CALL_S, get)
            except S3Missing:
                raise
            except S3Failed:
                if self._is_away or time.monotonic() > ends_at - CALL_S / 2:
                    raise
        return self._within(max(1.0, ends_at - time.monotonic()), get)

    def signed(self, key: str, lifetime_s: int, **response: str) -> str:
        """An address that gives a key's bytes to anybody for so long, with these headers."""
        parameters = {"Bucket": self.bucket.name, "Key": key, **response}
        url: str = self._client.generate_presigned_url(
            "get_object", Params=parameters, ExpiresIn=lifetime_s
        )
        return url

    @property
    def _is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def _within(self, seconds: float, work: Callable[[], R]) -> R:
        self._require_near()
        if not self._places.acquire(timeout=PATIENCE_S):
            raise S3Failed(f"{self.bucket} is too slow")
        began_at = time.monotonic()
        limit = gevent.Timeout(seconds)
        try:
            # It may be known by now.
            self._require_near()
            with limit:
                found = work()
        except ClientError as error:
            raise self._refused(error, began_at) from None
        except (BotoCoreError, urllib3.exceptions.HTTPError) as error:
            raise self._silent(began_at, f"cannot be reached: {type(error).__name__}") from None
        except gevent.Timeout as error:
            if error is not limit:
                raise
            raise self._silent(began_at, "did not answer in time") from None
        finally:
            self._places.release()
        self._answered_at = time.monotonic()
        return found

    def _require_near(self) -> None:
        if self._is_away:
            raise S3Failed(f"{self.bucket} does not answer")

    def _refused(self, error: ClientError, began_at: float) -> S3Failed:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        code = error.response.get("Error", {}).get("Code", "")
        how = f"answered {status} {code}"
        if status >= 500:
            return self._silent(began_at, how)
        self._answered_at = time.monotonic()
        if code in _GONE:
            return S3Missing(f"{self.bucket} {how}")
        return self._failed(how)

    def _silent(self, began_at: float, how: str) -> S3Failed:
        if self._answered_at < began_at:
            self._away_until = time.monotonic() + AWAY_S
        return self._failed(how)

    def _failed(self, how: str) -> S3Failed:
        log.warning("storage failed", extra={"bucket": str(self.bucket), "reason": how})
        return S3Failed(f"{self.bucket} {how}")
